"""Where does the query lie? A flat map of the documents with the query among them, and how far to trust it."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

import numpy as np
import streamlit as st

from embedlab import search
from embedlab.export import parquet_bytes
from embedlab.space import project, projection_quality
from ui import files, layout, sources
from ui.cache import cached
from ui.part import Part, no_options
from ui.search import part_summaries
from ui.search.picture import View, search_for
from ui.search.query import Query
from ui.shared_figure import SharedFigure

__all__ = ["PART"]

HITS = 5
FEWEST = 5  # documents of a map


@dataclass(frozen=True)
class DocumentMap:
    """A map of documents with a query."""

    near: int  # of the first hits that are also nearest to the query on the map
    hits: int
    trustworthiness: float
    explained: float  # share of the spread in the two axes
    figure: SharedFigure


def _show(view: View, options: None) -> None:
    if len(view.documents.texts) < FEWEST:
        st.info(part_summaries.few(len(view.documents.texts), FEWEST))
        return
    document_map = layout.attempt_part(_map, view.query)
    if document_map is None:
        return
    summary = part_summaries.document_map(
        document_map.near, document_map.hits, document_map.trustworthiness, document_map.explained
    )
    layout.answer(summary, document_map.figure, key="document map")
    with st.container(horizontal=True, vertical_alignment="center"):
        files.offer("The vectors (Parquet)", "documents.parquet", lambda: parquet_bytes(_columns(view)))
        layout.link_to("space", "Upload them to Space for other maps")


@cached(entries=32)
def _map(query: Query) -> DocumentMap:
    from embedlab.figures.search import document_map_figure

    view = search_for(query)
    vectors = search.text_vectors(view.index)
    (vector,) = view.index.encoder.embed([query.text])
    points = np.vstack([vectors, vector]).astype(np.float32)
    projection = project(points, method="pca")
    quality = projection_quality(points, projection.coordinates, k=HITS)
    hits = search.nearest_points(points, HITS)
    near = search.nearest_points(projection.coordinates, HITS, metric="euclidean")
    ratio = projection.explained_variance_ratio
    return DocumentMap(
        near=len(set(hits.tolist()) & set(near.tolist())),
        hits=len(hits),
        trustworthiness=quality.trustworthiness,
        explained=0.0 if ratio is None else float(ratio[:2].sum()),
        figure=SharedFigure(
            document_map_figure(projection.coordinates, list(view.documents.titles), hits, query.text)
        ),
    )


def _columns(view: View) -> dict[str, Any]:
    vectors = search.text_vectors(view.index)
    return {"label": list(view.documents.titles)} | {f"d{n}": column for n, column in enumerate(vectors.T)}


def _code(view: View, options: None) -> list[str]:
    return [
        "import numpy as np",
        f"query = encoder.embed([{view.query.text!r}])",
        "points = np.vstack([embedlab.search.text_vectors(index), query])",
        "projection = embedlab.project(points, method='pca')",
        "print(projection.coordinates, embedlab.projection_quality(points, projection.coordinates, k=5))",
    ]


PART = Part[View, None](
    "Where does the query lie?",
    no_options,
    _show,
    _code,
    lambda view, options: [sources.computed("PCA of the documents' mean vectors and the query's.")],
    line="A flat map of the documents with the query among them, and how far to trust it.",
    deeper=True,
)
