"""The run behind the picture of the training page, computed once per text, start and number of steps."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from embedlab import training
from embedlab.texts.corpora import load_corpus
from ui.cache import cached
from ui.training.examples import TEXTS
from ui.training.query import Query

__all__ = ["View", "letters_of", "view"]

WIDE = 10  # columns of the table that predicts better


@dataclass(frozen=True)
class View:
    """What the page shows."""

    query: Query
    run: training.LetterRun
    near: NDArray[np.int64]  # (steps + 1,) vowels whose nearest letter is a vowel
    vowels: int
    wide: training.LetterRun  # the same with 10 columns
    wide_near: int  # its vowels with a vowel nearest, at the end


@cached(entries=16)
def view(query: Query) -> View:
    """Train the letters, with 2 columns and with 10."""
    text = letters_of(query)
    run, wide = (
        training.train_letters(text, dim=dim, steps=query.steps, random_state=query.random_state)
        for dim in (2, WIDE)
    )
    near, wide_near = (
        training.count_vowel_neighbors(text, tables) for tables in (run.tables, wide.tables[-1:])
    )
    return View(query, run, near, len(training.vowel_rows(text)), wide, int(wide_near[-1]))


def letters_of(query: Query) -> training.LetterText:
    """Return the letters of the visitor's text or of a bundled one."""
    return training.read_letters(query.own or load_corpus(TEXTS[query.name]))
