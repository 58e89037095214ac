"""Tokenizers trained on a small text, and the replays of all three algorithms on them."""

from __future__ import annotations

import pytest

import embedlab
from embedlab.tokens.best_path import PathReplay
from embedlab.tokens.training import LARGEST, MAX_TRAINING_BYTES, TrainedTokenizer, train_tokenizer
from tests.support.texts import TEXTS, fuzzed_texts

LOW = "low " * 5 + "lower " * 2 + "newest " * 6 + "widest " * 3  # the counts of Sennrich et al. (2016)
ALGORITHMS = ("BPE", "WordPiece", "Unigram")


@pytest.fixture(scope="module")
def trained() -> dict[str, TrainedTokenizer]:
    text = " ".join(TEXTS) * 3 + LOW
    return {name: train_tokenizer(text, algorithm=name, vocabulary_size=400) for name in ALGORITHMS}


def test_the_first_merges_of_the_paper() -> None:
    """With those counts "e s" (9 times) merges first, then "es t" (9), then "l o" (7)."""
    learned = train_tokenizer(LOW, vocabulary_size=265).learned
    assert learned[0].parts == ("e", "s")
    assert learned[1].parts == ("es", "t")
    assert {piece.piece for piece in learned} >= {"lo", "low", "est"}


@pytest.mark.parametrize("algorithm", ALGORITHMS)
def test_replays_equal_the_library_on_trained_tokenizers(
    algorithm: str, trained: dict[str, TrainedTokenizer]
) -> None:
    tokenizer = trained[algorithm].tokenizer
    for text in TEXTS + fuzzed_texts(2_000):
        stages = tokenizer.stages(text)
        replayed = [token_id for word in stages.words for token_id in tokenizer.replay(word).ids]
        assert replayed == stages.encoding.ids, text


def test_unigram_log_probabilities_are_those_of_the_file(trained: dict[str, TrainedTokenizer]) -> None:
    tokenizer = trained["Unigram"].tokenizer
    (word,) = tokenizer.stages("newest").words
    replay = tokenizer.replay(word)
    assert isinstance(replay, PathReplay)
    assert replay.steps[-1].total == pytest.approx(sum(replay.log_probabilities))
    assert list(replay.log_probabilities) == [tokenizer.file.scores[piece] for piece in replay.pieces]


@pytest.mark.parametrize("algorithm", ALGORITHMS)
def test_what_was_learned_is_in_order(algorithm: str, trained: dict[str, TrainedTokenizer]) -> None:
    learned = trained[algorithm].learned
    assert [piece.order for piece in learned] == list(range(1, len(learned) + 1))
    assert trained[algorithm].tokenizer.vocabulary_size <= 400
    if algorithm == "BPE":
        assert all("".join(piece.parts or ()) == piece.piece for piece in learned)
    if algorithm == "Unigram":
        scores = [piece.log_probability for piece in learned]
        assert scores == sorted(scores, reverse=True)


def test_bpe_round_trips(trained: dict[str, TrainedTokenizer]) -> None:
    for text in TEXTS:
        encoding = trained["BPE"].tokenizer.encode(text)
        assert trained["BPE"].tokenizer.decode(encoding.ids) == text
        assert "".join(text[start:end] for start, end in encoding.offsets) == text


@pytest.mark.parametrize(
    ("text", "options", "said"),
    [
        ("word", {}, "at least 2"),
        ("", {}, "0 words"),
        ("two words", {"vocabulary_size": 10}, "from 256"),
        ("two words", {"vocabulary_size": LARGEST + 1}, "20,000"),
        ("a " * (MAX_TRAINING_BYTES // 2 + 1), {}, "1,000,000"),
        (
            "".join(map(chr, range(0x4E00, 0x4E50))) + " x",
            {"algorithm": "Unigram", "vocabulary_size": 60},
            "82 different",
        ),
        ("two words", {"algorithm": "magic"}, "BPE, WordPiece, Unigram"),
    ],
)
def test_training_that_cannot_be_done(text: str, options: dict[str, object], said: str) -> None:
    with pytest.raises(embedlab.EmbedLabError, match=said):
        train_tokenizer(text, **options)


@pytest.mark.parametrize("algorithm", ALGORITHMS)
@pytest.mark.parametrize(
    "text", ["a a", "\ud800 \ud800", "   x\n\n y", "🙂 🙂", "\x00 \x00", "a" * 10_000 + " b"]
)
def test_odd_texts_give_a_tokenizer_or_a_plain_sentence(algorithm: str, text: str) -> None:
    size = 256 if algorithm == "BPE" else 30
    said = ""
    try:
        tokenizer = train_tokenizer(text, algorithm=algorithm, vocabulary_size=size).tokenizer
        tokenizer.encode("a b")
    except embedlab.EmbedLabError as error:
        said = str(error)
    assert not said or said.endswith((".", "input.", "text."))
