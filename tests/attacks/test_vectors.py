"""Hostile and clumsy tables of vectors: the rows of docs/bad_input.md about reading them.

Those about memory run the reader in this process and measure what Python and NumPy reserved, which is what a
lying file is after.
"""

from __future__ import annotations

import gzip
import io
import lzma
import pickle
import random
import struct
import tracemalloc
import unicodedata
import zipfile
import zlib
from collections.abc import Iterator

import numpy as np
import pyarrow
import pyarrow.parquet
import pytest

import embedlab
from embedlab.tables import limits, read_vector_table
from tests.support.table_files import (
    MATRIX,
    WORDS,
    npy,
    npz,
    parquet,
    parquet_lists,
    rows_of,
    safetensors,
    word2vec_binary,
)

pytestmark = pytest.mark.long

SMALL = 24 << 20  # bytes: far below what any of the lying files asks for


def refusal(content: bytes, said: str, **options: object) -> None:
    with pytest.raises(embedlab.InvalidInputError, match=said):
        read_vector_table(content, **options)  # type: ignore[arg-type]


@pytest.fixture
def small_memory() -> Iterator[None]:
    """Fail if more than a little memory was reserved, the libraries aside."""
    for content in (parquet_lists(WORDS, MATRIX), safetensors(MATRIX), rows_of(WORDS, MATRIX)):
        read_vector_table(content)  # imports what it needs
    tracemalloc.start()
    yield
    peak = tracemalloc.get_traced_memory()[1]
    tracemalloc.stop()
    assert peak < SMALL, f"{peak / limits.MEGABYTE:.0f} MB"


@pytest.mark.parametrize(
    "content", [b"0 3\n", b"2 3\n", b"2 3", b"word,x,y\n", b"word\tx\ty\n", npy(MATRIX[:0])]
)
@pytest.mark.bad_input(2)
def test_a_header_without_rows(content: bytes) -> None:
    refusal(content, "holds 0 vectors")


@pytest.mark.bad_input(2)
def test_every_format_without_rows() -> None:
    refusal(parquet({"word": [], "x": np.empty(0, np.float32)}), "holds 0 vectors")
    refusal(safetensors(MATRIX[:0]), "holds 0 vectors")
    refusal(npz(vectors=MATRIX[:, :0]), "6 vectors of 0 numbers")
    refusal(b"", "is empty")
    refusal(b" \r\n\n", "0 vectors, only blank lines")


@pytest.mark.parametrize("mark", ["utf-8-sig", "utf-16", "utf-32"])
@pytest.mark.parametrize("line_break", ["\r\n", "\r", "\n"])
@pytest.mark.parametrize(
    "text", ["2 2\nnaïve 1 2\ncafé 3 4\n", "naïve 1 2\ncafé 3 4", "word,x,y\nnaïve,1,2\ncafé,3,4\n"]
)
@pytest.mark.bad_input(8)
def test_marks_and_line_breaks(text: str, line_break: str, mark: str) -> None:
    table = read_vector_table(text.replace("\n", line_break).encode(mark))
    assert table.labels == ("naïve", "café")
    assert table.matrix.tolist() == [[1, 2], [3, 4]]
    assert "byte order mark" in table.notes[0]


@pytest.mark.parametrize("text", ["déjà 1 2\n", "2 2\na 1 2\ndéjà 3 4\n", "word,x\ndéjà,1\n"])
@pytest.mark.bad_input(9)
def test_latin_1_is_never_guessed(text: str) -> None:
    content = text.encode("cp1252")
    refusal(content, r"Line \d is not utf-8 .*choose the encoding")
    assert "déjà" in read_vector_table(content, encoding="cp1252").labels
    refusal(word2vec_binary(["x"], MATRIX[:1]).replace(b"x", b"\xe9"), "word at byte 4 .* not utf-8")


@pytest.mark.usefixtures("small_memory")
@pytest.mark.parametrize("rows", [b"", b"king 0.1 0.2\n", b"king \0\0\x80\x3f", b"king 1\n"])
@pytest.mark.bad_input(19)
def test_a_header_that_promises_a_petabyte(rows: bytes) -> None:
    refusal(b"1000000000 1000000\n" + rows, "1,000,000 numbers each and at most 4,096")
    refusal(b"9" * 18 + b" " + b"9" * 18 + b"\n" + rows, "at most 4,096")


@pytest.mark.usefixtures("small_memory")
@pytest.mark.bad_input(19)
def test_a_count_alone_reserves_nothing() -> None:
    table = read_vector_table(b"1000000000 1024\nking" + b" 1" * 1_024 + b"\n")
    assert table.matrix.shape == (1, 1_024)
    refusal(b"1000000000 1024\nking \0\0\x80\x3f", "inside vector 1")


@pytest.mark.parametrize("promised", [1, 9])
@pytest.mark.bad_input(20)
def test_a_count_too_high_or_too_low(promised: int) -> None:
    words = [word.replace(" ", "_") for word in WORDS]
    for content in (f"{promised} 5\n".encode() + rows_of(words, MATRIX), word2vec_binary(words, MATRIX)):
        table = read_vector_table(content.replace(b"6 5\n", b"%d 5\n" % promised, 1))
        assert list(table.labels) == words
        np.testing.assert_array_equal(table.matrix, MATRIX)
        assert table.notes == (
            f"The header promises {promised} vectors and the file holds 6; all of those were read.",
        )


@pytest.mark.bad_input(21)
def test_no_header_is_noticed_and_said() -> None:
    table = read_vector_table(rows_of(WORDS, MATRIX))
    assert table.format == "GloVe text"
    assert "no header" in table.notes[0]


@pytest.mark.parametrize(
    ("content", "labels"),
    [
        (b"2 5\n3 7\n4 1\n", ("2", "3", "4")),  # a header would say five numbers
        (b"2 1\n3 7\n4 1\n", ("3", "4")),  # a header: two words with one number each follow
        (b"2 1\n3 7\n", ("2", "3")),  # two words: a header would promise one line more
        (b"2 0.5\n3 0.7\n", ("2", "3")),
        (b"2 3\n3 7 8 9\n4 1 2 3\n", ("3", "4")),
    ],
)
@pytest.mark.bad_input(22)
def test_a_word_that_looks_like_a_header(content: bytes, labels: tuple[str, ...]) -> None:
    assert read_vector_table(content).labels == labels


@pytest.mark.parametrize("header", [b"", b"5 3\n"])
@pytest.mark.bad_input(23)
def test_the_first_ragged_line_is_named(header: bytes) -> None:
    content = header + b"a 1 2 3\nb 4 5\nc 6 7 8\nd 9\ne 1 2 3\n"
    bad = 3 if header else 2
    refusal(content, rf"Line {bad} ends with 2 numbers .* 3 numbers .* skip_rows={bad}")
    refusal(content, f"Line {bad + 2} ends with 1 number ", skip_rows=bad)
    assert read_vector_table(content, skip_rows=bad + 2).labels == ("e",)


@pytest.mark.bad_input(24)
def test_words_with_spaces() -> None:
    content = b". . . 0.1 0.2\nat name 0.3 0.4\nking 0.5 0.6\nroute 66 0.7 0.8\nqueen 0.9 1\n"
    words = (". . .", "at name", "king", "route 66", "queen")
    assert read_vector_table(content).labels == words
    assert read_vector_table(b"5 2\n" + content).labels == words


@pytest.mark.bad_input(25)
def test_repeated_words() -> None:
    table = read_vector_table(b"cat 1 2\ndog 3 4\ncat 5 6\ncat 7 8\n")
    assert table.labels == ("cat", "dog")
    assert table.matrix.tolist() == [[1, 2], [3, 4]]
    assert any("2 rows with a label that came before" in note and "“cat”" in note for note in table.notes)


@pytest.mark.bad_input(26)
def test_words_alike_in_case_or_accent_are_kept() -> None:
    words = ["Cat", "cat", "é", unicodedata.normalize("NFD", "é"), "dog"]
    table = read_vector_table(rows_of(words, MATRIX[:5]))
    assert list(table.labels) == words
    assert any(note.startswith("4 labels differ") for note in table.notes)


@pytest.mark.parametrize("bad", ["nan", "inf", "-Infinity", "1e39"])
@pytest.mark.bad_input(27)
def test_numbers_that_are_none(bad: str) -> None:
    rows = [f"w{row} 1 2" for row in range(300)]
    rows[7] = rows[9] = f"w7 1 {bad}"
    table = read_vector_table("\n".join(rows).encode())
    assert len(table.labels) == 298
    assert np.isfinite(table.matrix).all()
    assert any(note.startswith("2 rows with numbers that are missing") for note in table.notes)
    assert len(read_vector_table(f"a 1 {bad}\nb 1 2\n".encode()).labels) == 1  # one may always be
    rows[11] = rows[13] = rows[7]
    refusal("\n".join(rows).encode(), "4 rows of 300 .*first row 8 .*at most one row or 1%")
    refusal(f"a 1 {bad}\n".encode(), "1 row of 1")


@pytest.mark.bad_input(27)
def test_in_every_binary_format() -> None:
    matrix = MATRIX.copy()
    matrix[2, 3] = np.nan
    missing = parquet({"word": ["a", "b", None], "x": [1.0, None, 3.0]})
    for content in (npy(matrix), npz(x=matrix), safetensors(matrix), parquet_lists(WORDS, matrix), missing):
        table = read_vector_table(content)
        assert any(note.startswith("1 row with numbers that are missing") for note in table.notes)
        assert np.isfinite(table.matrix).all()


@pytest.mark.bad_input(28)
def test_vectors_of_zeros_are_kept_and_counted() -> None:
    table = read_vector_table(b"a 0 0\nb 1 2\nc 0 -0\n")
    assert len(table.labels) == 3
    assert any(note.startswith("2 rows are all zeros") for note in table.notes)


@pytest.mark.usefixtures("small_memory")
@pytest.mark.bad_input(33)
def test_a_million_dimensions() -> None:
    refusal(b"1 1000000\nking" + b" 1" * 1_000_000, "1,000,000 numbers each and at most 4,096")
    refusal(b"king" + b" 1" * 1_000_000, "Line 1 is longer than 131,072 bytes.*4,096 numbers")
    refusal(b"king" + b" 1" * 5_000 + b"\n", "5,000 numbers each")
    refusal(npy(np.zeros((1, 1_000_000), np.float32)), "1,000,000 numbers each")
    refusal(b"word," + b",".join(b"c%d" % place for place in range(10_000)) + b"\n", "10,001 columns")
    refusal(safetensors(np.zeros((1, 100_000), np.float16)), "100,000 numbers each")


@pytest.mark.bad_input(34)
def test_other_types_of_numbers() -> None:
    half = np.array([[60_000, 1], [-60_000, 2]], np.float16)
    assert read_vector_table(npy(half)).matrix.tolist() == [[60_000, 1], [-60_000, 2]]
    double = np.array([[1e300, 1], [1, 2], [3, 4]])
    for content in (npy(double), parquet({"word": ["a", "b", "c"], "v": list(double)})):
        assert any("beyond 3.4e38" in note for note in read_vector_table(content).notes)
    assert any("1.0e+38" in note for note in read_vector_table(b"a 1e38 1\nb 1 2").notes)


@pytest.mark.parametrize(
    ("content", "line"),
    [
        (b"king 1,5 2\nqueen 2,5 3,1\n", 1),
        (b"2 2\nking 1,5 2\nqueen 2,5 3,1\n", 2),
        (b"king 1,5\nqueen 2,5\n", 1),
        (b"word;x;y\nNew York;1,5;2,5\n", 2),
        (b'word,x,y\nking,1,2\nqueen,"1,5",2\nman,1,2\n', 3),
        (b"1,5\t2,5\n1\t2,5\n", 1),
    ],
)
@pytest.mark.bad_input(34)
def test_a_decimal_comma_is_named(content: bytes, line: int) -> None:
    refusal(content, rf"Line {line} writes numbers with a decimal comma \(“\d,5”\); write them with a point")


@pytest.mark.bad_input(35)
def test_a_binary_file_cut_off_names_the_byte() -> None:
    content = word2vec_binary(["king", "queen"], MATRIX[:2])
    cut = content[:-7]
    begins = len(content) - 20
    refusal(
        cut,
        rf"ends at byte {len(cut)}, inside vector 2 \(“queen”\).*begin at byte {begins} and take 20 bytes",
    )
    refusal(content[: content.index(b"queen") + 3], f"No word ends near byte {content.index(b'queen')} ")


@pytest.mark.bad_input(35)
def test_a_text_named_bin_just_works() -> None:
    content = b"2 2\nking 1 2\nqueen 3 4\n"
    assert read_vector_table(content, name="vectors.bin").format == "word2vec text"
    assert read_vector_table(word2vec_binary(["a"], MATRIX[:1]), name="a.txt").format == "word2vec binary"


@pytest.mark.bad_input(36)
def test_objects_are_refused_with_a_recipe() -> None:
    objects = np.array([[1, "a"], [2, {}]], dtype=object)
    refusal(npy(objects), r"Python objects.*convert it with np\.save")
    refusal(npz(vectors=MATRIX, words=np.array(WORDS, dtype=object)), "Python objects.*dtype=str")
    refusal(npy(np.array([(1, 2)], dtype=[("a", "f4"), ("b", "f4")])), "describes records")
    refusal(npy(np.array([["a", "b"]])), "not real numbers")
    refusal(npy(MATRIX.astype(complex)), "not real numbers")
    refusal(npy(MATRIX[0]), r"shape \(5\) and a table needs two axes")


def huge_npy(shape: str, descr: str = "<f4") -> bytes:
    header = f"{{'descr': '{descr}', 'fortran_order': False, 'shape': {shape}, }}".encode()
    return b"\x93NUMPY\x01\0" + struct.pack("<H", len(header)) + header + b"\0" * 64


@pytest.mark.usefixtures("small_memory")
@pytest.mark.bad_input(37)
def test_a_tiny_npy_with_a_huge_shape() -> None:
    refusal(huge_npy("(50000, 300)"), r"shape \(50,000 × 300\), 60,000,000 bytes, and 64 bytes follow")
    refusal(huge_npy("(4, 3)"), "48 bytes, and 64 bytes follow")
    refusal(huge_npy("(1000000000000, 4)"), "1,000,000,000,000 vectors")
    refusal(huge_npy("(4, 9223372036854775807)"), "at most 4,096")
    refusal(huge_npy("(-4, -4)"), "header of the array")
    refusal(huge_npy("(" + "9," * 9_000 + ")"), "header of the array")
    refusal(huge_npy("(" * 9_000), "header of the array")
    refusal(huge_npy("(1, 1)", "<U999999999"), "not real numbers")
    refusal(b"\x93NUMPY\x02\0\xff\xff\xff\xff{", "header of the array")


def zipped(entries: dict[str, bytes], **options: int) -> bytes:
    output = io.BytesIO()
    with zipfile.ZipFile(output, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, content in entries.items():
            archive.writestr(name, content, **options)  # type: ignore[arg-type]
    return output.getvalue()


def lying(content: bytes, size: int) -> bytes:
    """Return an archive of one entry whose two records of its size say `size`."""
    changed = bytearray(content)
    for magic, place in ((b"PK\x03\x04", 22), (b"PK\x01\x02", 24)):
        begin = changed.index(magic) + place
        changed[begin : begin + 4] = struct.pack("<I", size)
    return bytes(changed)


BOMB = npy(np.zeros((50_000, 1_600), np.uint8))  # 80 MB that compress to 80 KB


@pytest.mark.bad_input(38)
def test_a_bomb_in_an_archive(small_memory: None) -> None:
    bomb = npz_bomb()
    tracemalloc.reset_peak()
    assert len(bomb) < 1 << 20
    refusal(bomb, "archive unfolds to more than 64 MB")


def npz_bomb() -> bytes:
    return zipped({"vectors.npy": BOMB})


@pytest.mark.bad_input(38)
def test_a_bomb_that_lies_about_its_size() -> None:
    refusal(lying(npz_bomb(), 4_000), "zip archive cannot be read|64 MB|bytes follow")
    many = zipped({f"a{place}.npy": npy(np.zeros((50_000, 300), np.uint8)) for place in range(5)})
    refusal(many, "archive unfolds to more than 64 MB")  # each alone is small


@pytest.mark.usefixtures("small_memory")
@pytest.mark.bad_input(39)
def test_gzip_in_gzip_and_damage() -> None:
    plain = rows_of(WORDS, MATRIX)
    refusal(gzip.compress(gzip.compress(plain)), "only one layer is unpacked")
    refusal(gzip.compress(npz(vectors=MATRIX)), "only one layer")
    refusal(gzip.compress(plain)[:-9], "cut off")
    refusal(gzip.compress(plain) + b"more", "4 bytes after its end")
    damaged = bytearray(gzip.compress(plain))
    damaged[-6] ^= 1
    refusal(bytes(damaged), "damaged")
    refusal(gzip.compress(b"") * 10_001, "more than 10,000 parts")
    halves = gzip.compress(plain[:40]) + gzip.compress(plain[40:]) + b"\0" * 100
    assert read_vector_table(halves).labels == tuple(WORDS)


@pytest.mark.parametrize("members", [1, 4])
@pytest.mark.bad_input(39)
def test_a_bomb_of_gzip(members: int) -> None:
    # a gigabyte of zeros in all, whether in one member or in several
    bomb = gzip.compress(b"\0" * ((1 << 30) // members // 8), 1) * members * 8
    tracemalloc.start()
    refusal(bomb, "gzip file unfolds to more than 64 MB")
    peak = tracemalloc.get_traced_memory()[1]
    tracemalloc.stop()
    assert peak < 1.5 * limits.MAX_DECOMPRESSED


@pytest.mark.parametrize("name", ["../../etc/passwd", "/etc/passwd", "C:\\x", "a/../../b", "x\x1b[31m\u202e"])
@pytest.mark.bad_input(40)
def test_paths_in_an_archive_are_names_only(name: str) -> None:
    content = zipped({f"{name}.npy": npy(MATRIX)})
    np.testing.assert_array_equal(read_vector_table(content).matrix, MATRIX)
    with pytest.raises(embedlab.EmbedLabError) as caught:
        read_vector_table(zipped({name: b"x"}))
    assert "zip archive of 1 files" in str(caught.value)
    assert "\u202e" not in str(caught.value)


@pytest.mark.bad_input(40)
def test_links_and_too_many_entries(small_memory: None) -> None:
    link = zipfile.ZipInfo("vectors.npy")
    link.external_attr = 0o120777 << 16
    output = io.BytesIO()
    with zipfile.ZipFile(output, "w") as archive:
        archive.writestr(link, "/etc/passwd")
    refusal(output.getvalue(), "no header of NumPy")
    refusal(zipped({f"{place}.npy": b"" for place in range(101)}), "more than 100 entries")
    # a directory of 100,000 records behind an end that admits to one
    directory = b"PK\x01\x02" + b"\0" * 42
    end = b"PK\x05\x06" + struct.pack("<HHHHIIH", 0, 0, 1, 1, 46 * 100_000, 4, 0)
    refusal(b"PK\x03\x04" + directory * 100_000 + end, "more than 100 entries")
    refusal(zipped({"readme.txt": b"x", "vectors.npy": npy(MATRIX)}), "zip archive of 2 files.*unpack it")
    refusal(
        zipped({"[Content_Types].xml": b"x", "xl/workbook.xml": b"x"}), "office file.*save the table as CSV"
    )


@pytest.mark.parametrize("protocol", range(6))
@pytest.mark.parametrize("value", [{"king": [1.0, 2.0]}, [1, 2], MATRIX, slice(1)], ids=str)
@pytest.mark.bad_input(41)
def test_pickles_by_their_content(protocol: int, value: object) -> None:
    content = pickle.dumps(value, protocol)
    for packed in (content, gzip.compress(content), zlib.compress(content, 3)):
        refusal(packed, "pickle.*can run code.*np.save", name="innocent.npy")


@pytest.mark.bad_input(41)
def test_what_torch_gensim_and_joblib_write() -> None:
    import joblib
    import torch
    from gensim.models import KeyedVectors

    for zip_format in (True, False):
        output = io.BytesIO()
        torch.save({"w": torch.zeros(2, 2)}, output, _use_new_zipfile_serialization=zip_format)
        refusal(output.getvalue(), "pickle.*safetensors.torch.save_file", name="pytorch_model.bin")
    refusal(pickle.dumps(KeyedVectors(3), 4), "pickle.*save_word2vec_format", name="vectors.kv")
    for compress in (0, 3, ("gzip", 3), ("bz2", 3), ("lzma", 3), ("xz", 3)):
        output = io.BytesIO()
        joblib.dump(MATRIX, output, compress=compress)
        refusal(output.getvalue(), "pickle|compressed with")
    refusal(lzma.compress(b"a 1 2\n"), "compressed with xz")


@pytest.mark.bad_input(42)
def test_damaged_safetensors() -> None:
    good = safetensors(MATRIX)
    refusal(struct.pack("<Q", 1 << 40) + good[8:], "damaged or cut: a header of 1,099,511,627,776 bytes")
    refusal(struct.pack("<Q", 5_000_000) + good[8:] + bytes(5_000_000), "at most 4,194,304")
    refusal(good[:-4], "safetensors file is damaged")
    refusal(good + b"\0\0", "safetensors file is damaged")
    tensor = b'{"dtype":"F32","shape":[2,2],"data_offsets":[%d,%d]}'
    header = b'{"a":%s,"b":%s}' % (tensor % (0, 16), tensor % (8, 24))  # they overlap
    refusal(struct.pack("<Q", len(header)) + header + b"\0" * 24, "safetensors file is damaged")
    header = b'{"a":{"dtype":"F32","shape":[4611686018427387904,4],"data_offsets":[0,16]}}'
    refusal(struct.pack("<Q", len(header)) + header + b"\0" * 16, "safetensors file is damaged")
    refusal(safetensors(MATRIX[0]), "no array of real numbers with two axes")
    refusal(
        safetensors(np.full((4, 2), np.nan, np.float32)), "4 rows of 4 have numbers that are missing, NaN"
    )


@pytest.mark.bad_input(43)
def test_gguf_is_refused_by_its_magic() -> None:
    array = struct.pack("<IQQQ", 3, 1, 1, 1 << 62)
    refusal(b"GGUF" + array, "GGUF model.*save its embedding matrix")
    refusal(gzip.compress(b"GGUF" + array), "GGUF model")


def parquet_bomb() -> bytes:
    """Return a few kilobytes that unfold to 20,000 lists of 1,000 equal numbers."""
    places = np.arange(0, 20_000_001, 1_000, dtype=np.int32)
    lists = pyarrow.ListArray.from_arrays(places, pyarrow.array(np.zeros(20_000_000, np.float32)))
    return parquet({"vector": lists})


@pytest.mark.bad_input(44)
def test_parquet_that_unfolds(small_memory: None) -> None:
    bomb = parquet_bomb()
    tracemalloc.reset_peak()
    before = pyarrow.total_allocated_bytes()
    assert len(bomb) < 1 << 20
    refusal(bomb, "column of lists of the Parquet file unfolds to more than 64 MB")
    assert pyarrow.total_allocated_bytes() - before < SMALL
    refusal(parquet({"x": np.zeros(50_001, np.float32)}), "50,001 vectors")
    refusal(parquet({f"c{place}": [1.0] for place in range(4_200)}), "4,200 columns")
    nested = pyarrow.array([1.0])
    for _ in range(30):
        nested = pyarrow.StructArray.from_arrays([nested], ["inner"])
    refusal(parquet({"word": ["a"], "deep": nested}), "no column of numbers")


@pytest.fixture
def arrow_pool() -> Iterator[pyarrow.MemoryPool]:
    """Arrow's memory, counted from here on."""
    usual = pyarrow.default_memory_pool()
    pool = pyarrow.proxy_memory_pool(usual)
    pyarrow.set_memory_pool(pool)
    yield pool
    pyarrow.set_memory_pool(usual)


@pytest.mark.usefixtures("small_memory")
@pytest.mark.bad_input(44)
def test_a_long_text_repeated_is_held_once(arrow_pool: pyarrow.MemoryPool) -> None:
    places = pyarrow.array(np.zeros(3_000, np.int32))
    long = pyarrow.DictionaryArray.from_arrays(places, pyarrow.array(["x" * 100_000]))
    output = io.BytesIO()
    columns = {"kind": long, "x": np.arange(3_000, dtype=np.float32)}
    # without Arrow's own schema the file says no more than that there are texts
    pyarrow.parquet.write_table(pyarrow.table(columns), output, store_schema=False)
    table = read_vector_table(output.getvalue())  # 300 MB, were every text made
    assert arrow_pool.max_memory() < SMALL
    assert len(table.labels) == 3_000
    assert len(table.columns["kind"][0]) == limits.MAX_LABEL_GRAPHEMES


@pytest.mark.bad_input(44)
def test_damaged_parquet() -> None:
    content = parquet_lists(WORDS, MATRIX)
    refusal(content[:-4], "cut off")
    refusal(content[:-8] + struct.pack("<I", 1 << 31) + b"PAR1", "footer")
    refusal(b"PAR1\0\0\0\0" + b"\xff" * 50 + struct.pack("<I", 50) + b"PAR1", "damaged")


@pytest.mark.usefixtures("small_memory")
@pytest.mark.bad_input(45)
def test_fields_and_lines_without_end() -> None:
    refusal(b"word,x\n" + b"a" * 5_000_000, "Line 2 is longer than 131,072 bytes")
    refusal(b'word,x\n"' + b"a\n" * 150_000, "cell that does not end or is too long")
    refusal(b"a" * 5_000_000, "Line 1 is longer")
    refusal(b"a" + b"," * 10_000 + b"\na" + b"," * 10_000 + b"\n", "10,001 columns")
    refusal(b"," * 10_000 + b"\n" + b"," * 10_000 + b"\n", "0 vectors")
    refusal(
        b",".join(b"c%d" % place for place in range(60)) + b",x\n" + b"t," * 60 + b"1\n",
        "60 columns that are not",
    )
    assert read_vector_table(b"word,x\na\0b,1\nc,2\n").labels == ("a\0b", "c")
    assert read_vector_table(b"a\0b 1 2\nc 3 4\n").labels == ("a\0b", "c")


@pytest.mark.bad_input(46)
def test_the_rule_of_the_projector() -> None:
    vectors = b"1\t2\n3\t4\n5\t6\n"
    one = read_vector_table(vectors, labels=b"cat\ndog\nsun\n")
    assert one.labels == ("cat", "dog", "sun")
    several = read_vector_table(vectors, labels=b"word\tkind\ncat\tpet\ndog\tpet\nsun\tstar\n")
    assert several.labels == ("cat", "dog", "sun")
    assert several.columns == {"kind": ("pet", "pet", "star")}
    refusal(
        vectors,
        "4 lines and the table 3 vectors; a file with one column has no header row",
        labels=b"word\ncat\ndog\nsun\n",
    )
    refusal(
        vectors,
        "3 lines, one of them its header, and the table 3 vectors; .*several columns between tabs has one",
        labels=b"cat\tpet\ndog\tpet\nsun\tstar\n",
    )
    refusal(vectors, "Line 3 of the labels has 1 column where the first has 2", labels=b"a\tb\nc\td\ne\n")
    refusal(vectors, "2 lines and the table 3 vectors", labels=b"cat\ndog\n")
    assert read_vector_table(vectors, labels=b"cat\n\nsun\n").labels == ("cat", "row 2", "sun")
    refusal(npy(MATRIX), "2 lines and the table 6 vectors", labels=b"cat\ndog\n")


@pytest.mark.parametrize(
    "name", ["../../x", "CON", "a" * 300, "🙂.txt", "x\n\x1b[31m\u202ey", "\0", "<b>", ""]
)
@pytest.mark.bad_input(47)
def test_a_name_is_only_shown(name: str) -> None:
    assert read_vector_table(b"a 1 2\n", name=name).labels == ("a",)
    with pytest.raises(embedlab.EmbedLabError) as caught:
        read_vector_table(b"", name=name)
    shown = str(caught.value).split("”: ")[0]
    assert len(shown) <= 1 + limits.MAX_NAME
    assert not any(unicodedata.category(character) in {"Cc", "Cf"} for character in shown)


def test_the_same_sentence_whatever_the_state_of_the_process() -> None:
    random.seed(1)
    np.seterr(all="raise")
    try:
        table = read_vector_table(b"a 1e39 2\nb 1 2\nc 1e-46 1\n")
    finally:
        np.seterr(all="warn")
    assert table.labels == ("b", "c")
