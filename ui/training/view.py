"""What the training page shows: the letters of a text, learned with two columns and with ten."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from embedlab import training
from embedlab.texts.corpora import load_corpus
from ui.cache import cached
from ui.training.query import TEXTS, Query

__all__ = ["View", "view"]

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
    """Train the letters once per text, start and number of steps, with 2 columns and with 10."""
    text = training.read_letters(query.own or load_corpus(TEXTS[query.name]))
    run, wide = (
        training.train_letters(text, dim=dim, steps=query.steps, random_state=query.random_state)
        for dim in (2, WIDE)
    )
    near, wide_near = (
        training.count_vowel_neighbors(text, tables) for tables in (run.tables, wide.tables[-1:])
    )
    return View(query, run, near, len(text.vowels), wide, int(wide_near[-1]))
