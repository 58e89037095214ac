"""How often vector arithmetic answers a whole set of analogy questions.

The rules are those of gensim's `evaluate_word_analogies`, so that the counts can be compared: words are
matched in upper case, a question with a word outside the vocabulary is skipped, the input words are left
out of the answers. What questions have in common is computed once for all of them.
"""

from __future__ import annotations

import importlib.util
import os
import threading
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from itertools import pairwise
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

from embedlab.errors import InvalidInputError, MissingModelError
from embedlab.vectors.word_vectors import WordVectors

__all__ = [
    "AnalogyQuestions",
    "AnalogyReport",
    "evaluate_analogies",
    "google_analogies_path",
    "read_analogies",
]

ROW_BLOCK = 6144  # vocabulary rows at a time: few enough for the cache, enough to make the loop cheap
MAX_WORKERS = 4
ONE_AT_A_TIME = threading.Lock()  # the number of BLAS threads belongs to the whole process

Question = tuple[str, str, str, str]


@dataclass(frozen=True)
class AnalogyQuestions:
    """Questions by section, in the order of the file."""

    sections: dict[str, tuple[Question, ...]]

    def __len__(self) -> int:
        """Return the number of questions in all sections."""
        return sum(len(questions) for questions in self.sections.values())


@dataclass(frozen=True)
class AnalogyReport:
    """How many questions of each section were answered right."""

    sections: dict[str, tuple[int, int]]  # name -> (correct, total of those asked)
    skipped: int  # questions with a word outside the vocabulary
    vocabulary_limit: int  # how many of the most frequent words took part

    @property
    def correct(self) -> int:
        """Questions answered right, over all sections."""
        return sum(correct for correct, _ in self.sections.values())

    @property
    def total(self) -> int:
        """Questions asked, over all sections."""
        return sum(total for _, total in self.sections.values())

    @property
    def accuracy(self) -> float:
        """Share of the asked questions answered right, in [0, 1]; nan where none could be asked."""
        return self.correct / self.total if self.total else float("nan")


def google_analogies_path() -> Path:
    """Return the path of the Google analogy set (Mikolov et al. 2013; 19,544 questions), which gensim ships.

    Raises:
        MissingModelError: gensim is not installed, or comes without its test data.
    """
    spec = importlib.util.find_spec("gensim")
    if spec is not None and spec.submodule_search_locations:
        folder = Path(next(iter(spec.submodule_search_locations)))
        path = folder / "test" / "test_data" / "questions-words.txt"
        if path.is_file():
            return path
    raise MissingModelError("The Google analogy set comes with gensim; install it with: pip install gensim")


def read_analogies(path: str | Path) -> AnalogyQuestions:
    """Read analogy questions in the questions-words.txt format.

    A line ": name" begins a section; any other line is one question of four words, "a b c d". Lines of
    another length are passed over, as gensim does.

    Raises:
        InvalidInputError: the file cannot be read, or a question stands before the first section.
    """
    sections: dict[str, list[Question]] = {}
    current: list[Question] | None = None
    try:
        lines = Path(path).read_text("utf-8-sig").splitlines()
    except (OSError, UnicodeDecodeError) as error:
        raise InvalidInputError(f"The analogy file cannot be read as UTF-8 text: {error}.") from error
    for number, line in enumerate(lines, start=1):
        if line.startswith(": "):
            current = sections.setdefault(line[2:].strip(), [])
            continue
        words = line.split()
        if not words:
            continue
        if current is None:
            raise InvalidInputError(
                f"Line {number} of the analogy file is a question before any section; "
                "begin the file with a line such as “: capitals”."
            )
        if len(words) == 4:
            current.append((words[0], words[1], words[2], words[3]))
    return AnalogyQuestions({name: tuple(questions) for name, questions in sections.items()})


def evaluate_analogies(
    vectors: WordVectors, questions: AnalogyQuestions, *, vocabulary_limit: int | None = None
) -> AnalogyReport:
    """Score `vectors` on `questions` with 3CosAdd, the input words left out of the answers.

    Args:
        vectors: the table to examine, most frequent word first.
        questions: what `read_analogies` returned.
        vocabulary_limit: use the first N words only; None for all.

    Raises:
        InvalidInputError: the limit is below 1.
    """
    limit = len(vectors) if vocabulary_limit is None else vocabulary_limit
    if limit < 1:
        raise InvalidInputError(
            f"A vocabulary of {limit} words cannot be searched; the limit must be at least 1."
        )
    limit = min(limit, len(vectors))
    rows, groups = _rows_by_upper_case(vectors, limit)
    asked: list[tuple[int, ...]] = []
    section_of: list[int] = []
    for section, items in enumerate(questions.sections.values()):
        for question in items:
            found = tuple(rows.get(word.upper(), -1) for word in question)
            if -1 not in found:
                asked.append(found)
                section_of.append(section)
    right = _answered_right(vectors, np.array(asked, dtype=np.int64).reshape(-1, 4), groups, limit)
    sections = np.array(section_of, dtype=np.int64)
    totals = np.bincount(sections, minlength=len(questions.sections)).tolist()
    corrects = np.bincount(sections[right], minlength=len(questions.sections)).tolist()
    counts = dict(zip(questions.sections, zip(corrects, totals, strict=True), strict=True))
    return AnalogyReport(counts, skipped=len(questions) - len(asked), vocabulary_limit=limit)


def _rows_by_upper_case(vectors: WordVectors, limit: int) -> tuple[dict[str, int], NDArray[np.int64]]:
    """Return the first row of each upper-cased word, and for each row the first row spelled like it."""
    upper = [word.upper() for word in vectors.words[:limit]]
    rows = dict(zip(reversed(upper), range(limit - 1, -1, -1), strict=True))
    return rows, np.fromiter((rows[word] for word in upper), dtype=np.int64, count=limit)


def _answered_right(
    vectors: WordVectors, asked: NDArray[np.int64], groups: NDArray[np.int64], limit: int
) -> NDArray[np.bool_]:
    """Return for each question (q, 4 rows) whether its best answer is the expected one, ignoring case."""
    from threadpoolctl import threadpool_limits

    if not len(asked):
        return np.zeros(0, dtype=bool)
    search = _Search(vectors, asked, groups)
    workers = min(MAX_WORKERS, os.cpu_count() or 1)
    edges = np.linspace(0, limit, workers + 1).astype(int).tolist()
    # one thread a worker: the products are too small to split, and the search for the maximum then runs
    # in parallel as well
    with ONE_AT_A_TIME, threadpool_limits(limits=1, user_api="blas"), ThreadPoolExecutor(workers) as pool:
        parts = list(pool.map(search.best_between, edges[:-1], edges[1:]))
    scores = np.stack([part_scores for part_scores, _ in parts])  # (workers, q)
    rows = np.stack([part_rows for _, part_rows in parts])
    best = np.take_along_axis(rows, scores.argmax(axis=0)[None], axis=0)[0]
    right: NDArray[np.bool_] = (best >= 0) & (groups[best] == asked[:, 3])
    return right


class _Search:
    """The best answer to every question among some rows, the input words left out.

    The cosine with b − a + c is, up to a length that does not change the order, the sum of two products:
    x · (b − a), the same for all questions that begin with the pair a, b, and x · c, the same for all that
    ask about c. Each is computed once; a question then costs one addition a word.
    """

    def __init__(self, vectors: WordVectors, asked: NDArray[np.int64], groups: NDArray[np.int64]) -> None:
        self.vectors, self.groups = vectors, groups
        self.count = len(asked)
        self.pairs, pair_of = _unique_rows(asked[:, :2])  # (p, 2), in the order of the questions
        self.thirds, third_of = _unique_rows(asked[:, 2:3])  # (t, 1)
        units = {row: vectors.matrix[row] * vectors.inverse_norms[row] for row in np.unique(asked).tolist()}
        self.steps = np.stack([units[b] - units[a] for a, b in self.pairs.tolist()])  # (p, dim)
        self.starts = np.stack([units[c] for (c,) in self.thirds.tolist()])  # (t, dim)
        order = np.argsort(pair_of, kind="stable")
        bounds = np.searchsorted(pair_of[order], np.arange(len(self.pairs) + 1))
        self.questions = [order[low:high] for low, high in pairwise(bounds)]  # of each pair
        self.third_of = third_of
        self.twins = np.flatnonzero(groups != np.arange(len(groups)))

    def best_between(self, first: int, last: int) -> tuple[NDArray[np.float32], NDArray[np.int64]]:
        """Return the highest score and its row for each question, among the rows first … last − 1."""
        best_scores = np.full(self.count, -np.inf, dtype=np.float32)
        best_rows = np.full(self.count, -1, dtype=np.int64)  # -1: every word was left out
        for start in range(first, last, ROW_BLOCK):
            stop = min(start + ROW_BLOCK, last)
            norms = self.vectors.inverse_norms[start:stop, None]
            block = (self.vectors.matrix[start:stop] * norms).T  # (dim, rows)
            by_pair = self._products(self.steps, self.pairs, block, start, stop)  # (p, rows)
            by_third = self._products(self.starts, self.thirds, block, start, stop)  # (t, rows)
            for pair, questions in enumerate(self.questions):
                scores = by_third[self.third_of[questions]]
                scores += by_pair[pair]
                rows = scores.argmax(axis=1)
                top = scores[np.arange(len(rows)), rows]
                better = top > best_scores[questions]
                best_scores[questions[better]] = top[better]
                best_rows[questions[better]] = rows[better] + start
        return best_scores, best_rows

    def _products(
        self,
        targets: NDArray[np.float32],
        inputs: NDArray[np.int64],
        block: NDArray[np.float32],
        start: int,
        stop: int,
    ) -> NDArray[np.float32]:
        """Return targets @ block, with -inf where a row is an input word or spelled like one."""
        products: NDArray[np.float32] = targets @ block
        places, columns = np.nonzero((inputs >= start) & (inputs < stop))
        products[places, inputs[places, columns] - start] = -np.inf
        for twin in self.twins[(self.twins >= start) & (self.twins < stop)]:
            products[(inputs == self.groups[twin]).any(axis=1), twin - start] = -np.inf
        return products


def _unique_rows(table: NDArray[np.int64]) -> tuple[NDArray[np.int64], NDArray[np.int64]]:
    """Return the different rows of a table in the order they come, and which of them each row is."""
    _, first, inverse = np.unique(table, axis=0, return_index=True, return_inverse=True)
    order = np.argsort(first)
    rank = np.empty_like(order)
    rank[order] = np.arange(len(order))
    return table[first[order]], rank[inverse.reshape(-1)]
