"""Hugging Face's `tokenizers` engine behind a few plain calls: text in, lists of text and numbers out."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import TYPE_CHECKING, Any, NamedTuple

if TYPE_CHECKING:
    from tokenizers import Encoding as LibraryEncoding

__all__ = ["LocalEngine", "RawEncoding", "spell_out"]


class RawEncoding(NamedTuple):
    """What the engine says of a text; every sequence has one entry per token."""

    ids: list[int]
    tokens: list[str]
    offsets: list[tuple[int, int]]  # characters of the text
    special: list[bool]  # added by post-processing
    words: list[int | None]  # which part of the pre-tokenized text, None for a special token


def spell_out(encoded: LibraryEncoding) -> RawEncoding:
    """Return the lists of the library's encoding."""
    special = [bool(mark) for mark in encoded.special_tokens_mask]
    return RawEncoding(encoded.ids, encoded.tokens, encoded.offsets, special, encoded.word_ids)


class LocalEngine:
    """A tokenizer in this process."""

    def __init__(self, tokenizer_json: str) -> None:
        import tokenizers

        # set once: the engine is shared by all threads, and changing these later is not safe
        self._engine = tokenizers.Tokenizer.from_str(tokenizer_json)
        self._engine.no_truncation()
        self._engine.no_padding()
        self._engine.encode_special_tokens = True  # "[CLS]" in a text is text
        self._content = tokenizer_json

    def run(self, text: str, *, special_tokens: bool) -> LibraryEncoding:
        """Return the library's own encoding of a text; its ids cost little, `spell_out` gives the rest."""
        return self._engine.encode(text, add_special_tokens=special_tokens)

    def encode(self, text: str, *, special_tokens: bool) -> RawEncoding:
        """Return the tokens of a text."""
        return spell_out(self.run(text, special_tokens=special_tokens))

    def normalize(self, text: str) -> str:
        """Return the text after normalization."""
        normalizer = self._engine.normalizer
        return str(normalizer.normalize_str(text)) if normalizer is not None else text

    def split(self, text: str) -> list[tuple[str, int, int]]:
        """Return the parts that the model gets, with their (start, end) in the text as it was given."""
        from tokenizers import PreTokenizedString

        parts = PreTokenizedString(text)
        if self._engine.normalizer is not None:
            normalizer: Any = self._engine.normalizer
            parts.normalize(normalizer.normalize)
        if self._engine.pre_tokenizer is not None:
            self._engine.pre_tokenizer.pre_tokenize(parts)
        return [(part, *span) for part, span, _ in parts.get_splits("original", "char")]

    def decode(self, ids: Sequence[int]) -> str:
        """Return the text of some ids."""
        return str(self._engine.decode(list(ids), skip_special_tokens=False))

    def converse(
        self, chat: Mapping[str, str], messages: Sequence[Mapping[str, str]]
    ) -> tuple[str, RawEncoding]:
        """Return a conversation as its template writes it, and its tokens.

        What looks like a special token is one here: the template writes them as text. That holds for the
        messages, too, as in the library itself.
        """
        import tokenizers

        from embedlab.tokens.chat_template import render_chat

        text = render_chat(chat, messages)
        engine = tokenizers.Tokenizer.from_str(self._content)  # of its own: the shared one reads them as text
        engine.no_truncation()
        engine.no_padding()
        encoded = engine.encode(text, add_special_tokens=False)
        marks = {place for place, token in engine.get_added_tokens_decoder().items() if token.special}
        special = [token_id in marks for token_id in encoded.ids]
        return text, RawEncoding(encoded.ids, encoded.tokens, encoded.offsets, special, encoded.word_ids)
