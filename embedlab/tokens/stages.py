"""The stages between a text and its ids, each with what really came out of it.

normalization -> pre-tokenization -> model -> post-processing. Every tokenizer fills these in by its own
means (`Tokenizer.stages`); here is only what they have in common.
"""

from __future__ import annotations

from dataclasses import dataclass

from embedlab.tokens.best_path import PathReplay
from embedlab.tokens.encoding import Encoding
from embedlab.tokens.longest_match import MatchReplay
from embedlab.tokens.merges import MergeReplay

__all__ = ["Replay", "Rules", "Stages", "Word"]

# one of the ways a word becomes pieces
Replay = MergeReplay | MatchReplay | PathReplay


@dataclass(frozen=True)
class Word:
    """One part of the text that the model cuts by itself; no token crosses its borders."""

    text: str  # as the model gets it, after normalization
    start: int  # characters of the text, from …
    end: int  # … to
    first: int  # its tokens in the encoding, from …
    last: int  # … to (exclusive)
    added: bool = False  # found in the text before it was split, and no word for the model


@dataclass(frozen=True)
class Rules:
    """What a tokenizer does at each stage, in a few words read from its own settings."""

    normalization: str
    pre_tokenization: str
    model: str
    post_processing: str


@dataclass(frozen=True)
class Stages:
    """A text on its way to ids."""

    text: str
    normalized: str
    words: tuple[Word, ...]
    encoding: Encoding  # after post-processing
    rules: Rules

    def word_of(self, token: int) -> Word | None:
        """Return the word that a token of the encoding belongs to, None for one the tokenizer added."""
        return next((word for word in self.words if word.first <= token < word.last), None)
