"""A decoder read in the other rotary convention, against a Llama whose rotation really is interleaved."""

from __future__ import annotations

from concurrent.futures import ThreadPoolExecutor
from typing import Any

import numpy as np
import pytest
import torch
from transformers import LlamaConfig, LlamaModel
from transformers.models.llama import modeling_llama

import embedlab
from embedlab import positional
from embedlab.catalog import find_entry
from embedlab.context.forward import share_weights
from embedlab.models.installed import find_file
from embedlab.positional import misread_decoder
from embedlab.positional.misread_decoder import _reordered

TEXTS = ["The capital of France is", "The bank was closed because the river had flooded it."]


@pytest.fixture(scope="module")
def tiny(tokenizers: dict[str, embedlab.tokens.Tokenizer]) -> embedlab.context.Encoder:
    torch.manual_seed(0)
    config = LlamaConfig(
        vocab_size=50_257,
        hidden_size=32,
        num_hidden_layers=2,
        num_attention_heads=4,
        num_key_value_heads=2,  # fewer keys than queries, as in SmolLM
        intermediate_size=32,
        initializer_range=0.4,
        attention_bias=True,
        tie_word_embeddings=True,
        attn_implementation="eager",
    )
    model = LlamaModel(config).eval().requires_grad_(False)
    for name, weight in model.named_parameters():
        if name.endswith("bias"):
            weight.copy_(torch.randn_like(weight))
    return embedlab.context.Encoder(model, tokenizers["gpt2"], name="tiny", causal=True)


def interleaved(queries: Any, keys: Any, cos: Any, sin: Any, *_: Any, **__: Any) -> tuple[Any, Any]:
    half = cos.shape[-1] // 2
    cos, sin = (some[:, None, :, :half].repeat_interleave(2, -1) for some in (cos, sin))

    def turn(x: Any) -> Any:
        return x * cos + torch.stack([-x[..., 1::2], x[..., ::2]], dim=-1).flatten(-2) * sin

    return turn(queries), turn(keys)


def test_reordered_rows_equal_an_interleaved_rotation(
    tiny: embedlab.context.Encoder, monkeypatch: pytest.MonkeyPatch
) -> None:
    ids = {"input_ids": torch.arange(20)[None]}
    right = tiny.model(**ids).last_hidden_state
    wrong = share_weights(tiny.model, _reordered(tiny.model))(**ids).last_hidden_state
    monkeypatch.setattr(modeling_llama, "apply_rotary_pos_emb", interleaved)
    expected = tiny.model(**ids).last_hidden_state
    torch.testing.assert_close(wrong, expected, atol=1e-4, rtol=1e-4)
    assert (right - wrong).abs().max() > 0.1


def test_the_model_itself_stays_as_it_is(tiny: embedlab.context.Encoder) -> None:
    before = {name: weight.clone() for name, weight in tiny.model.named_parameters()}
    ids = {"input_ids": torch.arange(20)[None]}
    message = tiny.model(**ids).last_hidden_state
    misread_decoder(tiny, TEXTS)
    for name, weight in tiny.model.named_parameters():
        torch.testing.assert_close(weight, before[name], atol=0, rtol=0)
    torch.testing.assert_close(tiny.model(**ids).last_hidden_state, message, atol=0, rtol=0)


def test_a_copy_shares_all_other_weights_and_has_buffers_of_its_own(tiny: embedlab.context.Encoder) -> None:
    name = "layers.0.self_attn.q_proj.weight"
    other = torch.zeros_like(tiny.model.get_parameter(name))
    copied = dict(share_weights(tiny.model, {name: other}).named_parameters(remove_duplicate=False))
    for key, weight in tiny.model.named_parameters(remove_duplicate=False):
        if key != name:
            assert copied[key] is weight
    assert share_weights(tiny.model, {name: other}).layers[0].self_attn.q_proj.weight is other
    with pytest.raises(embedlab.InvalidInputError, match="no parameter “nothing”"):
        tiny.last_layer_with([[1, 2]], {"nothing": other})


def test_during_a_pass_the_shared_module_shows_its_own_weights(tiny: embedlab.context.Encoder) -> None:
    module = share_weights(tiny.model)
    seen: list[bool] = []
    before = {name: weight.data_ptr() for name, weight in module.named_parameters()}

    def look(*_: Any) -> None:  # what another thread would read at this moment
        seen.append({name: weight.data_ptr() for name, weight in module.named_parameters()} == before)

    module.layers[1].register_forward_pre_hook(look)  # the copies of the module have it too
    (found,) = misread_decoder(embedlab.context.Encoder(module, tiny.tokenizer, causal=True), TEXTS[:1])
    assert seen == [True, True]
    assert np.abs(found.right.losses - found.wrong.losses).max() > 0.01


def test_threads_do_not_see_each_others_weights(tiny: embedlab.context.Encoder) -> None:
    alone = {text: misread_decoder(tiny, [text])[0] for text in TEXTS}
    with ThreadPoolExecutor(4) as pool:
        together = list(pool.map(lambda text: misread_decoder(tiny, [text])[0], TEXTS * 15))
    for found in together:
        expected = alone[found.text]
        np.testing.assert_allclose(found.right.losses, expected.right.losses, atol=1e-4)
        np.testing.assert_allclose(found.wrong.losses, expected.wrong.losses, atol=1e-4)


def test_losses_and_next_tokens_equal_those_of_transformers(smollm: embedlab.context.Encoder) -> None:
    for found, text in zip(misread_decoder(smollm, TEXTS, k=3), TEXTS, strict=True):
        ids = torch.tensor([smollm.tokenizer.encode(text).ids])
        with torch.inference_mode():
            logits = smollm.model(ids).last_hidden_state @ smollm.model.get_input_embeddings().weight.T
            expected = torch.nn.functional.cross_entropy(logits[0, :-1], ids[0, 1:], reduction="none")
            shares = logits[0, -1].softmax(-1).topk(3)
        np.testing.assert_allclose(found.right.losses, expected.numpy(), atol=1e-3)
        np.testing.assert_allclose(found.right.next_tokens.scores, shares.values.numpy(), atol=1e-4)
        assert found.right.next_tokens.rows.tolist() == shares.indices.tolist()
        tokens = tuple(smollm.tokenizer.decode([token_id]) for token_id in shares.indices.tolist())
        assert found.right.next_tokens.labels == tokens
        assert found.right.loss == pytest.approx(float(expected.mean()), abs=1e-3)
        assert "".join(found.tokens) == text
        assert found.text == text
        assert found.wrong.losses[0] == pytest.approx(
            found.right.losses[0], abs=1e-3
        )  # nothing to look back at


def test_the_file_of_the_decoder_is_interleaved_and_its_converter_puts_it_in_halves(
    smollm: embedlab.context.Encoder,
) -> None:
    from gguf import GGUFReader, dequantize

    parameters = dict(smollm.model.named_parameters())
    order = positional.half_split_order(64)
    raw = {}
    for tensor in GGUFReader(find_file(find_entry("smollm2-135m", "decoder"), "gguf")).tensors:
        _, layer, part, *_ = [*tensor.name.split("."), "", ""]
        if part in ("attn_q", "attn_k"):
            name = f"layers.{layer}.self_attn.{part[-1]}_proj.weight"
            rows = np.array(dequantize(tensor.data, tensor.tensor_type), dtype=np.float32)
            raw[name] = torch.from_numpy(rows)
            halves = rows.reshape(-1, 64, rows.shape[1])[:, order].reshape(rows.shape)
            np.testing.assert_array_equal(parameters[name].numpy(), halves)
    assert len(raw) == 2 * smollm.layers
    text = "The names are Keller, Okafor and Moreau. Again, the names are Keller, Okafor and Moreau."
    ids = smollm.tokenizer.encode(text).ids
    losses = []
    for weights in ({}, raw):  # without the converter, the rows stay where the file has them
        (hidden,) = smollm.last_layer_with([ids], weights)
        logits = torch.from_numpy(hidden @ smollm.token_embeddings.T)[:-1]
        losses.append(float(torch.nn.functional.cross_entropy(logits, torch.tensor(ids[1:]))))
    assert losses[1] > losses[0] + 1


def test_the_wrong_convention_hurts_where_something_is_to_be_copied(smollm: embedlab.context.Encoder) -> None:
    names = "Keller, Okafor, Lindqvist, Moreau and"
    (found,) = misread_decoder(smollm, [f"The names are {names} Tanaka. Again, the names are {names}"])
    assert found.right.next_tokens.labels[0] == " Tan"
    assert found.wrong.next_tokens.labels[0] != " Tan"
    assert found.wrong.loss > found.right.loss + 1
    (known,) = misread_decoder(smollm, TEXTS[:1])
    assert known.right.next_tokens.labels[0] == known.wrong.next_tokens.labels[0] == " Paris"
    assert known.wrong.next_tokens.scores[0] < known.right.next_tokens.scores[0]


def test_what_cannot_be_read_is_refused(
    tiny: embedlab.context.Encoder, encoder: embedlab.context.Encoder
) -> None:
    for texts, message in (([""], "empty"), (["a"], "1 tokens"), (["a b " * 100], "2 to 128")):
        with pytest.raises(embedlab.InvalidInputError, match=message):
            misread_decoder(tiny, texts)
    for k in (0, 21):
        with pytest.raises(embedlab.InvalidInputError, match="next tokens"):
            misread_decoder(tiny, TEXTS, k=k)
    with pytest.raises(embedlab.InvalidInputError, match="bert"):
        misread_decoder(encoder, TEXTS)
