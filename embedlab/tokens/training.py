"""Training a small tokenizer on a text of one's own, and reading what it learned.

The trainers are those of Hugging Face's `tokenizers`; they run in a process of their own, because a strange
text can take long or make the library give up. BPE is byte-level as GPT-2's, so that the two can be compared;
WordPiece lower-cases as BERT's; Unigram marks spaces as T5's.
"""

from __future__ import annotations

import threading
from dataclasses import dataclass
from typing import Any

from embedlab.errors import InvalidInputError, check_choice
from embedlab.numerals import count_text
from embedlab.processes import run_sandboxed
from embedlab.tokens.json_tokenizer import JsonTokenizer
from embedlab.tokens.tokenizer import replace_surrogates

__all__ = [
    "MAX_TRAINING_BYTES",
    "SMALLEST_VOCABULARY",
    "TrainedTokenizer",
    "train",
    "train_tokenizer",
]


# of UTF-8
MAX_TRAINING_BYTES = 1_000_000
LARGEST = 20_000  # tokens
SMALLEST_VOCABULARY: dict[str, int] = {
    "BPE": 256,
    "WordPiece": 30,
    "Unigram": 30,
}  # BPE begins with the 256 bytes
FEWEST_WORDS = 2
SECONDS = 40  # a megabyte of plain text takes one or two
AT_ONCE = 2  # trainings on one machine; others wait

_turns = threading.BoundedSemaphore(AT_ONCE)


@dataclass(frozen=True)
class LearnedPiece:
    """One thing learned, in order."""

    order: int  # 1 for the first
    piece: str  # as the vocabulary spells it
    parts: tuple[str, str] | None  # BPE: what was merged
    log_probability: float | None  # Unigram: natural logarithm


@dataclass(frozen=True)
class TrainedTokenizer:
    """A tokenizer trained here, and what it learned."""

    tokenizer: JsonTokenizer
    learned: tuple[LearnedPiece, ...]
    wanted: int  # tokens asked for; there can be fewer where the text has no more to learn


def train_tokenizer(text: str, *, algorithm: str = "BPE", vocabulary_size: int = 500) -> TrainedTokenizer:
    """Train a tokenizer on a text.

    Args:
        text: at most 1,000,000 bytes of UTF-8.
        algorithm: "BPE", "WordPiece" or "Unigram".
        vocabulary_size: tokens wanted; the text may not have that many to learn.

    >>> train_tokenizer("low lower lowest", vocabulary_size=260).learned[0].piece
    'lo'

    Raises:
        UnknownNameError: no such algorithm.
        InvalidInputError: too much or too little text, a size outside its bounds, or the trainer failed.
        UnavailableError: too many trainings at once, or it took too long.
    """
    check_choice(algorithm, SMALLEST_VOCABULARY, "algorithm")
    text = replace_surrogates(text)
    size = len(text.encode())
    if size > MAX_TRAINING_BYTES:
        raise InvalidInputError(
            f"The training text has {size:,} bytes; a tokenizer is trained on at most "
            f"{MAX_TRAINING_BYTES:,}: take a part of it."
        )
    if len(text.split()) < FEWEST_WORDS:
        raise InvalidInputError(
            f"The training text has {count_text(len(text.split()), 'word')}; training needs at least "
            f"{FEWEST_WORDS}: paste a few sentences."
        )
    if not SMALLEST_VOCABULARY[algorithm] <= vocabulary_size <= LARGEST:
        raise InvalidInputError(
            f"A vocabulary of {vocabulary_size:,} tokens cannot be trained with {algorithm}; "
            f"choose from {SMALLEST_VOCABULARY[algorithm]:,} to {LARGEST:,}."
        )
    different = len(set(text)) + 2  # the unknown token and the mark for a space
    if algorithm == "Unigram" and vocabulary_size < different:
        raise InvalidInputError(
            f"A vocabulary of {vocabulary_size:,} tokens is too small for Unigram: this text has "
            f"{different - 2:,} different characters, each of which needs one; choose at least {different:,}."
        )
    content = run_sandboxed(
        "embedlab.tokens.training:train",
        name=f"Training {algorithm}",
        turns=_turns,
        seconds=SECONDS,
        busy=f"{AT_ONCE} trainings are running, and none has ended within {SECONDS} seconds; "
        "try again later.",
        text=text,
        algorithm=algorithm,
        vocabulary_size=vocabulary_size,
    )
    tokenizer = JsonTokenizer(content, name=f"your {algorithm}")
    return TrainedTokenizer(tokenizer, _learned(tokenizer), vocabulary_size)


def train(text: str, algorithm: str, vocabulary_size: int) -> str:
    """Train a tokenizer in this process and return its `tokenizer.json`."""
    from tokenizers import Tokenizer, decoders, models, normalizers, pre_tokenizers, trainers

    engine: Tokenizer
    trainer: Any
    if algorithm == "BPE":
        engine = Tokenizer(models.BPE())
        engine.pre_tokenizer = pre_tokenizers.ByteLevel(add_prefix_space=False)
        engine.decoder = decoders.ByteLevel()
        trainer = trainers.BpeTrainer(
            vocab_size=vocabulary_size,
            initial_alphabet=pre_tokenizers.ByteLevel.alphabet(),
            show_progress=False,
        )
    elif algorithm == "WordPiece":
        engine = Tokenizer(models.WordPiece(unk_token="[UNK]"))
        engine.normalizer = normalizers.BertNormalizer()
        engine.pre_tokenizer = pre_tokenizers.BertPreTokenizer()
        engine.decoder = decoders.WordPiece()
        trainer = trainers.WordPieceTrainer(
            vocab_size=vocabulary_size, special_tokens=["[UNK]"], show_progress=False
        )
    else:
        engine = Tokenizer(models.Unigram())
        engine.pre_tokenizer = pre_tokenizers.Metaspace()
        engine.decoder = decoders.Metaspace()
        trainer = trainers.UnigramTrainer(
            vocab_size=vocabulary_size, special_tokens=["<unk>"], unk_token="<unk>", show_progress=False
        )
    # BPE keeps line breaks as GPT-2 does; for the others a line ends a word
    engine.train_from_iterator(text.splitlines(keepends=algorithm == "BPE"), trainer)
    return engine.to_str()


def _learned(tokenizer: JsonTokenizer) -> tuple[LearnedPiece, ...]:
    """Return what was learned beyond the alphabet, in order."""
    file = tokenizer.file
    if file.kind == "BPE":
        return tuple(
            LearnedPiece(rank + 1, left + right, (left, right), None)
            for (left, right), rank in file.merges.items()
        )
    if file.kind == "Unigram":
        ranked = sorted(file.scores.items(), key=lambda item: -item[1])
        pieces = [(piece, score) for piece, score in ranked if piece not in tokenizer.special_tokens]
        return tuple(
            LearnedPiece(place, piece, None, score) for place, (piece, score) in enumerate(pieces, start=1)
        )
    longer = [token for token in tokenizer.tokens if len(token.removeprefix("##")) > 1]
    pieces_only = [token for token in longer if token not in tokenizer.special_tokens]
    return tuple(LearnedPiece(place, token, None, None) for place, token in enumerate(pieces_only, start=1))
