"""How often vector arithmetic answers a whole set of analogy questions.

The rules are those of gensim's `evaluate_word_analogies`, so that the counts can be compared: words are
matched in upper case, a question with a word outside the vocabulary is skipped, the input words are left
out of the answers. How the answers are found is in `analogy_search`.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

import numpy as np

from embedlab.errors import check_choice
from embedlab.vectors.analogy_questions import AnalogyQuestions
from embedlab.vectors.analogy_search import SEARCHES, best_answers
from embedlab.vectors.vocabulary import rows_by_upper_case, words_searched
from embedlab.vectors.word_vectors import WordVectors

__all__ = ["AnalogyReport", "evaluate_analogies"]


@dataclass(frozen=True)
class AnalogyReport:
    """How many questions of each section were answered right."""

    sections: dict[str, tuple[int, int]]  # name -> (correct, total of those asked)
    skipped: int  # questions with a word outside the vocabulary
    vocabulary_limit: int  # how many of the most frequent words took part
    method: str = "3cosadd"
    exclude_inputs: bool = True

    @property
    def correct(self) -> int:
        """Questions answered right, over all sections."""
        return sum(correct for correct, _ in self.sections.values())

    @property
    def total(self) -> int:
        """Questions asked, over all sections."""
        return sum(total for _, total in self.sections.values())

    @property
    def section_accuracy(self) -> dict[str, float]:
        """Share of each section's asked questions answered right; nan where none could be asked."""
        return {
            name: correct / total if total else float("nan")
            for name, (correct, total) in self.sections.items()
        }

    @property
    def accuracy(self) -> float:
        """Share of the asked questions answered right, in [0, 1]; nan where none could be asked."""
        return self.correct / self.total if self.total else float("nan")


def evaluate_analogies(
    vectors: WordVectors,
    questions: AnalogyQuestions,
    *,
    vocabulary_limit: int | None = None,
    method: str = "3cosadd",
    exclude_inputs: bool = True,
    watch: Callable[[float], object] | None = None,
) -> AnalogyReport:
    """Score `vectors` on `questions`.

    Args:
        vectors: the table to examine, most frequent word first.
        questions: what `read_analogies` or `read_analogy_text` returned.
        vocabulary_limit: use the first N words only; None for all.
        method: one of the methods of `analogy`.
        exclude_inputs: leave a, b and c, and their other spellings, out of the answers.
        watch: called with the share of the work that is done, up to 1; what it raises ends the work.

    Raises:
        UnknownNameError: no such method.
        InvalidInputError: the limit is below 1.

    gensim differs in four places: it takes a limit of 300,000 words where none is named, asks with 3CosAdd
    whatever its argument `similarity_function` says, looks at its five best words only, and gives a word
    whose vector is zero a cosine (here such a word counts as outside the vocabulary).
    """
    check_choice(method, SEARCHES, "method")
    limit = words_searched(vectors, vocabulary_limit)
    rows, groups = rows_by_upper_case(vectors, limit)
    asked: list[tuple[int, int, int]] = []
    accepted: list[tuple[int, ...]] = []  # the rows that are right
    section_of: list[int] = []
    for section, (name, items) in enumerate(questions.sections.items()):
        for (*given, _), answers in zip(items, questions.answers(name), strict=True):
            a, b, c = (rows.get(word.upper(), -1) for word in given)
            right_rows = tuple(rows[word.upper()] for word in answers if word.upper() in rows)
            if -1 not in (a, b, c) and right_rows:
                asked.append((a, b, c))
                accepted.append(right_rows)
                section_of.append(section)
    watch = watch or (lambda _: None)
    best = np.zeros(0, dtype=np.int64)
    if asked:
        best = best_answers(
            vectors, np.array(asked), groups, method=method, exclude_inputs=exclude_inputs, watch=watch
        )
    else:
        watch(1.0)
    answer_rows = np.where(best < 0, -1, groups[best]).tolist()  # the first row spelled like the answer
    right = [row in right_rows for row, right_rows in zip(answer_rows, accepted, strict=True)]
    counts = dict.fromkeys(questions.sections, (0, 0))
    names = list(counts)
    for section, hit in zip(section_of, right, strict=True):
        correct, total = counts[names[section]]
        counts[names[section]] = (correct + hit, total + 1)
    return AnalogyReport(counts, len(questions) - len(asked), limit, method, exclude_inputs)
