"""Every point as a table, and the map in files to take away."""

from __future__ import annotations

from typing import Any

import numpy as np
import streamlit as st

from embedlab.figures.standalone import standalone_html
from embedlab.space.take_away import map_csv, map_parquet, projector_files
from ui import files, layout
from ui.chart_image import offer_images
from ui.space.maps import Drawn
from ui.space.points import Shown

__all__ = ["show"]

MAX_LISTED = 1_000
TAKEN = {"label", "point", "x", "y", "z"}  # names of columns that the table and the files have anyway


def show(shown: Shown, drawn: Drawn, figure: Any, caption: str) -> None:
    """Show the coordinates with their labels, and the files."""
    labels, places = shown.points.labels, drawn.fit.projection.coordinates
    columns = _columns(shown, drawn)
    count = min(len(labels), MAX_LISTED)
    if count < len(labels):
        st.caption(f"The first {count:,} of {len(labels):,} points are listed; the files hold all of them.")
    axes = {"xyz"[number]: places[:count, number] for number in range(places.shape[1])}
    layout.numbers(
        {"point": list(labels[:count]), **axes, **{name: values[:count] for name, values in columns.items()}},
        key="coordinates",
        label="",
        height=320,
    )
    name = f"{drawn.fit.projection.method}-map"
    with st.container(horizontal=True):
        files.offer("CSV", f"{name}.csv", lambda: map_csv(labels, places, columns))
        files.offer("Parquet", f"{name}.parquet", lambda: map_parquet(labels, places, columns))
        offer_images("map_box")
        files.offer(
            "Web page",
            f"{name}.html",
            lambda: standalone_html(figure, title="A map of vectors", caption=caption),
        )
    st.markdown(
        "**For the [Embedding Projector](https://projector.tensorflow.org)**, the original vectors and their labels:"
    )
    with st.container(horizontal=True):
        files.offer(
            "vectors.tsv",
            "vectors.tsv",
            lambda: projector_files(labels, shown.points.matrix, columns).vectors,
        )
        files.offer(
            "metadata.tsv",
            "metadata.tsv",
            lambda: projector_files(labels, shown.points.matrix, columns).metadata,
        )
    st.caption(
        "In the CSV a cell that a spreadsheet would run as a formula begins with an apostrophe; the Parquet file is unchanged. The web page holds all it needs and works offline."
    )


def _columns(shown: Shown, drawn: Drawn) -> dict[str, Any]:
    """Return what is known of each point; a column of a visitor gives way to a name that is taken."""
    ours: dict[str, Any] = {}
    recall = drawn.fit.quality.recall
    if not np.isnan(recall).any():
        ours["true neighbors kept"] = recall
    if shown.points.ranks is not None:
        ours["place by frequency"] = shown.points.ranks
    columns: dict[str, Any] = {}
    for name, values in shown.points.columns.items():
        free = name
        while free in TAKEN or free in ours or free in columns:
            free = f"your {free}"
        columns[free] = values
    return {**columns, **ours}
