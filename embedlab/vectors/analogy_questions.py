"""Sets of analogy questions, read from files and from text; how they are scored is in `evaluation`.

Two formats are known. questions-words (Mikolov et al. 2013) writes every question out; BATS (Gladkova,
Drozd and Matsuoka 2016) lists the pairs of a relation, each of which asks about every other, and lets a word
have several right answers.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, field
from itertools import permutations
from math import isqrt
from pathlib import Path

from embedlab.errors import InvalidInputError, quote
from embedlab.vectors.question_text import MAX_QUESTIONS, gensim_file, numbered_lines

__all__ = ["AnalogyQuestions", "google_analogies_path", "read_analogies", "read_analogy_text"]

Question = tuple[str, str, str, str]
Pair = tuple[str, tuple[str, ...]]  # a word and its right answers, the usual one first
PAIR, QUESTION = 2, 4  # words a line


@dataclass(frozen=True)
class AnalogyQuestions:
    """Questions by section, in the order of the file."""

    sections: dict[str, tuple[Question, ...]]
    # section -> for each of its questions the answers that are right beside the fourth word; absent: none
    further: dict[str, tuple[tuple[str, ...], ...]] = field(default_factory=dict)

    def __len__(self) -> int:
        """Return the number of questions in all sections."""
        return sum(len(questions) for questions in self.sections.values())

    def answers(self, section: str) -> list[tuple[str, ...]]:
        """Return the right answers to each question of a section, the fourth word first."""
        questions = self.sections[section]
        further = self.further.get(section, ((),) * len(questions))
        return [(question[3], *more) for question, more in zip(questions, further, strict=True)]


def google_analogies_path() -> Path:
    """Return the path of the Google analogy set (Mikolov et al. 2013; 19,544 questions), which gensim ships.

    Raises:
        MissingModelError: gensim is not installed, or comes without its test data.
    """
    return gensim_file("questions-words.txt", what="Google analogy set")


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
        if len(words) == QUESTION:
            current.append((words[0], words[1], words[2], words[3]))
    return AnalogyQuestions({name: tuple(questions) for name, questions in sections.items()})


def read_analogy_text(text: str, *, name: str = "your questions") -> AnalogyQuestions:
    """Read analogy questions from text in the questions-words or the BATS format; the first line tells which.

    Args:
        text: a question "a b c d" a line, or a pair "word<TAB>answer1/answer2" a line. A line ": name" begins
            a section in both.
        name: what messages call the text, and the section of lines before any ": name".

    Each pair (a, b) of a section asks about every other pair (c, d) of it; b is the first answer of its
    line, and any answer of d's line is right. A pair that was there already is passed over.

    Raises:
        InvalidInputError: the text is empty, too long, or asks too many questions; a line does not fit the
            format.

    >>> read_analogy_text("france\\tparis\\njapan\\ttokyo/edo").sections["your questions"]
    (('france', 'paris', 'japan', 'tokyo'), ('japan', 'tokyo', 'france', 'paris'))
    """
    sections: dict[str, list[tuple[int, list[str]]]] = {}
    heading, width = name, 0
    for number, line in numbered_lines(text, name=name):
        if line.startswith(":"):
            heading = line[1:].strip() or name
            continue
        words = [word.strip() for word in line.split("\t")] if "\t" in line else line.split()
        width = width or len(words)
        if len(words) != width or width not in (PAIR, QUESTION):
            raise InvalidInputError(_wrong_width(number, name, len(words), width))
        sections.setdefault(heading, []).append((number, words))
    if not sections:
        raise InvalidInputError(f"{quote(name)} holds headings but no question; write one question a line.")
    return _from_pairs(sections, name) if width == PAIR else _from_questions(sections, name)


def _wrong_width(number: int, name: str, count: int, width: int) -> str:
    problem = f"Line {number} of {quote(name)} has {count} word{'s' * (count != 1)}"
    if width == PAIR:
        return f"{problem}, the lines before it two; write every pair as a word, a tab and its answer."
    if width == QUESTION:
        return f"{problem}, the lines before it four; write every question as four words, “a b c d”."
    return f"{problem}; a question has four, “a b c d”, and a pair two, a word and its answer."


def _from_questions(sections: dict[str, list[tuple[int, list[str]]]], name: str) -> AnalogyQuestions:
    _check_count(sum(len(lines) for lines in sections.values()), name, "keep fewer of them")
    return AnalogyQuestions(
        {
            heading: tuple((words[0], words[1], words[2], words[3]) for _, words in lines)
            for heading, lines in sections.items()
        }
    )


def _from_pairs(sections: dict[str, list[tuple[int, list[str]]]], name: str) -> AnalogyQuestions:
    pairs = {heading: list(dict.fromkeys(_read_pairs(lines, name))) for heading, lines in sections.items()}
    for heading, members in pairs.items():
        if len(members) == 1:
            raise InvalidInputError(
                f"The section {quote(heading)} of {quote(name)} has one pair; a pair asks about the others, "
                "so write at least two."
            )
    largest = isqrt(MAX_QUESTIONS)  # pairs: the largest n with n (n − 1) ≤ the limit
    remedy = f"keep fewer pairs, {largest} at most in one section: each asks about every other"
    _check_count(sum(len(members) * (len(members) - 1) for members in pairs.values()), name, remedy)
    questions: dict[str, tuple[Question, ...]] = {}
    further: dict[str, tuple[tuple[str, ...], ...]] = {}
    for heading, members in pairs.items():
        asking = list(permutations(members, 2))
        questions[heading] = tuple((a, b[0], c, d[0]) for (a, b), (c, d) in asking)
        further[heading] = tuple(d[1:] for _, (_, d) in asking)
    return AnalogyQuestions(questions, further)


def _read_pairs(lines: Iterable[tuple[int, list[str]]], name: str) -> Iterable[Pair]:
    for number, (word, written) in lines:
        answers = tuple(answer.strip() for answer in written.split("/") if answer.strip())
        if not answers:
            raise InvalidInputError(
                f"Line {number} of {quote(name)} has no answer to {quote(word)}; "
                "write it after a tab, several with “/” between them."
            )
        yield word, answers


def _check_count(asked: int, name: str, remedy: str) -> None:
    if asked > MAX_QUESTIONS:
        raise InvalidInputError(
            f"{quote(name)} asks {asked:,} questions; at most {MAX_QUESTIONS:,} are asked at once, "
            f"so {remedy}."
        )
