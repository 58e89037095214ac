"""SentencePiece BPE with byte fallback: mistral-v3, on Google's sentencepiece engine.

Spaces become "▁" and one is put before the text, so that a word has the same pieces wherever it stands.
A character outside the vocabulary falls back to its UTF-8 bytes. A "▁" typed by a person is taken for a
space; the model knows no other reading.
"""

from __future__ import annotations

import re
from collections.abc import Sequence

from embedlab.tokens.encoding import Encoding, Pieces, byte_offsets
from embedlab.tokens.merges import MergeReplay, check_symbols, replay_merges
from embedlab.tokens.stages import Rules, Stages, Word
from embedlab.tokens.tokenizer import Tokenizer
from embedlab.tokens.tokenizer_json import SPACE

__all__ = ["SentencePieceTokenizer"]

# the model gets the whole text at once; but none of its pieces has a space behind another character (a test
# holds that), so that no merge crosses these places and each part can be looked at by itself
PARTS = re.compile(f"{SPACE}*[^{SPACE}]*")


class SentencePieceTokenizer(Tokenizer):
    """A tokenizer read from a SentencePiece model file."""

    def __init__(self, model: bytes, *, name: str, algorithm: str = "SentencePiece BPE") -> None:
        from sentencepiece import SentencePieceProcessor

        self.name = name
        self.algorithm = algorithm
        self._engine = SentencePieceProcessor(model_proto=model)
        self.vocabulary_size = self._engine.vocab_size()
        self._begin: int = self._engine.bos_id()
        self._first_byte: int = self._engine.piece_to_id("<0x00>")
        self.special_tokens = {
            self._engine.id_to_piece(token_id): token_id
            for token_id in range(self.vocabulary_size)
            if self._engine.is_control(token_id)
        }

    def _encode(self, text: str, *, special_tokens: bool) -> Encoding:
        ids: list[int] = self._engine.encode(text)
        ids = [self._begin, *ids] if special_tokens else ids
        return Encoding(text, ids, special_tokens, speller=self)

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
            unknown=[token_id == self._engine.unk_id() for token_id in ids],
        )

    def _bytes_of(self, token_id: int, token: str) -> bytes:
        if self._engine.is_byte(token_id):
            return bytes([int(token[3:5], 16)])  # "<0xE2>"
        return token.replace(SPACE, " ").encode()

    def stages(self, text: str, *, special_tokens: bool = False) -> Stages:
        """Return what comes out of every stage between `text` and its ids."""
        encoding = self.encode(text, special_tokens=special_tokens)
        normalized: str = self._engine.normalize(encoding.text)
        token = sum(encoding.special)  # those put before the text
        raw = encoding.token_bytes
        words = []
        start = -1  # characters of the text; the model puts a space before it
        for part in filter(None, PARTS.findall(normalized)):
            first, left = token, len(part.replace(SPACE, " ").encode())
            while left > 0:
                left -= len(raw[token])
                token += 1
            words.append(Word(part, max(0, start), start + len(part), first, token))
            start += len(part)
        rules = Rules(
            normalization="Spaces become ▁, and one is put before the text",
            pre_tokenization="The text stays in one part; no piece of this vocabulary has a space inside, "
            "so no token crosses the borders drawn here",
            model=f"{self.algorithm}, {self.vocabulary_size:,} tokens: the highest score merges first; "
            "a character without a piece falls back to its bytes",
            post_processing="<s> is put before the text on request",
        )
        return Stages(encoding.text, normalized, tuple(words), encoding, rules)

    def replay(self, word: Word) -> MergeReplay:
        """Return how the merges make the tokens of a part, highest score first."""
        check_symbols(word.text, "characters")
        start = list(word.text)
        steps = replay_merges(start, self._rank_of)
        last = steps[-1].pieces if steps else start
        return MergeReplay(
            tuple(map(_read, start)),
            tuple(step.spelled(_read) for step in steps),
            tuple(token_id for piece in last for token_id in self._ids_of(piece)),
        )

    def _rank_of(self, left: str, right: str) -> int | None:
        """Return the rank of a merge: its piece's score without the sign."""
        token_id = self._engine.piece_to_id(left + right)
        if token_id == self._engine.unk_id() or self._engine.is_control(token_id):
            return None
        return -round(self._engine.get_score(token_id))

    def _ids_of(self, piece: str) -> list[int]:
        token_id = self._engine.piece_to_id(piece)
        if token_id != self._engine.unk_id():
            return [token_id]
        return [self._first_byte + byte for byte in piece.encode()]

    def vocabulary_bytes(self) -> list[bytes]:
        """Return the bytes that each id stands for, by id; b"" for a special token or an id without one."""
        tokens: list[str] = self._engine.id_to_piece(list(range(self.vocabulary_size)))
        return [
            b""
            if self._engine.is_control(token_id) or self._engine.is_unknown(token_id)
            else self._bytes_of(token_id, token)
            for token_id, token in enumerate(tokens)
        ]

    def spelled(self, token_id: int) -> str:
        """Return the token of an id as the vocabulary spells it."""
        return str(self._engine.id_to_piece(token_id))

    def rank(self, token_id: int) -> int | None:
        """Return the place of a token in the order of merges, None where no merge makes it."""
        if self._engine.is_control(token_id) or self._engine.is_byte(token_id):
            return None
        return -round(self._engine.get_score(token_id))


def _read(piece: str) -> bytes:
    """Return the bytes that a piece stands for."""
    return piece.replace(SPACE, " ").encode()
