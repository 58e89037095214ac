"""WordPiece as BERT uses it: all-MiniLM-L6-v2, on Hugging Face's tokenizers engine.

The text is normalized (lower case, accents and control characters dropped), split at white space and
punctuation, and each word is cut greedily into the longest pieces of the vocabulary; pieces inside a word
begin with "##". A word that cannot be cut becomes [UNK]. White space belongs to no token.
"""

from __future__ import annotations

from collections.abc import Sequence

from embedlab.tokens.encoding import Pieces
from embedlab.tokens.tokenizer import Tokenizer

__all__ = ["WordPieceTokenizer"]


class WordPieceTokenizer(Tokenizer):
    """A WordPiece tokenizer read from a `tokenizer.json`."""

    def __init__(self, tokenizer_json: bytes, *, name: str, algorithm: str = "WordPiece") -> None:
        import tokenizers

        self.name = name
        self.algorithm = algorithm
        # set once: the engine is shared by all threads, and changing these later is not safe
        self._engine = tokenizers.Tokenizer.from_str(tokenizer_json.decode())
        self._engine.no_truncation()
        self._engine.no_padding()
        self._engine.encode_special_tokens = True  # "[CLS]" in a text is text
        self.vocabulary_size = self._engine.get_vocab_size(with_added_tokens=True)

    def _encode_ids(self, text: str, *, special_tokens: bool) -> Sequence[int]:
        ids: list[int] = self._engine.encode(text, add_special_tokens=special_tokens).ids
        return ids

    def _decode_ids(self, ids: list[int]) -> str:
        text: str = self._engine.decode(ids, skip_special_tokens=False)
        return text

    def spell(self, text: str, ids: Sequence[int], *, special_tokens: bool) -> Pieces:
        """Return tokens, offsets and bytes of what `encode` returned for `text`."""
        encoded = self._engine.encode(text, add_special_tokens=special_tokens)
        return Pieces(
            tokens=encoded.tokens,
            offsets=encoded.offsets,
            token_bytes=[text[start:end].encode() for start, end in encoded.offsets],
            special=[bool(mark) for mark in encoded.special_tokens_mask],
        )
