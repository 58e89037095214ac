"""Hugging Face's `tokenizers` engine behind a few plain calls: text in, lists of text and numbers out."""

from __future__ import annotations

import threading
from collections.abc import Sequence
from dataclasses import dataclass, replace
from functools import cached_property
from itertools import takewhile
from typing import TYPE_CHECKING, Any, NamedTuple

if TYPE_CHECKING:
    from tokenizers import AddedToken, Tokenizer
    from tokenizers import Encoding as LibraryEncoding

__all__ = ["EngineRun", "LocalEngine", "Part", "RawEncoding"]

Span = tuple[int, int]


class Part(NamedTuple):
    """A part of the text that the model gets by itself, or an added token that was cut out of the text."""

    text: str  # after normalization
    start: int  # characters of the text as it was given, from …
    end: int  # … to
    added: int | None  # the id of the added token; None for a part that the model cuts


class RawEncoding(NamedTuple):
    """What the engine says of a text; every sequence of the first five has one entry per token."""

    ids: list[int]
    tokens: list[str]
    offsets: list[Span]  # characters of the text
    special: list[bool]  # added by post-processing
    words: list[int | None]  # index of the part, None for a special token
    parts: list[Part]  # empty where they were not recorded
    normalized: str  # the text before it is split, "" where that was not recorded


@dataclass(frozen=True)
class EngineRun:
    """What the engine returned; its ids cost little, `spell_out` gives the rest."""

    text: str
    encoded: LibraryEncoding
    splits: Sequence[list[tuple[str, Span, Any]]]  # before and after pre-tokenization; empty if not recorded
    positions: Sequence[int] | None = None  # the characters of the text that the engine got; None for all

    @property
    def ids(self) -> list[int]:
        """The ids."""
        ids: list[int] = self.encoded.ids
        return ids

    def spell_out(self) -> RawEncoding:
        """Return everything as lists."""
        before, after = self.splits or ([], [])
        positions = self.positions

        def in_text(start: int, end: int) -> Span:
            if positions is None:
                return start, end
            first = positions[start] if start < len(positions) else len(self.text)
            return first, (positions[end - 1] + 1 if end > start else first)

        words: list[int | None] = self.encoded.word_ids
        offsets: list[Span] = self.encoded.offsets
        if positions is not None:
            offsets = [
                span if word is None else in_text(*span) for span, word in zip(offsets, words, strict=True)
            ]
        return RawEncoding(
            self.encoded.ids,
            self.encoded.tokens,
            offsets,
            [bool(mark) for mark in self.encoded.special_tokens_mask],
            words,
            [Part(part, *in_text(*span), tokens[0].id if tokens else None) for part, span, tokens in after],
            "".join(part for part, _, _ in before),
        )


class _Recorder:
    """A step of the pre-tokenizer that changes nothing and notes how the text is cut at this point."""

    def __init__(self) -> None:
        self.noted = threading.local()  # .splits: a list while somebody records in this thread

    def pre_tokenize(self, text: Any) -> None:
        splits = getattr(self.noted, "splits", None)
        if splits is not None:
            splits.append(text.get_splits("original", "char"))


class LocalEngine:
    """A tokenizer in this process.

    Args:
        tokenizer_json: the content of the file.
        special_as_text: "[CLS]" in a text is text; otherwise it is the special token.
        records_parts: every run records the parts of the text. Those of a file with added tokens always do,
            because an id alone does not tell whether the model or an added token made it; and those of a
            file with a charsmap, whose spans need them.
    """

    def __init__(
        self, tokenizer_json: str, *, special_as_text: bool = True, records_parts: bool = False
    ) -> None:
        import tokenizers
        from tokenizers.pre_tokenizers import PreTokenizer

        # set once: the engine is shared by all threads, and changing these later is not safe
        self._engine = tokenizers.Tokenizer.from_str(tokenizer_json)
        self._engine.no_truncation()
        self._engine.no_padding()
        self._engine.encode_special_tokens = special_as_text
        self._content = tokenizer_json
        # by the ids that the engine gives them, which are not always those of the file
        self.added: dict[int, AddedToken] = dict(sorted(self._engine.get_added_tokens_decoder().items()))
        cut = [token for token in self.added.values() if not (token.special and special_as_text)]
        self._has_charsmap = '"Precompiled"' in tokenizer_json
        self._records = records_parts or bool(cut) or self._has_charsmap
        self._cut = cut
        self._pre_tokenizer = self._engine.pre_tokenizer
        self._recorder = _Recorder()
        note: Any = PreTokenizer.custom(self._recorder)
        between = [] if self._pre_tokenizer is None else [self._pre_tokenizer]
        self._engine.pre_tokenizer = tokenizers.pre_tokenizers.Sequence([note, *between, note])

    def run(self, text: str, *, special_tokens: bool) -> EngineRun:
        """Return the tokens of a text."""
        return self._run(text, special_tokens=special_tokens, record=self._records)

    def encode(self, text: str, *, special_tokens: bool) -> RawEncoding:
        """Return the tokens of a text and the parts they were cut from, as lists."""
        return self._run(text, special_tokens=special_tokens, record=True).spell_out()

    def _run(self, text: str, *, special_tokens: bool, record: bool, again: bool = False) -> EngineRun:
        splits: list[Any] = []
        self._recorder.noted.splits = splits if record else None
        try:
            encoded = self._engine.encode(text, add_special_tokens=special_tokens)
        finally:
            self._recorder.noted.splits = None
        if record and self._has_charsmap and not again:
            positions = self._without_lost(text, splits[0] if splits else [])
            if len(positions) < len(text):
                run = self._run(
                    "".join(text[place] for place in positions),
                    special_tokens=special_tokens,
                    record=True,
                    again=True,
                )
                if run.ids == encoded.ids:
                    return replace(run, text=text, positions=positions)
        return EngineRun(text, encoded, splits)

    def _without_lost(self, text: str, before: Sequence[tuple[str, Span, Any]]) -> Sequence[int]:
        """Return the places of the characters, without those that a charsmap leaves out first in a stretch.

        The engine leaves them out without counting them where a stretch between added tokens begins, so that
        its spans in that stretch are wrong; without these characters the ids are the same.
        """
        normalizer = self._engine.normalizer
        lost: set[int] = set()
        for _, (start, end), tokens in before:
            if tokens is None and normalizer is not None:
                gone = takewhile(lambda place: not normalizer.normalize_str(text[place]), range(start, end))
                lost |= set(gone)
        every = range(len(text))
        return [place for place in every if place not in lost] if lost else every

    @cached_property
    def _letters(self) -> Tokenizer:
        """The same tokenizer with a model that makes a token of every character."""
        import tokenizers

        model = tokenizers.models.BPE({"?": 0}, [], unk_token="?")
        letters = tokenizers.Tokenizer(model)
        if self._engine.normalizer is not None:
            letters.normalizer = self._engine.normalizer
        if self._pre_tokenizer is not None:
            letters.pre_tokenizer = self._pre_tokenizer
        letters.add_tokens(self._cut)
        return letters

    def character_spans(self, text: str) -> list[tuple[int | None, Span]]:
        """Return for each character of the parts, in order: the index of its part, its span in the text."""
        encoded = self._letters.encode(text, add_special_tokens=False)
        return list(zip(encoded.word_ids, encoded.offsets, strict=True))

    def decode(self, ids: Sequence[int]) -> str:
        """Return the text of some ids."""
        return str(self._engine.decode(list(ids), skip_special_tokens=False))
