"""Where does the query lie? A flat map of the documents with the query among them, and how far to trust it."""

from __future__ import annotations

import numpy as np
import streamlit as st

from embedlab import search
from embedlab.content_key import content_key
from embedlab.export import parquet_bytes
from embedlab.figures.space import map_figure
from embedlab.figures.space_coloring import Coloring
from embedlab.figures.space_layers import Neighborhood
from embedlab.ranking import rank_rows
from embedlab.space import project, projection_quality
from embedlab.tables import VectorTable
from ui import files, labels, layout, own_table, sources
from ui.cache import cached
from ui.navigation import page_path
from ui.part import Part, no_options
from ui.search import part_summaries
from ui.search.picture import View, search_for
from ui.search.query import Query
from ui.shared_figure import SharedFigure

__all__ = ["PART"]

HITS = 5
FEWEST = 5  # documents of a map
QUERY = "your query"  # its label
READ = 'table = embedlab.tables.read_vector_table(open("documents.parquet", "rb").read())'


def _show(view: View, options: None) -> None:
    if len(view.documents.texts) < FEWEST:
        st.info(part_summaries.few(len(view.documents.texts), FEWEST))
        return
    result = layout.attempt_part(_map, view.query)
    if result is None:
        return
    with st.container(key="document_map"):
        layout.answer(*result, key="document map")
        labels.hide_overlapping("document_map")
    with st.container(horizontal=True, vertical_alignment="center"):
        table = _table(view.query)
        rows = {"label": list(table.labels), "vector": list(table.matrix)}
        files.offer("The vectors (Parquet)", "documents.parquet", lambda: parquet_bytes(rows))
        if st.button("Open them in Space for other maps", key="documents in space"):
            title = f"vectors of the query and of {view.documents.name}"
            key = content_key("documents", table.labels, table.matrix)
            st.session_state[own_table.TRAINED] = own_table.OwnTable(table, title, key, READ)
            st.switch_page(page_path("space"), query_params={"show": "your table", "near": QUERY})


@cached(entries=32)
def _table(query: Query) -> VectorTable:
    """Return the vectors of the documents and, last, of the query."""
    index = search_for(query).index
    points = np.vstack([search.text_vectors(index), index.encoder.embed([query.text])]).astype(np.float32)
    names = (f"{number}. {title}" for number, title in enumerate(query.documents.titles, 1))
    return VectorTable((*names, QUERY), points, columns={}, format="document vectors", notes=())


@cached(entries=32)
def _map(query: Query) -> tuple[str, SharedFigure]:
    points = _table(query).matrix
    projection = project(points, method="pca")
    quality = projection_quality(points, projection.coordinates, k=HITS)
    own = len(points) - 1
    hits, near = (
        rank_rows(places, places[own], measure=measure, k=HITS, leave_out=own).rows
        for places, measure in ((points, "cosine"), (projection.coordinates, "euclidean"))
    )
    preserved = np.isin(hits, near)
    names = [*query.documents.titles, QUERY]
    neighborhood = Neighborhood(own, hits, preserved)
    coloring = Coloring("", ("",) * len(points))
    figure = map_figure(projection, names, coloring, neighborhood=neighborhood)
    ratio = projection.explained_variance_ratio
    explained = 0.0 if ratio is None else float(ratio[:2].sum())
    summary = part_summaries.document_map(preserved, quality.trustworthiness, explained)
    return summary, SharedFigure(figure)


PART = Part[View, None](
    "Where does the query lie?",
    no_options,
    _show,
    lambda view, options: [
        "import numpy as np",
        f"query = encoder.embed([{view.query.text!r}])",
        "points = np.vstack([embedlab.search.text_vectors(index), query])",
        "projection = embedlab.project(points, method='pca')",
        "print(projection.coordinates, embedlab.projection_quality(points, projection.coordinates, k=5))",
    ],
    lambda view, options: [sources.computed("PCA of the documents' mean vectors and the query's.")],
    line="A flat map of the documents with the query among them, and how far to trust it.",
    deeper=True,
)
