"""Files of every kind become chunks with vectors; what cannot be read is set aside; a killed run goes on."""

from __future__ import annotations

import json
import signal
import subprocess
import sys
from pathlib import Path
from typing import Any

import numpy as np
import pyarrow
import pytest
from pyarrow import parquet

import embedlab
from embedlab.corpora import Corpus, Progress, embed_corpus, row_text
from embedlab.search import Chunking
from tests.support import ROOT

pytestmark = pytest.mark.long

TEXTS = [f"The cat number {number} sat on the mat." for number in range(10)]


def rows_of(corpus: Corpus, kind: str = "parts") -> list[dict[str, Any]]:
    rows: list[dict[str, Any]] = parquet.read_table(corpus.folder / kind).to_pylist()
    return rows


def write(folder: Path, ending: str) -> Path:
    """Write TEXTS as a file of a kind."""
    path = folder / f"texts.{ending}"
    if ending == "parquet":
        parquet.write_table(pyarrow.table({"n": range(10), "text": TEXTS}), path, row_group_size=4)
    elif ending == "jsonl":
        path.write_text("\n\n".join(json.dumps({"text": text}) for text in TEXTS))
    elif ending == "csv":
        path.write_text("n,text\n" + "".join(f'{n},"{text}"\n\n' for n, text in enumerate(TEXTS)))
    else:
        path.write_text("\n\n\n".join(TEXTS))
    return path


@pytest.mark.parametrize("ending", ["parquet", "jsonl", "csv", "txt"])
def test_every_row_of_every_kind_of_file_is_there_once_with_its_own_vector(
    tmp_path: Path, tiny: embedlab.context.Encoder, ending: str
) -> None:
    corpus = embed_corpus([write(tmp_path, ending)], tmp_path / "corpus", encoder=tiny, part_rows=3)
    rows = rows_of(corpus)
    assert [row["text"] for row in rows] == TEXTS
    assert [row["row"] for row in rows] == list(range(10))
    assert {row["file"] for row in rows} == {f"texts.{ending}"}
    assert len({row["id"] for row in rows}) == 10
    assert corpus.is_complete
    assert (corpus.rows, corpus.chunks, corpus.rejected) == (10, 10, 0)
    np.testing.assert_allclose([row["vector"] for row in rows], tiny.embed(TEXTS), atol=1e-6)


def test_the_places_of_chunks_lead_back_to_the_text(tmp_path: Path, tiny: embedlab.context.Encoder) -> None:
    text = "One two three. Four five six! Is it seven? Yes, eight."
    (tmp_path / "a.txt").write_text(f"\ufeff{text}")
    corpus = embed_corpus([tmp_path], tmp_path / "corpus", encoder=tiny, chunking=Chunking(2, 1, "sentences"))
    rows = rows_of(corpus)
    assert len(rows) == 3
    assert all(text[row["start"] : row["end"]].strip() == row["text"] for row in rows)


def test_cells_and_paragraphs_of_several_lines_stay_whole(
    tmp_path: Path, tiny: embedlab.context.Encoder
) -> None:
    cells = ["a line\n\nand another", 'he said "no", twice', "plain"]
    quoted = "\n".join(f'"{cell.replace(chr(34), chr(34) * 2)}"' for cell in cells)
    (tmp_path / "a.csv").write_text(f"Body\n{quoted}\n", newline="")
    (tmp_path / "b.md").write_text("first\nstill first\n \nsecond")
    corpus = embed_corpus(
        [tmp_path / "a.csv", tmp_path / "b.md"], tmp_path / "corpus", encoder=tiny, part_rows=1
    )
    assert [row["text"] for row in rows_of(corpus)] == [*cells, "first\nstill first", "second"]


def test_a_bad_row_is_set_aside_with_its_reason(
    tmp_path: Path, tiny: embedlab.context.Encoder, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(row_text, "MAX_CHARACTERS", 100)
    lines = [
        b'{"text": "good"}',
        b'{"text": null}',
        b'{"text": 3}',
        b'{"text": "%s"}' % (b"x" * 101),
        b'{"text": "\xff\xfe"}',
        b'{"text": "nul \\u0000"}',
        b'{"text": "half \\ud800"}',
        b'{"other": "x"}',
        b'{"text": "  "}',
        b"[" * 100_000,
        b'{"text": "good again"}',
    ]
    (tmp_path / "a.jsonl").write_bytes(b"\n".join(lines))
    (tmp_path / "b.csv").write_bytes(b'n,text\n1,good\n2,\xff\n3\n4,"good')
    binary = pyarrow.array([b"good", b"\xff\x00", None, b" "], pyarrow.binary())
    parquet.write_table(pyarrow.table({"text": binary}), tmp_path / "c.parquet")
    corpus = embed_corpus([tmp_path], tmp_path / "corpus", encoder=tiny, part_rows=4)
    good = {(row["file"], row["row"]) for row in rows_of(corpus)}
    reasons = {(row["file"], row["row"]): row["reason"] for row in rows_of(corpus, "rejected")}
    assert good == {
        ("a.jsonl", 0),
        ("a.jsonl", 10),
        ("b.csv", 0),
        ("b.csv", 3),
        ("c.parquet", 0),
    }
    assert not good & reasons.keys()
    assert len(good) + len(reasons) == corpus.rows
    assert "missing" in reasons["a.jsonl", 1]
    assert "type int" in reasons["a.jsonl", 2]
    assert "longer" in reasons["a.jsonl", 3]
    assert "not JSON" in reasons["a.jsonl", 4]
    assert "UTF-8" in reasons["c.parquet", 1]


def test_a_damaged_block_costs_only_its_own_rows(tmp_path: Path, tiny: embedlab.context.Encoder) -> None:
    path = write(tmp_path, "parquet")
    column = parquet.read_metadata(path).row_group(1).column(1)
    content = bytearray(path.read_bytes())
    start = column.dictionary_page_offset or column.data_page_offset
    content[start : start + column.total_compressed_size] = b"\xff" * column.total_compressed_size
    path.write_bytes(content)
    corpus = embed_corpus([path], tmp_path / "corpus", encoder=tiny)
    assert [row["row"] for row in rows_of(corpus)] == [0, 1, 2, 3, 8, 9]
    rejected = rows_of(corpus, "rejected")
    assert [row["row"] for row in rejected] == [4, 5, 6, 7]
    assert all("damaged" in row["reason"] for row in rejected)


KILLED = """
import os, signal, sys
from pathlib import Path
import embedlab
from embedlab.corpora import embed_corpus
from tests.support.models import tiny_encoder

def kill(progress):
    if progress.parts == 2:
        Path(sys.argv[2], "parts", "half.unfinished").write_bytes(b"half a file")
        os.kill(os.getpid(), signal.SIGKILL)

encoder = tiny_encoder(embedlab.load_tokenizer("all-MiniLM-L6-v2"))
embed_corpus([sys.argv[1]], sys.argv[2], encoder=encoder, part_rows=3, watch=kill)
"""


def test_a_killed_run_goes_on_and_does_no_part_twice(tmp_path: Path, tiny: embedlab.context.Encoder) -> None:
    path, folder = write(tmp_path, "jsonl"), tmp_path / "corpus"
    code = [sys.executable, "-c", KILLED, str(path), str(folder)]
    assert subprocess.run(code, cwd=ROOT, check=False).returncode == -signal.SIGKILL
    first = {part.name: part.stat().st_mtime_ns for part in (folder / "parts").glob("*.parquet")}
    assert len(first) == 2
    seen: list[Progress] = []
    corpus = embed_corpus([path], folder, encoder=tiny, part_rows=3, watch=seen.append)
    assert [progress.parts for progress in seen] == [3, 4]
    assert seen[-1].share == 1
    assert all((folder / "parts" / name).stat().st_mtime_ns == time for name, time in first.items())
    assert [row["text"] for row in rows_of(corpus)] == TEXTS
    assert not list(folder.rglob("*.unfinished"))
    assert embed_corpus([tmp_path], folder, encoder=tiny, part_rows=3).chunks == 10  # all done, nothing to do
    path.write_text('{"text": "another file"}')
    with pytest.raises(embedlab.EmbedLabError, match="choose a new folder"):
        embed_corpus([path], folder, encoder=tiny, part_rows=3)


def test_what_cannot_be_begun_says_why(tmp_path: Path, tiny: embedlab.context.Encoder) -> None:
    path = write(tmp_path, "csv")
    for paths, options, problem in (
        ([tmp_path / "none.csv"], {}, "no file"),
        ([Path(__file__)], {}, "known kind"),
        ([path], {"column": "words"}, "n, text"),
        ([path], {"workers": -1}, "0 to"),
    ):
        with pytest.raises(embedlab.EmbedLabError, match=problem):
            embed_corpus(paths, tmp_path / "corpus", encoder=tiny, **options)  # type: ignore[arg-type]
