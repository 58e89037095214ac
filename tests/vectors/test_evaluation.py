"""The whole analogy set: the same counts as gensim, by section; elsewhere those of plain arithmetic."""

from __future__ import annotations

import threading
from pathlib import Path
from typing import Any

import numpy as np
import pytest
from gensim.models import KeyedVectors
from numpy.typing import NDArray

import embedlab
from embedlab.vectors import analogy_search

METHODS = tuple(analogy_search.SEARCHES)


@pytest.fixture(scope="module")
def questions() -> embedlab.vectors.AnalogyQuestions:
    return embedlab.read_analogies(embedlab.vectors.google_analogies_path())


def test_the_google_set_is_whole(questions: embedlab.vectors.AnalogyQuestions) -> None:
    assert len(questions) == 19_544
    assert len(questions.sections) == 14
    assert len(questions.sections["family"]) == 506


@pytest.mark.parametrize("limit", [5_000, 20_000])
def test_counts_equal_gensim(
    limit: int, vectors: embedlab.vectors.WordVectors, questions: embedlab.vectors.AnalogyQuestions
) -> None:
    keyed = KeyedVectors(vectors.dim)
    keyed.add_vectors(vectors.words[:limit], np.asarray(vectors.matrix[:limit]))
    accuracy, sections = keyed.evaluate_word_analogies(
        str(embedlab.vectors.google_analogies_path()), restrict_vocab=limit
    )
    report = embedlab.evaluate_analogies(vectors, questions, vocabulary_limit=limit)
    expected = {
        section["section"]: (len(section["correct"]), len(section["correct"]) + len(section["incorrect"]))
        for section in sections[:-1]  # the last one is their total
    }
    assert report.sections == expected
    assert report.accuracy == pytest.approx(accuracy)
    assert report.total + report.skipped == len(questions)


class MultiplyingVectors(KeyedVectors):  # type: ignore[misc]
    """gensim's table, made to use 3CosMul: its evaluation ignores the argument that should choose it."""

    def init_sims(self, replace: bool = False) -> None:  # gensim calls its own, which warns that it is old
        self.fill_norms()

    def most_similar(self, positive: Any, negative: Any, topn: int, restrict_vocab: int) -> Any:
        assert restrict_vocab == len(self)
        return self.most_similar_cosmul(positive, negative, topn)


@pytest.mark.parametrize(("method", "peer"), [("3cosadd", KeyedVectors), ("3cosmul", MultiplyingVectors)])
def test_each_method_counts_like_gensim(
    method: str,
    peer: type[KeyedVectors],
    vectors: embedlab.vectors.WordVectors,
    questions: embedlab.vectors.AnalogyQuestions,
    tmp_path: Path,
) -> None:
    limit = 20_000
    chosen = ("family", "gram3-comparative", "gram6-nationality-adjective", "capital-world", "currency")
    some = {name: questions.sections[name][:200] for name in chosen}
    path = tmp_path / "questions.txt"
    lines = [line for name, asked in some.items() for line in (f": {name}", *map(" ".join, asked))]
    path.write_text("\n".join(lines), "utf-8")
    keyed = peer(vectors.dim)
    keyed.add_vectors(vectors.words[:limit], np.asarray(vectors.matrix[:limit]))
    _, sections = keyed.evaluate_word_analogies(str(path), restrict_vocab=limit, dummy4unknown=False)
    expected = {
        section["section"]: (len(section["correct"]), len(section["correct"]) + len(section["incorrect"]))
        for section in sections[:-1]
    }
    report = embedlab.evaluate_analogies(
        vectors, embedlab.vectors.AnalogyQuestions(some), vocabulary_limit=limit, method=method
    )
    assert report.sections == expected
    assert 0 < report.correct < report.total
    assert (report.method, report.exclude_inputs, report.vocabulary_limit) == (method, True, limit)


def test_the_methods_do_not_all_say_the_same(
    vectors: embedlab.vectors.WordVectors, questions: embedlab.vectors.AnalogyQuestions
) -> None:
    chosen = ("family", "gram3-comparative", "currency")
    some = embedlab.vectors.AnalogyQuestions({name: questions.sections[name][:200] for name in chosen})
    reports = {
        (method, hidden): embedlab.evaluate_analogies(
            vectors, some, vocabulary_limit=20_000, method=method, exclude_inputs=hidden
        )
        for method in METHODS
        for hidden in (True, False)
    }
    assert len({tuple(reports[method, True].sections.values()) for method in METHODS}) == 3
    counts = {asked: report.correct for asked, report in reports.items()}
    for method in METHODS:  # an input that wins is wrong here
        assert counts[method, False] <= counts[method, True]
    assert counts["3cosadd", False] < counts["3cosadd", True] / 2


def plain_scores(units: NDArray[np.float64], question: tuple[int, ...], method: str) -> NDArray[np.float64]:
    """Return the score of every word by the formula of the method, in float64, one question at a time."""
    a, b, c = (units[row] for row in question)
    if method == "3cosadd":
        target = b - a + c
        return units @ target / np.linalg.norm(target)
    if method == "3cosmul":
        shifted = [(1 + units @ unit) / 2 for unit in (a, b, c)]
        return shifted[1] * shifted[2] / (shifted[0] + 1e-6)
    lengths = np.linalg.norm(units - c, axis=1)
    lengths[question[2]] = np.inf
    scores: NDArray[np.float64] = (units - c) @ (b - a) / lengths / np.linalg.norm(b - a)
    scores[question[2]] = -np.inf
    return scores


@pytest.mark.parametrize("hidden", [True, False])
@pytest.mark.parametrize("method", METHODS)
@pytest.mark.parametrize("dim", [3, 12])
def test_answers_are_those_of_plain_arithmetic(
    method: str, hidden: bool, dim: int, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(analogy_search, "ROW_BLOCK", 37)  # several blocks, runs and batches
    monkeypatch.setattr(analogy_search, "RUN", 5)
    monkeypatch.setattr(analogy_search, "FAMILY", 3)
    monkeypatch.setattr(analogy_search, "MAX_SHARED", 60)
    random = np.random.default_rng(dim)
    words = [f"w{row}" for row in range(180)] + [f"W{row}" for row in range(0, 60, 3)]
    matrix = random.normal(size=(len(words), dim)) * random.uniform(0.1, 9, size=(len(words), 1))
    matrix[[50, 199]] = 0  # w50 and W57
    groups = np.array([*range(180), *range(0, 60, 3)])
    table = embedlab.vectors.WordVectors(words, matrix)
    units = matrix / np.where(matrix.any(axis=1), np.linalg.norm(matrix, axis=1), 1)[:, None]
    rows = np.delete(np.arange(180), 50)
    asked = [tuple(random.choice(rows, 3).tolist()) for _ in range(200)]
    asked += [(a, b, c) for a, b in ((1, 2), (3, 4)) for c in (5, 6, 7, 8, 9, a, b)]
    right: list[tuple[str, str, str, str]] = []
    wrong: list[tuple[str, str, str, str]] = []
    for question in asked:
        if method == "pairdirection" and question[0] == question[1]:
            continue
        scores = plain_scores(units, question, method)
        scores[[50, 199]] = -np.inf
        if hidden:
            scores[np.isin(groups, question)] = -np.inf
        best = groups[scores.argmax()]
        a, b, c = (words[row] for row in question)
        right.append((a, b, c, words[best]))
        wrong.append((a, b, c, words[(best + 1) % 50]))
    report = embedlab.evaluate_analogies(
        table,
        embedlab.vectors.AnalogyQuestions({"right": tuple(right), "wrong": tuple(wrong)}),
        method=method,
        exclude_inputs=hidden,
    )
    assert report.sections == {"right": (len(right), len(right)), "wrong": (0, len(wrong))}
    assert report.exclude_inputs is hidden


@pytest.mark.parametrize("hidden", [True, False])
def test_a_step_of_no_length_points_nowhere(hidden: bool, tiny_vectors: embedlab.vectors.WordVectors) -> None:
    answers = ("east", "north", "northeast", "west")
    asked = embedlab.vectors.AnalogyQuestions(
        {"compass": tuple(("east", "east", "north", to) for to in answers)}
    )
    report = embedlab.evaluate_analogies(tiny_vectors, asked, method="pairdirection", exclude_inputs=hidden)
    assert report.sections == {"compass": (0, 4)}


@pytest.mark.parametrize("method", METHODS)
@pytest.mark.bad_input(28)
def test_a_zero_vector_is_neither_asked_nor_answered(method: str) -> None:
    words = ["east", "north", "west", "nowhere", "southeast"]
    table = embedlab.vectors.WordVectors(words, [[1, 0], [0, 1], [-1, 0], [0, 0], [1, -1]])
    asked = (
        ("east", "north", "west", "nowhere"),
        ("nowhere", "east", "north", "west"),
        ("east", "north", "west", "southeast"),  # points the other way, but is all that is left
    )
    report = embedlab.evaluate_analogies(
        table, embedlab.vectors.AnalogyQuestions({"all": asked}), method=method
    )
    assert (report.sections, report.skipped) == ({"all": (1, 1)}, 2)


@pytest.mark.bad_input(54)
def test_a_question_without_candidates_is_answered_wrong() -> None:
    table = embedlab.vectors.WordVectors(["a", "b", "c"], np.eye(3))
    for method in METHODS:
        report = embedlab.evaluate_analogies(
            table, embedlab.vectors.AnalogyQuestions({"all": (("a", "b", "c", "b"),)}), method=method
        )
        assert report.sections == {"all": (0, 1)}


def test_an_unknown_method_is_named(tiny_vectors: embedlab.vectors.WordVectors) -> None:
    with pytest.raises(embedlab.UnknownNameError, match="“4cosadd”; choose one of 3cosadd, 3cosmul, pair"):
        embedlab.evaluate_analogies(tiny_vectors, embedlab.vectors.AnalogyQuestions({}), method="4cosadd")


def test_a_watcher_sees_the_share_rise_to_one(
    vectors: embedlab.vectors.WordVectors, questions: embedlab.vectors.AnalogyQuestions
) -> None:
    shares: list[float] = []
    threads = set()

    def watch(share: float) -> None:
        shares.append(share)
        threads.add(threading.current_thread())

    some = embedlab.vectors.AnalogyQuestions({"family": questions.sections["family"]})
    embedlab.evaluate_analogies(vectors, some, vocabulary_limit=60_000, watch=watch)
    assert len(shares) > 5
    assert shares == sorted(shares)
    assert 0 <= shares[0] < 0.5
    assert shares[-1] == 1
    assert threads == {threading.current_thread()}


def test_a_watcher_ends_the_work(
    vectors: embedlab.vectors.WordVectors, questions: embedlab.vectors.AnalogyQuestions
) -> None:
    class StoppedError(Exception):
        pass

    shares: list[float] = []

    def watch(share: float) -> None:
        shares.append(share)
        if share > 0.1:
            raise StoppedError

    some = embedlab.vectors.AnalogyQuestions({"family": questions.sections["family"]})
    with pytest.raises(StoppedError):
        embedlab.evaluate_analogies(vectors, some, watch=watch)
    assert shares[-1] < 0.3
    assert embedlab.evaluate_analogies(vectors, some, vocabulary_limit=500).total  # the turn was given back


def test_a_watcher_ends_the_wait_for_its_turn(tiny_vectors: embedlab.vectors.WordVectors) -> None:
    def watch(share: float) -> None:
        raise TimeoutError(share)

    asked = embedlab.vectors.AnalogyQuestions({"compass": (("east", "west", "north", "northeast"),)})
    with analogy_search.ONE_AT_A_TIME, pytest.raises(TimeoutError):
        embedlab.evaluate_analogies(tiny_vectors, asked, watch=watch)
    embedlab.evaluate_analogies(tiny_vectors, asked)


def test_runs_hold_one_large_pair_or_several_small_ones() -> None:
    bounds = [0, 1, 3, 80, 81, *range(82, 150), 158]  # pairs of 1, 2, 77, 69 times 1, and 9 questions
    assert analogy_search._runs(bounds) == [(0, 3), (3, 67), (67, 80), (80, 144), (144, 149), (149, 158)]
    assert analogy_search._runs([0, 1]) == [(0, 1)]


def test_batches_stay_within_their_limits(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(analogy_search, "MAX_HIDDEN", 10)
    groups = np.array([0, 0, 0, 0, 4, 5, 6])  # four spellings of one word
    asked = np.array([[0, 4, 5], [0, 5, 6], [4, 5, 6], [4, 5, 6], [0, 4, 5]])  # 6, 6, 3, 3, 6 rows are hidden
    assert analogy_search._batch_edges(asked, groups) == [0, 1, 3, 5]


def test_any_accepted_answer_is_right() -> None:
    angles = {"a": 0, "b": 10, "c": 90, "d": 100, "e": 180, "f": 190, "g": 300}
    matrix = [[np.cos(np.radians(angle)), np.sin(np.radians(angle))] for angle in angles.values()]
    table = embedlab.vectors.WordVectors(list(angles), matrix)
    asked = embedlab.vectors.read_analogy_text("a\tb\nc\tg/D\ne\tzebra/f", name="turned")
    assert asked.sections["turned"] == (
        ("a", "b", "c", "g"),  # b − a + c points to 91°; the nearest beside c is d, the second answer
        ("a", "b", "e", "zebra"),  # 170°: f, the second answer
        ("c", "g", "a", "b"),  # 309°: b, the nearest beside g and a
        ("c", "g", "e", "zebra"),  # 255°: f
        ("e", "zebra", "a", "b"),  # zebra is not in the table
        ("e", "zebra", "c", "g"),
    )
    report = embedlab.evaluate_analogies(table, asked)
    assert (report.sections, report.skipped) == ({"turned": (4, 4)}, 2)
    only_first = embedlab.evaluate_analogies(table, embedlab.vectors.AnalogyQuestions(asked.sections))
    assert (only_first.sections, only_first.skipped) == ({"turned": (1, 2)}, 4)
    assert only_first.section_accuracy == {"turned": 0.5}


def test_case_variants_count_as_one_word_like_in_gensim(tmp_path: Path) -> None:
    words = ["man", "King", "woman", "KING", "queen", "Queen", "boat"]
    matrix = np.array([[1, 0, 0], [1, 1, 0], [0, 0, 1], [1, 1, 0.1], [0.1, 1, 1], [0, 1, 1], [-1, 0, 0]])
    path = tmp_path / "questions.txt"
    path.write_text(": royalty\nMan king WOMAN queen\nman king woman horse\n", "utf-8")
    keyed = KeyedVectors(3)
    keyed.add_vectors(words, matrix.astype(np.float32))
    _, sections = keyed.evaluate_word_analogies(str(path))
    report = embedlab.evaluate_analogies(
        embedlab.vectors.WordVectors(words, matrix), embedlab.read_analogies(path)
    )
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


def test_nothing_to_ask_is_not_a_number(tiny_vectors: embedlab.vectors.WordVectors) -> None:
    report = embedlab.evaluate_analogies(
        tiny_vectors, embedlab.vectors.AnalogyQuestions({"empty": (("a", "b", "c", "d"),)})
    )
    assert np.isnan(report.accuracy)
    assert (report.sections, report.skipped) == ({"empty": (0, 0)}, 1)
    assert np.isnan(report.section_accuracy["empty"])
