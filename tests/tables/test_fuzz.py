"""Tables in every dialect, damaged at random: a table whose parts fit together, or a plain sentence."""

from __future__ import annotations

import json
import random

import pytest

import embedlab
from embedlab.tables import read_vector_table
from tests.support.fuzzing import report, rounds
from tests.support.table_dialects import PLAIN, QUOTED

pytestmark = pytest.mark.long

WORDS = ["king", "New York", "1.5", ",", "[CLS]", "naïve", 'a"b', "猫"]
NUMBERS = [0.5, -1.25, 3, 1e39, 1e-5, 7]
PIECES = [
    *(b"", b"\n", b"\r", b",", b";", b"\t", b" ", b"|", b":", b'"', b"'", b"\\", b"\0", b"\xff", b"\xc2\xa0"),
    *(b"[", b"]", b"[[", b"{", b"}", b"(", b")", b"...", b"nan", b"null", b"true", b"1e999", b"9" * 400),
    *(b"-", b".5", b"1_0", b"1,5", b"\\ud800", b"\xef\xbb\xbf", b"array(", b"np.float32("),
]
OPTIONS: list[dict[str, object]] = [
    *({} for _ in range(6)),
    {"labels": b"a\nb\nc\n"},
    {"labels": b"x\ty\na\tb\n"},
    {"skip_rows": 1},
    {"label_column": "word"},
    {"vector_column": "embedding"},
]
JSON = [name for name in QUOTED if name.startswith(("JSON", "pandas"))]
TEXT = [*PLAIN, *(name for name in QUOTED if name not in JSON)]


@pytest.mark.parametrize(("dialects", "seed"), [(TEXT, 1), (JSON, 2)], ids=["text", "JSON"])
def test_damaged_tables_are_tables_or_sentences(dialects: list[str], seed: int) -> None:
    rng = random.Random(seed)
    read = 0
    for tried in rounds(3_000):  # noqa: B007 its last value is reported
        content, options = damaged(written(rng, dialects), rng), rng.choice(OPTIONS)
        try:
            table = read_vector_table(content, **options)  # type: ignore[arg-type]
        except embedlab.EmbedLabError as error:
            str(error).encode()  # no half character
            continue
        read += 1
        count = len(table.labels)
        assert len(table.matrix) == len(set(table.labels)) == count
        assert all(len(values) == count for values in table.columns.values())
        assert table.reading.startswith(f"{count} row")
        shown = [table.labels, dict(table.columns), table.notes, table.reading]
        json.dumps(shown, ensure_ascii=False).encode()
    report(tried, f"{read:,} tables read")
    assert read > 200


def written(rng: random.Random, dialects: list[str]) -> bytes:
    dim = rng.randint(1, 5)
    words = rng.sample(WORDS, rng.randint(1, 6))
    matrix = [[rng.choice(NUMBERS) for _ in range(dim)] for _ in words]
    return {**PLAIN, **QUOTED}[rng.choice(dialects)](words, matrix).encode()


def damaged(content: bytes, rng: random.Random) -> bytes:
    changed = bytearray(content)
    for _ in range(rng.choice((0, 1, 1, 2, 4, 16))):
        place = rng.randrange(len(changed) + 1)
        end = place + rng.choice((0, 1, 1, 3, 10))
        kind = rng.random()
        if kind < 0.7:
            changed[place:end] = rng.choice(PIECES)
        elif kind < 0.85:
            changed[place:place] = changed[place : place + rng.randint(1, 40)] * rng.randint(1, 5)
        else:
            del changed[place:]
    return bytes(changed)
