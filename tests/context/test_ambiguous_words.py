"""The bundled sentences: each word once, no copies, enough different words, and senses that part."""

from __future__ import annotations

import re
from collections import Counter
from itertools import combinations

import numpy as np
import pytest

import embedlab
from embedlab.context.word_in_context import find_word

WORDS = list(embedlab.texts.AMBIGUOUS_WORDS.values())
NAMES = list(embedlab.texts.AMBIGUOUS_WORDS)
EACH = 10  # sentences of a sense
EVERY = [sentence for word in WORDS for sentence in (*word.sentences, word.ambiguous)]


def words_of(sentence: str) -> list[str]:
    return re.findall(r"[\w'’-]+", sentence.lower())


def test_the_words_the_page_offers_are_there() -> None:
    assert NAMES[:8] == ["bank", "bark", "spring", "seal", "bat", "crane", "mole", "light"]
    assert [word.word for word in WORDS] == NAMES
    assert [len(set(word.senses)) for word in WORDS] == [3 if name == "spring" else 2 for name in NAMES]


@pytest.mark.parametrize("word", WORDS, ids=NAMES)
def test_every_sense_has_ten_sentences_under_one_short_label(word: embedlab.texts.AmbiguousWord) -> None:
    assert len(word.sentences) == len(word.senses)
    assert set(Counter(word.senses).values()) == {EACH}
    assert all(re.fullmatch("[a-z]{3,8}", sense) for sense in word.senses)
    changes = sum(before != after for before, after in zip(word.senses, word.senses[1:], strict=False))
    assert changes == len(set(word.senses)) - 1  # the sentences of a sense stand together


@pytest.mark.parametrize("word", WORDS, ids=NAMES)
def test_every_sentence_contains_the_word_once_and_in_that_form(word: embedlab.texts.AmbiguousWord) -> None:
    for number, sentence in enumerate((*word.sentences, word.ambiguous), start=1):
        start, end = find_word(sentence, word.word, number)
        assert sentence[start:end].lower() == word.word
        with pytest.raises(embedlab.InvalidInputError, match="once, and occurrence 2"):
            find_word(sentence, word.word, number, occurrence=2)


@pytest.mark.parametrize("sentences", [EVERY, embedlab.texts.REFERENCE_SENTENCES], ids=["words", "reference"])
def test_sentences_are_short_clean_and_of_one_line(sentences: tuple[str, ...]) -> None:
    for sentence in sentences:
        assert 5 <= len(words_of(sentence)) <= 14, sentence
        assert sentence == " ".join(sentence.split()), sentence
        assert sentence.isascii(), sentence  # straight quotes, no dash: as one types
        assert sentence[0].isupper(), sentence
        assert not sentence.endswith("."), sentence
        assert "|" not in sentence, sentence  # the page reads a bar as the end of a sense


def test_no_sentence_is_a_copy_of_another() -> None:
    everything = [*EVERY, *embedlab.texts.REFERENCE_SENTENCES]
    normal = Counter(" ".join(words_of(sentence)) for sentence in everything)
    assert [sentence for sentence, count in normal.items() if count > 1] == []
    bags = [(sentence, frozenset(words_of(sentence))) for sentence in everything]
    near = [
        (one, two) for (one, a), (two, b) in combinations(bags, 2) if len(a & b) / min(len(a), len(b)) > 0.7
    ]
    assert near == []


@pytest.mark.parametrize("word", WORDS, ids=NAMES)
def test_no_cue_word_gives_a_sense_away(word: embedlab.texts.AmbiguousWord) -> None:
    """A word of content in half of a sense's sentences would be what the model reads, not the context."""
    for sense in set(word.senses):
        own = [
            set(words_of(s)) for s, label in zip(word.sentences, word.senses, strict=True) if label == sense
        ]
        often = Counter(cue for sentence in own for cue in sentence if len(cue) > 3 and cue != word.word)
        assert max(often.values(), default=0) < EACH / 2, often.most_common(3)


def test_the_reference_has_many_different_words() -> None:
    assert 290 <= len(embedlab.texts.REFERENCE_SENTENCES) <= 400
    different = {word for sentence in embedlab.texts.REFERENCE_SENTENCES for word in words_of(sentence)}
    assert len(different) >= 1_200


@pytest.mark.parametrize(
    "company",
    [
        "shore stream cliff meadow riverside coast canal embankment",
        "loan lender savings branch investors mortgage cashier account",
        "howl growled roar quack scream whispered",
        "trunk branches roots leaves timber sap",
        "summer autumn winter seasons",
        "screw hinge lever wire coil gear",
        "fountain well creek brook waterfall",
        "walrus dolphins whale penguins otters",
        "lid stamp wax lock tape cork",
        "bats owl moths rats racket rackets club glove sticks",
        "storks heron swans pelicans excavator bulldozer forklift scaffolding",
        "hedgehog badger rabbits worms freckles scar wart birthmark",
        "lamp torch bulb lantern glow heavy thin feather weight",
        "truth rumor cheating secret sleeps sit rest leaned",
        "game race tournament contest sparks flames lighter",
        "catcher batter goalkeeper jug bowls kettle vase",
        "mice hamsters keyboard printer cursor laptop",
    ],
)
def test_every_sense_finds_its_kind_in_the_reference(company: str) -> None:
    different = {word for sentence in embedlab.texts.REFERENCE_SENTENCES for word in words_of(sentence)}
    assert len(set(company.split()) - different) <= 1


def test_the_reference_is_not_about_the_ambiguous_words() -> None:
    found = {
        word
        for sentence in embedlab.texts.REFERENCE_SENTENCES
        for word in words_of(sentence)
        if word in NAMES
    }
    assert found == set()


def test_the_first_sentences_of_each_sense() -> None:
    spring = embedlab.texts.AMBIGUOUS_WORDS["spring"]
    two = spring.first(2)
    assert two.senses == ("season", "season", "coil", "coil", "water", "water")
    assert two.sentences == tuple(spring.sentences[place] for place in (0, 1, 10, 11, 20, 21))
    assert (two.word, two.ambiguous) == (spring.word, spring.ambiguous)
    assert spring.first(EACH) == spring


@pytest.mark.parametrize("word", WORDS, ids=NAMES)
def test_the_last_layer_tells_the_senses_apart(
    word: embedlab.texts.AmbiguousWord, encoder: embedlab.context.Encoder
) -> None:
    vectors = embedlab.word_in_context(encoder, word.sentences, word.word).vectors[-1].astype(np.float64)
    units = vectors / np.linalg.norm(vectors, axis=1, keepdims=True)
    senses = np.array(word.senses)
    labels = sorted(set(word.senses))
    right = 0
    for place, unit in enumerate(units):
        others = np.arange(len(units)) != place
        centers = np.stack([units[others & (senses == label)].mean(axis=0) for label in labels])
        cosines = centers @ unit / np.linalg.norm(centers, axis=1)
        right += labels[int(cosines.argmax())] == senses[place]
    majority = max(Counter(word.senses).values()) / len(senses)
    assert right / len(senses) > majority + 0.2
