"""Documents of a visitor's own: text, Markdown, HTML, CSV, JSON Lines or PDF, read without running anything.

In a text, an empty line ends a document; in a table, a row is one, with its label; in a PDF, a page. Markup
is never shown as such: HTML loses its tags, Markdown stays as it is written.
"""

from __future__ import annotations

import csv
import io
import json
import re
import threading
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from html.parser import HTMLParser
from typing import Any

from embedlab.errors import InvalidInputError
from embedlab.numerals import count_text
from embedlab.processes import Sandbox, run_sandboxed
from embedlab.settings import DOCUMENT_CHARACTERS, DOCUMENTS_MB
from embedlab.text_files import read_text

__all__ = ["Documents", "read", "read_documents", "read_untrusted_documents"]

MEGABYTE = 1_000_000  # bytes
MAX_DOCUMENTS = 5_000
MAX_PAGES = 500
MAX_TITLE = 60  # characters
TEXT_NAMES = ("text", "content", "body", "passage", "document", "sentence", "message")
LABEL_NAMES = ("label", "class", "category", "desk", "topic", "sentiment")
TITLE_NAMES = ("title", "name", "subject", "headline", "id")
TABLES = ("csv", "tsv", "jsonl", "ndjson")
SECONDS = 60.0
AT_ONCE = 2  # files read on one machine; others wait

Row = tuple[str, str, str]  # title, text, label

_turns = threading.BoundedSemaphore(AT_ONCE)


@dataclass(frozen=True)
class Documents:
    """What a file holds."""

    titles: tuple[str, ...]
    texts: tuple[str, ...]
    notes: tuple[str, ...]  # what was changed or left out, a sentence each
    labels: tuple[str, ...] = ()  # of a table with a column of labels; "" where a row has none
    total: int = 0  # documents in the file, of which the first are here


def read_documents(content: bytes, *, name: str, encoding: str = "utf-8") -> Documents:
    """Return the documents of a file.

    Args:
        content: of the file; a setting limits its size, 5 MB by default.
        name: of the file; its ending tells CSV, JSON Lines and HTML apart. A PDF is known by its content.
        encoding: of a text, where no byte order mark says otherwise.

    Raises:
        InvalidInputError: the file is empty, too large, binary, damaged, or has no text in it.
    """
    limit = DOCUMENTS_MB.value()
    if len(content) > limit * MEGABYTE:
        raise InvalidInputError(
            f"The file has {len(content) / MEGABYTE:.1f} MB and at most {limit} MB are read; "
            "choose a part of it."
        )
    ending = name.lower().rpartition(".")[2]
    notes: list[str] = []
    if content.lstrip()[:5] == b"%PDF-":
        rows = [(f"page {number}", page, "") for number, page in enumerate(_pages(content), 1)]
    else:
        if b"\0" in content[:4_096] and content[:2] not in (b"\xff\xfe", b"\xfe\xff"):
            raise InvalidInputError(
                "The file is not a text: it holds bytes of zero. Choose a .txt, .md, .csv, .jsonl, .html or "
                ".pdf file."
            )
        text = read_text(content, encoding=encoding)
        notes += text.notes
        rows = list(_split(text.text, ending))
    filled = [(title, words.strip(), label) for title, words, label in rows if words.strip()]
    if not filled:
        raise InvalidInputError("The file holds no word; choose one with a text in it.")
    if ending in TABLES and len(filled) < len(rows):
        notes.append(f"Rows without a text were left out: {len(rows) - len(filled):,} of {len(rows):,}.")
    return _limited(filled, notes)


def read_untrusted_documents(
    content: bytes,
    *,
    name: str,
    encoding: str = "utf-8",
    begun: Callable[[Sandbox], object] | None = None,
) -> Documents:
    """Return what `read_documents` returns, read outside this process.

    `begun` is given the sandbox before that reads: whoever ends it ends the reading.

    Raises:
        InvalidInputError: as `read_documents`; or the reader crashed.
        UnavailableError: too many files are read at once, or it takes too long.
    """
    answer = run_sandboxed(
        "embedlab.documents:read",
        name="Reading the documents",
        turns=_turns,
        seconds=SECONDS,
        busy=f"{AT_ONCE} files are being read, and none has ended within {SECONDS:.0f} seconds; try again.",
        remedy="try again, or choose a smaller or plainer file",
        begun=begun,
        content=content,
        file=name,
        encoding=encoding,
    )
    titles, texts, notes, labels = (
        tuple(map(str, answer[part])) for part in ("titles", "texts", "notes", "labels")
    )
    if len(titles) != len(texts) or not texts or len(labels) not in (0, len(texts)):
        raise InvalidInputError("The reader sent no documents; choose another file.")
    return Documents(titles, texts, notes, labels, int(answer["total"]))


def read(content: bytes, file: str, encoding: str) -> dict[str, Any]:
    """Return documents as plain lists: a task of the sandbox."""
    result = read_documents(content, name=file, encoding=encoding)
    parts = ("titles", "texts", "notes", "labels")
    return {part: list(getattr(result, part)) for part in parts} | {"total": result.total}


def _limited(rows: Sequence[Row], notes: list[str]) -> Documents:
    """Return the first documents that fit the limits, with a note about the rest."""
    short: list[Row] = []
    room = most = DOCUMENT_CHARACTERS.value()
    for title, words, label in rows[:MAX_DOCUMENTS]:
        if room <= 0:
            break
        short.append((title or " ".join(words.split())[:MAX_TITLE], words[:room], label))
        room -= len(words)
    total = sum(len(words) for _, words, _ in rows)
    if len(short) < len(rows) or room < 0:
        notes.append(
            f"It holds {count_text(len(rows), 'document')} of {total:,} characters; read are the first "
            f"{count_text(len(short), 'document')} and at most {most:,} characters."
        )
    titles, texts, labels = zip(*short, strict=True)
    return Documents(titles, texts, tuple(notes), labels if any(labels) else (), len(rows))


def _split(text: str, ending: str) -> Iterator[Row]:
    if ending in {"csv", "tsv"}:
        yield from _rows(text, "\t" if ending == "tsv" else "")
    elif ending in {"jsonl", "ndjson"}:
        yield from _records(text)
    else:
        if ending in {"html", "htm"}:
            text = _without_tags(text)
        yield from (("", part, "") for part in re.split(r"\n[^\S\n]*\n", text))


def _rows(text: str, delimiter: str) -> Iterator[Row]:
    first = text.partition("\n")[0]
    delimiter = delimiter or max(",;\t", key=first.count)
    csv.field_size_limit(DOCUMENTS_MB.value() * MEGABYTE)
    try:
        rows = [row for row in csv.reader(io.StringIO(text), delimiter=delimiter) if any(row)]
    except csv.Error as error:
        raise InvalidInputError(f"The file is not CSV ({error}); save it again as CSV.") from error
    if len(rows) < 2:
        raise InvalidInputError(
            "The CSV has no row below its head; give a head with the names of the columns, and a row for "
            "each document."
        )
    head = [name.strip().lower() for name in rows[0]]
    yield from _columns([dict(zip(head, row, strict=False)) for row in rows[1:]])


def _records(text: str) -> Iterator[Row]:
    records: list[Mapping[str, Any]] = []
    for number, line in enumerate(text.splitlines(), 1):
        if not line.strip():
            continue
        try:
            value = json.loads(line)
        except (ValueError, RecursionError) as error:
            raise InvalidInputError(
                f"Line {number:,} of the file is not JSON; give one object or text per line."
            ) from error
        if isinstance(value, str):
            value = {"text": value}
        if not isinstance(value, dict):
            raise InvalidInputError(
                f"Line {number:,} of the file is a {type(value).__name__}; give an object with a text, "
                "or a text."
            )
        records.append(
            {str(name).lower(): each for name, each in value.items() if isinstance(each, str | int | float)}
        )
    yield from _columns(records)


def _columns(records: Sequence[Mapping[str, Any]]) -> Iterator[Row]:
    """Yield title, text and label of each record: columns of these names, or the longest as the text."""
    names = {name for record in records for name in record}
    lengths = {name: sum(len(str(record.get(name, ""))) for record in records) for name in names}
    text = next((name for name in TEXT_NAMES if name in names), max(lengths, key=lambda name: lengths[name]))
    title = next((name for name in TITLE_NAMES if name in names and name != text), "")
    label = next((name for name in LABEL_NAMES if name in names and name != text), "")
    for record in records:
        first, body, last = (str(record.get(name, "")) for name in (title, text, label))
        yield first[:MAX_TITLE], body, last.strip()[:MAX_TITLE]


class _Text(HTMLParser):
    """The words of a page: without tags, scripts and styles."""

    BLOCKS = frozenset(
        {"p", "div", "li", "tr", "br", "section", "article", "table", *(f"h{level}" for level in range(1, 7))}
    )

    def __init__(self) -> None:
        super().__init__(convert_charrefs=True)
        self.pieces: list[str] = []
        self._hidden = 0

    def handle_starttag(self, tag: str, attrs: Any) -> None:
        self._hidden += tag in {"script", "style"}
        if tag in self.BLOCKS:
            self.pieces.append("\n\n")

    def handle_endtag(self, tag: str) -> None:
        self._hidden = max(0, self._hidden - (tag in {"script", "style"}))
        if tag in self.BLOCKS:
            self.pieces.append("\n\n")

    def handle_data(self, data: str) -> None:
        if not self._hidden:
            self.pieces.append(" ".join(data.split()) + " " if data.strip() else " ")


def _without_tags(text: str) -> str:
    parser = _Text()
    parser.feed(text)
    parser.close()
    return "".join(parser.pieces)


def _pages(content: bytes) -> list[str]:
    """Return the text of each page of a PDF."""
    try:
        import pypdf
    except ImportError as error:
        raise InvalidInputError(
            "A PDF needs the package pypdf, which is not installed here; save the document as text."
        ) from error
    try:
        reader = pypdf.PdfReader(io.BytesIO(content))
        if reader.is_encrypted and not reader.decrypt(""):
            raise InvalidInputError("The PDF is protected by a password; save it without one.")
        count = len(reader.pages)
        pages = [page.extract_text() or "" for page in reader.pages[:MAX_PAGES]]
    except InvalidInputError:
        raise
    except Exception as error:  # pypdf raises many types on damaged files
        raise InvalidInputError(
            f"The PDF cannot be read ({type(error).__name__}); save it again, or save it as text."
        ) from error
    if not any(page.strip() for page in pages):
        raise InvalidInputError(
            f"The PDF holds no text on its {count_text(count, 'page')}: it is empty or scanned. Let a "
            "program recognize the text (OCR), and save it again."
        )
    return pages
