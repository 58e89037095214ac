"""Conventions against the classes of transformers, and what mixing them does."""

from __future__ import annotations

from importlib import import_module
from typing import Any

import numpy as np
import pytest
import torch
from transformers import DistilBertConfig, FlaubertConfig, WhisperConfig, WhisperModel, XLMConfig

import embedlab
from embedlab import positional
from embedlab.positional import CONVENTION_USES
from embedlab.positional.conventions import timescale_sinusoidal
from embedlab.softmax import softmax

LENGTH, DIM = 12, 16


def module(name: str) -> Any:
    return import_module(f"transformers.models.{name}.modeling_{name}")


@pytest.fixture(scope="module")
def head() -> tuple[np.ndarray, np.ndarray]:
    random = np.random.default_rng(1)
    return random.normal(size=(LENGTH, DIM)), random.normal(size=(LENGTH, DIM))


def angles() -> torch.Tensor:
    return torch.tensor(positional.rotary_angles(LENGTH, DIM), dtype=torch.float32)


# what a model of transformers computes, by the name of its module: (LENGTH, DIM); ALiBi (HEADS, LENGTH)


def drawn(name: str, _: np.ndarray) -> np.ndarray:
    table = torch.empty(LENGTH, DIM)
    module(name).create_sinusoidal_embeddings(LENGTH, DIM, table)
    return table.numpy()


def created(name: str, _: np.ndarray) -> np.ndarray:
    layer = getattr(module(name), f"{name.title()}SinusoidalPositionalEmbedding")(LENGTH, DIM)
    return layer.create_weight().numpy()


def ctrl(name: str, _: np.ndarray) -> np.ndarray:
    return module(name).positional_encoding(LENGTH, DIM, torch.float32).numpy()


def whisper(name: str, _: np.ndarray) -> np.ndarray:
    return module(name).sinusoids(LENGTH, DIM).numpy()


def embedded(name: str, _: np.ndarray) -> np.ndarray:
    prefix = {"m2m_100": "M2M100", "fsmt": "", "xglm": "XGLM"}[name]
    layer = getattr(module(name), f"{prefix}SinusoidalPositionalEmbedding")
    return layer.get_embedding(LENGTH, DIM, None).numpy()


def roformer(name: str, queries: np.ndarray) -> np.ndarray:
    sines_and_cosines = torch.cat([angles().sin(), angles().cos()], dim=-1)[None, None]
    given = torch.tensor(queries, dtype=torch.float32)[None, None]
    attention = module(name).RoFormerSelfAttention
    return attention.apply_rotary_position_embeddings(sines_and_cosines, given, given)[0][0, 0].numpy()


def every_two(name: str, queries: np.ndarray) -> np.ndarray:
    given = torch.tensor(queries, dtype=torch.float32)[None, :, None]  # (batch, tokens, heads, dim)
    return (
        module(name).apply_rotary_pos_emb(given, angles().sin()[None], angles().cos()[None])[0, :, 0].numpy()
    )


def turned(name: str, queries: np.ndarray) -> np.ndarray:
    doubled = angles().repeat_interleave(2, -1) if name == "cohere" else torch.cat([angles()] * 2, -1)
    given = torch.tensor(queries, dtype=torch.float32)[None, None]
    both = module(name).apply_rotary_pos_emb(given, given, doubled[None].cos(), doubled[None].sin())
    torch.testing.assert_close(both[0], both[1])  # queries and keys alike
    return both[0][0, 0].numpy()


def bloom(name: str, _: np.ndarray) -> np.ndarray:
    ones = torch.ones(1, LENGTH, dtype=torch.int64)
    return module(name).build_alibi_tensor(ones, HEADS, torch.float32)[:, 0].numpy()


def mpt(name: str, _: np.ndarray) -> np.ndarray:
    return module(name).build_mpt_alibi_tensor(HEADS, LENGTH).reshape(HEADS, LENGTH).numpy()


HEADS = 12  # no power of two
PARITY: dict[str, tuple[Any, tuple[str, ...]]] = {  # the line's `who`, without what is in brackets
    "XLM, FlauBERT, DistilBERT": (drawn, ("xlm", "flaubert", "distilbert")),
    "MarianMT, Pegasus": (created, ("marian", "pegasus")),
    "CTRL": (ctrl, ("ctrl",)),
    "Whisper": (whisper, ("whisper",)),
    "M2M100, FSMT, XGLM": (embedded, ("m2m_100", "fsmt", "xglm")),
    "RoFormer, the paper's model": (roformer, ("roformer",)),
    "GPT-J, CodeGen": (every_two, ("gptj", "codegen")),
    "Cohere, GLM": (turned, ("cohere", "glm")),
    "GPT-NeoX": (turned, ("gpt_neox",)),
    "Llama in transformers": (turned, ("llama",)),
    "Mistral, Qwen2, Gemma": (turned, ("mistral", "qwen2", "gemma")),
    "BLOOM": (bloom, ("bloom",)),
    "MPT": (mpt, ("mpt",)),
}


def expected(scheme: str, queries: np.ndarray) -> dict[str, np.ndarray]:
    """Return what each convention computes."""
    places, slopes = np.arange(LENGTH), positional.alibi_slopes(HEADS)[:, None]
    return {
        "sinusoidal": {
            "interleaved": positional.sinusoidal(LENGTH, DIM),
            "concatenated": positional.sinusoidal(LENGTH, DIM, layout="concatenated"),
            "concatenated, longer wavelengths": timescale_sinusoidal(LENGTH, DIM),
        },
        "rotary": {
            "interleaved: 2i with 2i + 1": positional.apply_rotary(queries, layout="interleaved"),
            "half-split: i with i + d/2": positional.apply_rotary(queries),
        },
        "ALiBi": {
            "slope · j": slopes * places,
            "slope · (j − length + 1)": slopes * (places - LENGTH + 1),
        },
    }[scheme]


@pytest.mark.parametrize("use", [use for use in CONVENTION_USES if use.computed], ids=lambda use: use.who)
def test_every_computed_line_equals_its_models(
    use: positional.ConventionUse, head: tuple[np.ndarray, np.ndarray]
) -> None:
    compute, names = PARITY[use.who.split(" (")[0]]
    for name in names:
        found = compute(name, head[0])
        close = {
            convention
            for convention, table in expected(use.scheme, head[0]).items()
            if np.allclose(found, table, rtol=1e-5, atol=1e-5)
        }
        assert close == {use.convention}, name


def test_what_the_lines_say_of_defaults_is_so() -> None:
    assert not XLMConfig().sinusoidal_embeddings
    assert not FlaubertConfig().sinusoidal_embeddings
    assert not DistilBertConfig().sinusoidal_pos_embds
    sizes = {"d_model": 8, "encoder_layers": 1, "decoder_layers": 1, "vocab_size": 9, "pad_token_id": 0}
    heads = {"encoder_attention_heads": 1, "decoder_attention_heads": 1, "max_source_positions": 6}
    model = WhisperModel(WhisperConfig(**sizes, **heads, max_target_positions=6))
    table = timescale_sinusoidal(6, 8)
    np.testing.assert_allclose(model.encoder.embed_positions.weight.detach().numpy(), table, atol=1e-5)
    learned = model.decoder.embed_positions.weight.detach().numpy()
    assert np.abs(learned - table).max() > 0.5
    assert not model.encoder.embed_positions.weight.requires_grad
    assert model.decoder.embed_positions.weight.requires_grad


# sinusoids


def test_a_single_pair_of_timescales_is_finite() -> None:
    np.testing.assert_allclose(timescale_sinusoidal(3, 2)[2], [np.sin(2), np.cos(2)])


def test_two_orders_agree_in_products_and_not_in_rows() -> None:
    found = positional.compare_sinusoids(LENGTH, DIM, base=1000.0)
    np.testing.assert_array_equal(found.interleaved[:, positional.half_split_order(DIM)], found.concatenated)
    assert found.product_difference < 1e-12
    assert found.timescale_difference > 0.1
    for place in (0, 5):
        one, two, three = found.interleaved[place], found.concatenated[place], found.timescales[place]
        assert found.cosines[place] == pytest.approx(one @ two / np.linalg.norm(one) / np.linalg.norm(two))
        assert found.timescale_cosines[place] == pytest.approx(
            two @ three / np.linalg.norm(two) / np.linalg.norm(three)
        )
    assert found.cosines.max() < 0.9
    np.testing.assert_array_equal(found.interleaved, positional.sinusoidal(LENGTH, DIM, 1000.0))
    np.testing.assert_array_equal(found.timescales, timescale_sinusoidal(LENGTH, DIM, base=1000.0))


# rotary


@pytest.mark.parametrize("causal", [False, True])
def test_scores_agree_only_when_both_are_permuted(head: tuple[np.ndarray, np.ndarray], causal: bool) -> None:
    queries, keys = head
    found = positional.compare_rotary(queries, keys, causal=causal)
    seen = np.tril(np.ones((LENGTH, LENGTH), dtype=bool)) if causal else np.ones((LENGTH, LENGTH), dtype=bool)
    for scores, layout in ((found.right, "half_split"), (found.wrong, "interleaved")):
        turned = [positional.apply_rotary(some, layout=layout) for some in head]
        np.testing.assert_allclose(scores[seen], (turned[0] @ turned[1].T / 4)[seen], atol=1e-12)
        assert np.isneginf(scores[~seen]).all()
    assert found.permuted_difference < 1e-12
    assert found.wrong_difference == np.abs(found.wrong[seen] - found.right[seen]).max() > 0.5
    row = 7
    shares = [np.exp(some[row]) / np.exp(some[row]).sum() for some in (found.right, found.wrong)]
    assert found.moved[row] == pytest.approx(np.clip(shares[0] - shares[1], 0, None).sum())  # what leaves
    assert found.permuted_moved.max() < 1e-12
    lone = positional.compare_rotary(queries, keys[:, np.argsort(positional.half_split_order(DIM))])
    assert np.abs(lone.right - found.right)[seen].max() > 0.5  # permuting one of the two is not enough


def test_shapes_that_do_not_fit_are_refused() -> None:
    with pytest.raises(embedlab.InvalidInputError, match="do not fit"):
        positional.compare_rotary(np.ones((3, 4)), np.ones((2, 4)))
    with pytest.raises(embedlab.InvalidInputError, match="dim = 5"):
        positional.half_split_order(5)


# ALiBi


@pytest.mark.parametrize("heads", [1, 3, 8, 12, 30])
def test_bloom_and_mpt_have_the_authors_slopes_and_the_short_form(heads: int) -> None:
    slopes = positional.alibi_slopes(heads)[:, None]
    places = np.arange(LENGTH)
    ones = torch.ones(1, LENGTH, dtype=torch.int64)
    bloom = module("bloom").build_alibi_tensor(ones, heads, torch.float32)[:, 0].numpy()
    np.testing.assert_allclose(bloom, slopes * places, rtol=1e-5)
    mpt = module("mpt").build_mpt_alibi_tensor(heads, LENGTH).reshape(heads, LENGTH).numpy()
    np.testing.assert_allclose(mpt, slopes * (places - LENGTH + 1), rtol=1e-5)


def test_both_forms_give_the_same_attention_under_a_mask_only() -> None:
    scores = np.random.default_rng(2).normal(size=(6, 6))
    found = positional.compare_alibi(scores, 0.25)
    np.testing.assert_allclose(found.relative[5], 0.25 * (np.arange(6) - 5))
    np.testing.assert_allclose(found.absolute[5], 0.25 * np.arange(6))
    np.testing.assert_array_equal(np.isneginf(found.absolute), np.isneginf(found.relative))
    assert np.isneginf(found.relative[0, 1])
    assert found.difference < 1e-12
    assert found.attention[2, 1] == pytest.approx(
        np.exp(scores[2, 1] - 0.25) / np.exp(scores[2, :3] + [-0.5, -0.25, 0]).sum()
    )
    distance = np.abs(np.subtract.outer(np.arange(6), np.arange(6)))
    expected = softmax(scores - 0.25 * distance) - softmax(scores + 0.25 * np.arange(6))
    assert found.unmasked_difference == pytest.approx(np.abs(expected).max())
    assert found.unmasked_difference > 0.05


@pytest.mark.parametrize(("heads", "same"), [(1, True), (8, True), (12, False), (31, False)])
def test_geometric_slopes_are_right_for_powers_of_two_only(heads: int, same: bool) -> None:
    slopes = positional.geometric_slopes(heads)
    assert np.allclose(slopes, positional.alibi_slopes(heads)) is same
    np.testing.assert_allclose(slopes[-1], 2.0**-8)


@pytest.mark.parametrize(
    ("scores", "slope", "message"),
    [
        ([[1.0, 2.0]], 0.5, "shape"),
        ([[np.nan]], 0.5, "finite"),
        ([[1.0]], 0.0, "slope"),
        ([[1.0]], np.inf, "slope"),
    ],
)
def test_scores_without_a_meaning_are_refused(scores: Any, slope: float, message: str) -> None:
    with pytest.raises(embedlab.InvalidInputError, match=message):
        positional.compare_alibi(scores, slope)


def test_every_line_of_the_table_has_its_source() -> None:
    assert {use.scheme for use in CONVENTION_USES} == {"sinusoidal", "rotary", "ALiBi"}
    assert len({(use.who, use.convention) for use in CONVENTION_USES}) == len(CONVENTION_USES)
    for use in CONVENTION_USES:
        assert use.source
        assert not use.computed or use.source.startswith("transformers, ")
