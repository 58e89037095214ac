"""The analogy page: both ways of asking, every tab, every table; it says what the package computes."""

from __future__ import annotations

import time
from typing import Any

import numpy as np
import pytest
from streamlit.testing.v1 import AppTest

import embedlab
from tests.support.pages import SECONDS, UNESCAPED, button, finish, readings, texts, visit, wait, warnings
from ui.layout import split_sentence

TABS = [
    "Predict",
    "What is a cosine?",
    "The numbers themselves",
    "How often does it work?",
    "Is it bias?",
    "A whole relation",
    "Removing a direction",
    "Two tables",
    "Files",
]
FORMER = {  # labels of links that teachers keep, and the parts that they open
    "Vectors": "The numbers themselves",
    "Parallelogram": "The numbers themselves",
    "Similarity": "What is a cosine?",
    "How often?": "How often does it work?",
    "Bias": "Is it bias?",
}
BERRIES = b"red 1 0 0\ngreen 0 1 0\nblue 0 0 1\nviolet 0.7 0 0.7\nyellow 0.7 0.7 0\nwhite 1 1 1\n"


@pytest.fixture(autouse=True, scope="module")
def warm_worker() -> None:
    """Wait until the process that reads tables has warmed itself."""
    from ui import fits

    deadline = time.monotonic() + SECONDS
    while not fits.pool().is_warm:
        assert time.monotonic() < deadline, "the worker process did not start"
        time.sleep(0.2)


def upload(at: AppTest, content: bytes, place: str = "table") -> AppTest:
    field = at.file_uploader(key=f"vectors_{place}_table_file")
    field.set_value(("mine.txt", content, "text/plain")).run()
    return wait(at, f"cancel vectors_{place}_table")


def run_code(at: AppTest) -> dict[str, Any]:
    """Run the code at the foot of the page; returns its variables."""
    variables: dict[str, Any] = {}
    exec(compile(at.code[0].value, "code of the page", "exec"), variables)
    return variables


def test_the_numbers_are_those_of_the_package(vectors: embedlab.vectors.WordVectors) -> None:
    at = visit("vectors", a="france", b="paris", c="japan", d="tokyo")
    audit = embedlab.vectors.audit_analogy(vectors, "france", "paris", "japan", 10)
    shown = at.dataframe[0].value
    assert shown["your words left out"].tolist() == audit.standard.words
    assert shown["no word left out"].tolist() == audit.allowed.words
    assert shown["near b"].tolist() == audit.near_b.words
    assert shown["near c"].tolist() == audit.near_c.words
    np.testing.assert_allclose(shown["score, your words left out"], audit.standard.scores, atol=1e-5)


@pytest.mark.parametrize("method", ["3cosadd", "3cosmul", "pairdirection"])
def test_each_method_answers_as_the_package_does(method: str, vectors: embedlab.vectors.WordVectors) -> None:
    at = visit("vectors", method=method)
    assert not at.exception
    best = embedlab.analogy(vectors, "man", "king", "woman", method=method).words[0]
    assert f"{best} has rank 1 of 400,000 words" in readings(at)[0]


def test_a_guess_is_placed_and_an_unknown_one_left_out(vectors: embedlab.vectors.WordVectors) -> None:
    rank = embedlab.vectors.audit_analogy(vectors, "man", "king", "woman", expected="princess").expected
    assert rank is not None
    assert f"The guess, princess, has rank {rank.ranks['standard']}," in texts(visit("vectors", d="princess"))
    higher = embedlab.analogy(vectors, "man", "king", "woman", k=rank.ranks["standard"]).words[:-1]
    assert f"{len(higher)} word{'s score' if len(higher) != 1 else ' scores'} higher" in texts(
        visit("vectors", d="princess")
    )
    assert "The guess, queen, comes first" in texts(visit("vectors", d="queen"))
    at = visit("vectors", d="queeen")
    assert "Your guess is left out" in warnings(at)
    assert "Close spellings: queen" in warnings(at)
    assert "queen has rank 1" in texts(at)
    assert at.text_input(key="d").value == "queeen"


def test_a_formula_is_answered_as_the_package_does(vectors: embedlab.vectors.WordVectors) -> None:
    at = visit("vectors", ask="a formula", formula="paris - france + 2*japan")
    found = embedlab.vectors.solve_formula(vectors, "paris - france + 2*japan")
    assert at.dataframe[0].value["your words left out"].tolist() == found.words
    assert f"{found.words[0]} has rank 1 of 400,000 words" in readings(at)[0]
    assert run_code(at)["hidden"].words == found.words


@pytest.mark.parametrize(
    "formula",
    [
        "",
        "king -",
        "king - - man",
        "2 * * king",
        "king + (man)",
        "__import__('os')",
        "king + zzzqqq",
        "nan*king",
    ],
)
def test_a_formula_that_cannot_be_read_is_one_sentence(formula: str) -> None:
    at = visit("vectors", ask="a formula")
    at.text_input(key="formula").input(formula).run()
    assert not at.exception
    (warning,) = at.warning
    assert warning.value
    assert at.text_input(key="formula").value == formula  # nothing typed is lost


def test_words_are_completed_while_they_are_typed() -> None:
    at = visit("vectors")
    at.text_input(key="c").input("wom").run()
    assert button(at, "complete women") is not None
    at = button(at, "complete women").click().run()
    assert at.text_input(key="c").value == "women"
    assert not at.warning
    assert button(at, "complete women") is None


def test_every_example_of_the_list_is_answered() -> None:
    at = visit("vectors")
    options = at.menu_button(key="examples").options
    assert len(options) >= 20
    assert len({option.split(":")[0] for option in options if ":" in option}) >= 7
    for option in options[::4]:
        at.menu_button(key="examples").click(option).run()
        assert not at.exception
        assert not at.warning


@pytest.mark.parametrize("tab", TABS)
@pytest.mark.parametrize("query", [{}, {"ask": "a formula"}, {"table": "MiniLM input table"}], ids=str)
def test_every_tab_works_for_every_question(tab: str, query: dict[str, str]) -> None:
    at = visit("vectors", vectors_tab=tab, **query)
    assert not at.exception, at.exception[0].message
    assert not at.warning, warnings(at)
    if not (query and tab == "How often does it work?"):  # the slowest, which is the same for every question
        run_code(at)


@pytest.mark.parametrize("tab", TABS)
def test_every_tab_is_there_while_the_question_has_no_answer(tab: str) -> None:
    at = visit("vectors", a="kign", vectors_tab=tab)
    assert not at.exception
    assert "Close spellings" in warnings(at)
    assert "import embedlab" in at.code[0].value


@pytest.mark.parametrize("tab", TABS)
def test_every_tab_works_for_a_small_table_of_ones_own(tab: str) -> None:
    at = upload(
        visit("vectors", table="your table", a="red", b="violet", c="green", d="", vectors_tab=tab), BERRIES
    )
    assert not at.exception, at.exception[0].message
    assert "has rank 1 of 6 words" in texts(at)


def test_a_table_of_ones_own_is_asked_and_named() -> None:
    at = visit("vectors", table="your table", a="red", b="violet", c="green", d="")
    assert "Nothing to ask yet" in texts(at)
    upload(at, BERRIES)
    table = embedlab.vectors.WordVectors(
        ["red", "green", "blue", "violet", "yellow", "white"],
        [[1, 0, 0], [0, 1, 0], [0, 0, 1], [0.7, 0, 0.7], [0.7, 0.7, 0], [1, 1, 1]],
    )
    found = embedlab.analogy(table, "red", "violet", "green")
    assert at.dataframe[0].value["your words left out"].tolist()[: len(found.words)] == found.words
    assert "mine.txt, read as GloVe text" in " ".join(each.value for each in at.markdown).translate(UNESCAPED)


def test_a_table_without_candidates_says_so() -> None:
    at = upload(
        visit("vectors", table="your table", a="red", b="green", c="blue", d=""),
        b"red 1 0 0\ngreen 0 1 0\nblue 0 0 1\n",
    )
    assert not at.exception
    assert "No candidates are left" in warnings(at)


def test_own_questions_are_scored_in_another_process() -> None:
    at = visit("vectors", vectors_tab="How often does it work?", set="your analogies", limit="10,000")
    finish(at, "scores")
    report = embedlab.evaluate_analogies(
        embedlab.load_word_vectors("glove-6b-50d"),
        embedlab.vectors.read_analogy_text(": capitals\nparis france tokyo japan\nrome italy cairo egypt"),
        vocabulary_limit=10_000,
    )
    assert f"3CosAdd answers {report.accuracy:.1%} of {report.total} questions right" in texts(at)
    table = at.dataframe[1].value
    assert table["% 3CosAdd"].tolist()[-1] == pytest.approx(100 * report.accuracy)
    assert len(table.columns) == 2 + 6
    assert run_code(at)["board"].methods[0] == report


@pytest.mark.parametrize("name", ["WordSim-353", "SimLex-999", "your word pairs"])
def test_rated_pairs_are_correlated(name: str) -> None:
    at = visit("vectors", vectors_tab="How often does it work?", set=name)
    assert not at.exception
    assert f"Spearman correlation of {run_code(at)['report'].spearman:.2f}" in texts(at)


@pytest.mark.parametrize(
    ("set_", "key", "typed", "where"),
    [
        ("your analogies", "own_questions", "paris france tokyo", "line 1"),
        ("your word pairs", "own_word pairs", "cat dog", "line 1"),
        ("your word pairs", "own_word pairs", "cat\tdog\t7\ncat\tcar\tmuch", "line 2"),
    ],
)
def test_a_set_that_cannot_be_read_is_one_sentence(set_: str, key: str, typed: str, where: str) -> None:
    at = visit("vectors", vectors_tab="How often does it work?", set=set_)
    at.text_area(key=key).input(typed).run()
    assert not at.exception
    assert where in warnings(at).lower()
    assert at.text_area(key=key).value == typed


def test_the_odd_one_out_and_the_baseline_are_named(vectors: embedlab.vectors.WordVectors) -> None:
    at = visit("vectors", vectors_tab="What is a cosine?", compared="breakfast cereal dinner lunch")
    summary = texts(at)
    odd = embedlab.vectors.odd_one_out(vectors, ["breakfast", "cereal", "dinner", "lunch"])
    assert f"{odd.odd} fits least" in summary
    assert f"{embedlab.vectors.random_pair_cosines(vectors).mean:.2f} on average" in summary


@pytest.mark.parametrize("typed", ["", "king", "king zzzqqq", "x " * 300])
def test_words_that_cannot_be_compared_are_one_sentence(typed: str) -> None:
    at = visit("vectors", vectors_tab="What is a cosine?")
    at.text_input(key="compared").input(typed).run()
    assert not at.exception
    assert len(at.warning) == 1


def test_a_direction_is_followed_and_removed(vectors: embedlab.vectors.WordVectors) -> None:
    at = visit("vectors", vectors_tab="Is it bias?")
    axis = embedlab.vectors.word_direction(vectors, [("he", "she")])
    along = embedlab.vectors.words_along(vectors, axis, among=20_000, exclude=("he", "she"))
    assert f"{along.low.words[0]} leans furthest toward he" in readings(at)[1]
    assert at.expander[0].label == "Why this is poor evidence"
    at = visit("vectors", vectors_tab="Removing a direction")
    neighbors, relations = readings(at)[1:]
    assert neighbors.startswith("Without the direction, ")
    assert "changes most" in relations


@pytest.mark.parametrize("tab", ["Is it bias?", "Removing a direction"])
@pytest.mark.parametrize("typed", ["", "he", "he she it", "he he", "he zzzqqq"])
def test_a_direction_that_is_none_is_one_sentence(typed: str, tab: str) -> None:
    at = visit("vectors", vectors_tab=tab)
    at.text_input(key="direction").input(typed).run()
    assert not at.exception
    assert len(at.warning) == 1


@pytest.mark.parametrize("former", FORMER)
def test_a_link_with_a_former_label_opens_its_part(former: str) -> None:
    old, new = (readings(visit("vectors", vectors_tab=label)) for label in (former, FORMER[former]))
    assert old == new


@pytest.mark.parametrize(
    "query", [{}, {"ask": "a formula"}, {"method": "pairdirection"}, {"alone": "true"}], ids=str
)
def test_headlines_are_short_sentences(query: dict[str, str]) -> None:
    for tab in ("The numbers themselves", "Two tables"):
        for reading in readings(visit("vectors", vectors_tab=tab, **query)):
            assert len(split_sentence(reading)[0]) <= 71, reading  # and its stop


def test_the_lists_without_arithmetic_stand_behind_a_switch() -> None:
    assert len(readings(visit("vectors", vectors_tab="Files"))) == 1
    at = visit("vectors", vectors_tab="Files", alone="true")
    assert any(each.startswith("Without any arithmetic, queen has rank 2 near king") for each in readings(at))
    at.button_group(key="ask").set_value("a formula").run()
    assert not at.exception


def test_own_pairs_of_a_relation() -> None:
    at = visit(
        "vectors", vectors_tab="A whole relation", relation="my own pairs", pairs="a b, france paris, x y"
    )
    assert not at.exception
    at.text_area(key="pairs").input("france paris, japan tokyo, italy rome").run()
    assert "Two steps have a cosine of" in texts(at)


def test_two_tables_answer_the_same_question() -> None:
    at = visit("vectors", vectors_tab="Two tables")
    assert "among their 10 best answers" in texts(at)
    at = visit("vectors", vectors_tab="Two tables", other_table="your table")
    assert not at.exception
    upload(at, b"man 1 0 0\nking 1 1 0\nwoman 0 0 1\nqueen 0 1 1\ntree 1 1 1\n", "other_table")
    assert "Both tables answer queen" in texts(at)


def test_ten_bets_are_checked_against_the_model(vectors: embedlab.vectors.WordVectors) -> None:
    at = visit("vectors", vectors_tab="Predict")
    for question in embedlab.texts.CHALLENGES:
        best = embedlab.analogy(vectors, question.a, question.b, question.c, k=1).words[0]
        button(at, f"bet {'ABCD'[question.choices.index(best)]}").click().run()
        button(at, "bets reveal").click().run()
        summary = " ".join(each.value for each in at.markdown).translate(UNESCAPED)
        assert f"The model answers {best}" in summary
        button(at, "bets next").click().run()
    assert "You foresaw 10 of 10 answers" in " ".join(each.value for each in at.success)


def test_a_vector_of_zeros_is_one_sentence_wherever_it_is_asked_for() -> None:
    content = BERRIES + b"nothing 0 0 0\n"
    for tab, query in {
        "What is a cosine?": {"compared": "red nothing blue"},
        "Is it bias?": {"direction": "red nothing"},
        "Removing a direction": {"direction": "red nothing", "followed": "blue"},
        "A whole relation": {"relation": "my own pairs", "pairs": "red nothing, green blue, white violet"},
        "The numbers themselves": {"c": "nothing"},
    }.items():
        asked = {"a": "red", "b": "violet", "c": "green", "d": "", **query}
        at = upload(visit("vectors", table="your table", vectors_tab=tab, **asked), content)
        assert not at.exception, tab
        assert "all zeros" in warnings(at), tab


def test_a_table_of_ones_own_is_scored_in_another_process() -> None:
    asked = {"a": "red", "b": "violet", "c": "green", "d": "", "set": "your analogies"}
    at = visit("vectors", table="your table", vectors_tab="How often does it work?", **asked)
    upload(at, BERRIES)
    at.text_area(key="own_questions").input(": mixed\nred violet green white\nred yellow blue violet").run()
    finish(at, "scores")
    assert "3CosAdd answers" in texts(at)


def test_completions_belong_to_the_four_words() -> None:
    at = visit("vectors")
    at.text_input(key="c").input("wom").run()
    at.button_group(key="ask").set_value("a formula").run()
    assert not at.exception
    assert button(at, "complete women") is None


def test_the_same_word_three_times_cannot_be_compared() -> None:
    for measure in ("cosine", "dot", "euclidean"):
        at = visit("vectors", vectors_tab="What is a cosine?", compared="king King KING", measure=measure)
        assert not at.exception
        assert "at least 2 different words" in warnings(at)


def test_equal_ratings_have_no_order() -> None:
    at = visit("vectors", vectors_tab="How often does it work?", set="your word pairs")
    at.text_area(key="own_word pairs").input("cat\tdog\t7\nking\tqueen\t7\nred\tblue\t7").run()
    assert not at.exception
    assert "no order to compare" in texts(at)
    assert "nan" not in texts(at)


def test_a_sum_of_zero_and_a_line_are_said_to_be_so() -> None:
    content = b"man 2 2 0\nking 2 0 0\nwoman 0 2 0\nqueen 1 0 1\nboy 1 3 2\ngirl 0 1 2\n"
    asked = {"table": "your table", "a": "man", "b": "king", "c": "woman", "d": ""}
    at = upload(visit("vectors", vectors_tab="The numbers themselves", scaled="false", **asked), content)
    assert "The sum is zero" in texts(at)
    at = visit("vectors", a="king", b="king", c="king", vectors_tab="The numbers themselves")
    assert "lie on one line" in texts(at)
