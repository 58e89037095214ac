"""Analogies: a is to b as c is to what? By vector arithmetic, with and without the input words."""

import streamlit as st

from ui import cache, controls, layout, sources
from ui.results import WORD_VECTORS, ask_analogy

layout.header(
    "Can you do arithmetic with meaning?",
    "If *man* is to *king* as *woman* is to something, the step from man to king, added to woman, should land "
    "near the answer. The nearest word is often one of the inputs, and the usual demonstration hides that.",
)
columns = st.columns([3, 3, 3, 4, 4], vertical_alignment="bottom")
with columns[0]:
    a = controls.text("a", "man", key="a", max_chars=controls.MAX_WORD)
with columns[1]:
    b = controls.text("is to b", "king", key="b", max_chars=controls.MAX_WORD)
with columns[2]:
    c = controls.text("as c", "woman", key="c", max_chars=controls.MAX_WORD)
with columns[3]:
    method = controls.choice(
        "is to ? by",
        ["3cosadd", "3cosmul"],
        key="method",
        help="3CosAdd adds and subtracts cosines; 3CosMul multiplies and divides them.",
    )
with columns[4]:
    hide = controls.switch(
        "Hide the three inputs",
        True,
        key="hide",
        help="As almost every demonstration does without saying so.",
    )
examples, formula = st.columns(2, vertical_alignment="center")
with examples:
    controls.presets(
        {
            "capitals": {"a": "france", "b": "paris", "c": "japan"},
            "past tense": {"a": "walk", "b": "walked", "c": "swim"},
            "a wrong answer": {"a": "france", "b": "croissant", "c": "japan"},
        }
    )
with formula:
    layout.formula(
        r"\arg\max_x\ \cos(x,\ b - a + c)"
        if method == "3cosadd"
        else r"\arg\max_x\ \frac{\cos'(x, b)\,\cos'(x, c)}{\cos'(x, a) + 10^{-6}},\quad \cos' = \tfrac{1 + \cos}{2}"
    )

layout.wait_for("vectors", "400,000 word vectors")
vectors = layout.attempt(cache.word_vectors, WORD_VECTORS)
view = layout.attempt(ask_analogy, a, b, c, method, hide)
best, score = view.hidden.words[0], view.hidden.scores[0]
first, first_score = view.allowed.words[0], view.allowed.scores[0]
if hide or first == best:
    sentence = f"{best} is first of {len(vectors):,} words at {score:.2f}; "
    if first == best:
        sentence += "the three inputs do not come before it."
    else:
        sentence += f"without hiding the inputs, {first} would be, at {first_score:.2f}."
else:
    sentence = (
        f"{first}, one of the inputs, is first of {len(vectors):,} words at {first_score:.2f}; with the inputs hidden, "
        f"as is usual, it would be {best} at {score:.2f}."
    )
distances = dict(zip(view.plane.words[3:], view.plane.off_plane[3:], strict=True))
if best in distances:
    sentence += (
        f" {best} lies {distances[best]:.2f} off the plane of the drawing (all vectors have length 1)."
    )
ranking, drawing = st.columns([2, 3])
with ranking:
    layout.picture(view.ranking, key="ranking", alt=sentence)
with drawing:
    layout.picture(view.parallelogram, key="parallelogram", alt=f"The plane of {a}, {b} and {c}. {sentence}")
layout.reading(sentence)

layout.numbers(
    {
        "rank": list(range(1, len(view.hidden.words) + 1)),
        "inputs hidden": view.hidden.words,
        "score": view.hidden.scores,
        "all words allowed": view.allowed.words,
        "score (all)": view.allowed.scores,
    },
    key="answers",
)
layout.foot(
    [
        sources.model(WORD_VECTORS, "word-vectors", f"{len(vectors):,} words × {vectors.dim} numbers."),
        sources.computed(
            "3CosAdd (Mikolov et al. 2013) or 3CosMul (Levy and Goldberg 2014) over the whole vocabulary, on "
            "vectors scaled to length 1. The plane is the exact one through a, b and c; answers are drawn where "
            "their shadow falls on it."
        ),
    ],
    f"""import embedlab

vectors = embedlab.load_word_vectors("{WORD_VECTORS}")
embedlab.analogy(vectors, {a!r}, {b!r}, {c!r}, k=10, method="{method}", exclude_inputs={hide})
embedlab.analogy_plane(vectors, {a!r}, {b!r}, {c!r}, {list(view.plane.words[3:])!r})""",
)
