"""Indexes on the disk: any LanceDB client reads them; what is damaged, full or foreign is built anew."""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
from pathlib import Path
from typing import Any

import lancedb
import numpy as np
import pytest
import torch

import embedlab
from embedlab.search import Chunking, IndexStore, build_search_index, index_key
from tests.support import ROOT
from tests.support.models import tiny_encoder

TEXTS = ["the cat sat on the mat", "the dog slept", "money in the bank"]


@pytest.fixture(scope="module")
def encoder() -> embedlab.context.Encoder:
    return tiny_encoder(embedlab.load_tokenizer("all-MiniLM-L6-v2"))


def test_any_client_reads_the_table_and_finds_the_same(
    encoder: embedlab.context.Encoder, tmp_path: Path
) -> None:
    index = build_search_index(TEXTS, encoder, chunking=Chunking(3), store=IndexStore(tmp_path))
    assert not index.note
    table: Any = lancedb.connect(index.path).open_table("chunks")
    rows = table.to_arrow().to_pydict()
    for document, start, end, text in zip(
        rows["document"], rows["start"], rows["end"], rows["text"], strict=True
    ):
        assert TEXTS[document][start:end].strip() == text
    (vector,) = encoder.embed(["the cat"])
    theirs = table.search(vector).distance_type("cosine").limit(4).to_arrow().to_pydict()
    ours = np.sort(index.cosines(vector))[::-1][:4]
    assert 1 - np.array(theirs["_distance"]) == pytest.approx(ours, abs=1e-5)


def test_a_second_build_reads_what_the_first_one_wrote(
    encoder: embedlab.context.Encoder, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    first = build_search_index(TEXTS, encoder, store=IndexStore(tmp_path))
    monkeypatch.setattr(encoder, "embed", lambda texts: pytest.fail("embedded again"))
    second = build_search_index(TEXTS, encoder, store=IndexStore(tmp_path))
    assert np.array_equal(first.vectors, second.vectors)
    assert second.path == first.path


@pytest.mark.bad_input("F7")
def test_a_damaged_index_is_built_anew(encoder: embedlab.context.Encoder, tmp_path: Path) -> None:
    first = build_search_index(TEXTS, encoder, store=IndexStore(tmp_path))
    for file in Path(first.path).rglob("*.lance"):
        if file.is_file():
            content = bytearray(file.read_bytes())
            content[: len(content) // 2] = bytes(len(content) // 2)
            file.write_bytes(content)
    second = build_search_index(TEXTS, encoder, store=IndexStore(tmp_path))
    assert np.array_equal(first.vectors, second.vectors)
    assert IndexStore(tmp_path).read(second.key, encoder) is not None


def test_a_key_holds_texts_model_and_cut(encoder: embedlab.context.Encoder) -> None:
    key = index_key(TEXTS, encoder, Chunking())
    other = tiny_encoder(embedlab.load_tokenizer("all-MiniLM-L6-v2"))
    assert key == index_key(list(TEXTS), other, Chunking())  # the same weights, loaded twice
    with torch.no_grad():
        list(other.model.parameters())[-1].add_(1)  # same name, same size, another last layer
    keys = {
        key,
        index_key(TEXTS, other, Chunking()),
        index_key(TEXTS[:2], encoder, Chunking()),
        index_key(TEXTS, encoder, Chunking(3)),
        index_key(TEXTS, encoder, Chunking(3, 1)),
        index_key(TEXTS, encoder, Chunking(3, unit="characters")),
    }
    assert len(keys) == 6


def test_the_table_of_another_model_is_not_read(encoder: embedlab.context.Encoder, tmp_path: Path) -> None:
    store = IndexStore(tmp_path)
    first = build_search_index(TEXTS, encoder, store=store)
    false = Path(first.path).with_name("0" * 64)
    shutil.copytree(first.path, false)  # a table under the key of another model
    assert store.read("0" * 64, encoder) is None
    assert not false.exists()


@pytest.mark.bad_input("F5")
def test_a_full_disk_leaves_the_index_in_memory_and_says_so(
    encoder: embedlab.context.Encoder, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(shutil, "disk_usage", lambda path: shutil._ntuple_diskusage(10, 10, 0))
    index = build_search_index(TEXTS, encoder, store=IndexStore(tmp_path))
    assert "in memory only" in index.note
    assert "free" in index.note
    assert index.search("the cat").rows[0] == 0


@pytest.mark.bad_input("F6")
def test_a_folder_that_cannot_be_written_is_no_error(
    encoder: embedlab.context.Encoder, tmp_path: Path
) -> None:
    blocked = tmp_path / "search-1"
    blocked.write_text("a file where the folder should be")
    index = build_search_index(TEXTS, encoder, store=IndexStore(tmp_path))
    assert "in memory only" in index.note
    assert len(index.search("the cat").rows) == 3


@pytest.mark.bad_input("F16")
def test_without_lancedb_the_same_search_answers_from_memory(
    encoder: embedlab.context.Encoder, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    import sys

    monkeypatch.setitem(sys.modules, "lancedb", None)
    index = build_search_index(TEXTS, encoder, store=IndexStore(tmp_path))
    assert "LanceDB is not installed" in index.note
    assert index.search("the cat").rows[0] == 0


def test_beyond_the_limit_the_least_recently_used_index_goes(
    encoder: embedlab.context.Encoder, tmp_path: Path
) -> None:
    store = IndexStore(tmp_path)
    first, second = (build_search_index([text], encoder, store=store) for text in TEXTS[:2])
    os.utime(second.path, (1, 1))
    sizes = [
        sum(file.stat().st_size for file in Path(each.path).rglob("*") if file.is_file())
        for each in (first, second)
    ]
    small = IndexStore(tmp_path, limit_bytes=int(2.5 * max(sizes)))
    third = build_search_index(TEXTS[2:], encoder, store=small)
    assert Path(third.path).is_dir()
    assert not Path(second.path).exists()
    assert Path(first.path).exists()


SERVER = """
import sys
from pathlib import Path
import numpy as np
import embedlab
from embedlab.search import IndexStore, build_search_index
from tests.support import ROOT
from tests.support.models import tiny_encoder

encoder = tiny_encoder(embedlab.load_tokenizer("all-MiniLM-L6-v2"))
store = IndexStore(Path(sys.argv[1]))
for round in range(8):
    for text in sys.argv[2:]:
        index = build_search_index([text], encoder, store=store)
        assert not index.note, index.note
        again = store.read(index.key, encoder)
        assert again is None or np.array_equal(again, index.vectors)  # absent while the other one replaces it
        if round % 3 == 2:
            store.keep(index)
"""


def test_two_servers_on_one_folder_read_and_write_the_same_indexes(
    encoder: embedlab.context.Encoder, tmp_path: Path
) -> None:
    command = [sys.executable, "-c", SERVER, str(tmp_path), *TEXTS]
    servers = [subprocess.Popen(command, cwd=ROOT, stderr=subprocess.PIPE, text=True) for _ in range(2)]
    for server in servers:
        _, errors = server.communicate(timeout=240)
        assert server.returncode == 0, errors
    for text in TEXTS:  # what they leave behind is whole
        index = build_search_index([text], encoder, store=IndexStore(tmp_path))
        read = IndexStore(tmp_path).read(index.key, encoder)
        assert read is not None
        assert np.array_equal(read, index.vectors)
    left = {path.name for path in (tmp_path / "search-1").iterdir()}
    assert left == {build_search_index([text], encoder).key for text in TEXTS}
