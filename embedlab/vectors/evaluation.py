"""How often vector arithmetic answers a whole set of analogy questions.

The rules are those of gensim's `evaluate_word_analogies`, so that the counts can be compared: words are
matched in upper case, a question with a word outside the vocabulary is skipped, the input words are left
out of the answers. The work is one matrix product in tiles that stay in the cache, instead of a scan of
the vocabulary for every question.
"""

from __future__ import annotations

import importlib.util
import os
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
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

QUESTION_BLOCK = 512  # questions a tile
ROW_BLOCK = 2048  # vocabulary rows a tile: 512 × 2048 float32 = 4 MB
MAX_WORKERS = 4

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
    used, places = np.unique(asked[:, :3], return_inverse=True)
    units = vectors.matrix[used] * vectors.inverse_norms[used, None]  # (used, dim)
    a, b, c = units[places.reshape(-1, 3)].transpose(1, 0, 2)
    targets = b - a + c  # (q, dim)

    def best_of(part: slice) -> NDArray[np.int64]:
        return _best_rows(vectors, targets[part], asked[part, :3], groups, limit)

    workers = min(MAX_WORKERS, os.cpu_count() or 1)
    share = -(-len(asked) // workers)
    parts = [slice(start, start + share) for start in range(0, len(asked), share)]
    # one thread a worker: the products are too small to split, and the search for the maximum then runs
    # in parallel as well
    with threadpool_limits(limits=1, user_api="blas"), ThreadPoolExecutor(workers) as pool:
        best = np.concatenate(list(pool.map(best_of, parts)))
    right: NDArray[np.bool_] = groups[best] == asked[:, 3]
    return right


def _best_rows(
    vectors: WordVectors,
    targets: NDArray[np.float32],
    inputs: NDArray[np.int64],
    groups: NDArray[np.int64],
    limit: int,
) -> NDArray[np.int64]:
    """Return the row of highest cosine for each target (q, dim), the inputs (q, 3 rows) left out."""
    # rows spelled like an input word (in another case) are left out with it
    twins = np.flatnonzero(groups != np.arange(limit))
    best_scores = np.full(len(targets), -np.inf, dtype=np.float32)
    best_rows = np.zeros(len(targets), dtype=np.int64)
    tile = np.empty(QUESTION_BLOCK * ROW_BLOCK, dtype=np.float32)  # reused: it stays in the cache
    for start in range(0, limit, ROW_BLOCK):
        stop = min(start + ROW_BLOCK, limit)
        block = (vectors.matrix[start:stop] * vectors.inverse_norms[start:stop, None]).T  # (dim, rows)
        local_twins = twins[(twins >= start) & (twins < stop)]
        for first in range(0, len(targets), QUESTION_BLOCK):
            part = slice(first, min(first + QUESTION_BLOCK, len(targets)))
            shape = (part.stop - first, stop - start)
            scores = np.matmul(targets[part], block, out=tile[: shape[0] * shape[1]].reshape(shape))
            for question, row in _left_out(inputs[part], groups, local_twins, start, stop):
                scores[question, row - start] = -np.inf
            rows = scores.argmax(axis=1)
            top = scores[np.arange(len(rows)), rows]
            better = top > best_scores[part]
            best_scores[part][better] = top[better]
            best_rows[part][better] = rows[better] + start
    return best_rows


def _left_out(
    inputs: NDArray[np.int64], groups: NDArray[np.int64], twins: NDArray[np.int64], start: int, stop: int
) -> Iterator[tuple[NDArray[np.int64], NDArray[np.int64]]]:
    """Yield (questions, rows) of the input words, and of words spelled like them, between two rows."""
    questions, columns = np.nonzero((inputs >= start) & (inputs < stop))
    yield questions, inputs[questions, columns]
    for twin in twins:
        questions = np.flatnonzero((inputs == groups[twin]).any(axis=1))
        yield questions, np.full(len(questions), twin)
