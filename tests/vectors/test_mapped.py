"""A folder opens as the table that was written, without reading it; a damaged one says what is wrong."""

from __future__ import annotations

import json
import shutil
from collections.abc import Sequence
from pathlib import Path

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

import embedlab
from embedlab.vectors import mapped, open_word_vectors, save_word_vectors
from embedlab.vectors.stored_words import StoredWords, WordArrays, word_arrays

FILES = ["matrix", "inverse_norms", "letters", "ends", "hashes", "rows"]


@pytest.fixture(scope="module")
def small(vectors: embedlab.vectors.WordVectors) -> embedlab.vectors.WordVectors:
    words = ["naïve", "猫", "👩‍🚀", "ein Wort", "", *vectors.words[:3_000]]
    matrix = np.concatenate(
        [np.array(vectors.matrix[5_000:5_004]), np.zeros((1, 50)), vectors.matrix[:3_000]]
    )
    return embedlab.vectors.WordVectors(words, matrix, name="small", uncased=True)


@pytest.fixture(scope="module")
def folder(small: embedlab.vectors.WordVectors, tmp_path_factory: pytest.TempPathFactory) -> Path:
    target = tmp_path_factory.mktemp("tables") / "new" / "small"
    save_word_vectors(small, target)
    return target


@pytest.fixture
def damaged(folder: Path, tmp_path: Path) -> Path:
    return Path(shutil.copytree(folder, tmp_path / "damaged"))


def refusal(folder: Path, message: str) -> None:
    with pytest.raises(embedlab.InvalidInputError, match=message) as caught:
        open_word_vectors(folder)
    assert str(folder.parent) not in str(caught.value)  # no path of the machine
    assert "save_word_vectors" in str(caught.value)  # the remedy


def test_the_same_answers_as_before(small: embedlab.vectors.WordVectors, folder: Path) -> None:
    opened = open_word_vectors(folder)
    assert (opened.name, opened.uncased, len(opened), opened.dim) == ("small", True, len(small), 50)
    assert list(opened.words) == list(small.words)
    np.testing.assert_array_equal(opened.matrix, small.matrix)
    np.testing.assert_array_equal(opened.inverse_norms, small.inverse_norms)
    for word in ("the", "King", "猫", "naïve"):
        assert opened.row(word) == small.row(word)
        assert opened.neighbors(word).words == small.neighbors(word).words
    ours, theirs = (embedlab.analogy(table, "man", "king", "woman") for table in (opened, small))
    assert ours.words == theirs.words
    np.testing.assert_allclose(ours.scores, theirs.scores, atol=1e-6)


def test_the_numbers_stay_on_disk(folder: Path) -> None:
    opened = open_word_vectors(folder)
    assert isinstance(opened.matrix, np.memmap)
    assert isinstance(opened.inverse_norms, np.memmap)
    assert not opened.matrix.flags.writeable
    assert not isinstance(opened.words, list)


def test_words_are_a_sequence(small: embedlab.vectors.WordVectors, folder: Path) -> None:
    words, expected = open_word_vectors(folder).words, list(small.words)
    assert isinstance(words, Sequence)
    assert len(words) == len(expected)
    assert [words[0], words[-1], words[np.int64(7)]] == [expected[0], expected[-1], expected[7]]
    for cut in (slice(3), slice(2, 9), slice(-4, None), slice(None, None, 7), slice(9, 2, -2), slice(5, 5)):
        assert words[cut] == expected[cut]
    assert "king" in words
    assert "kign" not in words
    assert 3 not in words
    assert list(reversed(words)) == expected[::-1]
    assert words.index("the") == expected.index("the")
    with pytest.raises(IndexError):
        words[len(expected)]


def test_an_unknown_word_is_refused_as_in_memory(folder: Path) -> None:
    opened = open_word_vectors(folder)
    with pytest.raises(embedlab.UnknownWordError) as caught:
        opened["teh"]
    assert "the" in caught.value.suggestions
    assert "teh" not in opened
    assert "\ud800" not in opened


def test_a_zero_vector_stays_without_a_direction(folder: Path) -> None:
    opened = open_word_vectors(folder)
    assert opened.zero_rows.tolist() == [4]
    assert "" not in opened.neighbors("the", k=10_000).words


@settings(max_examples=50, deadline=None)
@given(st.lists(st.text(max_size=5), min_size=1, max_size=40, unique=True))
def test_every_word_is_found_in_its_row(words: list[str]) -> None:
    stored = StoredWords(word_arrays(words))
    assert [stored.get(word) for word in words] == list(range(len(words)))
    assert list(stored) == words
    assert stored.get("".join(words) + "!") is None


def test_words_of_one_hash_are_told_apart(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("embedlab.vectors.stored_words._hash", len)
    words = ["ab", "cd", "e", "fg", "hij"]
    stored = StoredWords(word_arrays(words))
    assert [stored.get(word) for word in words] == [0, 1, 2, 3, 4]
    assert stored.get("xy") is None


def test_a_table_in_any_layout_is_written_row_by_row(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(mapped, "ROW_BLOCK", 3)
    matrix = np.asfortranarray(np.arange(40, dtype=np.float32).reshape(10, 4))
    save_word_vectors(embedlab.vectors.WordVectors([f"w{row}ß" for row in range(10)], matrix), tmp_path / "t")
    opened = open_word_vectors(tmp_path / "t")
    np.testing.assert_array_equal(opened.matrix, matrix)
    assert opened.matrix.flags.c_contiguous
    assert opened.words[9] == "w9ß"


def test_a_folder_with_something_in_it_is_left_alone(
    small: embedlab.vectors.WordVectors, folder: Path
) -> None:
    before = {path.name: path.stat().st_mtime_ns for path in folder.iterdir()}
    with pytest.raises(embedlab.InvalidInputError, match="“small” is not empty; choose a new one"):
        save_word_vectors(small, folder)
    assert {path.name: path.stat().st_mtime_ns for path in folder.iterdir()} == before


def test_a_folder_that_cannot_be_written_is_named(
    small: embedlab.vectors.WordVectors, tmp_path: Path
) -> None:
    (tmp_path / "file").write_text("in the way")
    with pytest.raises(embedlab.InvalidInputError, match=r"cannot be written to “table”.*choose a folder"):
        save_word_vectors(small, tmp_path / "file" / "table")


def test_a_word_with_half_a_character_is_refused(tmp_path: Path) -> None:
    table = embedlab.vectors.WordVectors(["a", "b\ud800"], np.eye(2))
    with pytest.raises(embedlab.InvalidInputError, match="half a character"):
        save_word_vectors(table, tmp_path / "t")
    assert not (tmp_path / "t").exists()


def test_no_table_is_no_table(tmp_path: Path) -> None:
    refusal(tmp_path, "holds no table")
    refusal(tmp_path / "missing", "holds no table")
    for content in (b"", b"{", b"\xff", b"[" * 9_000, b"[]", b'{"version": 3}'):
        (tmp_path / "manifest.json").write_bytes(content)
        refusal(tmp_path, "holds no table|of version")


@pytest.mark.parametrize("name", FILES)
def test_a_missing_short_or_foreign_file_is_named(name: str, damaged: Path) -> None:
    path = damaged / f"{name}.npy"
    whole = path.read_bytes()
    for content in (whole[:-1], whole + b"\0", whole[:20], b"", b"PK\x03\x04" + whole[4:]):
        path.write_bytes(content)
        refusal(damaged, f"damaged: {name}.npy")
    path.write_bytes(whole)
    open_word_vectors(damaged)
    for other in (np.load(path)[:-1], np.load(path).astype(np.complex64), np.array(["x"])):
        np.save(path, other)
        refusal(damaged, f"damaged: {name}.npy")
        path.write_bytes(whole)
    path.unlink()
    refusal(damaged, f"damaged: {name}.npy")


def test_objects_are_refused_before_they_are_read(damaged: Path) -> None:
    np.save(damaged / "rows.npy", np.array([print, 3], dtype=object), allow_pickle=True)
    refusal(damaged, "rows.npy is missing or cut off")


@pytest.mark.parametrize(
    ("name", "row", "value"),
    [
        ("ends", 5, -1),
        ("ends", 5, 10**9),
        ("ends", -1, 0),
        ("letters", 0, 0xFF),
        ("ends", 0, 3),  # inside ï
        ("hashes", 0, 2**64 - 1),
        ("rows", 3, 10**6),
        ("rows", 3, -1),
        ("inverse_norms", 0, 9.0),
        ("inverse_norms", 1, -1.0),
        ("inverse_norms", 2, np.nan),
    ],
)
def test_content_that_does_not_fit_is_named(name: str, row: int, value: float, damaged: Path) -> None:
    array = np.load(damaged / f"{name}.npy")
    array[row] = value
    np.save(damaged / f"{name}.npy", array)
    refusal(damaged, "damaged: the content of (ends|letters|hashes|rows|inverse_norms).npy does not fit")


@pytest.mark.parametrize(
    "change",
    [
        {"name": 3},
        {"uncased": "yes"},
        {"shapes": []},
        {"shapes": {"matrix": [1, 2]}},
        {"version": "embedlab-word-vectors-0"},
        {"version": None},
    ],
)
def test_a_manifest_that_lies_is_refused(change: dict[str, object], damaged: Path) -> None:
    path = damaged / "manifest.json"
    path.write_text(json.dumps(json.loads(path.read_text()) | change))
    refusal(damaged, "manifest.json does not describe|of version")


@pytest.mark.parametrize("shape", [[-1, 50], [True, 50], [10**30, 50], [3_005], "x", [3_004, 50]])
def test_a_shape_that_lies_is_refused(shape: object, damaged: Path) -> None:
    path = damaged / "manifest.json"
    manifest = json.loads(path.read_text())
    manifest["shapes"]["matrix"] = shape
    path.write_text(json.dumps(manifest))
    refusal(damaged, "damaged: ")


def test_an_unfinished_folder_does_not_open(damaged: Path) -> None:
    (damaged / "manifest.json").unlink()
    refusal(damaged, "holds no table")


def test_the_index_needs_no_string_for_each_word() -> None:
    arrays = word_arrays([f"word{row}" for row in range(1_000)])
    assert isinstance(arrays, WordArrays)
    assert all(isinstance(array, np.ndarray) for array in vars(arrays).values())
    assert sum(array.nbytes for array in vars(arrays).values()) < 40 * 1_000
