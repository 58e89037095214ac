"""Hidden states, attentions and text vectors are those of the reference; the border is clear."""

from __future__ import annotations

from concurrent.futures import ThreadPoolExecutor

import numpy as np
import pytest
import torch
from transformers import AutoModel, AutoTokenizer, BertConfig, BertModel

import embedlab
from embedlab.catalog import find_entry
from embedlab.models.installed import find_file
from tests.support.texts import TEXTS

SENTENCES = [text for text in TEXTS if text.strip()]


@pytest.fixture(scope="module")
def folder() -> str:
    return str(find_file(find_entry("all-MiniLM-L6-v2", "encoder"), "config").parent)


def test_layers_and_attentions_equal_transformers(encoder: embedlab.context.Encoder, folder: str) -> None:
    tokenizer = AutoTokenizer.from_pretrained(folder, local_files_only=True, split_special_tokens=True)
    model = AutoModel.from_pretrained(folder, local_files_only=True, attn_implementation="eager").eval()
    results = encoder.encode(SENTENCES)
    for text, result in zip(SENTENCES, results, strict=True):
        with torch.inference_mode():
            expected = model(
                **tokenizer(text, return_tensors="pt"), output_hidden_states=True, output_attentions=True
            )
        hidden = torch.stack(expected.hidden_states)[:, 0].numpy()
        np.testing.assert_allclose(result.hidden_states, hidden, atol=2e-5)
        np.testing.assert_allclose(
            result.attentions, torch.stack(expected.attentions)[:, 0].numpy(), atol=1e-5
        )


def test_shapes_of_the_design(encoder: embedlab.context.Encoder) -> None:
    (result,) = encoder.encode(["I sat on the river bank"])
    count = len(result.tokens)
    assert result.hidden_states.shape == (7, count, 384)
    assert result.attentions.shape == (6, 12, count, count)
    assert result.hidden_states.dtype == np.float32
    assert result.tokens[0] == "[CLS]"
    assert result.offsets[0] == (0, 0)
    assert result.text[slice(*result.offsets[6])] == "bank"
    np.testing.assert_allclose(result.attentions.sum(axis=-1), 1, atol=1e-5)


def test_layer_0_is_the_output_of_the_embedding_layer(encoder: embedlab.context.Encoder, folder: str) -> None:
    model = AutoModel.from_pretrained(folder, local_files_only=True).eval()
    (result,) = encoder.encode(["The bank was closed"])
    with torch.inference_mode():
        expected = model.embeddings(torch.tensor([result.ids]))[0].numpy()
    np.testing.assert_allclose(result.hidden_states[0], expected, atol=1e-5)


def test_a_text_in_a_batch_is_the_same_as_alone(encoder: embedlab.context.Encoder) -> None:
    together = encoder.encode(["bank", "The bank by the river was closed on Sunday"])
    (alone,) = encoder.encode(["bank"])
    np.testing.assert_allclose(together[0].hidden_states, alone.hidden_states, atol=2e-5)


def test_text_vectors_equal_sentence_transformers(encoder: embedlab.context.Encoder, folder: str) -> None:
    from sentence_transformers import SentenceTransformer

    texts = [*SENTENCES, "word " * 400]  # longer than the 256 tokens that its publisher reads
    plain = [text for text in texts if "[SEP]" not in text]  # it reads these as special tokens, we do not
    expected = SentenceTransformer(folder, local_files_only=True).encode(plain, normalize_embeddings=True)
    np.testing.assert_allclose(encoder.embed(plain), expected, atol=1e-5)


def test_poolings_follow_from_the_last_layer(encoder: embedlab.context.Encoder) -> None:
    text = "A vector of a whole text"
    (result,) = encoder.encode([text])
    last = result.hidden_states[-1]
    for pooling, expected in (("mean", last.mean(axis=0)), ("cls", last[0]), ("max", last.max(axis=0))):
        found = encoder.embed([text], pooling=pooling, normalize=False)[0]
        np.testing.assert_allclose(found, expected, atol=2e-5)
    assert np.linalg.norm(encoder.embed([text])[0]) == pytest.approx(1, abs=1e-6)


def test_a_text_beyond_the_window_is_cut_and_says_so(encoder: embedlab.context.Encoder) -> None:
    (result,) = encoder.encode(["word " * 600])
    assert (len(result.ids), result.cut) == (512, 90)  # 602 tokens with [CLS] and [SEP]
    assert result.tokens[-1] == "[SEP]"


def test_many_threads_share_one_encoder(encoder: embedlab.context.Encoder) -> None:
    texts = [f"sentence number {number} about a bank" for number in range(16)]
    alone = [encoder.encode([text])[0].hidden_states for text in texts]
    with ThreadPoolExecutor(8) as pool:
        together = list(pool.map(lambda text: encoder.encode([text])[0].hidden_states, texts))
    for one, other in zip(alone, together, strict=True):
        np.testing.assert_allclose(one, other, atol=1e-5)


def test_both_kernels_share_one_set_of_weights(encoder: embedlab.context.Encoder) -> None:
    first, second = encoder._model.state_dict(), encoder._bulk_model.state_dict()
    assert all(
        first[name].data_ptr() == second[name].data_ptr() for name, _ in encoder._model.named_parameters()
    )
    assert encoder._model.config._attn_implementation == "eager"
    assert encoder._bulk_model.config._attn_implementation == "sdpa"


def test_any_small_model_will_do(tokenizers: dict[str, embedlab.tokens.Tokenizer]) -> None:
    config = BertConfig(
        vocab_size=30522,
        hidden_size=16,
        num_hidden_layers=2,
        num_attention_heads=2,
        intermediate_size=32,
        max_position_embeddings=8,
        attn_implementation="eager",
    )
    tiny = embedlab.context.Encoder(BertModel(config).eval(), tokenizers["all-MiniLM-L6-v2"])
    (result,) = tiny.encode(["a b c d e f g h"])
    assert result.hidden_states.shape == (3, 8, 16)
    assert result.cut == 2


@pytest.mark.parametrize("texts", [[], [""], ["fine", "  "]])
def test_nothing_to_encode_says_what_to_do(texts: list[str], encoder: embedlab.context.Encoder) -> None:
    for method in (encoder.encode, encoder.embed):
        with pytest.raises(embedlab.InvalidInputError, match="at least"):
            method(texts)


def test_a_single_text_is_a_mistake_of_the_programmer(encoder: embedlab.context.Encoder) -> None:
    with pytest.raises(TypeError, match="list of texts"):
        encoder.encode("a text")


def test_unknown_pooling_lists_the_known_ones(encoder: embedlab.context.Encoder) -> None:
    with pytest.raises(embedlab.UnknownNameError, match="mean, cls, max"):
        encoder.embed(["a"], pooling="sum")


def test_masked_places_must_be_one_for_each_text(encoder: embedlab.context.Encoder) -> None:
    with pytest.raises(ValueError, match="shorter"):
        list(encoder.encode_each(["a bank", "a river"], masked=[(2, 6)]))
    lengths = [len(found.ids) for _, found in encoder.encode_each(["a", "a bank by the river", "a bank"])]
    assert lengths == sorted(lengths, reverse=True)
