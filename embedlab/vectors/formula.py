"""Sums of words as a person writes them: `king - man + 0.5 * woman`.

A small parser of one rule, term ± term ± …, that computes nothing and knows no functions; its errors point at
the place. The words are looked up when a formula is solved, in whichever table.
"""

from __future__ import annotations

import math
import re
import unicodedata
from collections.abc import Callable
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from embedlab.errors import FormulaError, InvalidInputError, quote
from embedlab.ranking import Ranking
from embedlab.vectors.word_vectors import WordVectors

__all__ = [
    "MAX_CHARACTERS",
    "MAX_TERMS",
    "MAX_WEIGHT",
    "Formula",
    "Term",
    "formula_vector",
    "parse_formula",
    "solve_formula",
]

MAX_CHARACTERS = 500
MAX_TERMS = 20
MAX_WEIGHT = 100.0
NO_DIRECTION = 1e-6  # a sum shorter than this share of its terms is rounding

SIGNS = {"+": "+", "-": "-", "−": "-", "–": "-", "*": "*", "·": "*", "×": "*", "⋅": "*"}
QUOTES = {'"': '"', "“": "”"}
IN_WORDS = "'’._\u200c\u200d"  # besides letters, digits and the marks on them; the last two join letters
NUMBER = re.compile(r"[0-9]+\.?[0-9]*|\.[0-9]+")
EXAMPLE = "such as king - man + woman"

Known = Callable[[str], bool]


@dataclass(frozen=True)
class Term:
    """A word and how much of it."""

    word: str
    weight: float  # negative after a minus
    start: int  # of the term in the text, its sign left out: text[start:end]
    end: int


@dataclass(frozen=True)
class Formula:
    """A sum of weighted words."""

    text: str
    terms: tuple[Term, ...]


@dataclass(frozen=True)
class _Piece:
    """A sign, a number, or a word of the text."""

    kind: str  # "sign", "number", "word"
    value: str
    start: int
    end: int


def parse_formula(text: str, *, known: Known | None = None) -> Formula:
    """Read a formula such as `king - man + 0.5*woman`.

    A term is a word, a number and a word (`2 king`, `2 * king`), or a word times a number (`king * 2`). A
    word holds letters, digits, ' . _ and inner hyphens; in quotation marks it holds anything. A number that
    stands alone is a word. There are no parentheses.

    Args:
        text: at most `MAX_CHARACTERS` characters and `MAX_TERMS` terms, weights up to `MAX_WEIGHT`.
        known: whether a word exists; then hyphens in words that do not exist, but whose parts do, are minus.

    >>> [(term.word, term.weight) for term in parse_formula("king - man + 0.5 woman").terms]
    [('king', 1.0), ('man', -1.0), ('woman', 0.5)]

    Raises:
        FormulaError: the text is no formula, or beyond a limit; its `place` is where.
    """
    if len(text) > MAX_CHARACTERS:
        raise FormulaError(
            f"A formula may have {MAX_CHARACTERS} characters; this one of {len(text):,} goes on",
            "shorten it",
            text=text,
            place=MAX_CHARACTERS,
        )
    pieces = _pieces(text, known or (lambda _: True))
    if not pieces:
        raise FormulaError(
            "There is nothing to add", f"type words with + and −, {EXAMPLE}", text=text, place=0
        )
    terms: list[Term] = []
    at = 0
    while at < len(pieces):
        if len(terms) == MAX_TERMS:
            raise FormulaError(
                f"A formula may have {MAX_TERMS} words; one more stands",
                "leave some out",
                text=text,
                place=pieces[at].start,
            )
        sign, at = _sign(text, pieces, at, first=not terms)
        term, at = _term(text, pieces, at, sign)
        terms.append(term)
    return Formula(text, tuple(terms))


def formula_vector(vectors: WordVectors, formula: Formula) -> NDArray[np.float64]:
    """Return the weighted sum of the words' vectors, each scaled to length 1 before; shape (dim,).

    Raises:
        UnknownWordError: a word is not in the table.
        InvalidInputError: a word's vector is zero, which has no direction.
    """
    total = np.zeros(vectors.dim)
    for term in formula.terms:
        total += term.weight * vectors.unit(term.word).astype(np.float64)
    return total


def solve_formula(
    vectors: WordVectors, formula: Formula | str, k: int = 10, *, exclude_inputs: bool = True
) -> Ranking:
    """Return the `k` words of highest cosine with the sum of a formula, best first.

    `b - a + c` gives the answers of 3CosAdd. A text is parsed with the words of the table.

    Args:
        vectors: the table to search.
        formula: a text, or what `parse_formula` returned.
        k: how many answers.
        exclude_inputs: leave the formula's words out of the answers.

    Raises:
        FormulaError: the text is no formula.
        UnknownWordError: a word is not in the table.
        InvalidInputError: `k` is outside its limits, the words cancel out, or no word is left to answer.
    """
    if isinstance(formula, str):
        formula = parse_formula(formula, known=vectors.__contains__)
    rows = [vectors.row(term.word) for term in formula.terms]
    total = formula_vector(vectors, formula)
    if np.linalg.norm(total) <= NO_DIRECTION * math.fsum(abs(term.weight) for term in formula.terms):
        raise InvalidInputError(
            f"{quote(formula.text)} cancels out to zero, which has no direction; change a word or a weight."
        )
    return vectors.nearest(total, k, exclude=rows if exclude_inputs else ())


def _sign(text: str, pieces: list[_Piece], at: int, *, first: bool) -> tuple[int, int]:
    """Return +1 or −1 for the sign at `at`, and where the term begins; the first term needs no sign."""
    piece = pieces[at]
    if piece.kind == "sign" and piece.value in "+-":
        return (1 if piece.value == "+" else -1), at + 1
    if first:
        return 1, at
    if piece.kind == "sign":
        raise FormulaError("A second × stands", "give each word one weight", text=text, place=piece.start)
    raise FormulaError("A sign is missing", "write + or − between two words", text=text, place=piece.start)


def _term(text: str, pieces: list[_Piece], at: int, sign: int) -> tuple[Term, int]:
    """Return the term at `at`, and where the next one begins."""
    rest = [*pieces[at : at + 3], *[_Piece("end", "", len(text), len(text))] * 3]
    first, second, third = rest[:3]
    if first.kind not in {"word", "number"}:
        problem = "A word is missing" if first.kind == "end" else "A word is missing before the sign"
        raise FormulaError(
            problem, f"write a word between two signs, {EXAMPLE}", text=text, place=first.start
        )
    times = second.kind == "sign" and second.value == "*"
    if first.kind == "number" and second.kind in {"word", "number"}:
        number, word, used = first, second, 2
    elif times and first.kind == "number" and third.kind in {"word", "number"}:
        number, word, used = first, third, 3
    elif times and third.kind == "number":
        number, word, used = third, first, 3
    elif times:
        remedy = "a word can be multiplied with a number only, as in 0.5 * king"
        raise FormulaError("A number is missing", remedy, text=text, place=third.start)
    else:
        return Term(first.value, float(sign), first.start, first.end), at + 1
    weight = float(number.value)
    if weight > MAX_WEIGHT:
        remedy = f"a word may count at most {MAX_WEIGHT:g} times"
        raise FormulaError("Too large a weight stands", remedy, text=text, place=number.start)
    return Term(word.value, sign * weight, first.start, pieces[at + used - 1].end), at + used


def _pieces(text: str, known: Known) -> list[_Piece]:
    """Cut a text into signs, numbers and words."""
    pieces: list[_Piece] = []
    at = 0
    while at < len(text):
        sign = text[at]
        if sign.isspace():
            at += 1
        elif sign in SIGNS:
            pieces.append(_Piece("sign", SIGNS[sign], at, at + 1))
            at += 1
        elif sign in QUOTES:
            pieces.append(_quoted(text, at))
            at = pieces[-1].end
        elif _in_word(sign):
            words = _split(text, at, _word_end(text, at), known)
            pieces += words
            at = words[-1].end
        elif sign in "()[]{}":
            raise FormulaError("A parenthesis stands", "write the sum without any", text=text, place=at)
        elif sign == ",":
            raise FormulaError("A comma stands", "write decimals with a point, as 0.5", text=text, place=at)
        else:
            remedy = 'put words with such signs in quotation marks, as "c++"'
            raise FormulaError("A sign without a meaning stands", remedy, text=text, place=at)
    return pieces


def _quoted(text: str, start: int) -> _Piece:
    """Return the word in quotation marks that begins at `start`."""
    end = text.find(QUOTES[text[start]], start + 1)
    if end < 0:
        raise FormulaError(
            "A quotation mark without its partner stands", "close it after the word", text=text, place=start
        )
    if not text[start + 1 : end].strip():
        raise FormulaError(
            "Quotation marks with nothing in them stand", "write a word there", text=text, place=start
        )
    return _Piece("word", text[start + 1 : end], start, end + 1)


def _in_word(sign: str) -> bool:
    return sign.isalnum() or sign in IN_WORDS or unicodedata.category(sign).startswith("M")


def _word_end(text: str, start: int) -> int:
    """Return where the word that begins at `start` ends; a hyphen between two of its signs belongs to it."""
    end = start + 1
    while end < len(text):
        hyphen = text[end] == "-" and end + 1 < len(text) and _in_word(text[end + 1])
        if not (hyphen or _in_word(text[end])):
            break
        end += 1
    return end


def _split(text: str, start: int, end: int, known: Known) -> list[_Piece]:
    """Return text[start:end] as one piece, or as words with minus between where only these are known.

    The longest known words from the left are taken: `vice-president-man` is vice-president − man.
    """
    whole = [_word_or_number(text, start, end)]
    cuts = [start - 1, *(place for place in range(start, end) if text[place] == "-"), end]
    if len(cuts) == 2 or known(text[start:end]):
        return whole
    pieces: list[_Piece] = []
    first = 0
    while first < len(cuts) - 1:
        for last in range(len(cuts) - 1, first, -1):
            piece = _word_or_number(text, cuts[first] + 1, cuts[last])
            if piece.kind == "number" or known(piece.value):
                break
        else:
            return whole
        if pieces:
            pieces.append(_Piece("sign", "-", cuts[first], cuts[first] + 1))
        pieces.append(piece)
        first = last
    return pieces


def _word_or_number(text: str, start: int, end: int) -> _Piece:
    value = text[start:end]
    return _Piece("number" if NUMBER.fullmatch(value) else "word", value, start, end)
