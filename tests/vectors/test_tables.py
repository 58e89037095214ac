"""Reading a person's own vectors: every format comes back as it was written, and is known by its content."""

from __future__ import annotations

import contextlib
import gzip
import json
import random
import struct
import time
from pathlib import Path

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

import embedlab
from embedlab.tables import limits, read_vector_table
from embedlab.tables.misreadings import find_misread
from embedlab.tables.word_layouts import tidy_labels
from tests.support.table_files import (
    MATRIX,
    UNLABELED,
    WORDS,
    WRITERS,
    gensim_file,
    npy,
    npz,
    parquet,
    rows_of,
    safetensors,
    word2vec_binary,
)

LABELS = "".join(f"{word}\n" for word in WORDS).encode()


@pytest.mark.parametrize("written_as", WRITERS)
def test_every_format_comes_back_as_it_was_written(written_as: str) -> None:
    content = WRITERS[written_as](WORDS, MATRIX)
    table = read_vector_table(content, labels=LABELS if written_as in UNLABELED else None)
    words = [word.replace(" ", "_") for word in WORDS] if "binary" in written_as else WORDS
    assert list(table.labels) == words
    np.testing.assert_array_equal(table.matrix, MATRIX)
    assert table.matrix.dtype == np.float32
    assert table.format == {"gzip": "GloVe text", "Parquet columns": "Parquet"}.get(written_as, written_as)


@pytest.mark.parametrize("binary", [False, True])
def test_what_gensim_writes_is_what_gensim_reads(binary: bool, tmp_path: Path) -> None:
    from gensim.models import KeyedVectors

    content = gensim_file(WORDS, MATRIX, binary=binary)
    (tmp_path / "vectors").write_bytes(content)
    reference = KeyedVectors.load_word2vec_format(str(tmp_path / "vectors"), binary=binary)
    table = read_vector_table(content)
    assert list(table.labels) == reference.index_to_key
    np.testing.assert_array_equal(table.matrix, reference.vectors)
    assert table.format == ("word2vec binary" if binary else "word2vec text")
    assert table.notes == ()


@settings(max_examples=60, deadline=None)
@given(
    words=st.lists(
        st.text(
            st.characters(codec="utf-8", exclude_characters=" \t\r\n\v\f"), min_size=1, max_size=12
        ).filter(lambda word: word.strip() and not word.replace("_", "").isdigit()),
        min_size=1,
        max_size=6,
        unique=True,
    ),
    dim=st.integers(2, 6),
    written_as=st.sampled_from(["word2vec text", "word2vec binary", "GloVe text", "Parquet", "NumPy .npz"]),
)
def test_any_words_come_back(words: list[str], dim: int, written_as: str) -> None:
    matrix = np.arange(1, len(words) * dim + 1, dtype=np.float32).reshape(len(words), dim) / 7
    if written_as == "NumPy .npz":  # NumPy drops zero bytes at the end of a text
        words = [word.replace("\0", "0") for word in words]
    if (
        len(set(words)) == len(words)
        and not any(is_float(word) for word in words)
        and not find_misread(words)
        and tidy_labels(words) == words
    ):
        table = read_vector_table(WRITERS[written_as](words, matrix))
        assert list(table.labels) == words
        np.testing.assert_array_equal(table.matrix, matrix)


@pytest.mark.parametrize("word", [";", ";:", ";x", "a;b", ",", "a,b", "|"])
def test_one_word_that_holds_a_separator_stays_a_word(word: str) -> None:
    table = read_vector_table(f"{word} 0.5 0.25\n".encode())
    assert table.labels == (word,)
    assert table.matrix.tolist() == [[0.5, 0.25]]


def is_float(word: str) -> bool:
    try:
        return float(word) is not None
    except ValueError:
        return False


@settings(max_examples=150, deadline=None)
@given(content=st.binary(max_size=400), labels=st.none() | st.binary(max_size=60))
def test_any_bytes_are_a_table_or_a_plain_sentence(content: bytes, labels: bytes | None) -> None:
    check_result_or_sentence(content, labels)


@settings(max_examples=100, deadline=None)
@given(
    magic=st.sampled_from(
        [
            b"\x93NUMPY\x01\0",
            b"PK\x03\x04",
            b"PAR1",
            b"\x1f\x8b\x08",
            b"2 3\n",
            b"\x80\x04",
            b"x\x9c",
            b"GGUF",
            b"a,b\n",
        ]
    ),
    rest=st.binary(max_size=200),
)
def test_any_bytes_after_a_known_beginning(magic: bytes, rest: bytes) -> None:
    check_result_or_sentence(magic + rest)


@pytest.mark.parametrize("written_as", WRITERS)
def test_damaged_files_are_a_table_or_a_plain_sentence(written_as: str) -> None:
    content = WRITERS[written_as](WORDS, MATRIX)
    rng = random.Random(written_as)
    for _ in range(250):
        damaged = bytearray(content)
        for _ in range(rng.choice((1, 1, 2, 8))):
            place = rng.randrange(len(damaged))
            damaged[place : place + rng.choice((0, 1, 1, 4))] = rng.choice(
                (b"", b"\xff", b"\0", b"\n", bytes([rng.randrange(256)]), struct.pack("<I", 2**31 - 1))
            )
        check_result_or_sentence(
            bytes(damaged[: rng.choice((len(damaged), rng.randrange(len(damaged)) + 1))])
        )


def check_result_or_sentence(content: bytes, labels: bytes | None = None) -> None:
    with contextlib.suppress(embedlab.EmbedLabError):  # any other error fails the test
        check_table(read_vector_table(content, labels=labels))


def check_table(table: embedlab.tables.VectorTable) -> None:
    rows = len(table.labels)
    assert table.matrix.shape[0] == rows > 0
    assert np.isfinite(table.matrix).all()
    assert len(set(table.labels)) == rows
    assert all(len(values) == rows for values in table.columns.values())
    assert all(label.strip() for label in table.labels)
    json.dumps(
        [table.labels, dict(table.columns), table.notes], ensure_ascii=False
    ).encode()  # no half character


def test_numbers_of_every_type() -> None:
    for kind in ("<f2", ">f4", "<f8", "<i4", ">i2", "|u1"):
        array = np.array([[1, 2], [3, 4]]).astype(kind)
        assert read_vector_table(npy(array)).matrix.tolist() == [[1, 2], [3, 4]]
    fortran = np.asfortranarray(MATRIX)
    np.testing.assert_array_equal(read_vector_table(npy(fortran)).matrix, MATRIX)


def test_bfloat16_of_a_model() -> None:
    import torch
    from safetensors.torch import save

    tensor = torch.tensor([[1.0, -2.5], [0.15625, 3e38]]).bfloat16()
    table = read_vector_table(save({"table": tensor}))
    np.testing.assert_array_equal(table.matrix, tensor.float().numpy())


def test_rows_without_labels_are_numbered_and_it_is_said() -> None:
    table = read_vector_table(npy(MATRIX))
    assert table.labels[:2] == ("row 1", "row 2")
    assert "numbered" in table.notes[0]


def test_labels_of_a_table_that_has_its_own_are_not_mixed_in() -> None:
    table = read_vector_table(rows_of(WORDS, MATRIX), labels=b"wrong\n" * 6)
    assert list(table.labels) == WORDS
    assert "not used" in table.notes[-1]


def test_a_csv_of_pandas_with_its_index() -> None:
    table = read_vector_table(b",word,0,1,2\n0,cat,1,2,3\n1,dog,4,5,6\n")
    assert table.labels == ("cat", "dog")
    assert table.matrix.tolist() == [[1, 2, 3], [4, 5, 6]]
    assert table.columns == {"index": ("0", "1")}


def test_a_csv_without_a_header_says_so() -> None:
    table = read_vector_table(b"cat,0.5,1\ndog,2,3\n")
    assert table.labels == ("cat", "dog")
    assert "no header" in table.notes[0]


def test_cells_in_quotation_marks_may_hold_anything() -> None:
    table = read_vector_table(b'word,kind,x\n"a, b","say ""hi""",1\n"c\n\nd",k,2\n')
    assert table.labels == ("a, b", "c\n\nd")
    assert table.columns == {"kind": ('say "hi"', "k")}
    with pytest.raises(embedlab.EmbedLabError, match="Line 3 has 2 columns where the first line has 3"):
        read_vector_table(b"word,kind,x\na,b,1\nc,2\n")
    with pytest.raises(embedlab.EmbedLabError, match=r"Line 4 has “high” in the column “x”"):
        read_vector_table(b"word,kind,x\na,b,1\nc,d,2\ne,f,high\n")


def test_commas_in_words_and_numbers_in_labels() -> None:
    table = read_vector_table(b"a,b 0.5\nc,d 1.5\n")
    assert (table.format, table.labels) == ("GloVe text", ("a,b", "c,d"))
    table = read_vector_table(b"word,x\nroute 66,1\nhighway 61,2\n")
    assert (table.format, table.labels) == ("CSV", ("route 66", "highway 61"))
    assert read_vector_table(b", 1 2\n. 3 4\n1,000 5 6\n").labels == (",", ".", "1,000")


def test_metadata_columns_and_classes() -> None:
    vectors = b"1\t2\n3\t4\n5\t6\n7\t8\n9\t0\n"
    table = read_vector_table(vectors, labels=b"kind\tword\nx\ta\ny\tb\nx\tc\ny\td\nx\te\n")
    assert table.labels == ("a", "b", "c", "d", "e")
    assert table.columns == {"kind": ("x", "y", "x", "y", "x")}
    digits = read_vector_table(vectors, labels=b"1\n2\n1\n2\n1\n")  # classes, not names: no row is lost
    assert digits.labels[0] == "row 1"
    assert digits.columns == {"label": ("1", "2", "1", "2", "1")}


def test_a_parquet_of_texts_wholes_and_floats() -> None:
    content = parquet(
        {"kind": ["p", "p"], "word": ["cat", None], "count": [7, 8], "x": [1.0, 2.0], "y": [3.0, 4.0]}
    )
    table = read_vector_table(content)
    assert table.labels == ("cat", "row 2")
    assert table.matrix.tolist() == [[1, 3], [2, 4]]
    assert table.columns == {"kind": ("p", "p"), "count": ("7", "8")}


def test_lists_of_different_lengths_name_the_row() -> None:
    with pytest.raises(embedlab.EmbedLabError, match="Row 2 has 1 number where the first vector has 2"):
        read_vector_table(parquet({"word": ["a", "b"], "vector": [[1.0, 2.0], [1.0]]}))


def test_several_matrices_need_a_name() -> None:
    two = {"first": MATRIX, "second": MATRIX}
    with pytest.raises(embedlab.EmbedLabError, match=r"2 matrices \(“first”, “second”\); name the one"):
        read_vector_table(npz(**two))
    named = read_vector_table(npz(**two, vectors=2 * MATRIX))
    np.testing.assert_array_equal(named.matrix, 2 * MATRIX)


def test_long_labels_are_cut_at_a_grapheme_and_stay_different() -> None:
    family = "👨‍👩‍👧‍👦"
    long = [family * 120 + "a", family * 120 + "b", "short"]
    table = read_vector_table(word2vec_binary(long, MATRIX[:3]))
    assert table.labels == (family * 99 + "…", family * 99 + "… (2)", "short")
    assert table.notes == ("2 labels longer than 100 characters were cut.",)
    assert read_vector_table(word2vec_binary([family * 100], MATRIX[:1])).notes == ()  # 700 code points


def test_what_the_notes_say_of_numbers() -> None:
    table = read_vector_table(b"a 0 0\nb 1e30 2\nc 3 4\n")
    assert any("1 row is all zeros" in note for note in table.notes)
    assert any("1.0e+30" in note for note in table.notes)


def test_skip_rows_counts_lines_and_is_checked() -> None:
    junk = b"my vectors, 2024\n\ncat 1 2\ndog 3 4\n"
    assert read_vector_table(junk, skip_rows=1).labels == ("cat", "dog")
    assert "none, so every row was read" in read_vector_table(npy(MATRIX), skip_rows=1).notes[0]
    for wrong in (-1, 50_001):
        with pytest.raises(embedlab.EmbedLabError, match="skip_rows"):
            read_vector_table(junk, skip_rows=wrong)
    with pytest.raises(embedlab.EmbedLabError, match="0 vectors after the first 4 lines"):
        read_vector_table(junk, skip_rows=4)


def test_an_encoding_that_is_none_is_a_plain_sentence() -> None:
    with pytest.raises(embedlab.UnknownNameError, match="utf-7"):
        read_vector_table(b"a 1\n", encoding="utf-7")


@pytest.mark.parametrize(
    ("rows", "dim", "message"),
    [
        (50_001, 3, "50,001 vectors and at most 50,000"),
        (3, 4_097, "4,097 numbers each and at most 4,096"),
        (40_000, 1_000, "keep its first 16,777 rows"),
        (0, 5, "0 vectors"),
    ],
)
def test_the_limits_of_a_shape(rows: int, dim: int, message: str) -> None:
    with pytest.raises(embedlab.EmbedLabError, match=message):
        limits.check_shape(rows, dim)


def test_the_limits_hold_for_files() -> None:
    limits.check_shape(50_000, 300)
    limits.check_shape(16_384, 1_024)
    many = b"".join(b"w%d 1 2\n" % row for row in range(50_001))
    with pytest.raises(embedlab.EmbedLabError, match="50,001 vectors"):
        read_vector_table(many)
    assert len(read_vector_table(many[: many.rstrip().rfind(b"\n") + 1]).labels) == 50_000
    with pytest.raises(embedlab.EmbedLabError, match=r"25\.0 MB and at most 25 MB"):
        read_vector_table(b"a 1\n" * (25 << 18) + b"x")
    with pytest.raises(embedlab.EmbedLabError, match="25,165,825 lines and at most 200,000"):
        read_vector_table(b"\n" * (24 << 20) + b"a 1 2\n")
    with pytest.raises(embedlab.EmbedLabError, match="file of labels has 26"):
        read_vector_table(npy(MATRIX), labels=b"a\n" * (13 << 20))


def test_a_text_of_25_megabytes_takes_seconds() -> None:
    rng = np.random.default_rng(0)
    row = b" ".join(b"%.5f" % number for number in rng.normal(size=60))
    content = b"".join(b"word%d %s\n" % (place, row) for place in range(49_000))
    assert 24 << 20 < len(content) < limits.MAX_UPLOAD
    begun = time.monotonic()
    assert read_vector_table(content).matrix.shape == (49_000, 60)
    assert time.monotonic() - begun < 20.0  # 1.7 here; far above it on a busy machine


def test_gzip_of_binary_formats_too() -> None:
    for content in (npy(MATRIX), word2vec_binary(["a", "b"], MATRIX[:2]), safetensors(MATRIX)):
        table = read_vector_table(gzip.compress(content))
        np.testing.assert_array_equal(table.matrix, MATRIX[: len(table.matrix)])
        assert "gzip" in table.notes[0]


def test_words_that_begin_as_other_files_do_are_words() -> None:
    for word in ("GGUF", "ARROW1", "%PDF", "BZh", "PAR1", "ZF0x", "x^", "c", "PK"):
        table = read_vector_table(rows_of([word, "cat"], MATRIX[:2]))
        assert table.labels == (word, "cat")


def test_a_table_becomes_word_vectors() -> None:
    table = read_vector_table(rows_of(WORDS, MATRIX))
    vectors = embedlab.vectors.WordVectors(table.labels, table.matrix, name="mine")
    assert vectors.neighbors("king", k=2).words
