"""Seeing the arithmetic: the parallelogram in its plane, the numbers of each vector, the steps of many pairs."""

from __future__ import annotations

from typing import Any

import numpy as np
import streamlit as st

import embedlab
from ui import controls, layout
from ui.cache import cached
from ui.drawn import DrawnFigure
from ui.vectors.answers import View
from ui.vectors.question import Question
from ui.vectors.source import Source
from ui.words import read_pairs

__all__ = ["own_pairs", "show_parallelogram", "show_relation", "show_strips"]

SHADOWS = 3  # answers drawn in the plane of the inputs
OWN_PAIRS = "my own pairs"
MAX_OWN_PAIRS = 40
FLAT = 1e-6  # a length below this is rounding


def show_parallelogram(source: Source, question: Question, view: View) -> None:
    """Draw the plane through a, b and c, and how far the answers lie off it."""
    if question.formula:
        st.info("A parallelogram needs four words: choose “four words” above.")
        return
    outside = tuple(word for word in view.columns["standard"].words if word not in view.words)[:SHADOWS]
    found = layout.attempt_part(_plane, source, view.words, outside)
    if found is None:
        return
    plane, figure = found
    if abs(plane.coordinates[2, 1]) < FLAT:
        st.info("The three inputs lie on one line, so they define no plane; choose three different words.")
        return
    best = view.best
    said = f"{best} lies {plane.off_plane[3]:.2f} off this plane"
    reach = float(np.linalg.norm(plane.coordinates[3] - plane.target))
    said += f", and its shadow {reach:.2f} from the corner where the arithmetic points (all vectors have length 1)."
    layout.picture(figure, key="parallelogram", alt=said)
    layout.reading(said)
    _about_method(question)
    st.caption(
        "Three points define a plane exactly, so the inputs and the corner b − a + c are drawn where they are. The answers live in other dimensions: what is drawn is the shadow they cast on the plane."
    )


def _about_method(question: Question) -> None:
    if question.method != "3cosadd":
        st.caption(
            f"The corner b − a + c is where 3CosAdd looks for the answer; {question.method} ranks the words otherwise."
        )


@cached(entries=128)
def _plane(source: Source, words: tuple[str, ...], others: tuple[str, ...]) -> tuple[Any, Any]:
    from embedlab.figures.vectors import parallelogram_figure

    plane = embedlab.vectors.analogy_plane(source.vectors, *words, others)
    return plane, DrawnFigure(parallelogram_figure(plane))


def show_strips(source: Source, question: Question, view: View) -> None:
    """Draw every number of every vector of the equation."""
    scaled = controls.switch(
        "Scaled to length 1, as the arithmetic uses them",
        True,
        key="scaled",
        help="Off: the numbers as they are stored; their lengths differ.",
    )
    found = layout.attempt_part(_strips, source, question, view.words, view.best, scaled)
    if found is None:
        return
    figure, cosine = found
    about = (
        "The sum is zero, so it has no direction."
        if np.isnan(cosine)
        else f"The sum and {view.best} have a cosine of {cosine:.2f}."
    )
    lengths = ", ".join(
        f"{word} {np.linalg.norm(source.vectors[word]):.1f}"
        for word in dict.fromkeys((*view.words, view.best))
    )
    said = f"The {source.vectors.dim} real numbers of each vector, one column a dimension. Stored lengths: {lengths}. {about}"
    layout.picture(figure, key="strips", alt=said)
    layout.reading(said)
    _about_method(question)
    st.caption(
        "No single column means “royal” or “female”: meaning is spread over all of them. The number at the right is the length of the vector."
    )


@cached(entries=64)
def _strips(
    source: Source, question: Question, words: tuple[str, ...], best: str, scaled: bool
) -> tuple[Any, float]:
    from embedlab.figures.vectors_strips import strips_figure

    vectors = source.vectors

    def take(word: str) -> Any:
        vector = vectors.unit(word) if scaled else vectors[word]
        return np.asarray(vector, dtype=np.float64)

    if question.formula:
        formula = embedlab.vectors.parse_formula(question.formula, known=vectors.__contains__)
        rows = [(f"{term.weight:+g} × {term.word}", term.weight * take(term.word)) for term in formula.terms]
        total = np.sum([vector for _, vector in rows], axis=0)
        rows.append(("sum", total))
    else:
        a, b, c = words
        step = take(b) - take(a)
        total = step + take(c)
        rows = [(a, take(a)), (b, take(b)), (c, take(c)), (f"{b} − {a}", step), (f"{b} − {a} + {c}", total)]
    rows.append((best, take(best)))
    answer = rows[-1][1]
    lengths = float(np.linalg.norm(total) * np.linalg.norm(answer))
    cosine = float(total @ answer) / lengths if lengths > FLAT else float("nan")
    return DrawnFigure(strips_figure(rows)), cosine


def show_relation(source: Source) -> None:
    """Draw the steps of many pairs of one relation from a common origin, and how parallel they are."""
    st.markdown(
        "If a relation were one direction, the step from every first word to its second would be the same arrow. Each arrow here is the real step of one pair."
    )
    name = controls.pick("Relation", [*embedlab.texts.RELATIONS, OWN_PAIRS], key="relation")
    if name == OWN_PAIRS:
        typed = controls.text(
            "Pairs, two words each, a comma between the pairs",
            "france paris, japan tokyo, italy rome, egypt cairo",
            key="pairs",
            max_chars=2_000,
            lines=2,
        )
        pairs = layout.attempt_part(read_pairs, typed, MAX_OWN_PAIRS)
        if pairs is None:
            return
        given = tuple(pairs)
    else:
        given = embedlab.texts.RELATIONS[name].pairs
    known = tuple(pair for pair in given if all(word in source.vectors for word in pair))
    if missing := [" ".join(pair) for pair in given if pair not in known]:
        st.caption(
            layout.escape(
                f"Not in this table, so left out: {', '.join(missing[:8])}"
                + (f" and {len(missing) - 8} more." if len(missing) > 8 else ".")
            )
        )
    found = layout.attempt_part(_relation, source, known)
    if found is None:
        return
    offsets, arrows, parallel = found
    chance = float(offsets.shuffled.mean())
    said = (
        f"Two steps of this relation have a cosine of {offsets.mean_cosine:.2f} on average; when the second words are dealt out anew, {chance:.2f}. "
        f"The drawing holds {offsets.explained:.0%} of the steps' squared length."
    )
    left, right = st.columns([3, 2])
    with left:
        layout.picture(arrows, key="offsets", alt=said)
    with right:
        layout.picture(parallel, key="parallel", alt=said)
    layout.reading(said)
    st.caption(
        "Perfectly parallel steps would have 1. A cosine well above the shuffled one says that the pairs share a direction; how far it stays below 1 says how much each pair goes its own way (Rogers, Drozd and Li 2017)."
    )


def own_pairs(typed: str) -> list[tuple[str, str]]:
    """Return the pairs of a text; none where it cannot be read, which the page has said already."""
    try:
        return read_pairs(typed, MAX_OWN_PAIRS)
    except embedlab.EmbedLabError:
        return []


@cached(entries=64)
def _relation(source: Source, pairs: tuple[tuple[str, str], ...]) -> tuple[Any, Any, Any]:
    from embedlab.figures.vectors_offsets import offsets_figure, parallel_figure

    offsets = embedlab.vectors.relation_offsets(source.vectors, pairs)
    return offsets, DrawnFigure(offsets_figure(offsets)), DrawnFigure(parallel_figure(offsets))
