"""How a line holds a label and its numbers, found out from some lines.

spaces      king 0.1 0.2        word2vec and GloVe: only white space counts, so a word may be ","
mixed       king 0.1,0.2        any of the usual separators
brackets    king [0.1, 0.2]     what stands in the last brackets
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from itertools import takewhile
from typing import Literal

from embedlab.tables.columns import is_running
from embedlab.tables.numbers import decimal_comma, is_number, read_numbers

__all__ = ["EXCEPT_COMMAS", "Layout", "Sample", "comma_width", "find_layout", "tidy_labels", "unquoted"]

Sample = Sequence[tuple[int, bytes]]
SPACES = bytes.maketrans(b",;|\t", b"    ")
EXCEPT_COMMAS = bytes.maketrans(b";|", b"  ")
AFTER = b" \t,;|])}\"'"  # what may follow the last number in brackets
FEW = 3  # labels that show a rule; "1 Kings" and "2 Samuel" are names
MARKS = (" ->", " =>", " →", " =", ":")  # what people write after a label
BEFORE = b" \t,;|([{=:"  # what may stand between a label and its numbers


@dataclass(frozen=True)
class Layout:
    """How wide the vectors are, and what stands between a label and its numbers."""

    dim: int
    kind: Literal["spaces", "mixed", "brackets"]

    def split(self, line: bytes, *, labeled: bool = True) -> tuple[bytes, list[bytes]]:
        """Return the label of a line and its numbers as they are written, as many as there are."""
        if self.kind == "brackets":
            return _brackets(line)
        spaced = line if self.kind == "spaces" else line.translate(SPACES)
        if not labeled:
            return b"", spaced.split()
        fields = spaced.rsplit(None, self.dim)
        if not fields:
            return line.strip(), []  # separators alone
        if len(fields) == self.dim and line[:1].isspace():
            return b"", fields  # an empty word
        return (line[: len(fields[0])].strip() if self.kind == "mixed" else fields[0]), fields[1:]

    def count(self, line: bytes) -> int:
        """Return how many numbers end a line; its first field is a label."""
        return _COUNTERS[self.kind](line)


def find_layout(sample: Sample) -> Layout | None:
    """Return the layout of most lines, None where they do not end with numbers."""
    lines = [line for _, line in sample]
    if not lines:
        return None
    bracketed = Counter(width for line in lines if (width := _in_brackets(line)))
    if 2 * bracketed.total() > len(lines):
        return Layout(bracketed.most_common(1)[0][0], "brackets")
    (spaces, _), *_ = Counter(map(_between_spaces, lines)).most_common(1)
    if comma_width(sample):
        return Layout(spaces, "spaces") if spaces else None
    (mixed, times), *_ = Counter(map(_mixed, lines)).most_common(1)
    if mixed > spaces and 2 * times > len(lines):
        return Layout(mixed, "mixed")
    return Layout(spaces, "spaces") if spaces else None


def comma_width(sample: Sample) -> int:
    """Return how many numbers end most lines if some have a decimal comma; 0 where none has."""
    lines = [line.translate(EXCEPT_COMMAS).split() for _, line in sample]
    with_commas = Counter(_trailing(line, _is_written) for line in lines).most_common(1)[0][0]
    without = Counter(_trailing(line, is_number) for line in lines).most_common(1)[0][0]
    return with_commas if with_commas > without else 0


def tidy_labels(labels: Sequence[str]) -> list[str]:
    """Return labels without the quotation marks, the colon or the arrow that every one of them has.

    >>> tidy_labels(["king:", "queen:"]), tidy_labels(['"New York"', "Paris"]), tidy_labels(['"', "a"])
    (['king', 'queen'], ['New York', 'Paris'], ['"', 'a'])
    """
    tidy = list(labels)
    if len(tidy) < 2:  # one word may end with anything
        return tidy
    for mark in MARKS:
        if all(len(label) > len(mark) and label.endswith(mark) for label in tidy):
            tidy = [label.removesuffix(mark).rstrip() for label in tidy]
    parts = [label.partition(" ") for label in tidy]
    names = {rest for *_, rest in parts}
    if (
        "" not in names
        and len(names) == len(tidy) >= FEW
        and is_running([first.strip('"') for first, *_ in parts])
    ):
        tidy = [rest for *_, rest in parts]  # an index in front
    if all(label.startswith("- ") for label in tidy):  # a list in YAML
        tidy = [label[2:] for label in tidy]
    return unquoted(tidy)


def unquoted(labels: Sequence[str]) -> list[str]:
    """Return labels without quotation marks around them, if all of them have some, or all with a space."""
    spaced = [label for label in labels if " " in label] or labels
    if len(labels) > 1 and all(map(_is_quoted, spaced)):
        return [label[1:-1].replace('""', '"') if _is_quoted(label) else label for label in labels]
    return list(labels)


def _is_quoted(label: str) -> bool:
    return len(label) > 2 and label[0] == label[-1] and label[0] in "\"'"


def _is_written(field: bytes) -> bool:
    return is_number(field) or decimal_comma([field]) is not None


def _is_plain(field: bytes) -> bool:
    return is_number(field) and not (len(field) > 1 and field[:1] == b"0" and field.isdigit())  # "1,000"


def _trailing(fields: list[bytes], is_one: Callable[[bytes], bool]) -> int:
    """Return how many numbers end a line; the first field is always a word.

    >>> _trailing([b"New", b"York", b"1", b"2"], is_number)
    2
    """
    return sum(1 for _ in takewhile(is_one, reversed(fields[1:])))


def _between_spaces(line: bytes) -> int:
    return _trailing(line.split(), is_number)


def _mixed(line: bytes) -> int:
    return _trailing(line.translate(SPACES).split(), _is_plain)


def _in_brackets(line: bytes) -> int:
    numbers = _brackets(line)[1]
    return len(numbers) if numbers and read_numbers(numbers) is not None else 0


def _brackets(line: bytes) -> tuple[bytes, list[bytes]]:
    """Return what stands before the last brackets of a line, and the fields between them."""
    body = line.rstrip(AFTER)
    if not any(closing in line[len(body) :] for closing in (b"]", b")", b"}")):
        return line, []
    begin = max(map(body.rfind, (b"[", b"(", b"{")))
    if begin < 0:
        return line, []
    label = body[:begin].rstrip(BEFORE)
    for quote in (b'"', b"'"):
        if label.endswith(quote) and label.count(quote) % 2:  # it opens before the bracket
            label = label[:-1].rstrip(BEFORE)
    return label.strip(), body[begin + 1 :].translate(SPACES).split()


_COUNTERS = {"spaces": _between_spaces, "mixed": _mixed, "brackets": _in_brackets}
