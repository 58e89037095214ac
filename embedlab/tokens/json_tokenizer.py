"""Any tokenizer that comes as a `tokenizer.json`: all-MiniLM-L6-v2's WordPiece, those trained here, uploads.

The engine runs it; the file's own vocabulary and merges explain it. Added tokens are known by their id and
by the part that the engine cut out for them, never by how they are spelled: a model's own token can be
spelled the same and stand for something else.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property

from embedlab.content_key import content_key
from embedlab.errors import InvalidInputError
from embedlab.tokens.alignment import held_bytes, shared_spans, token_spans
from embedlab.tokens.chat_template import render_chat
from embedlab.tokens.dropped import find_dropped
from embedlab.tokens.encoding import Encoding, Pieces, Spelled
from embedlab.tokens.json_replay import replay_word
from embedlab.tokens.local_engine import EngineRun, LocalEngine, RawEncoding
from embedlab.tokens.longest_match import MatchReplay
from embedlab.tokens.stages import Replay, Stages, Word
from embedlab.tokens.tokenizer import Tokenizer, check_text
from embedlab.tokens.tokenizer_json import TokenizerJson

__all__ = ["JsonTokenizer"]


@dataclass
class _LazySpeller:
    """Spells out what the engine returned, once, when that is asked for."""

    tokenizer: JsonTokenizer
    result: EngineRun | Pieces  # the engine's is let go once it is spelled out

    def spell(self, text: str, ids: Sequence[int], *, special_tokens: bool) -> Pieces:
        """Return all pieces."""
        result = self.result
        if not isinstance(result, Pieces):
            self.result = result = self.tokenizer.pieces(text, result.spell_out())
        return result


class JsonTokenizer(Tokenizer):
    """A tokenizer read from a `tokenizer.json`."""

    def __init__(self, content: str, *, name: str, algorithm: str | None = None) -> None:
        self.name = name
        self.file = TokenizerJson(content, name=name)
        # says what is wrong with a file before more is read
        self._engine = LocalEngine(self.file.content, records_parts=self.file.can_drop)
        self.algorithm = algorithm or self.file.algorithm
        self.special_tokens = {
            token.content: token_id for token_id, token in self._engine.added.items() if token.special
        }
        self.vocabulary_size = len(self.tokens)
        self._key = content_key(name, content)

    @property
    def key(self) -> str:
        """The SHA-256 of name and content."""
        return self._key

    @cached_property
    def tokens(self) -> list[str]:
        """The tokens by id, "" for an id without one."""
        tokens, added = list(self.file.tokens), self._engine.added
        frame = self._engine.run("", special_tokens=True).ids  # can have ids that are in no vocabulary
        size = max([len(tokens) - 1, *added, *frame]) + 1
        self.file.check_size(size)
        tokens += [""] * (size - len(tokens))
        for token_id, token in added.items():
            tokens[token_id] = token.content  # also where the engine gives it the id of another token
        return tokens

    @property
    def has_chat_template(self) -> bool:
        """Whether the file carries the chat template of its repository."""
        return self.file.chat is not None

    def encode_conversation(self, messages: Sequence[Mapping[str, str]]) -> Encoding:
        """Return a conversation as tokens; see `Tokenizer.encode_conversation`."""
        if self.file.chat is None:
            return super().encode_conversation(messages)
        text = render_chat(self.file.chat, messages)
        # what looks like a special token is one here, also in the messages, as in the library itself
        engine = LocalEngine(self.file.content, special_as_text=False)
        raw = engine.encode(text, special_tokens=False)
        marks = {token_id for token_id, token in engine.added.items() if token.special}
        raw = raw._replace(special=[token_id in marks for token_id in raw.ids])
        return Encoding(text, raw.ids, True, speller=Spelled(self.pieces(text, raw, engine)))

    def _encode(self, text: str, *, special_tokens: bool) -> Encoding:
        run = self._engine.run(text, special_tokens=special_tokens)
        return Encoding(text, run.ids, special_tokens, speller=_LazySpeller(self, run))

    def _decode_ids(self, ids: list[int]) -> str:
        return self._engine.decode(ids)

    def pieces(self, text: str, raw: RawEncoding, engine: LocalEngine | None = None) -> Pieces:
        """Return tokens, offsets and bytes of what an engine says of a text, its own where none is given."""
        file, words = self.file, raw.words
        offsets, lost = (
            find_dropped(text, raw, file, engine or self._engine) if file.can_drop else (raw.offsets, [])
        )
        cut = {number for number, part in enumerate(raw.parts) if part.added is not None}
        unknown = [
            token_id == file.unknown_id and word not in cut and word is not None
            for token_id, word in zip(raw.ids, words, strict=True)
        ]
        # an unknown token of a Unigram model is spelled as its characters are
        as_text = [
            word in cut or (is_unknown and file.kind != "Unigram")
            for is_unknown, word in zip(unknown, words, strict=True)
        ]
        stands_for = [
            b"" if special else text[start:end].encode() if written else file.bytes_of(token)
            for token, special, written, (start, end) in zip(
                raw.tokens, raw.special, as_text, offsets, strict=True
            )
        ]
        spans = token_spans(text, offsets, stands_for, words=words)
        settled = spans  # in WordPiece each token of a Korean syllable keeps the whole of it
        if file.kind != "WordPiece":
            settled = shared_spans(spans, words=words)
        held = held_bytes(text, spans, stands_for, settled=settled, in_bytes=file.in_bytes or file.can_drop)
        held = [b"" if special else raw_bytes for raw_bytes, special in zip(held, raw.special, strict=True)]
        return Pieces(raw.tokens, settled, held, raw.special, unknown, lost)

    def stages(self, text: str, *, special_tokens: bool = False) -> Stages:
        """Return what comes out of every stage between `text` and its ids."""
        text = check_text(text)
        raw = self._engine.encode(text, special_tokens=special_tokens)
        counts = Counter(raw.words)
        words: list[Word] = []
        first = next((place for place, word in enumerate(raw.words) if word is not None), 0)
        for number, (part, start, end, added) in enumerate(raw.parts):
            last = first + counts[number]
            spelled = part if added is None else self._engine.added[added].content
            words.append(Word(spelled, start, end, first, last, added is not None))
            first = last
        encoding = Encoding(text, raw.ids, special_tokens, speller=Spelled(self.pieces(text, raw)))
        return Stages(text, raw.normalized, tuple(words), encoding, self.file.rules(self._token_count))

    @cached_property
    def _token_count(self) -> int:
        return sum(map(bool, self.tokens))

    def replay(self, word: Word) -> Replay:
        """Return how the model cuts a word, by the steps of its own algorithm."""
        if not word.added:
            return replay_word(self.file, word.text)
        ids = {token.content: token_id for token_id, token in self._engine.added.items()}
        return MatchReplay(word.text, (), (word.text,), (ids[word.text],))

    def check(self) -> None:
        """Read the whole file, so that one laid out otherwise is refused at once.

        Raises:
            InvalidInputError: it is laid out otherwise.
        """
        self.file.check()
        if not any(self.vocabulary_bytes()):
            raise InvalidInputError(f"{self.name} has no tokens; choose the tokenizer.json of a model.")

    def rank(self, token_id: int) -> int | None:
        """Return the rank of the merge that makes a token, None where none does."""
        return self.file.ranks.get(self.tokens[token_id]) if self.file.kind == "BPE" else None

    def vocabulary_bytes(self) -> list[bytes]:
        """Return the bytes that each id stands for, by id; b"" for a special token or an id without one."""
        return list(self._vocabulary_bytes)

    @cached_property
    def _vocabulary_bytes(self) -> list[bytes]:
        own, added = self.file.tokens, self._engine.added
        return [
            b""
            if token_id in added and added[token_id].special
            else self.file.bytes_of(token)
            if own[token_id : token_id + 1] == [token]
            else token.encode()
            for token_id, token in enumerate(self.tokens)
        ]

    def spelled(self, token_id: int) -> str:
        """Return the token of an id as the vocabulary spells it; "" for an id without a token."""
        return self.tokens[token_id]
