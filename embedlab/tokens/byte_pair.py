"""Byte-level byte-pair encoding: gpt2, cl100k_base, o200k_base and tekken, on the tiktoken engine.

The text is split by a regular expression; within each part the pair of neighboring byte strings with the
lowest rank is merged until none is left. The engine does that; here stand the spelling of the result and
the replay of each stage. The files are read in `byte_pair_rules`; training is not done here.
"""

from __future__ import annotations

from collections.abc import Sequence
from functools import cached_property
from typing import TYPE_CHECKING, Any

from embedlab.errors import InvalidInputError
from embedlab.tokens.byte_pair_rules import BytePairRules
from embedlab.tokens.encoding import Encoding, Pieces, byte_offsets, spell_bytes
from embedlab.tokens.merges import Merge, MergeReplay, check_symbols, replay_merges
from embedlab.tokens.newer_letters import as_engine_reads
from embedlab.tokens.stages import Rules, Stages, Word
from embedlab.tokens.tokenizer import Tokenizer

if TYPE_CHECKING:
    import tiktoken

__all__ = ["BytePairTokenizer"]


class BytePairTokenizer(Tokenizer):
    """A byte-level BPE tokenizer."""

    def __init__(self, rules: BytePairRules, *, name: str, algorithm: str = "byte-level BPE") -> None:
        import tiktoken

        self.name = name
        self.algorithm = algorithm
        self.rules = rules
        # the engine keeps the very dictionary of the rules: it is the largest part of a tokenizer
        self._engine: tiktoken.Encoding = tiktoken.Encoding(
            name, pat_str=rules.pattern, mergeable_ranks=rules.ids, special_tokens=dict(rules.special_tokens)
        )
        self.vocabulary_size = self._engine.n_vocab
        self.special_tokens = rules.special_tokens
        self._special_ids = {token_id: token for token, token_id in rules.special_tokens.items()}

    def _encode(self, text: str, *, special_tokens: bool) -> Encoding:
        ids = self._engine.encode_ordinary(text)
        if special_tokens and self.rules.begin is not None:
            ids = [self.rules.special_tokens[self.rules.begin], *ids]
        return Encoding(text, ids, special_tokens, speller=self)

    def _decode_ids(self, ids: list[int]) -> str:
        try:
            return self._engine.decode(ids)
        except KeyError as error:  # some ids below vocabulary_size belong to no token
            raise InvalidInputError(
                f"The id {error.args[0]} stands for no token of {self.name}; "
                "leave it out or choose a neighboring id."
            ) from error

    def spell(self, text: str, ids: Sequence[int], *, special_tokens: bool) -> Pieces:
        """Return tokens, offsets and bytes of what `encode` returned for `text`."""
        added = 1 if special_tokens and self.rules.begin is not None else 0
        token_bytes = [self._by_id[token_id] for token_id in ids[added:]]
        names = [self._special_ids[token_id] for token_id in ids[:added]]
        return Pieces(
            tokens=[*names, *map(spell_bytes, token_bytes)],
            offsets=[(0, 0)] * added + byte_offsets(text, token_bytes),
            token_bytes=[b""] * added + token_bytes,
            special=[True] * added + [False] * len(token_bytes),
            unknown=[False] * len(ids),
        )

    @cached_property
    def _splitter(self) -> Any:
        """The pattern for Python's `regex`; a test holds that it splits as the engine's own does."""
        import regex

        return regex.compile(self.rules.pattern)

    def stages(self, text: str, *, special_tokens: bool = False) -> Stages:
        """Return what comes out of every stage between `text` and its ids."""
        encoding = self.encode(text, special_tokens=special_tokens)
        token = len(encoding.special) and sum(encoding.special)  # those put before the text
        words = []
        for match in self._splitter.finditer(as_engine_reads(encoding.text)):
            part = encoding.text[match.start() : match.end()]
            first, left = token, len(part.encode())
            while left > 0:
                left -= len(encoding.token_bytes[token])
                token += 1
            words.append(Word(part, match.start(), match.end(), first, token))
        begin = self.rules.begin
        rules = Rules(
            normalization="Nothing is changed; the text is read as its UTF-8 bytes",
            pre_tokenization="A regular expression cuts the text into words, numbers, signs and white space",
            model=f"Byte-level BPE, {len(self.rules.ids):,} tokens: the lowest rank merges first",
            post_processing=f"{begin} is put before the text on request"
            if begin
            else "Nothing is ever added",
        )
        return Stages(encoding.text, encoding.text, tuple(words), encoding, rules)

    def replay(self, word: Word) -> MergeReplay:
        """Return how the merges make the tokens of a word, lowest rank first."""
        whole = word.text.encode()
        start = [whole[place : place + 1] for place in range(len(whole))]
        check_symbols(start, "bytes")
        ids = self.rules.ids
        steps = replay_merges(start, lambda left, right: ids.get(left + right))
        last = steps[-1].pieces if steps else start
        if last != [whole] and whole in ids:  # the engine looks the whole word up before it merges
            last = [whole]
            steps.append(Merge(None, b"", whole, 0, last))
        return MergeReplay(
            tuple(start),
            tuple(step.spelled(bytes, first_rank=self.rules.first_id) for step in steps),
            tuple(ids[piece] for piece in last),
        )

    @cached_property
    def _by_id(self) -> list[bytes]:
        by_id = [b""] * self.vocabulary_size  # the same objects as in the rules: 8 bytes each
        for token, token_id in self.rules.ids.items():
            by_id[token_id] = token
        return by_id

    def vocabulary_bytes(self) -> list[bytes]:
        """Return the bytes that each id stands for, by id; b"" for a special token or an id without one."""
        return list(self._by_id)

    def spelled(self, token_id: int) -> str:
        """Return the token of an id as the vocabulary spells it; "" for an id without a token."""
        if token_id in self._special_ids:
            return self._special_ids[token_id]
        try:
            return spell_bytes(self._engine.decode_single_token_bytes(token_id))
        except KeyError:
            return ""

    def rank(self, token_id: int) -> int | None:
        """Return the place of a token in the order of merges: its id, less the special tokens before it."""
        return None if token_id in self._special_ids else token_id - self.rules.first_id
