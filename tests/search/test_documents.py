"""Own documents: each kind of file is read as it is meant, and each bad one gets one sentence."""

from __future__ import annotations

import io
import json

import pytest
from PIL import Image

import embedlab
from embedlab.search import read_documents, read_untrusted_documents


def pdf(*pages: str) -> bytes:
    """Return a PDF with one line of text on each page; "" makes a page without text."""
    objects = [b"<< /Type /Catalog /Pages 2 0 R >>"]
    kids = " ".join(f"{4 + 2 * number} 0 R" for number in range(len(pages)))
    objects.append(f"<< /Type /Pages /Kids [{kids}] /Count {len(pages)} >>".encode())
    objects.append(b"<< /Type /Font /Subtype /Type1 /BaseFont /Helvetica >>")
    for number, words in enumerate(pages):
        stream = f"BT /F1 24 Tf 72 700 Td ({words}) Tj ET".encode() if words else b""
        objects.append(
            f"<< /Type /Page /Parent 2 0 R /MediaBox [0 0 612 792] /Contents {5 + 2 * number} 0 R "
            "/Resources << /Font << /F1 3 0 R >> >> >>".encode()
        )
        objects.append(b"<< /Length %d >>\nstream\n%s\nendstream" % (len(stream), stream))
    output = io.BytesIO()
    output.write(b"%PDF-1.4\n")
    places = []
    for number, content in enumerate(objects, 1):
        places.append(output.tell())
        output.write(b"%d 0 obj\n%s\nendobj\n" % (number, content))
    start = output.tell()
    output.write(b"xref\n0 %d\n0000000000 65535 f \n" % (len(objects) + 1))
    output.write(b"".join(b"%010d 00000 n \n" % place for place in places))
    output.write(b"trailer\n<< /Size %d /Root 1 0 R >>\nstartxref\n%d\n%%%%EOF" % (len(objects) + 1, start))
    return output.getvalue()


def scan() -> bytes:
    """Return a PDF whose one page is a picture."""
    output = io.BytesIO()
    Image.new("L", (60, 80), 200).save(output, "PDF")
    return output.getvalue()


def test_an_empty_line_ends_a_document() -> None:
    found = read_documents(b"One.\nStill one.\r\n\r\nTwo.\n \n\nThree.", name="a.txt")
    assert found.texts == ("One.\nStill one.", "Two.", "Three.")
    assert found.titles == ("One. Still one.", "Two.", "Three.")


def test_markdown_is_text_and_html_loses_its_tags_and_scripts() -> None:
    assert read_documents(b"# **A**\n\n[x](javascript:1)", name="a.md").texts == (
        "# **A**",
        "[x](javascript:1)",
    )
    page = b"<h1>A &amp; B</h1><script>alert(1)</script><style>p{}</style><p>one <b>two</b></p><li>three"
    assert read_documents(page, name="a.HTML").texts == ("A & B", "one two", "three")


def test_a_row_of_a_table_is_a_document() -> None:
    table = b'id;title;text\n1;First;a long text\n2;Second;"with ; in it"\n'
    found = read_documents(table, name="a.csv")
    assert found.titles == ("First", "Second")
    assert found.texts == ("a long text", "with ; in it")
    found = read_documents(b"nr,what\n1,the longest column is the text\n", name="a.csv")
    assert found.texts == ("the longest column is the text",)


def test_a_line_of_json_is_a_document() -> None:
    lines = [json.dumps({"Title": "T", "Text": "x y"}), "", json.dumps("alone")]
    found = read_documents("\n".join(lines).encode(), name="a.jsonl")
    assert found.titles == ("T", "alone")
    assert found.texts == ("x y", "alone")


def test_a_page_of_a_pdf_is_a_document() -> None:
    found = read_untrusted_documents(pdf("Reset your password", "", "Page three"), name="a.pdf")
    assert found.titles == ("page 1", "page 3")
    assert found.texts == ("Reset your password", "Page three")


@pytest.mark.parametrize(
    ("content", "name", "why"),
    [
        (b"", "a.txt", "empty"),
        (b" \n\n ", "a.txt", "no word"),
        (b"\x89PNG\r\n\x1a\n\0\0\0", "a.txt", "not a text"),
        ("café".encode("latin-1"), "a.txt", "not utf-8 at byte 3; choose the encoding"),
        (b"x" * 5_000_001, "a.txt", "at most 5 MB"),
        (pdf("", ""), "a.pdf", "no text on its 2 pages"),
        (scan(), "a.pdf", "no text on its 1 page: it is empty or scanned"),
        (b"%PDF-1.7 broken", "a.pdf", "cannot be read"),
        (b"only a head\n", "a.csv", "no row below its head"),
        (b'{"text": "a"}\n{broken', "a.jsonl", "Line 2 of the file is not JSON"),
        (b"[1, 2]", "a.jsonl", "Line 1 of the file is a list"),
        (b"[" * 100_000, "a.jsonl", "Line 1 of the file is not JSON"),
    ],
)
@pytest.mark.bad_input(89)
def test_a_file_that_holds_no_documents_is_one_sentence(content: bytes, name: str, why: str) -> None:
    with pytest.raises(embedlab.InvalidInputError, match=why):
        read_documents(content, name=name)


@pytest.mark.bad_input(9, 8)
def test_other_encodings_are_read_when_they_are_named_or_marked() -> None:
    assert read_documents("café".encode("cp1252"), name="a.txt", encoding="cp1252").texts == ("café",)
    assert read_documents("café".encode("utf-16"), name="a.txt").texts == ("café",)


@pytest.mark.bad_input(90)
def test_what_is_too_long_is_cut_with_a_note() -> None:
    lines = read_documents(b'{"text": "one line"}\n' * 200_000, name="a.jsonl")
    assert len(lines.texts) == 5_000
    assert "200,000 documents" in lines.notes[0]
    line = read_documents(b"word " * 1_000_000, name="a.txt")
    assert len(line.texts[0]) == 1_000_000
    assert "4,999,999 characters" in line.notes[0]
