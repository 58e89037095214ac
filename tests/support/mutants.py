"""Tokenizer files with things changed, most of which still load: stages exchanged, rules flipped, damage."""

from __future__ import annotations

import copy
import json
import random
from collections.abc import Callable, Iterator
from functools import cache
from typing import Any

from tests.support.tokenizer_files import SHAPES
from tests.support.tokenizer_parts import METASPACE, SPACE, WORDS, Json, added, byte_level, split

NORMALIZERS: list[Json | None] = [
    None,
    *(
        {"type": name}
        for name in ("NFC", "NFD", "NFKC", "NFKD", "Lowercase", "StripAccents", "Nmt", "ByteLevel")
    ),
    {"type": "Strip", "strip_left": True, "strip_right": True},
    {"type": "Prepend", "prepend": "▁"},
    SPACE,
    {"type": "Replace", "pattern": {"Regex": "[a-m]+"}, "content": "xy"},
    {"type": "Replace", "pattern": {"String": "a"}, "content": ""},
    {
        "type": "BertNormalizer",
        "clean_text": True,
        "handle_chinese_chars": True,
        "strip_accents": True,
        "lowercase": False,
    },
]
PRE_TOKENIZERS: list[Json | None] = [
    None,
    WORDS,
    METASPACE,
    METASPACE | {"prepend_scheme": "first"},
    METASPACE | {"prepend_scheme": "never", "split": False},
    *({"type": name} for name in ("Whitespace", "BertPreTokenizer", "UnicodeScripts")),
    {"type": "Punctuation", "behavior": "Contiguous"},
    {"type": "Digits", "individual_digits": True},
    {"type": "CharDelimiterSplit", "delimiter": "a"},
    byte_level(regex=True),
    byte_level(space=True),
    *(split(r"\w+|\W", behavior=how) for how in ("Isolated", "Removed", "MergedWithNext", "Contiguous")),
]
OPTIONS: dict[str, list[Any]] = {
    "unk_token": [None, "[UNK]", "<unk>", "a", "missing"],
    "unk_id": [None, 0, 3, 10_000_000],
    "byte_fallback": [True, False],
    "fuse_unk": [True, False],
    "ignore_merges": [True, False],
    "continuing_subword_prefix": [None, "", "##", "▁"],
    "end_of_word_suffix": [None, "", "</w>"],
    "max_input_chars_per_word": [1, 5, 100],
    "dropout": [None, 0.0, 0.5],
}
ODD: list[Any] = [
    None,
    True,
    -1,
    0,
    1 << 70,
    1e999,
    "",
    "\ud800",
    "a" * 5_000,
    [],
    {},
    [[]],
    {"type": "Sequence"},
]
STAGES = ("normalizer", "pre_tokenizer", "post_processor", "decoder")


@cache
def shape(name: str) -> str:
    return json.dumps(SHAPES[name]())


def any_shape(chance: random.Random) -> Json:
    content: Json = json.loads(shape(chance.choice(sorted(SHAPES))))
    return content


def exchange(file: Json, chance: random.Random) -> None:
    """Put in a stage of another file."""
    key = chance.choice([*STAGES, "added_tokens"])
    file[key] = any_shape(chance)[key]


def put_in(file: Json, chance: random.Random) -> None:
    """Put in a stage from the lists above, alone or before the one that is there."""
    first = chance.random() < 0.5
    key, inner = ("normalizer", "normalizers") if first else ("pre_tokenizer", "pretokenizers")
    new = chance.choice(NORMALIZERS if first else PRE_TOKENIZERS)
    steps = [step for step in (new, file[key]) if step is not None]
    file[key] = {"type": "Sequence", inner: steps} if chance.random() < 0.5 else new


def set_option(file: Json, chance: random.Random) -> None:
    """Set an option of the model."""
    key = chance.choice(sorted(OPTIONS))
    file["model"][key] = chance.choice(OPTIONS[key])


def add_token(file: Json, chance: random.Random) -> None:
    """Add a token, perhaps one that the model has, at any id."""
    vocabulary = file["model"]["vocab"]
    own = [*vocabulary] if isinstance(vocabulary, dict) else [piece for piece, _ in vocabulary]
    content = chance.choice([chance.choice(own), "naïve", " ", "a", "<m>", "ca", "É", "▁", "\n", "e\u0301"])
    rules = {rule: chance.random() < 0.4 for rule in ("lstrip", "rstrip", "single_word", "normalized")}
    token = added(chance.choice([0, len(own), 5_000]), content, special=chance.random() < 0.3, **rules)
    file["added_tokens"].append(token)


def thin_out(file: Json, chance: random.Random) -> None:
    """Take tokens out of the vocabulary: holes in the ids, characters without a piece."""
    vocabulary, rest = file["model"]["vocab"], chance.random()
    items = vocabulary.items() if isinstance(vocabulary, dict) else vocabulary
    kept = [item for item in items if chance.random() < rest]
    file["model"]["vocab"] = dict(kept) if isinstance(vocabulary, dict) else kept
    if "merges" in file["model"]:
        have = file["model"]["vocab"]
        pairs = [pair.split(" ") if isinstance(pair, str) else pair for pair in file["model"]["merges"]]
        file["model"]["merges"] = [pair for pair in pairs if {*pair, "".join(pair)} <= have.keys()]


def renumber(file: Json, chance: random.Random) -> None:
    """Give the tokens other ids."""
    vocabulary = file["model"]["vocab"]
    if isinstance(vocabulary, dict):
        step, first = chance.choice([1, 2]), chance.choice([0, 1, 7])
        file["model"]["vocab"] = {token: first + step * number for number, token in enumerate(vocabulary)}


def damage(file: Json, chance: random.Random) -> None:
    """Put something odd at some place."""
    place: Any = file
    while True:
        keys = [*place] if isinstance(place, dict) else range(len(place))
        if not keys:
            return
        key = chance.choice(keys)
        if not isinstance(place[key], dict | list) or not place[key] or chance.random() < 0.3:
            place[key] = chance.choice(ODD)
            return
        place = place[key]


CHANGES: list[Callable[[Json, random.Random], None]] = [
    exchange,
    put_in,
    put_in,
    set_option,
    add_token,
    add_token,
    thin_out,
    renumber,
]


def mutants(seed: int) -> Iterator[bytes]:
    """Return files without end, the same for the same seed."""
    chance = random.Random(seed)
    while True:
        file = copy.deepcopy(any_shape(chance))
        for _ in range(chance.randint(1, 4)):
            chance.choice(CHANGES)(file, chance)
        if chance.random() < 0.25:
            damage(file, chance)
        content = json.dumps(file, ensure_ascii=chance.random() < 0.5).encode("utf-8", "backslashreplace")
        if chance.random() < 0.1:
            raw = bytearray(content)
            for _ in range(chance.randint(1, 6)):
                raw[chance.randrange(len(raw))] = chance.randrange(256)
            content = bytes(raw)
        yield content
