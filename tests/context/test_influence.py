"""Without a word is as if it had never been written; a mask is what transformers makes of [MASK]."""

from __future__ import annotations

import numpy as np
import pytest
import torch
from transformers import AutoModel, AutoTokenizer

import embedlab
from embedlab.catalog import find_entry
from embedlab.context.sentence_words import MAX_WORDS, change_word, sentence_words
from embedlab.context.word_in_context import find_word
from embedlab.models.installed import find_file
from tests.support.models import tiny_encoder

SENTENCE = "We sat on the river bank, watching boats."
BANK = find_word(SENTENCE, "bank")


def words_of(sentence: str, target: tuple[int, int] | None = None) -> list[str]:
    return [sentence[start:end] for start, end in sentence_words(sentence, target)]


def vectors_of(encoder: embedlab.context.Encoder, sentence: str, word: str = "bank") -> np.ndarray:
    return embedlab.word_in_context(encoder, [sentence], word).vectors[:, 0]


def cosines_of(first: np.ndarray, second: np.ndarray) -> np.ndarray:
    first, second = first.astype(float), second.astype(float)
    return (first * second).sum(1) / np.linalg.norm(first, axis=1) / np.linalg.norm(second, axis=1)


@pytest.mark.parametrize(
    ("sentence", "words"),
    [
        ("Don’t go, can't we? (Yes.)", ["Don’t", "go", "can't", "we", "Yes"]),
        ("well-known 3.5 snake_case", ["well", "known", "3", "5", "snake_case"]),
        ("'quoted' rock'n'roll", ["quoted", "rock'n'roll"]),
        ("cafe\u0301 👩‍🚀 🇯🇵 costs $5", ["cafe\u0301", "👩‍🚀", "🇯🇵", "costs", "$", "5"]),
        ("बिल्ली बैठी", ["बिल्ली", "बैठी"]),
        ("我去银行 bank", ["我", "去", "银", "行", "bank"]),
        ("... — !", []),
    ],
)
def test_words_are_what_a_reader_would_cross_out(sentence: str, words: list[str]) -> None:
    assert words_of(sentence) == words


def test_the_word_that_is_looked_at_is_one_word_whatever_is_in_it() -> None:
    assert words_of("我去银行取钱", (2, 4)) == ["我", "去", "银行", "取", "钱"]
    assert words_of("In New York today", (3, 11)) == ["In", "New York", "today"]
    assert words_of("riverbank", (5, 9)) == ["river", "bank"]


@pytest.mark.parametrize(
    ("sentence", "removed", "left"),
    [
        ("the river bank", "the", "river bank"),
        ("the river bank", "river", "the bank"),
        ("bank of clay, please", "clay", "bank of, please"),
        ("(the bank)", "the", "(bank)"),
        ("  the   bank ", "the", "bank "),
        ("river🙂bank", "🙂", "river bank"),  # two words must not become one
        ("river 🙂bank", "🙂", "river bank"),
        ("去银bank", "银", "去bank"),  # no space is written in Chinese
        ("bank holiday", "holiday", "bank"),
    ],
)
def test_a_word_goes_with_its_white_space(sentence: str, removed: str, left: str) -> None:
    start = sentence.index(removed)
    target = (sentence.index("bank"), sentence.index("bank") + 4)
    changed = change_word(sentence, target, (start, start + len(removed)))
    assert changed.text == left
    assert changed.text[slice(*changed.target)] == "bank"


@pytest.mark.parametrize("sentence", ["bank🙂river", "river🙂bank", "a river, a bank", "a bank, a river"])
def test_a_replacement_stands_where_the_old_word_stood(sentence: str) -> None:
    old = "🙂" if "🙂" in sentence else "river"
    start, place = sentence.index("bank"), sentence.index(old)
    changed = change_word(sentence, (start, start + 4), (place, place + len(old)), "long lake")
    assert changed.text[slice(*changed.target)] == "bank"
    assert changed.text[slice(*changed.place)] == "long lake"
    assert changed.text.split()[-1] in {"lakeriver", "river", "bank", "lake"}
    assert "lakeb" not in changed.text
    assert "bankl" not in changed.text


@pytest.mark.parametrize("pooling", ["mean", "last"])
def test_without_a_word_is_the_sentence_that_was_never_written_with_it(
    pooling: str, encoder: embedlab.context.Encoder
) -> None:
    sentence = "An unimaginably long river bank"
    span = find_word(sentence, "unimaginably")
    influence = embedlab.context.word_influence(encoder, sentence, span, pooling=pooling)
    assert influence.words == ("An", "unimaginably", "long", "river", "bank")
    assert influence.target == 1
    written = [
        "unimaginably long river bank",
        sentence,
        "An unimaginably river bank",
        "An unimaginably long bank",
        "An unimaginably long river",
    ]
    assert list(influence.variants) == written
    expected = embedlab.word_in_context(encoder, written, "unimaginably", pooling=pooling).vectors
    np.testing.assert_allclose(influence.without.swapaxes(0, 1), expected, atol=2e-5)
    np.testing.assert_allclose(influence.vectors, expected[:, 1], atol=2e-5)
    np.testing.assert_array_equal(influence.without[1], influence.vectors)
    for place in (0, 2, 3, 4):
        np.testing.assert_allclose(
            influence.cosines[:, place], cosines_of(expected[:, 1], expected[:, place]), atol=1e-5
        )
    assert np.isnan(influence.cosines[:, 1]).all()
    assert influence.cut == 0


def test_layer_0_knows_the_place_of_a_word_and_no_other_word(encoder: embedlab.context.Encoder) -> None:
    removed = embedlab.context.word_influence(encoder, SENTENCE, BANK)
    before, after = removed.influences[0, : removed.target], removed.influences[0, removed.target + 1 :]
    assert (before > 1e-4).all()  # the word moved to the left: another position vector
    np.testing.assert_allclose(before, before[0], rtol=1e-4)
    np.testing.assert_allclose(after, 0, atol=1e-9)
    masked = embedlab.context.word_influence(encoder, SENTENCE, BANK, how="mask")
    np.testing.assert_allclose(np.delete(masked.influences[0], masked.target), 0, atol=1e-9)
    assert (np.delete(masked.influences[1:], masked.target, axis=1) > 1e-6).all()


def test_a_mask_is_the_mask_of_transformers(encoder: embedlab.context.Encoder) -> None:
    folder = str(find_file(find_entry("all-MiniLM-L6-v2", "encoder"), "config").parent)
    tokenizer = AutoTokenizer.from_pretrained(folder, local_files_only=True)
    model = AutoModel.from_pretrained(folder, local_files_only=True, attn_implementation="eager").eval()
    sentence = "The unimaginably muddy bank"
    influence = embedlab.context.word_influence(encoder, sentence, find_word(sentence, "bank"), how="mask")
    assert influence.variants[1] == "The [MASK] muddy bank"  # shown once, whatever the pieces
    masked = "The [MASK] [MASK] [MASK] [MASK] muddy bank"  # "un ##ima ##gina ##bly": a mask each
    ids = tokenizer(masked, return_tensors="pt")
    assert ids["input_ids"].tolist()[0].count(tokenizer.mask_token_id) == 4
    with torch.inference_mode():
        states = model(**ids, output_hidden_states=True).hidden_states
    expected = torch.stack(states)[:, 0, 7].numpy()
    np.testing.assert_allclose(influence.without[1], expected, atol=2e-5)


def test_a_mask_that_was_typed_stays_text(encoder: embedlab.context.Encoder) -> None:
    sentence = "The [MASK] bank"
    influence = embedlab.context.word_influence(encoder, sentence, find_word(sentence, "bank"), how="mask")
    assert influence.words == ("The", "MASK", "bank")
    assert influence.influences[-1, 1] > 1e-4  # hiding the typed word is not the same as leaving it


def test_river_decides_what_bank_is(encoder: embedlab.context.Encoder) -> None:
    influence = embedlab.context.word_influence(encoder, "We sat on the river bank", (20, 24))
    assert influence.words[influence.strongest(6)] == "river"


def test_a_sentence_of_two_words(encoder: embedlab.context.Encoder) -> None:
    influence = embedlab.context.word_influence(encoder, "river bank", (6, 10))
    assert influence.variants == ("bank", "river bank")
    np.testing.assert_allclose(
        influence.cosines[:, 0],
        cosines_of(vectors_of(encoder, "river bank"), vectors_of(encoder, "bank")),
        atol=1e-5,
    )


def test_the_occurrence_that_was_asked_for_is_looked_at(encoder: embedlab.context.Encoder) -> None:
    sentence = "the bank by the river and the bank with the money"
    second = find_word(sentence, "bank", occurrence=2)
    influence = embedlab.context.word_influence(encoder, sentence, second)
    assert influence.target == 7
    assert influence.spans[7] == second
    expected = embedlab.word_in_context(encoder, [sentence], "bank", occurrences=[2]).vectors[:, 0]
    np.testing.assert_allclose(influence.vectors, expected, atol=2e-5)
    # without the first occurrence, the second is the only one left
    np.testing.assert_allclose(influence.without[1], vectors_of(encoder, influence.variants[1]), atol=2e-5)


def test_a_tiny_model_of_a_config_will_do(tokenizers: dict[str, embedlab.tokens.Tokenizer]) -> None:
    tiny = tiny_encoder(tokenizers["all-MiniLM-L6-v2"])
    influence = embedlab.context.word_influence(tiny, SENTENCE, BANK)
    assert influence.without.shape == (8, 3, 16)
    for place, variant in enumerate(influence.variants):
        np.testing.assert_allclose(influence.without[place], vectors_of(tiny, variant), atol=1e-5)


def test_signs_the_model_has_no_token_for_are_no_words(encoder: embedlab.context.Encoder) -> None:
    sentence = "a \ufffd, river bank 🙂 银"
    influence = embedlab.context.word_influence(encoder, sentence, find_word(sentence, "bank"))
    assert influence.words == ("a", "river", "bank", "🙂", "银")
    assert np.isfinite(np.delete(influence.cosines, 2, axis=1)).all()


def test_words_beyond_the_window_change_nothing_and_the_cut_is_told(
    tokenizers: dict[str, embedlab.tokens.Tokenizer],
) -> None:
    tiny = tiny_encoder(tokenizers["all-MiniLM-L6-v2"], window=6)
    sentence = "my bank is by a very old river"
    influence = embedlab.context.word_influence(tiny, sentence, find_word(sentence, "bank"), how="mask")
    assert influence.cut == 4
    removed = embedlab.context.word_influence(tiny, sentence, find_word(sentence, "bank"))
    assert removed.cut == 4  # of the sentence as it is, not of the last one without a word
    np.testing.assert_array_equal(influence.influences[:, 4:], 0)
    with pytest.raises(embedlab.InvalidInputError, match="beyond the model's window"):
        embedlab.context.word_influence(tiny, sentence, find_word(sentence, "river"))


def test_a_replacement_is_the_sentence_written_with_it(encoder: embedlab.context.Encoder) -> None:
    found = embedlab.context.replace_word(encoder, SENTENCE, BANK, 4, " savings ")
    assert found.changed == "We sat on the savings bank, watching boats."
    assert (found.old, found.new) == ("river", "savings")
    assert found.changed[slice(*found.changed_span)] == "bank"
    np.testing.assert_allclose(found.before, vectors_of(encoder, SENTENCE), atol=2e-5)
    np.testing.assert_allclose(found.after, vectors_of(encoder, found.changed), atol=2e-5)
    np.testing.assert_allclose(found.cosines, cosines_of(found.before, found.after), atol=1e-6)
    np.testing.assert_array_equal(found.cosines[0], 1)  # the same word at the same place
    same = embedlab.context.replace_word(encoder, SENTENCE, BANK, 4, "river")
    np.testing.assert_allclose(same.cosines, 1, atol=1e-6)


def test_a_word_behind_the_replaced_one_moves_with_it(encoder: embedlab.context.Encoder) -> None:
    sentence = "bank, or bank?"
    found = embedlab.context.replace_word(encoder, sentence, (9, 13), 0, "unimaginably")
    assert found.changed == "unimaginably, or bank?"
    np.testing.assert_allclose(found.after, vectors_of(encoder, found.changed), atol=2e-5)


@pytest.mark.parametrize(("place", "text"), [(5, "x"), (-1, "x"), (8, "x"), (0, " "), (0, "x" * 41)])
def test_a_replacement_that_cannot_be_says_why(
    place: int, text: str, encoder: embedlab.context.Encoder
) -> None:
    with pytest.raises(embedlab.InvalidInputError, match=r"choose one from 1 to 8 other than 6|type 1 to 40"):
        embedlab.context.replace_word(encoder, SENTENCE, BANK, place, text)


def test_limits_name_the_number_and_the_remedy(encoder: embedlab.context.Encoder) -> None:
    longest = "bank" + " a" * (MAX_WORDS - 1)
    assert len(embedlab.context.word_influence(encoder, longest, (0, 4)).words) == MAX_WORDS
    for sentence, message in (
        ("bank!", "has 1 word; write a sentence of at least 2"),
        (longest + " a", "61 words, and at most 60 .*; shorten it"),
        ("bank " + "x" * 1_000, "1,005 characters, and at most 1,000"),
    ):
        with pytest.raises(embedlab.InvalidInputError, match=message):
            embedlab.context.word_influence(encoder, sentence, (0, 4))


@pytest.mark.parametrize("span", [(4, 4), (-1, 3), (0, 99), (2, 3), (5, 2)])
def test_a_span_without_a_word_is_refused(span: tuple[int, int], encoder: embedlab.context.Encoder) -> None:
    with pytest.raises(embedlab.InvalidInputError, match="hold no word"):
        embedlab.context.word_influence(encoder, SENTENCE, span)


def test_unknown_ways_and_poolings_list_the_known_ones(encoder: embedlab.context.Encoder) -> None:
    with pytest.raises(embedlab.UnknownNameError, match="remove, mask"):
        embedlab.context.word_influence(encoder, SENTENCE, BANK, how="burn")
    with pytest.raises(embedlab.UnknownNameError, match="mean, first, last, max"):
        embedlab.context.word_influence(encoder, SENTENCE, BANK, pooling="cls")
    with pytest.raises(embedlab.UnknownNameError, match="mean, first, last, max"):
        embedlab.context.replace_word(encoder, SENTENCE, BANK, 0, "x", pooling="cls")


def test_a_tokenizer_without_a_mask_says_what_to_do(tokenizers: dict[str, embedlab.tokens.Tokenizer]) -> None:
    other = tiny_encoder(tokenizers["gpt2"])
    with pytest.raises(embedlab.InvalidInputError, match=r"gpt2 has no mask token.*remove the word instead"):
        embedlab.context.word_influence(other, "a bank", (2, 6), how="mask")
