"""A word's attention is its rows and columns of the matrix; agreement is scipy's correlation by hand."""

from __future__ import annotations

from dataclasses import replace

import numpy as np
import pytest
import torch
from scipy.stats import spearmanr
from transformers import AutoModel, AutoTokenizer

import embedlab
from embedlab.catalog import find_entry
from embedlab.context.word_in_context import find_word
from embedlab.models.installed import find_file
from tests.support.models import tiny_encoder

SENTENCE = "The unimaginably muddy river bank flooded"
WORD = find_word(SENTENCE, "unimaginably")


@pytest.fixture(scope="module")
def encoding(encoder: embedlab.context.Encoder) -> embedlab.context.ContextualEncoding:
    (result,) = encoder.encode([SENTENCE])
    return result


@pytest.fixture(scope="module")
def attention(encoding: embedlab.context.ContextualEncoding) -> embedlab.context.WordAttention:
    return embedlab.context.word_attention(encoding, WORD)


def test_rows_and_columns_equal_transformers(attention: embedlab.context.WordAttention) -> None:
    folder = str(find_file(find_entry("all-MiniLM-L6-v2", "encoder"), "config").parent)
    tokenizer = AutoTokenizer.from_pretrained(folder, local_files_only=True)
    model = AutoModel.from_pretrained(folder, local_files_only=True, attn_implementation="eager").eval()
    with torch.inference_mode():
        output = model(**tokenizer(SENTENCE, return_tensors="pt"), output_attentions=True)
    matrix = torch.stack(output.attentions)[:, 0].numpy()  # (layers, heads, tokens, tokens)
    assert attention.places == (2, 3, 4, 5)
    np.testing.assert_allclose(attention.outgoing, matrix[:, :, [2, 3, 4, 5]].mean(axis=2), atol=1e-5)
    np.testing.assert_allclose(attention.incoming, matrix[:, :, :, [2, 3, 4, 5]].sum(axis=3), atol=1e-5)


def test_what_a_word_looks_at_sums_to_one(attention: embedlab.context.WordAttention) -> None:
    assert attention.outgoing.shape == attention.incoming.shape == (6, 12, 11)
    np.testing.assert_allclose(attention.outgoing.sum(axis=-1), 1, atol=1e-5)
    assert (attention.incoming <= 1 + 1e-5).all()  # a token cannot give more than it has


def test_the_share_of_special_tokens_is_that_of_the_first_and_the_last(
    encoding: embedlab.context.ContextualEncoding, attention: embedlab.context.WordAttention
) -> None:
    assert (attention.tokens[0], attention.tokens[-1]) == ("[CLS]", "[SEP]")
    matrix = encoding.attentions
    everyone = (matrix[..., 0] + matrix[..., -1]).mean(axis=-1)
    np.testing.assert_allclose(embedlab.context.special_attention(encoding), everyone, atol=1e-6)


def test_the_pieces_of_a_word_count_together(
    encoding: embedlab.context.ContextualEncoding, encoder: embedlab.context.Encoder
) -> None:
    bank = embedlab.context.word_attention(encoding, find_word(SENTENCE, "bank"))
    spans = [find_word(SENTENCE, word) for word in ("muddy", "unimaginably")]
    looked = bank.to_words(spans)
    mean = bank.outgoing.mean(axis=1)
    np.testing.assert_allclose(looked[:, 0], mean[:, 6], atol=1e-6)
    np.testing.assert_allclose(looked[:, 1], mean[:, 2:6].sum(axis=1), atol=1e-6)
    words = embedlab.context.word_influence(encoder, SENTENCE, bank.span).spans
    total = bank.to_words(words).sum(axis=1) + mean[:, [0, -1]].sum(axis=1)
    np.testing.assert_allclose(total, 1, atol=1e-5)  # words and special tokens are all there is here


def test_agreement_is_the_correlation_of_the_other_words(
    encoding: embedlab.context.ContextualEncoding, encoder: embedlab.context.Encoder
) -> None:
    span = find_word(SENTENCE, "bank")
    attention = embedlab.context.word_attention(encoding, span)
    influence = embedlab.context.word_influence(encoder, SENTENCE, span)
    found = embedlab.context.attention_agreement(attention, influence)
    assert found.shape == (6,)
    mean = encoding.attentions[:, :, attention.places[0]].mean(axis=1)  # (layers, tokens)
    for layer in range(6):
        row = mean[layer]
        looked = [row[1], row[2:6].sum(), row[6], row[7], row[9]]  # The, unimaginably, muddy, river, flooded
        changed = [1 - influence.cosines[layer + 1, place] for place in (0, 1, 2, 3, 5)]
        assert found[layer] == pytest.approx(spearmanr(looked, changed).statistic)


def test_the_same_order_agrees_and_the_opposite_one_does_not(
    encoding: embedlab.context.ContextualEncoding, encoder: embedlab.context.Encoder
) -> None:
    span = find_word(SENTENCE, "bank")
    attention = embedlab.context.word_attention(encoding, span)
    influence = embedlab.context.word_influence(encoder, SENTENCE, span)
    looked = attention.to_words(influence.spans)  # (layers, words)
    same = np.vstack([np.ones(6), 1 - looked])
    np.testing.assert_allclose(
        embedlab.context.attention_agreement(attention, replace(influence, cosines=same)), 1
    )
    opposite = np.vstack([np.ones(6), looked])
    np.testing.assert_allclose(
        embedlab.context.attention_agreement(attention, replace(influence, cosines=opposite)), -1
    )
    flat = replace(influence, cosines=np.full_like(same, 0.5))
    assert np.isnan(embedlab.context.attention_agreement(attention, flat)).all()


@pytest.mark.parametrize(("sentence", "known"), [("a river bank", False), ("by a river bank", True)])
def test_an_order_of_two_words_is_no_evidence(
    sentence: str, known: bool, encoder: embedlab.context.Encoder
) -> None:
    span = find_word(sentence, "bank")
    (result,) = encoder.encode([sentence])
    found = embedlab.context.attention_agreement(
        embedlab.context.word_attention(result, span),
        embedlab.context.word_influence(encoder, sentence, span),
    )
    assert np.isfinite(found).all() == known
    assert np.isnan(found).all() != known


def test_an_occurrence_has_its_own_attention(encoder: embedlab.context.Encoder) -> None:
    sentence = "the bank or the bank"
    (result,) = encoder.encode([sentence])
    first, second = (
        embedlab.context.word_attention(result, find_word(sentence, "bank", occurrence=n)) for n in (1, 2)
    )
    assert (first.places, second.places) == ((2,), (5,))
    np.testing.assert_array_equal(first.outgoing, result.attentions[:, :, 2])
    np.testing.assert_array_equal(second.incoming, result.attentions[:, :, :, 5])


def test_a_tiny_model_of_a_config_will_do(tokenizers: dict[str, embedlab.tokens.Tokenizer]) -> None:
    tiny = tiny_encoder(tokenizers["all-MiniLM-L6-v2"])
    (result,) = tiny.encode([SENTENCE])
    attention = embedlab.context.word_attention(result, WORD)
    assert attention.outgoing.shape == (2, 2, 11)
    np.testing.assert_allclose(attention.outgoing.sum(axis=-1), 1, atol=1e-5)
    influence = embedlab.context.word_influence(tiny, SENTENCE, WORD)
    assert embedlab.context.attention_agreement(attention, influence).shape == (2,)


def test_what_is_not_there_is_refused(
    encoder: embedlab.context.Encoder, attention: embedlab.context.WordAttention
) -> None:
    (bare,) = encoder.encode([SENTENCE], attentions=False)
    for ask in (
        lambda: embedlab.context.word_attention(bare, WORD),
        lambda: embedlab.context.special_attention(bare),
    ):
        with pytest.raises(embedlab.InvalidInputError, match="attentions=True"):
            ask()
    with pytest.raises(embedlab.InvalidInputError, match="has no token where"):
        embedlab.context.word_attention(encoder.encode(["short"])[0], (10, 14))
    for sentence, span in (("Another river bank here", (14, 18)), (SENTENCE, find_word(SENTENCE, "bank"))):
        other = embedlab.context.word_influence(encoder, sentence, span)
        with pytest.raises(embedlab.InvalidInputError, match="same word of one sentence"):
            embedlab.context.attention_agreement(attention, other)
