"""`embedlab tables`: real files in three formats become tables that answer as the file does."""

from __future__ import annotations

import gzip
import os
import pickle
import time
from collections.abc import Callable
from pathlib import Path

import numpy as np
import pytest
from typer.testing import CliRunner, Result

import embedlab
from embedlab.commands.main import app
from embedlab.vectors import table_files

WORDS = ["The", "cat", "猫", "naïve", ". . .", "sat"]
MATRIX = np.random.default_rng(0).normal(size=(6, 5)).astype(np.float32)


def text_of(words: list[str], matrix: np.ndarray, end: str = "\n") -> str:
    rows = (" ".join(f"{number:.9g}" for number in row) for row in matrix)
    return "".join(f"{word} {row}{end}" for word, row in zip(words, rows, strict=True))


def glove() -> bytes:
    return text_of(WORDS, MATRIX).encode()


def fasttext() -> bytes:
    return b"6 5\n" + text_of(WORDS, MATRIX, " \n").encode()  # it ends each line with a space


def google_news(gap: bytes = b"") -> bytes:
    words = [word.replace(" ", "_") for word in WORDS]
    rows = (word.encode() + b" " + row.tobytes() + gap for word, row in zip(words, MATRIX, strict=True))
    return b"6 5\n" + b"".join(rows)


FILES: dict[str, Callable[[], bytes]] = {
    "glove.txt": glove,
    "wiki.vec": fasttext,
    "news.bin": google_news,
    "lines.bin": lambda: google_news(b"\n"),
    "news.bin.gz": lambda: gzip.compress(google_news()),
    "wiki.vec.gz": lambda: gzip.compress(fasttext()),
}


def run(*line: str) -> Result:
    return CliRunner().invoke(app, ["tables", *line])


@pytest.mark.parametrize("chunk", [7, 64, 1 << 20])
@pytest.mark.parametrize("name", FILES)
def test_a_table_answers_as_the_file_does(
    name: str, chunk: int, folder: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(table_files, "CHUNK", chunk)  # blocks end in the middle of words and numbers
    (folder / name).write_bytes(FILES[name]())
    result = run("add", name, "--name", "mine")
    assert result.exit_code == 0, result.output
    assert "6 words × 5 numbers" in result.output
    assert "MB are free" in result.output
    table = embedlab.load_word_vectors("mine")
    words = [word.replace(" ", "_") for word in WORDS] if ".bin" in name else WORDS
    assert list(table.words) == words
    np.testing.assert_allclose(table.matrix, MATRIX, rtol=1e-6)
    assert isinstance(table.matrix, np.memmap)
    reference = embedlab.vectors.WordVectors(words, MATRIX)
    assert table.neighbors("cat").words == reference.neighbors("cat").words
    assert not table.uncased


def test_a_table_is_listed_and_removed(folder: Path) -> None:
    assert "No tables were added yet" in run("list").output
    (folder / "wiki.vec").write_bytes(fasttext().lower())
    run("add", "wiki.vec", "--name", "wiki")
    assert embedlab.vectors.added_tables() == ("wiki",)
    assert "wiki  6 words × 5" in run("list").output
    assert embedlab.load_word_vectors("wiki").uncased  # no capital letter
    assert run("remove", "wiki").exit_code == 0
    assert not list((folder / "tables").iterdir())
    with pytest.raises(embedlab.UnknownNameError, match="glove-6b-50d"):
        embedlab.load_word_vectors("wiki")


def test_what_a_killed_conversion_left_goes_after_a_day(folder: Path) -> None:
    (folder / "wiki.vec").write_bytes(fasttext())
    for name, age in (("unfinished-old", 100_000), ("unfinished-new", 100)):
        (folder / "tables" / name / "new").mkdir(parents=True)
        os.utime(folder / "tables" / name, (time.time() - age,) * 2)
    run("add", "wiki.vec", "--name", "wiki")
    assert sorted(path.name for path in (folder / "tables").iterdir()) == ["unfinished-new", "wiki"]


def test_of_a_repeated_word_the_first_row_stays(folder: Path) -> None:
    words = ["a", "b", "a", "c", "b"]
    (folder / "twice.txt").write_text(text_of(words, MATRIX[:5]))
    assert "2 repeated words were left out" in run("add", "twice.txt", "--name", "twice").output
    table = embedlab.load_word_vectors("twice")
    assert list(table.words) == ["a", "b", "c"]
    np.testing.assert_allclose(table.matrix, MATRIX[[0, 1, 3]], rtol=1e-6)
    np.testing.assert_allclose(table.inverse_norms, 1 / np.linalg.norm(MATRIX[[0, 1, 3]], axis=1), rtol=1e-5)


DAMAGED: dict[str, tuple[bytes, str]] = {
    "cut.bin": (google_news()[:-3], "ends inside vector 6"),
    "short.vec": (b"2 3\na 1 2 3\nb 1 2\n", "Line 3 has not a word and 3 numbers"),
    "letters.vec": (b"2 3\na 1 2 3\nb 1 x 3\n", "“x” in line 3 is not a number"),
    "comma.txt": (b"a 1 2 3\nb 1,5 2 3\n", "“1,5” in line 2 is not a number"),
    "nan.txt": (b"a 1 2 3\nb nan 2 3\n", "The vector of “b” holds NaN"),
    "prose.txt": (b"It was the best of times\n", "is not a table of word vectors"),
    "empty.txt": (b"", "is not a table of word vectors"),
    "model.bin": (b"\xba\x16\x4f\x2f" + bytes(100), "fastText model.*save_word2vec_format"),
    "table.kv": (pickle.dumps({"a": [1.0]}, protocol=4), "pickle"),
    "cut.vec.gz": (gzip.compress(fasttext())[:-12], "cannot be read"),
}


@pytest.mark.parametrize("name", DAMAGED)
def test_a_damaged_file_is_a_sentence_and_leaves_nothing(name: str, folder: Path) -> None:
    content, sentence = DAMAGED[name]
    (folder / name).write_bytes(content)
    result = run("add", name, "--name", "mine")
    assert isinstance(result.exception, embedlab.EmbedLabError)
    with pytest.raises(embedlab.EmbedLabError, match=sentence):
        raise result.exception
    assert not list((folder / "tables").glob("*"))


@pytest.mark.parametrize("name", ["glove-6b-50d", "GloVe", "../up", "", "x" * 61, "wiki"])
def test_a_name_that_is_taken_or_not_valid_is_refused(name: str, folder: Path) -> None:
    (folder / "wiki.vec").write_bytes(fasttext())
    run("add", "wiki.vec", "--name", "wiki")
    result = run("add", "wiki.vec", "--name", name)
    assert isinstance(result.exception, embedlab.InvalidInputError)
    assert embedlab.vectors.added_tables() == ("wiki",)


def test_a_disk_without_room_is_a_sentence(folder: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    (folder / "huge.vec").write_bytes(b"900000000000 300\n" + b"a " + b"1 " * 300 + b"\n")
    result = run("add", "huge.vec", "--name", "huge")
    assert isinstance(result.exception, embedlab.UnavailableError)
    assert "MB are free; make room, or name another folder: EMBEDLAB_TABLES" in str(result.exception)


def test_the_words_of_a_text_without_a_header_are_estimated(folder: Path) -> None:
    lines = "".join(f"w{n} 0.25 0.5 0.75\n" for n in range(100_000))
    (folder / "many.txt").write_text(lines)
    (folder / "many.txt.gz").write_bytes(gzip.compress(lines.encode()))
    for name in ("many.txt", "many.txt.gz"):
        assert table_files.inspect_table_file(Path(name)).count == pytest.approx(100_000, rel=0.1)
