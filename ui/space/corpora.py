"""The page with the map of a corpus: its density, and its texts where few are in sight."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

import numpy as np
import streamlit as st

from embedlab.corpora import CorpusMap
from embedlab.corpora.views import MapPart, view_part
from embedlab.errors import InvalidInputError
from embedlab.figures.density import density_figure
from embedlab.numerals import count_text, percent_text
from ui import controls, layout, sources
from ui.cache import cached
from ui.corpora import mapped_names, open_map
from ui.furniture import chart_config
from ui.lesson import Lesson
from ui.models import ENCODER
from ui.shared_figure import SharedFigure
from ui.space.query import CORPUS, list_sources

if TYPE_CHECKING:
    from plotly.graph_objects import Figure

__all__ = ["LESSON", "is_selected"]

CHART = "corpus map"
PART = "map_part"  # the control with the part of the map that is in sight
LISTED = 200  # texts of the table


@dataclass(frozen=True)
class Query:
    """A map, and the part of it to look at."""

    map: CorpusMap
    box: tuple[float, ...]  # left, right, bottom, top; () for the whole map


@dataclass(frozen=True)
class View:
    """What is in sight."""

    query: Query
    part: MapPart
    texts: tuple[str, ...]  # of the points, where they are few
    figure: Figure


def is_selected() -> bool:
    """Whether the page shows a corpus."""
    source = st.session_state.get("show", st.query_params.get("show"))
    return source == CORPUS and bool(mapped_names())


def _ask() -> Query | None:
    left, middle, right = st.columns([1.3, 2, 2.2], vertical_alignment="bottom")
    with left:
        controls.pick("Words", list_sources(), key="show")
    with middle:
        name = controls.pick("Corpus", mapped_names(), key="corpus")
    with right:
        box = controls.text(
            "Part of the map: left, right, bottom, top",
            "",
            key=PART,
            max_chars=100,
            hint="draw a box on the map to fill this",
        )
    return Query(layout.attempt(open_map, name), layout.attempt(_read_box, box))


def _read_box(text: str) -> tuple[float, ...]:
    try:
        numbers = tuple(float(word) for word in text.replace(",", " ").split())
    except ValueError:
        numbers = (np.nan,)
    if len(numbers) not in (0, 4) or not np.isfinite(numbers).all():
        raise InvalidInputError(
            f"“{text[:40]}” is not a part of a map; type four numbers, or clear the field for all of it."
        )
    return numbers


def _draw(query: Query) -> View | None:
    view = layout.attempt(_view, query)
    with st.container(key="corpus_box"):
        st.plotly_chart(
            view.figure,
            key=f"{CHART} {query.box}",
            alt=_summary(view),
            on_select=lambda: _zoom(query),
            config=chart_config("corpus-map", select=True),
        )
    if query.box:
        st.button(
            "Whole map", on_click=controls.set_controls, args=({PART: ""},), icon=":material/zoom_out_map:"
        )
    return view


def _zoom(query: Query) -> None:
    """Look at the box that was drawn."""
    event: Any = st.session_state.get(f"{CHART} {query.box}")
    boxes = (event or {}).get("selection", {}).get("box", [])
    if boxes and boxes[0].get("x") and boxes[0].get("y"):
        (left, right), (bottom, top) = sorted(boxes[0]["x"]), sorted(boxes[0]["y"])
        if left < right and bottom < top:
            controls.set_controls({PART: f"{left:.4g} {right:.4g} {bottom:.4g} {top:.4g}"})


@cached(entries=32)
def _view(query: Query) -> View:
    left, right, bottom, top = query.box or (0.0, 0.0, 0.0, 0.0)
    part = view_part(query.map.coordinates, (left, right, bottom, top) if query.box else None)
    texts = tuple(query.map.texts(part.rows)) if len(part.rows) else ()
    return View(query, part, texts, SharedFigure(density_figure(part, texts)))


def _summary(view: View) -> str:
    facts = view.query.map.facts
    how = "each a point" if view.texts else "shaded by how many lie in a cell"
    share = f"{percent_text(view.part.count / facts.chunks)} of"
    if view.part.count == facts.chunks:
        share = "All"
    placed = facts.chunks - facts.fitted
    judged = "placed" if placed >= facts.judged else "fitted"
    return (
        f"The map keeps {percent_text(facts.knn_preservation)} of the {facts.k} nearest neighbors of a text. "
        f"A random map keeps {percent_text(facts.expected)}. {share} {count_text(facts.chunks, 'text')} in sight, "
        f"{how}. Measured on {facts.judged:,} {judged} texts; their trustworthiness is {facts.trustworthiness:.2f}, "
        f"1 is perfect. The map was fitted on {facts.fitted:,} texts drawn at random, and "
        f"{placed:,} were placed on it afterwards. Draw a box to look closer."
    )


def _numbers(view: View) -> None:
    if view.texts:
        layout.numbers(
            {
                "text": view.texts[:LISTED],
                "x": view.part.points[:LISTED, 0],
                "y": view.part.points[:LISTED, 1],
            },
            key="corpus texts",
            label="The texts in sight",
        )
    else:
        layout.numbers(
            {"texts": [view.part.count], "cells with texts": [int((view.part.cells > 0).sum())]},
            key="corpus cells",
            label="The part in sight",
        )


def _code(view: View) -> list[str]:
    name, box = view.query.map.corpus.name, view.query.box or None
    return [
        "import embedlab",
        "from embedlab.corpora.views import view_part",
        "",
        f"corpus = embedlab.corpora.read_corpus(embedlab.corpora.corpora_folder() / {name!r})",
        "corpus_map = embedlab.corpora.read_map(corpus)",
        f"part = view_part(corpus_map.coordinates, {box!r})",
        "print(corpus_map.facts, part.count)",
    ]


def _origins(view: View) -> list[str]:
    facts = view.query.map.facts
    method = {"umap": "UMAP (umap-learn)", "pca": "PCA (scikit-learn)"}[facts.method]
    return [
        sources.model(ENCODER, "encoder", "The mean of the last layer's tokens, length 1."),
        sources.computed(
            f"{method} of {facts.components} principal components, which hold {percent_text(facts.variance)} of "
            f"the variance of the sample; seed {facts.random_state}. Its file has the columns of Embedding Atlas: "
            "embedding-atlas map.parquet --text text --x projection_x --y projection_y."
        ),
    ]


LESSON = Lesson(
    page="space",
    question="Which texts live near each other?",
    idea="Each text of a corpus is a point in many dimensions. This map was fitted on some of them; the others "
    "were placed on it.",
    ask=_ask,
    picture=_draw,
    summary=_summary,
    numbers=_numbers,
    code=_code,
    sources=_origins,
)
