"""Ten analogies to bet on before the answer is shown. The answers are not here: a table gives them.

`expected` is what a person would say. Which of them a table of vectors gets wrong is for `analogy` to say.
"""

from __future__ import annotations

from dataclasses import dataclass

__all__ = ["CHALLENGES", "Challenge"]


@dataclass(frozen=True)
class Challenge:
    """An analogy to predict: a is to b as c is to one of four words."""

    a: str
    b: str
    c: str
    choices: tuple[str, ...]  # four, in alphabetical order; the answer of glove-6b-50d is among them
    expected: str  # what a person would say


def _challenge(given: str, choices: str, expected: str) -> Challenge:
    a, b, c = given.split()
    return Challenge(a, b, c, tuple(sorted(choices.split())), expected)


# analogies to predict
CHALLENGES: tuple[Challenge, ...] = tuple(
    _challenge(*written)
    for written in (
        ("spain madrid turkey", "ankara istanbul tehran cairo", "ankara"),
        ("germany berlin australia", "canberra sydney melbourne london", "canberra"),
        ("walk walked swim", "swam swims swimming swimmers", "swam"),
        ("boy girl brother", "sister daughter mother cousin", "sister"),
        ("one two three", "four five seven eight", "four"),
        ("doctor hospital teacher", "school classroom university student", "school"),
        ("foot feet tooth", "teeth mouth jaw bones", "teeth"),
        ("man king woman", "queen princess lady throne", "queen"),
        ("beer germany wine", "france italy spain grape", "france"),
        ("january february november", "december october april september", "december"),
    )
)
