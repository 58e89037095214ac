"""The whole analogy set: the same counts as gensim, section by section."""

from __future__ import annotations

from pathlib import Path

import numpy as np
import pytest
from gensim.models import KeyedVectors

import embedlab


@pytest.fixture(scope="module")
def questions() -> embedlab.AnalogyQuestions:
    return embedlab.read_analogies(embedlab.google_analogies_path())


def test_the_google_set_is_whole(questions: embedlab.AnalogyQuestions) -> None:
    assert len(questions) == 19_544
    assert len(questions.sections) == 14
    assert len(questions.sections["family"]) == 506


@pytest.mark.parametrize("limit", [5_000, 20_000])
def test_counts_equal_gensim(
    limit: int, vectors: embedlab.WordVectors, questions: embedlab.AnalogyQuestions
) -> None:
    keyed = KeyedVectors(vectors.dim)
    keyed.add_vectors(vectors.words[:limit], np.asarray(vectors.matrix[:limit]))
    accuracy, sections = keyed.evaluate_word_analogies(
        str(embedlab.google_analogies_path()), restrict_vocab=limit
    )
    report = embedlab.evaluate_analogies(vectors, questions, vocabulary_limit=limit)
    expected = {
        section["section"]: (len(section["correct"]), len(section["correct"]) + len(section["incorrect"]))
        for section in sections[:-1]  # the last one is their total
    }
    assert report.sections == expected
    assert report.accuracy == pytest.approx(accuracy)
    assert report.total + report.skipped == len(questions)


def test_case_variants_count_as_one_word_like_in_gensim(tmp_path: Path) -> None:
    words = ["man", "King", "woman", "KING", "queen", "Queen", "boat"]
    matrix = np.array([[1, 0, 0], [1, 1, 0], [0, 0, 1], [1, 1, 0.1], [0.1, 1, 1], [0, 1, 1], [-1, 0, 0]])
    path = tmp_path / "questions.txt"
    path.write_text(": royalty\nMan king WOMAN queen\nman king woman horse\n", "utf-8")
    keyed = KeyedVectors(3)
    keyed.add_vectors(words, matrix.astype(np.float32))
    _, sections = keyed.evaluate_word_analogies(str(path))
    report = embedlab.evaluate_analogies(embedlab.WordVectors(words, matrix), embedlab.read_analogies(path))
    assert report.sections == {"royalty": (len(sections[0]["correct"]), 1)} == {"royalty": (1, 1)}
    assert report.skipped == 1


def test_a_question_before_any_section_names_the_line(tmp_path: Path) -> None:
    path = tmp_path / "questions.txt"
    path.write_text("\na b c d\n", "utf-8")
    with pytest.raises(embedlab.InvalidInputError, match="Line 2"):
        embedlab.read_analogies(path)


def test_a_missing_file_is_a_plain_sentence(tmp_path: Path) -> None:
    with pytest.raises(embedlab.InvalidInputError, match="cannot be read"):
        embedlab.read_analogies(tmp_path / "none.txt")


def test_nothing_to_ask_is_not_a_number(tiny_vectors: embedlab.WordVectors) -> None:
    report = embedlab.evaluate_analogies(
        tiny_vectors, embedlab.AnalogyQuestions({"empty": (("a", "b", "c", "d"),)})
    )
    assert np.isnan(report.accuracy)
    assert (report.sections, report.skipped) == ({"empty": (0, 0)}, 1)
