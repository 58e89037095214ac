"""The three methods of the arithmetic: their formulas, their papers, and what their scores are."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

__all__ = ["METHODS", "Method", "list_title"]

NAMES = 24  # characters of the inputs in the title of a list, where more are not named


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
        "cosine with {b} − {a} + {c}",
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
        "cosine with the step {a} → {b}",
        "PairDirection (Mikolov, Yih and Zweig 2013; Levy and Goldberg 2014)",
    ),
}


def list_title(name: str, words: Sequence[str]) -> str:
    """Return the two lines above a list; its first word follows them."""
    if name == "allowed":
        return "nothing\nforbidden:"
    if name == "standard":
        named = ", ".join(dict.fromkeys(words))
        return f"{named if len(named) <= NAMES else 'all inputs'}\nforbidden:"
    word = words[1 if name == "near b" else 2]
    return f"just near\n{word if len(word) <= NAMES else 'it'}:"
