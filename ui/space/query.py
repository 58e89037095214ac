"""What the map shows and how it is drawn: the controls of the page, and what they ask for."""

from __future__ import annotations

from dataclasses import dataclass

import streamlit as st
from streamlit.delta_generator import DeltaGenerator

import embedlab
from embedlab.space import MapOptions
from ui import controls, layout, own_table
from ui.corpora import mapped_names
from ui.space import growth, points, summaries
from ui.space.examples import EXAMPLES
from ui.space.parameters import METHODS, ask_color, ask_parameters
from ui.space.points import Points, is_table, table_of
from ui.words import read_sentences, read_words

__all__ = ["CORPUS", "MAX_LABEL", "Query", "ask", "is_narrowed", "list_sources", "narrow_to"]

GROUPS = list(embedlab.texts.WORD_GROUPS)
SOURCES = ["word groups", "most frequent", "neighborhood", "sentences", "toy", "your table"]
CORPUS = "corpus"  # where this server has a map of one
AXES = (
    "man woman, king queen, uncle aunt",
    "poor rich, cheap expensive, beggar millionaire",
    "bad good, sad happy",
)
SENTENCES = "\n".join(  # four sentences of each sense of three words
    f"{sense} | {sentence}"
    for word in [embedlab.texts.AMBIGUOUS_WORDS[name].first(4) for name in ("bank", "spring", "bat")]
    for sense, sentence in zip(word.senses, word.sentences, strict=True)
)
MAX_LABEL = 500  # characters of the label to look at
MAX_FREQUENT = 20_000
MAX_AROUND = 2_000
NARROWED = "space_narrowed"  # (key of the points, rows): those isolated by a box or a lasso


@dataclass(frozen=True)
class Query:
    """What the page asks for."""

    points: Points
    options: MapOptions  # of a map on named axes: the PCA, whose metric judges it
    word: str  # that is looked for, as typed; "" for the one that teaches most
    color: str  # what the colors stand for
    axes: tuple[str, ...] = ()  # the pairs of each named axis, as typed


def ask() -> Query | None:
    """Ask what to show and how; None where that is nothing, with a hint."""
    columns = st.columns([1.3, 2.2, 0.8, 1.6])
    with columns[0]:
        source = controls.pick("Words", list_sources(), key="show")
    with columns[1]:
        method = METHODS[controls.choice("Map", list(METHODS), key="map")]
    with columns[2]:
        dimensions = int(controls.choice("Dimensions", ["2", "3"], key="dimensions")[0])
    with columns[3]:
        word = controls.text(
            "Find a word",
            "",
            key="near",
            max_chars=MAX_LABEL,
            hint="or click its point",
            help="A word that is not on the map is added to it, where the method can do that.",
        )
    more = controls.page_presets(EXAMPLES)
    words = more.container()
    with more:
        space, options, grow = ask_parameters(method, dimensions, toy=source == "toy")
    selection = _ask_points(source, space, words)
    if selection is None:
        return None
    axes = _ask_axes(dimensions) if method == "axes" else ()
    if options.method != "pca" and options.metric == "cosine":
        selection = _leave_out_zeros(selection)
    selection = _narrow(selection)
    with more:
        color = ask_color(selection.data)
    if grow:
        options = growth.from_former(selection, options)
    return Query(selection, options, word, color, axes)


def list_sources() -> list[str]:
    """Return what can be shown on this server."""
    return [*SOURCES, CORPUS] if mapped_names() else SOURCES


def narrow_to(key: str, rows: list[int]) -> None:
    """Show some rows only of the points with a key; the callback of a button."""
    former, before = st.session_state.get(NARROWED, ("", ()))
    if former and key != former:  # a selection within a selection: rows of the whole
        rows = [before[row] for row in rows]
        key = former
    st.session_state[NARROWED] = (key, tuple(rows))


def is_narrowed() -> bool:
    """Whether the visitor isolated some of the points."""
    return bool(st.session_state.get(NARROWED))


def _ask_points(source: str, space: str, more: DeltaGenerator) -> Points | None:
    """Ask for the words, sentences or file to show; which groups of words, among the settings in `more`."""
    if source == "your table":
        return _ask_table()
    if source == "toy":
        name = controls.choice("Toy", list(embedlab.space.TOYS), key="toy")
        return points.toy_points(name)
    if source == "sentences":
        return _ask_sentences()
    layout.wait_for("vectors", "400,000 word vectors")
    if not is_table(space):
        layout.wait_for("encoder", "the encoder")
    if source == "most frequent":
        count = controls.amount("How many", 5, MAX_FREQUENT, 1_000, key="count", step=100)
        return layout.attempt(points.frequent_words, int(count), space)
    if source == "neighborhood":
        return _ask_neighborhood(space)
    return _ask_groups(space, more)


def _ask_table() -> Points | None:
    table = own_table.ask()
    if table is None:
        return _hint("upload a table of vectors above.")
    if len(table.table.labels) > points.MAX_UPLOADED:
        st.caption(f"It has {len(table.table.labels):,} rows; the first {points.MAX_UPLOADED:,} are drawn.")
    return points.table_points(table)


def _ask_sentences() -> Points | None:
    lines = controls.text(
        "Sentences, one a line; a group may stand before a bar: river | We sat on the bank",
        SENTENCES,
        key="texts",
        max_chars=5_000,
        lines=4,
    )
    sentences, groups = layout.attempt(read_sentences, lines)
    if len(sentences) < 2:
        return _hint("type at least 2 sentences, one a line.")
    return layout.attempt(points.sentence_points, sentences, groups)


def _ask_neighborhood(space: str) -> Points | None:
    left, right = st.columns([3, 1], vertical_alignment="bottom")
    with left:
        word = controls.text("Around the word", "bank", key="around", max_chars=controls.MAX_WORD)
    with right:
        count = controls.amount("How many", 5, MAX_AROUND, 150, key="near_count", step=50)
    if not word.strip():
        return _hint("type a word above.")
    return layout.attempt(points.neighborhood, word.strip(), int(count), space)


def _ask_groups(space: str, more: DeltaGenerator) -> Points | None:
    with more:
        groups = controls.several("Word groups", GROUPS, key="groups", default=GROUPS[:4])
        own = controls.text("Your own words", "", key="words", max_chars=2_000, hint="oak, pine, birch")
    vectors = layout.attempt(table_of, space)
    words, group_of_each, unknown = layout.attempt(read_words, vectors, tuple(groups), own)
    if unknown:
        layout.warn(unknown)
    if len(words) < 2:
        return _hint("choose a group or type at least 2 words.")
    return layout.attempt(points.word_points, tuple(words), tuple(group_of_each), space)


def _hint(remedy: str) -> Points | None:
    st.info(f"Nothing to draw yet: {remedy}")
    return None


def _ask_axes(dimensions: int) -> tuple[str, ...]:
    """Ask for the words that name each axis."""
    labels = ("Left to right", "Bottom to top", "Front to back")[:dimensions]
    pairs = []
    for number, (column, label) in enumerate(zip(st.columns(dimensions), labels, strict=True)):
        with column:
            pairs.append(
                controls.text(
                    label,
                    AXES[number],
                    key=f"{'xyz'[number]}_axis",
                    max_chars=300,
                    help="Pairs of words, from one end to the other, with a comma between the pairs. Their mean direction is the axis.",
                )
            )
    return tuple(pairs)


def _leave_out_zeros(selection: Points) -> Points:
    """Return the points that have a cosine; those whose vector is zero have none and are named."""
    zeros = selection.data.without_direction()
    if not len(zeros):
        return selection
    layout.warn(summaries.zero_vectors(selection.data, zeros))
    return points.without_zeros(selection)


def _narrow(selection: Points) -> Points:
    """Return only the points that the visitor isolated, with a way back, or all of them."""
    key, rows = st.session_state.get(NARROWED, ("", ()))
    if key != selection.key or not len(rows):
        st.session_state.pop(NARROWED, None)
        return selection
    with st.container(horizontal=True, vertical_alignment="center"):
        st.info(
            f"You see {len(rows):,} of {len(selection.data):,} points; the link shows all of them.",
            icon=":material/filter_alt:",
        )
        st.button("Back to all points", key="widen", on_click=lambda: st.session_state.pop(NARROWED, None))
    return points.keep_rows(selection, rows)
