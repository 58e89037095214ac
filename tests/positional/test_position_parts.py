"""The parts of the input against the model's own first hidden state."""

from __future__ import annotations

import numpy as np
import pytest
import torch

import embedlab
from embedlab import positional
from embedlab.tokens.chat import CHATML, Message

NAME = "all-MiniLM-L6-v2"
TEXT = "The bank by the river bank 🙂"


@pytest.fixture(scope="module")
def tables() -> positional.InputTables:
    return positional.load_input_tables(NAME)


def test_the_sum_after_layernorm_is_the_first_hidden_state(
    encoder: embedlab.context.Encoder, tables: positional.InputTables
) -> None:
    (encoded,) = encoder.encode([TEXT])
    found = positional.input_parts(tables, encoder.token_embeddings[encoded.ids])
    np.testing.assert_allclose(found.normalized, encoded.hidden_states[0], atol=1e-5)
    np.testing.assert_allclose(found.total, found.token + found.position + found.segment)
    assert not found.segments.any()


def test_a_pair_is_the_models_own_pair(
    encoder: embedlab.context.Encoder, tables: positional.InputTables
) -> None:
    one, two = (encoder.tokenizer.encode(text, special_tokens=True).ids for text in (TEXT, "Two dogs"))
    ids, segments, cut = positional.pair_ids(one, two, 512)
    assert cut == 0
    assert len(ids) == len(segments) == len(one) + len(two) - 1
    found = positional.input_parts(tables, encoder.token_embeddings[ids], segments=segments)
    with torch.inference_mode():
        output = encoder._bulk_model(
            input_ids=torch.tensor([ids]), token_type_ids=torch.tensor([segments]), output_hidden_states=True
        )
    np.testing.assert_allclose(found.normalized, output.hidden_states[0][0], atol=1e-5)
    np.testing.assert_allclose(found.segment[-1], tables.segments[1])


@pytest.mark.parametrize(
    ("one", "two", "kept"),
    [
        (10, 10, (10, 10)),
        (600, 20, (489, 20)),
        (20, 600, (20, 489)),
        (600, 600, (255, 254)),
        (0, 600, (0, 509)),
    ],
)
def test_a_long_pair_loses_the_end_of_the_longer(one: int, two: int, kept: tuple[int, int]) -> None:
    first, second = [101, *[7] * one, 102], [101, *[8] * two, 102]
    ids, segments, cut = positional.pair_ids(first, second, 512)
    assert (ids.count(7), ids.count(8)) == kept
    assert cut == one + two - sum(kept)
    assert segments == [0] * (kept[0] + 2) + [1] * (kept[1] + 1)
    assert len(ids) <= 512
    assert ids[0] == 101
    assert [ids[kept[0] + 1], ids[-1]] == [102, 102]


def test_a_long_pair_is_cut_as_the_library_cuts_it(encoder: embedlab.context.Encoder) -> None:
    from transformers import BertTokenizerFast

    content = encoder.tokenizer.file.content  # type: ignore[attr-defined]
    from tokenizers import Tokenizer

    engine = Tokenizer.from_str(content if isinstance(content, str) else content.decode())
    reference = BertTokenizerFast(tokenizer_object=engine)
    texts = ["dog " * 600, "man " * 580]
    expected = reference(*texts, truncation="longest_first", max_length=512)
    one, two = (encoder.tokenizer.encode(text, special_tokens=True).ids for text in texts)
    ids, _, _ = positional.pair_ids(one, two, 512)
    assert ids == expected["input_ids"]


def test_norms_and_cosines_by_hand(tables: positional.InputTables) -> None:
    vectors = np.zeros((2, 384))
    vectors[0] = tables.positions[0]
    found = positional.input_parts(tables, vectors)
    assert found.norms.shape == (5, 2)
    assert found.norms[0].tolist() == [pytest.approx(np.linalg.norm(tables.positions[0])), 0]
    assert found.norms[1, 1] == pytest.approx(np.linalg.norm(tables.positions[1]))
    assert found.norms[2, 0] == pytest.approx(np.linalg.norm(tables.segments[0]))
    assert found.norms[3, 0] == pytest.approx(np.linalg.norm(2 * tables.positions[0] + tables.segments[0]))
    assert found.norms[4, 0] == pytest.approx(np.linalg.norm(found.normalized[0]))
    assert found.crossing[0] == pytest.approx(1)
    assert found.crossing[1] == 0  # a zero vector has no direction
    assert found.cosines[0, 1] == 0
    for cosines, vector in ((found.cosines, found.total), (found.normalized_cosines, found.normalized)):
        for part, given in enumerate((found.token, found.position, found.segment)):
            a, b = vector[0], given[0]
            assert cosines[part, 0] == pytest.approx(a @ b / np.linalg.norm(a) / np.linalg.norm(b))


def test_without_positions_zeros_are_added(tables: positional.InputTables) -> None:
    vectors = np.random.default_rng(0).normal(size=(3, 384))
    found = positional.input_parts(tables, vectors, positions=False)
    assert not found.position.any()
    np.testing.assert_allclose(found.total, vectors + tables.segments[0])


@pytest.mark.parametrize("normalized", [True, False])
def test_the_same_word_further_on(
    encoder: embedlab.context.Encoder, tables: positional.InputTables, normalized: bool
) -> None:
    (bank,) = encoder.tokenizer.encode("bank").ids
    curve = positional.same_token_cosines(
        tables, encoder.token_embeddings[bank], start=2, normalized=normalized
    )
    assert curve.shape == (510,)
    assert curve[0] == pytest.approx(1)
    (encoded,) = encoder.encode(["The bank by the river bank"])
    assert [place for place, number in enumerate(encoded.ids) if number == bank] == [2, 6]
    found = positional.input_parts(tables, encoder.token_embeddings[encoded.ids])
    one, other = (found.normalized if normalized else found.total)[[2, 6]]
    assert curve[4] == pytest.approx(one @ other / np.linalg.norm(one) / np.linalg.norm(other))
    assert curve[1:].max() < 0.999


def test_ranks_of_norms() -> None:
    table = np.diag([1.0, 2.0, 3.0, 4.0])
    found = positional.norm_ranks(table, [3, 0, 0])
    assert found.norms.tolist() == [4, 1, 1]
    assert found.below.tolist() == [0.75, 0, 0]
    assert (found.usual, found.rows) == (2.5, 4)


def test_a_sinusoid_has_one_length_whatever_its_place() -> None:
    for dim in (384, 512):
        norms = np.linalg.norm(positional.sinusoidal(512, dim), axis=1)
        np.testing.assert_allclose(norms, np.sqrt(dim / 2))


def test_the_roles_of_a_conversation_are_tokens_as_in_its_own_template(
    smollm: embedlab.context.Encoder,
) -> None:
    from gguf import GGUFReader
    from jinja2.sandbox import ImmutableSandboxedEnvironment

    from embedlab.catalog import find_entry
    from embedlab.models.installed import find_file

    message = [
        Message("system", "Be brief."),
        Message("user", "Hi <|im_end|>"),
        Message("assistant", "Hello!"),
    ]
    found = embedlab.tokens.encode_chat(smollm.tokenizer, message, chat=CHATML)
    field = GGUFReader(str(find_file(find_entry(smollm.name, "decoder"), "gguf"))).fields[
        "tokenizer.chat_template"
    ]
    template = ImmutableSandboxedEnvironment(trim_blocks=True, lstrip_blocks=True).from_string(
        field.contents()
    )
    messages = [{"role": message.role, "content": message.content} for message in message]
    assert found.text == template.render(messages=messages)
    assert found.ids.count(1) == found.ids.count(2) == 3  # what a message says stays text
    assert sum(found.special) == 6


def test_a_tokenizer_without_the_role_tokens_is_refused(encoder: embedlab.context.Encoder) -> None:
    with pytest.raises(embedlab.EmbedLabError, match="no format"):
        embedlab.tokens.encode_chat(encoder.tokenizer, [Message("user", "Hi")], chat=CHATML)


def test_what_does_not_fit_is_said(tables: positional.InputTables) -> None:
    with pytest.raises(embedlab.EmbedLabError, match=r"513 tokens .* 512"):
        positional.input_parts(tables, np.zeros((513, 384)))
    with pytest.raises(embedlab.EmbedLabError, match="0 tokens"):
        positional.input_parts(tables, np.zeros((0, 384)))
    with pytest.raises(embedlab.EmbedLabError, match="384"):
        positional.input_parts(tables, np.zeros((3, 64)))
    for segments in ([0, 2], [0, -1], [0]):
        with pytest.raises(embedlab.EmbedLabError, match="segment from 0 to 1"):
            positional.input_parts(tables, np.zeros((2, 384)), segments=segments)
    for start in (-1, 512):
        with pytest.raises(embedlab.EmbedLabError, match=rf"start = {start} "):
            positional.same_token_cosines(tables, np.zeros(384), start=start)


@pytest.mark.parametrize("row", [-1, 3])
def test_a_row_the_table_does_not_have_is_refused(row: int) -> None:
    with pytest.raises(embedlab.InvalidInputError, match=f"no row {row}; choose from 0 to 2"):
        positional.norm_ranks(np.eye(3), [0, row])


def test_sinusoids_have_the_length_of_the_formula(encoder: embedlab.context.Encoder) -> None:
    tables = embedlab.positional.load_input_tables(encoder.name)
    parts = embedlab.positional.input_parts(tables, encoder.token_embeddings[[7, 8]])
    lengths = embedlab.positional.sinusoid_lengths(parts)
    assert lengths.sinusoid == pytest.approx(np.sqrt(384 / 2))
    assert lengths.token == pytest.approx(parts.norms[0].mean())
    assert lengths.shares[2] == pytest.approx(np.sqrt(0.5) / lengths.token)
