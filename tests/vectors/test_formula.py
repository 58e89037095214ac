"""Formulas are read as they are written, errors point at the place, and sums equal their definition."""

from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

import embedlab
from embedlab import FormulaError
from embedlab.vectors import parse_formula
from embedlab.vectors.formula import MAX_CHARACTERS, MAX_TERMS, MAX_WEIGHT, formula_vector


def terms(text: str, known: set[str] | None = None) -> list[tuple[str, float]]:
    formula = parse_formula(text, known=None if known is None else known.__contains__)
    return [(term.word, term.weight) for term in formula.terms]


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("king", [("king", 1)]),
        ("king - man + woman", [("king", 1), ("man", -1), ("woman", 1)]),
        ("king−man+woman", [("king", 1), ("man", -1), ("woman", 1)]),
        ("- man + king", [("man", -1), ("king", 1)]),
        ("+king", [("king", 1)]),
        ("king - man + 0.5*woman", [("king", 1), ("man", -1), ("woman", 0.5)]),
        ("2 king - .5 man", [("king", 2), ("man", -0.5)]),
        ("king * 2 – man × 3", [("king", 2), ("man", -3)]),
        ("2 · king", [("king", 2)]),
        ("1990 + 2 * 1991", [("1990", 1), ("1991", 2)]),  # a number alone is a word
        ("2 * 3", [("3", 2)]),
        ("twenty-one - one", [("twenty-one", 1), ("one", -1)]),
        ("king -man", [("king", 1), ("man", -1)]),
        ("king- man", [("king", 1), ("man", -1)]),
        ("don't + u.s. + new_york + 's", [("don't", 1), ("u.s.", 1), ("new_york", 1), ("'s", 1)]),
        ('"new york" - “c++” + 2*"(a)"', [("new york", 1), ("c++", -1), ("(a)", 2)]),
        ("हिन्दी + naïve + 猫", [("हिन्दी", 1), ("naïve", 1), ("猫", 1)]),
        ("0 king + 100 queen", [("king", 0), ("queen", 100)]),
        ("inf + nan", [("inf", 1), ("nan", 1)]),
        ("  king\n+\tqueen ", [("king", 1), ("queen", 1)]),
    ],
)
def test_formulas_are_read_as_written(text: str, expected: list[tuple[str, float]]) -> None:
    assert terms(text) == expected


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("king-man", [("king", 1), ("man", -1)]),
        ("0.5*king-man+woman", [("king", 0.5), ("man", -1), ("woman", 1)]),
        ("king-0.5*man", [("king", 1), ("man", -0.5)]),
        ("twenty-one", [("twenty-one", 1)]),  # it exists as a whole
        ("twenty-one-man", [("twenty-one", 1), ("man", -1)]),  # the longest that exists
        ("man-kind", [("man-kind", 1)]),  # no part "kind": left whole, for the error to name
    ],
)
def test_a_hyphen_is_minus_only_where_the_whole_does_not_exist(
    text: str, expected: list[tuple[str, float]]
) -> None:
    assert terms(text, {"king", "man", "woman", "twenty", "one", "twenty-one"}) == expected
    assert len(terms("king-man")) == 1  # without a table, one word


def test_terms_know_their_characters() -> None:
    text = ' king -  0.5 * "new york"+man*2'
    found = parse_formula(text)
    assert [text[term.start : term.end] for term in found.terms] == ["king", '0.5 * "new york"', "man*2"]
    split = parse_formula("king-man", known={"king", "man"}.__contains__)
    assert [split.text[term.start : term.end] for term in split.terms] == ["king", "man"]


@pytest.mark.parametrize(
    ("text", "place", "message"),
    [
        ("", 0, "nothing to add .* type words"),
        ("  \n", 0, "nothing to add"),
        ("king man", 5, "sign is missing at character 6 .*“man”.*write [+] or −"),
        ("king + ", 7, "word is missing at character 8 .*its end"),
        ("king + - man", 7, "word is missing before the sign at character 8"),
        ("* king", 0, "word is missing before the sign"),
        ("king ** 2", 6, "number is missing at character 7"),
        ("king * queen", 7, "number is missing at character 8 .*“queen”.*number only"),
        ("2 * king * 3", 9, "second × stands at character 10"),
        ("king * ", 7, "number is missing at character 8 .*its end"),
        ("(king - man)", 0, "parenthesis stands at character 1 .*without any"),
        ("king + 0,5*man", 8, "comma .* point, as 0.5"),
        ("king / man", 5, "sign without a meaning .*“/ man”.*quotation marks"),
        ('king + "new york', 7, "quotation mark without its partner"),
        ('king + ""', 7, "nothing in them"),
        ("king + 101*man", 7, "at most 100 times"),
        ("9" * 400 + " king", 0, "at most 100 times"),
        ("king + \ud800", 7, "character 8 .*“�”"),
        ("king + \x00", 7, "character 8 .*“�”"),
    ],
)
def test_errors_point_at_the_place(text: str, place: int, message: str) -> None:
    with pytest.raises(FormulaError, match=message) as caught:
        parse_formula(text)
    assert caught.value.place == place
    assert caught.value.text == text
    str(caught.value).encode()  # can be shown


def test_limits_are_named() -> None:
    assert len(parse_formula(" + ".join(["a"] * MAX_TERMS)).terms) == MAX_TERMS
    with pytest.raises(FormulaError, match=f"{MAX_TERMS} words; one more stands at character 79") as caught:
        parse_formula(" + ".join(["a"] * (MAX_TERMS + 1)))
    assert caught.value.place == 4 * MAX_TERMS - 2  # the sign before it
    parse_formula("a" * MAX_CHARACTERS)
    with pytest.raises(FormulaError, match=f"may have {MAX_CHARACTERS} characters; this one of 501"):
        parse_formula("a" * (MAX_CHARACTERS + 1))
    assert parse_formula(f"{MAX_WEIGHT:g} a").terms[0].weight == MAX_WEIGHT


@settings(max_examples=300, deadline=None)
@given(
    st.one_of(
        st.text(max_size=60),
        st.text("kq .-+*×\"“”'0159,()_−\n", max_size=60),
        st.text(st.characters(codec=None), max_size=30),
    ),
    st.booleans(),
)
def test_any_text_is_a_formula_or_a_formula_error(text: str, hyphens: bool) -> None:
    refused = None
    try:
        found = parse_formula(text, known=(lambda word: len(word) < 3) if hyphens else None)
    except FormulaError as error:
        refused = error
    if refused:
        assert 0 <= refused.place <= len(text)
        assert refused.text == text
        return
    assert found.terms
    for term in found.terms:
        assert term.word in text[term.start : term.end]
        assert abs(term.weight) <= MAX_WEIGHT


WORD = st.from_regex(r"[a-z]{1,5}(-[a-z]{1,3})?", fullmatch=True) | st.text(
    "abc +*-()0.", min_size=1, max_size=6
)
WEIGHT = st.integers(0, 10_000).map(lambda hundredths: hundredths / 100)


@settings(max_examples=200, deadline=None)
@given(st.lists(st.tuples(st.sampled_from("+-"), WEIGHT, WORD), min_size=1, max_size=8), st.data())
def test_a_formula_is_read_back(parts: list[tuple[str, float, str]], choice: st.DataObject) -> None:
    parts = [(sign, weight, word) for sign, weight, word in parts if word.strip()]
    pieces = []
    for sign, weight, word in parts:
        shown = word if word.replace("-", "").isalpha() and word[-1] != "-" != word[0] else f'"{word}"'
        if "--" in shown:
            shown = f'"{word}"'
        form = choice.draw(st.sampled_from(["{w}*{x}", "{w} {x}", "{x} * {w}", "{w} · {x}"]))
        pieces += [sign, form.format(w=weight, x=shown)]
    if not parts:
        return
    expected = [(word, weight if sign == "+" else -weight) for sign, weight, word in parts]
    assert terms(" ".join(pieces)) == expected


def test_the_analogy_as_a_formula(vectors: embedlab.vectors.WordVectors) -> None:
    added = embedlab.analogy(vectors, "man", "king", "woman")
    found = embedlab.vectors.solve_formula(vectors, "king - man + woman")
    assert found.words == added.words
    np.testing.assert_allclose(found.scores, added.scores, atol=1e-6)
    assert embedlab.vectors.solve_formula(vectors, "king-man+woman").words == added.words
    assert (
        embedlab.vectors.solve_formula(vectors, "king - man + woman", exclude_inputs=False).words[0] == "king"
    )
    assert embedlab.vectors.solve_formula(vectors, "Paris - France + Japan", k=1).words == ["tokyo"]
    assert embedlab.vectors.solve_formula(vectors, "king").words == vectors.neighbors("king").words


def test_the_sum_is_of_unit_vectors(tiny_vectors: embedlab.vectors.WordVectors) -> None:
    formula = parse_formula("2*northeast - 0.5 east")
    total = formula_vector(tiny_vectors, formula)
    np.testing.assert_allclose(total, [2**0.5 - 0.5, 2**0.5], atol=1e-6)
    assert total.dtype == np.float64
    found = embedlab.vectors.solve_formula(tiny_vectors, formula, k=5)
    assert found.words == ["north", "west"]  # the zero vector and the formula's own words are no answers
    np.testing.assert_allclose(found.scores[0], total[1] / np.linalg.norm(total), atol=1e-6)


@pytest.mark.parametrize(
    "text", ["king - king", "0 king", "0.1 king + 0.2 king - 0.3 king", "100 king - 50 king - king * 50"]
)
def test_sums_that_cancel_out_are_refused(text: str, vectors: embedlab.vectors.WordVectors) -> None:
    with pytest.raises(embedlab.InvalidInputError, match="cancels out to zero"):
        embedlab.vectors.solve_formula(vectors, text)


def test_a_formulas_unknown_word_is_named(vectors: embedlab.vectors.WordVectors) -> None:
    with pytest.raises(embedlab.UnknownWordError, match="“kign” is not among the 400,000"):
        embedlab.vectors.solve_formula(vectors, "kign - man")
    with pytest.raises(embedlab.InvalidInputError, match="all zeros"):
        formula_vector(embedlab.vectors.WordVectors(["z"], np.zeros((1, 2))), parse_formula("z"))
