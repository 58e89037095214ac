"""SentencePiece BPE with byte fallback: mistral-v3, on Google's sentencepiece engine.

Spaces become "▁" and one is put before the text, so that a word has the same pieces wherever it stands.
A character outside the vocabulary falls back to its UTF-8 bytes. A "▁" typed by a person is taken for a
space; the model knows no other reading.
"""

from __future__ import annotations

from collections.abc import Sequence

from embedlab.tokens.encoding import Pieces, byte_offsets
from embedlab.tokens.tokenizer import Tokenizer

__all__ = ["SentencePieceTokenizer"]

SPACE = "▁"


class SentencePieceTokenizer(Tokenizer):
    """A tokenizer read from a SentencePiece model file."""

    def __init__(self, model: bytes, *, name: str, algorithm: str = "SentencePiece BPE") -> None:
        from sentencepiece import SentencePieceProcessor

        self.name = name
        self.algorithm = algorithm
        self._engine = SentencePieceProcessor(model_proto=model)
        self.vocabulary_size = self._engine.vocab_size()
        self._begin: int = self._engine.bos_id()

    def _encode_ids(self, text: str, *, special_tokens: bool) -> Sequence[int]:
        ids: list[int] = self._engine.encode(text)
        return [self._begin, *ids] if special_tokens else ids

    def _decode_ids(self, ids: list[int]) -> str:
        text: str = self._engine.decode(ids)
        return text

    def spell(self, text: str, ids: Sequence[int], *, special_tokens: bool) -> Pieces:
        """Return tokens, offsets and bytes of what `encode` returned for `text`."""
        added = 1 if special_tokens else 0
        tokens: list[str] = self._engine.id_to_piece(list(ids))
        token_bytes = [self._bytes_of(token_id, token) for token_id, token in zip(ids, tokens, strict=True)]
        token_bytes[:added] = [b""] * added
        written = token_bytes[added:]
        if written:
            written[0] = written[0][1:]  # the space that the model puts before the text
        return Pieces(
            tokens=tokens,
            # the engine reads a typed "▁" as a space: one character either way
            offsets=[(0, 0)] * added + byte_offsets(text.replace(SPACE, " "), written),
            token_bytes=token_bytes,
            special=[True] * added + [False] * len(written),
        )

    def _bytes_of(self, token_id: int, token: str) -> bytes:
        if self._engine.is_byte(token_id):
            return bytes([int(token[3:5], 16)])  # "<0xE2>"
        return token.replace(SPACE, " ").encode()
