"""Any tokenizer that comes as a `tokenizer.json`: all-MiniLM-L6-v2's WordPiece, those trained here, uploads.

The engine runs it; the file's own vocabulary and merges explain it. Where the bytes of the tokens are those
of the text, the offsets follow each other without a gap; a WordPiece tokenizer that lowers case and drops
white space keeps the engine's offsets, and white space belongs to none.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from itertools import groupby
from typing import TYPE_CHECKING

from embedlab.content_key import content_key
from embedlab.errors import InvalidInputError
from embedlab.tokens.best_path import replay_best_path
from embedlab.tokens.encoding import Encoding, Pieces, Spelled, begins_inside, byte_offsets
from embedlab.tokens.local_engine import LocalEngine, RawEncoding, spell_out
from embedlab.tokens.longest_match import MatchReplay, replay_longest_match
from embedlab.tokens.merges import Merge, MergeReplay, check_symbols, replay_merges
from embedlab.tokens.stages import Replay, Stages, Word
from embedlab.tokens.tokenizer import Tokenizer, check_text
from embedlab.tokens.tokenizer_json import TokenizerJson

if TYPE_CHECKING:
    from tokenizers import Encoding as LibraryEncoding

__all__ = ["JsonTokenizer"]


@dataclass
class _LazySpeller:
    """Spells out what the engine returned, once, when that is asked for."""

    tokenizer: JsonTokenizer
    result: LibraryEncoding | Pieces  # the engine's is let go once it is spelled out

    def spell(self, text: str, ids: Sequence[int], *, special_tokens: bool) -> Pieces:
        """Return all pieces."""
        result = self.result
        if not isinstance(result, Pieces):
            self.result = result = self.tokenizer.pieces(text, spell_out(result))
        return result


class JsonTokenizer(Tokenizer):
    """A tokenizer read from a `tokenizer.json`."""

    def __init__(self, content: str, *, name: str, algorithm: str | None = None) -> None:
        self.name = name
        self.file = TokenizerJson(content, name=name)
        self._engine = LocalEngine(self.file.content)  # says what is wrong with a file before more is read
        self.algorithm = algorithm or self.file.algorithm
        self.special_tokens = self.file.special_tokens
        self.vocabulary_size = len(self.file.tokens)
        self._key = content_key(name, content)

    @property
    def key(self) -> str:
        """The SHA-256 of name and content."""
        return self._key

    @property
    def has_chat_template(self) -> bool:
        """Whether the file carries the chat template of its repository."""
        return self.file.chat is not None

    def encode_conversation(self, messages: Sequence[Mapping[str, str]]) -> Encoding:
        """Return a conversation as tokens; see `Tokenizer.encode_conversation`."""
        if self.file.chat is None:
            return super().encode_conversation(messages)
        text, raw = self._engine.converse(self.file.chat, messages)
        return Encoding(text, raw.ids, True, speller=Spelled(self.pieces(text, raw)))

    def _encode(self, text: str, *, special_tokens: bool) -> Encoding:
        encoded = self._engine.run(text, special_tokens=special_tokens)
        return Encoding(text, encoded.ids, special_tokens, speller=_LazySpeller(self, encoded))

    def _decode_ids(self, ids: list[int]) -> str:
        return self._engine.decode(ids)

    def pieces(self, text: str, raw: RawEncoding) -> Pieces:
        """Return tokens, offsets and bytes of what the engine says of a text."""
        unknown = [token_id == self.file.unknown_id for token_id in raw.ids]
        known_bytes = [
            b"" if special else self.file.bytes_of(token)
            for token, special in zip(raw.tokens, raw.special, strict=True)
        ]
        for dropped in (0, 1):  # some put a space before the text, which is none of its characters
            written = _without_first_byte(known_bytes) if dropped else known_bytes
            if b"".join(written) == text.encode():
                return Pieces(raw.tokens, byte_offsets(text, written), written, raw.special, unknown)
        # normalization changed the text: the engine's spans, and what each token holds of the text
        offsets = [
            (end, end) if begins_inside(token_bytes) else (start, end)
            for token_bytes, (start, end) in zip(known_bytes, raw.offsets, strict=True)
        ]
        shared = Counter(raw.offsets)  # a Korean syllable taken apart: each token then shows its own part
        by_bytes = self.file.is_byte_level or bool(self.file.model.get("byte_fallback"))
        held = [
            token_bytes if by_bytes or shared[span] > 1 else text[span[0] : span[1]].encode()
            for token_bytes, span in zip(known_bytes, raw.offsets, strict=True)
        ]
        return Pieces(raw.tokens, offsets, held, raw.special, unknown)

    def stages(self, text: str, *, special_tokens: bool = False) -> Stages:
        """Return what comes out of every stage between `text` and its ids."""
        text = check_text(text)
        raw = self._engine.encode(text, special_tokens=special_tokens)
        pieces = self.pieces(text, raw)
        parts = self._engine.split(text)
        words = []
        numbered = [(place, number) for place, number in enumerate(raw.words) if number is not None]
        for number, group in groupby(numbered, key=lambda item: item[1]):
            places = [place for place, _ in group]
            first, last = places[0], places[-1] + 1
            if self.file.added_tokens or number >= len(parts):
                # added tokens are cut out before the text is split, which `split` does not see
                part = self._joined(raw.tokens[first:last])
                start, end = raw.offsets[first][0], raw.offsets[last - 1][1]
            else:
                part, start, end = parts[number]
            added = last - first == 1 and raw.tokens[first] in self.file.added_tokens
            words.append(Word(part, start, end, first, last, added))
        normalized = self._engine.normalize(text)
        encoding = Encoding(text, raw.ids, special_tokens, speller=Spelled(pieces))
        return Stages(text, normalized, tuple(words), encoding, self.file.rules())

    def _joined(self, tokens: Sequence[str]) -> str:
        """Return a word from its tokens, as the model got it."""
        if self.file.kind != "WordPiece":
            return "".join(tokens)
        prefix = self.file.model.get("continuing_subword_prefix", "##")
        return tokens[0] + "".join(token.removeprefix(prefix) for token in tokens[1:])

    def replay(self, word: Word) -> Replay:
        """Return how the model cuts a word, by the steps of its own algorithm."""
        if word.added:
            return MatchReplay(word.text, (), (word.text,), (self.file.ids[word.text],))
        check_symbols(word.text, "characters")
        model = self.file.model
        if self.file.kind == "WordPiece":
            return replay_longest_match(
                word.text,
                self.file.ids,
                prefix=model.get("continuing_subword_prefix", "##"),
                unknown=model.get("unk_token", "[UNK]"),
                longest_word=model.get("max_input_chars_per_word", 100),
            )
        if self.file.kind == "Unigram":
            return replay_best_path(
                word.text,
                self.file.scores,
                self.file.ids,
                unknown_id=self.file.unknown_id,
                byte_fallback=bool(model.get("byte_fallback")),
            )
        if self.file.kind == "WordLevel":
            unknown = model.get("unk_token", "")
            found = word.text if word.text in self.file.ids else unknown
            ids = (self.file.ids[found],) if found in self.file.ids else ()
            return MatchReplay(word.text, (), (found,), ids)
        return self._replay_merges(word.text)

    def _replay_merges(self, text: str) -> MergeReplay:
        model, ids, bytes_of = self.file.model, self.file.ids, self.file.bytes_of
        if model.get("continuing_subword_prefix"):
            raise InvalidInputError(
                f"The merges of {self.name} rewrite a prefix, which a replay cannot show; "
                "choose another tokenizer to see merges."
            )
        start = self._symbols(text)
        steps = replay_merges(start, lambda left, right: self.file.merges.get((left, right)))
        last = steps[-1].pieces if steps else start
        if model.get("ignore_merges") and text in ids and last != [text]:
            last = [text]
            steps = [Merge(None, "", text, 0, last)]
        return MergeReplay(
            tuple(map(bytes_of, start)),
            tuple(step.spelled(bytes_of) for step in steps),
            tuple(ids[piece] for piece in last if piece in ids),
        )

    def _symbols(self, text: str) -> list[str]:
        """Return the characters of a word; one outside the vocabulary becomes bytes or the unknown token."""
        model, ids = self.file.model, self.file.ids
        suffix, unknown = model.get("end_of_word_suffix") or "", model.get("unk_token")
        symbols: list[str] = []
        lost = False  # whether the symbol before was unknown, too
        for place, character in enumerate(text):
            symbol = character + (suffix if place == len(text) - 1 else "")
            fallback = [f"<0x{byte:02X}>" for byte in symbol.encode()]
            if symbol in ids:
                symbols.append(symbol)
            elif model.get("byte_fallback") and all(spelled in ids for spelled in fallback):
                symbols += fallback
            elif unknown is not None and not (lost and model.get("fuse_unk")):
                symbols.append(unknown)
            lost = symbol not in ids
        return symbols

    def check(self) -> None:
        """Read the whole file, so that one laid out otherwise is refused at once.

        Raises:
            InvalidInputError: it is laid out otherwise.
        """
        self.file.check()

    def rank(self, token_id: int) -> int | None:
        """Return the rank of the merge that makes a token, None where none does."""
        return self.file.ranks.get(self.file.tokens[token_id]) if self.file.kind == "BPE" else None

    def vocabulary_bytes(self) -> list[bytes]:
        """Return the bytes that each id stands for, by id; b"" for a special token or an id without one."""
        return [self.file.bytes_of(token) for token in self.file.tokens]

    def spelled(self, token_id: int) -> str:
        """Return the token of an id as the vocabulary spells it; "" for an id without a token."""
        return self.file.tokens[token_id]


def _without_first_byte(written: Sequence[bytes]) -> list[bytes]:
    """Return the bytes of the tokens without the first one of all, if that is a space."""
    first = next((place for place, token in enumerate(written) if token), None)
    if first is None or not written[first].startswith(b" "):
        return list(written)
    return [*written[:first], written[first][1:], *written[first + 1 :]]
