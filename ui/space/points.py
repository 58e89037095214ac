"""What the map is drawn of: words of a table, sentences, toys, or the visitor's own vectors.

Each source gives points with labels and groups, says what its vectors are, and shows the code that makes them.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from typing import Any

import numpy as np
import streamlit as st

import embedlab
from embedlab.content_key import content_key
from embedlab.space.point_set import PointSet
from ui import controls, layout, own_table, sources
from ui.cache import cached
from ui.models import ENCODER, WORD_VECTORS, encoder, word_vectors
from ui.words import read_sentences, read_words

__all__ = [
    "GROUPS",
    "KINDS",
    "NARROWED",
    "SHOWN",
    "Shown",
    "about_link",
    "ask",
    "look_up",
    "narrow",
    "origin",
    "with_direction",
]

GROUPS = list(embedlab.texts.WORD_GROUPS)
SHOWN = ["word groups", "most frequent", "neighborhood", "sentences", "toy", "your table"]
KINDS = ["GloVe", "MiniLM input table", "MiniLM, word by word"]
MAX_FREQUENT = 20_000
MAX_UPLOADED = 20_000  # rows of an uploaded table
MAX_AROUND = 2_000
MAX_EMBEDDED = 500  # texts sent through the encoder for a map
TEXTS = "\n".join(  # four sentences of each sense of three words
    f"{sense} | {sentence}"
    for word in [embedlab.texts.AMBIGUOUS_WORDS[name].first(4) for name in ("bank", "spring", "bat")]
    for sense, sentence in zip(word.senses, word.sentences, strict=True)
)
SAID = {
    "GloVe": f"static word vectors of {WORD_VECTORS}, one a word whatever the sentence",
    "MiniLM input table": f"static rows of the input table of {ENCODER}, before it reads any context",
    "MiniLM, word by word": f"vectors of {ENCODER} for each word as a text of its own (mean of its last layer)",
}
NARROWED = "space_narrowed"  # (key of the points, rows): what was isolated by box, lasso or click


@dataclass(frozen=True)
class Shown:
    """Points to draw, told apart by their content."""

    points: PointSet
    key: str
    code: str  # lines that make `labels` and `matrix`
    kind: str  # one of KINDS, or "" where words cannot be looked up
    lesson: str = ""  # what a toy teaches

    @property
    def groups(self) -> tuple[str, ...] | None:
        """The group of each point, None where there are none."""
        return self.points.columns.get("group")


def ask(what: str, beside: Any) -> Shown:
    """Ask for the words, sentences or file to show; ends the page with a hint where that is nothing.

    `beside` is where a short text field goes, in the row of the examples.
    """
    if what == "your table":
        table = own_table.ask()
        if table is None:
            st.info("Nothing to draw yet: upload a table of vectors above.")
            st.stop()
        return _uploaded(table)
    if what == "toy":
        name = controls.choice("Toy", list(embedlab.space.TOYS), key="toy")
        return _toy(name)
    if what == "sentences":
        lines = controls.text(
            "Sentences, one a line; a group may stand before a bar: river | We sat on the bank",
            TEXTS,
            key="texts",
            max_chars=5_000,
            lines=4,
        )
        sentences, groups = layout.attempt(read_sentences, lines)
        if len(sentences) < 2:
            st.info("Nothing to draw yet: type at least 2 sentences, one a line.")
            st.stop()
        return layout.attempt(_sentences, sentences, groups)
    return _ask_words(what, beside)


def _ask_words(what: str, beside: Any) -> Shown:
    kind = st.session_state.get("vectors", st.query_params.get("vectors", KINDS[0]))
    kind = kind if kind in KINDS else KINDS[0]
    layout.wait_for("vectors", "400,000 word vectors")
    if kind != KINDS[0]:
        layout.wait_for("encoder", "the encoder")
    if what == "most frequent":
        count = controls.amount("How many", 5, MAX_FREQUENT, 1_000, key="count", step=100)
        return layout.attempt(_frequent, int(count), kind)
    if what == "neighborhood":
        left, right = st.columns([3, 1], vertical_alignment="bottom")
        with left:
            word = controls.text("Around the word", "bank", key="around", max_chars=controls.MAX_WORD)
        with right:
            count = controls.amount("How many", 5, MAX_AROUND, 150, key="near_count", step=50)
        if not word.strip():
            st.info("Nothing to draw yet: type a word above.")
            st.stop()
        return layout.attempt(_neighborhood, word.strip(), int(count), kind)
    chosen = controls.several("Word groups", GROUPS, key="groups", default=GROUPS[:4], labelled=False)
    with beside:
        own = controls.text("Your own words", "", key="words", max_chars=2_000, inside="your own words")
    vectors = layout.attempt(word_vectors, WORD_VECTORS)
    words, groups, unknown = layout.attempt(read_words, vectors, tuple(chosen), own)
    if unknown:
        layout.warn(unknown)
    if len(words) < 2:
        st.info("Nothing to draw yet: choose a group or type at least 2 words.")
        st.stop()
    return layout.attempt(_words, tuple(words), tuple(groups), kind)


def look_up(words: Sequence[str], kind: str) -> np.ndarray:
    """Return one vector a word, shape (n, dim), in one of the spaces of `KINDS`.

    Raises:
        UnknownWordError: GloVe has no such word.
    """
    if kind == "MiniLM input table":
        return embedlab.context.input_vectors(encoder(ENCODER), words).vectors
    if kind == "MiniLM, word by word":
        return encoder(ENCODER).embed(words)
    vectors = word_vectors(WORD_VECTORS)
    return np.stack([vectors[word] for word in words])


def with_direction(shown: Shown) -> Shown:
    """Return the points that have a cosine; those whose vector is zero have none and are named."""
    points = shown.points.with_direction()
    if points is shown.points:
        return shown
    layout.warn(points.notes[-1])
    code = f"{shown.code}\nkept = matrix.any(axis=1)\nlabels, matrix = np.array(labels)[kept], matrix[kept]"
    return replace(shown, points=points, key=content_key(shown.key, "with direction"), code=code)


def narrow(shown: Shown) -> Shown:
    """Return only the points that the visitor isolated, with a way back, or all of them."""
    key, rows = st.session_state.get(NARROWED, ("", ()))
    if key != shown.key or not len(rows):
        st.session_state.pop(NARROWED, None)
        return shown
    with st.container(horizontal=True, vertical_alignment="center"):
        st.info(
            f"You see {len(rows):,} of {len(shown.points):,} points; the link shows all of them.",
            icon=":material/filter_alt:",
        )
        st.button("Back to all points", key="widen", on_click=lambda: st.session_state.pop(NARROWED, None))
    code = (
        f"{shown.code}\nrows = {list(rows)!r}\nlabels, matrix = [labels[row] for row in rows], matrix[rows]"
    )
    return replace(shown, points=shown.points.take(rows), key=content_key(shown.key, list(rows)), code=code)


def _uploaded(own: own_table.OwnTable) -> Shown:
    read, rows = own.table, slice(0, MAX_UPLOADED)
    notes = list(read.notes)
    if len(read.labels) > MAX_UPLOADED:
        notes.append(f"It has {len(read.labels):,} rows; the first {MAX_UPLOADED:,} are drawn.")
        st.caption(notes[-1])
    columns = {name: tuple(values[rows]) for name, values in read.columns.items()}
    points = PointSet(
        tuple(read.labels[rows]),
        np.array(read.matrix[rows]),
        own.said,
        columns,
        None,
        (f"{own.said}.", *notes),
    )
    more = f"labels, matrix = table.labels[:{MAX_UPLOADED}], table.matrix[:{MAX_UPLOADED}]"
    return _shown(points, f"{own.code}\n{more}", kind="")


def _shown(points: PointSet, code: str, *, kind: str, lesson: str = "") -> Shown:
    columns = {name: list(values) for name, values in points.columns.items()}
    key = content_key(points.matrix, list(points.labels), columns)
    return Shown(points, key, code, kind, lesson)


@cached(entries=16)
def _words(words: tuple[str, ...], groups: tuple[str, ...], kind: str) -> Shown:
    vectors = word_vectors(WORD_VECTORS)
    if kind == KINDS[2] and len(words) > MAX_EMBEDDED:
        raise embedlab.InvalidInputError(
            f"{len(words):,} words are too many to send through the encoder; choose at most {MAX_EMBEDDED}."
        )
    ranks = np.array([vectors.row(word) + 1 for word in words])
    points = PointSet(words, look_up(words, kind), SAID[kind], {"group": groups}, ranks)
    return _shown(points, _code(f"labels = {list(words)!r}", kind), kind=kind)


@cached(entries=8)
def _frequent(count: int, kind: str) -> Shown:
    vectors = word_vectors(WORD_VECTORS)
    if kind == KINDS[2] and count > MAX_EMBEDDED:
        raise embedlab.InvalidInputError(
            f"{count:,} words are too many to send through the encoder; choose at most {MAX_EMBEDDED}."
        )
    rows = np.arange(min(count, len(vectors)))
    words = tuple(vectors.words[row] for row in rows)
    matrix = np.ascontiguousarray(vectors.matrix[rows]) if kind == KINDS[0] else look_up(words, kind)
    points = PointSet(words, matrix, SAID[kind], {}, rows + 1)
    return _shown(points, _code(f"labels = vectors.words[:{len(rows)}]", kind), kind=kind)


@cached(entries=16)
def _neighborhood(word: str, count: int, kind: str) -> Shown:
    vectors = word_vectors(WORD_VECTORS)
    center = vectors.words[vectors.row(word)]
    found = vectors.neighbors(center, k=count - 1)
    words = (center, *found.words)
    ranks = np.array([vectors.row(each) + 1 for each in words])
    points = PointSet(words, look_up(words, kind), SAID[kind], {}, ranks)
    code = f"labels = [{center!r}, *vectors.neighbors({center!r}, k={count - 1}).words]"
    return _shown(points, _code(code, kind), kind=kind)


@cached(entries=16)
def _sentences(sentences: tuple[str, ...], groups: tuple[str, ...]) -> Shown:
    columns = {"group": tuple(group or "no group" for group in groups)} if any(groups) else {}
    points = PointSet(
        sentences,
        encoder(ENCODER).embed(sentences),
        f"contextual vectors of {ENCODER}, one a sentence (mean of its last layer)",
        columns,
    )
    code = f'encoder = embedlab.load_encoder("{ENCODER}")\nlabels = {list(sentences)!r}\nmatrix = encoder.embed(labels)'
    return _shown(points, code, kind=KINDS[2])


@cached(entries=8)
def _toy(name: str) -> Shown:
    toy = embedlab.space.toy_points(name)
    points = PointSet(
        toy.labels,
        toy.matrix,
        f"a toy: random points of {toy.matrix.shape[1]} numbers, drawn from a known formula",
        {"group": toy.groups},
    )
    code = f"toy = embedlab.space.toy_points({name!r})\nlabels, matrix = toy.labels, toy.matrix"
    return _shown(points, code, kind="", lesson=toy.lesson)


def _code(labels: str, kind: str) -> str:
    load = f'vectors = embedlab.load_word_vectors("{WORD_VECTORS}")'
    if kind == KINDS[0]:
        return f"{load}\n{labels}\nmatrix = np.stack([vectors[word] for word in labels])"
    read = (
        "embedlab.context.input_vectors(encoder, labels).vectors"
        if kind == KINDS[1]
        else "encoder.embed(labels)"
    )
    return f'{load}\n{labels}\nencoder = embedlab.load_encoder("{ENCODER}")\nmatrix = {read}'


def about_link(shown: Shown) -> str:
    """Say what the link holds: not what was uploaded, nor which points were isolated."""
    if not shown.kind and not shown.lesson:
        return (
            "The address of this page holds the settings, not your table: whoever opens it is asked for one."
        )
    if st.session_state.get(NARROWED):
        return "The address of this page holds the settings and all points, not which of them you isolated."
    return layout.WHOLE


def origin(shown: Shown) -> list[str]:
    """Say where the vectors come from, for the foot of the page."""
    points = shown.points
    size = f"{len(points):,} points of {points.dim} numbers."
    if shown.lesson:
        return [
            f"**A toy:** {points.kind}; after Wattenberg, Viégas and Johnson, “How to Use t-SNE Effectively”, Distill 2016. {size}"
        ]
    if not shown.kind:
        return [f"**Your own table:** {layout.escape(points.kind)}. {size}"]
    words = sources.model(WORD_VECTORS, "word-vectors", f"Here: {SAID[KINDS[0]]}.")
    if shown.kind == KINDS[0]:
        return [f"{words} {size}"]
    return [sources.model(ENCODER, "encoder", f"Here: {points.kind}. {size}")]
