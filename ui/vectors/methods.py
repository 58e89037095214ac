"""The three methods of the arithmetic: their formulas, their papers, and what their scores are."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

__all__ = ["METHODS", "Method", "list_title"]

NAMES = 12  # characters of a word in the title of a list; a longer one is not named


@dataclass(frozen=True)
class Method:
    """How people read about a method of `embedlab.analogy`."""

    title: str  # in a table
    formula: str  # in LaTeX
    measure: str  # what its scores are, of the words a, b and c
    paper: str


METHODS = {
    "3cosadd": Method(
        "3CosAdd",
        r"\arg\max_x\ \cos(x,\ b - a + c)",
        "nearness to {b} − {a} + {c} (cosine)",
        "3CosAdd (Mikolov, Yih and Zweig 2013)",
    ),
    "3cosmul": Method(
        "3CosMul",
        r"\arg\max_x\ \frac{\cos'(x, b)\,\cos'(x, c)}{\cos'(x, a) + 10^{-6}},\quad \cos' = \tfrac{1 + \cos}{2}",
        "3CosMul score",
        "3CosMul (Levy and Goldberg 2014)",
    ),
    "pairdirection": Method(
        "pair direction",
        r"\arg\max_x\ \cos(x - c,\ b - a)",
        "nearness to the step {a} → {b} (cosine)",
        "PairDirection (Mikolov, Yih and Zweig 2013; Levy and Goldberg 2014)",
    ),
}


def list_title(name: str, words: Sequence[str]) -> str:
    """Return what stands above a list; its first word follows in a line of its own."""
    if name == "allowed":
        return "no word left out:\n"
    if name == "standard":
        return "your words left out:\n"
    word = words[1 if name == "near b" else 2]
    return f"near {word if len(word) <= NAMES else 'it'} alone:\n"
