"""Table and files: every point in a table, and the map in files."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

import streamlit as st
from numpy.typing import NDArray

from embedlab.figures.standalone import standalone_html
from embedlab.space import map_csv, map_parquet, projector_files
from ui import files, layout, sources
from ui.part import Part, no_options
from ui.space import summaries
from ui.space.picture import View

__all__ = ["PART"]

MAX_LISTED = 1_000
MAX_IN_CODE = 200  # points whose columns are written into the code
TAKEN = {"label", "point", "x", "y", "z"}  # names of columns that the table and the files have anyway
Columns = dict[str, Sequence[str] | NDArray[Any]]


def show(view: View, options: None) -> None:
    """Show the coordinates with their labels, and the files."""
    labels, coordinates = view.points.data.labels, view.map.projection.coordinates
    columns = {**_own_columns(view), **_computed_columns(view)}
    count = min(len(labels), MAX_LISTED)
    if count < len(labels):
        st.caption(f"The first {count:,} of {len(labels):,} points are listed; the files hold all of them.")
    axes = dict(zip("xyz", coordinates[:count].T, strict=False))
    layout.numbers(
        {"point": list(labels[:count]), **axes, **{name: values[:count] for name, values in columns.items()}},
        key="coordinates",
        label="",
        height=320,
    )
    name = f"{view.map.projection.method}-map"
    caption = f"{summaries.how(view.map)} {summaries.summary(view)}"
    with st.container(horizontal=True):
        files.offer("CSV", f"{name}.csv", lambda: map_csv(labels, coordinates, columns))
        files.offer("Parquet", f"{name}.parquet", lambda: map_parquet(labels, coordinates, columns))
        files.offer(
            "Web page",
            f"{name}.html",
            lambda: standalone_html(view.figure, title="A map of vectors", caption=caption),
        )
    st.markdown(
        "**For the [Embedding Projector](https://projector.tensorflow.org)**, the original vectors and their labels:"
    )
    matrix = view.points.data.matrix
    with st.container(horizontal=True):
        files.offer("vectors.tsv", "vectors.tsv", lambda: projector_files(labels, matrix, columns).vectors)
        files.offer("metadata.tsv", "metadata.tsv", lambda: projector_files(labels, matrix, columns).metadata)
    st.caption(
        "In the CSV a cell that a spreadsheet would run as a formula begins with an apostrophe; the Parquet file is unchanged. The web page holds all it needs and works offline."
    )


def code(view: View, options: None) -> list[str]:
    """Return lines that make the tables."""
    own = _own_columns(view)
    if is_long := bool(own) and len(view.points.data) > MAX_IN_CODE:
        own = {}
    entries = [f"{name!r}: {list(values)!r}" for name, values in own.items()]
    if not view.map.is_judged_by_sample:
        entries.append('"true neighbors kept": quality.recall')
    if view.points.data.ranks is not None:
        entries.append('"place by frequency": [vectors.row(word) + 1 for word in labels]')
    return [
        f"columns = {{{', '.join(entries)}}}" + ("  # and the groups" if is_long else ""),
        "csv = embedlab.space.map_csv(labels, projection.coordinates, columns)",
        "parquet = embedlab.space.map_parquet(labels, projection.coordinates, columns)",
        "vectors_tsv = embedlab.space.projector_files(labels, matrix, columns).vectors",
        "metadata_tsv = embedlab.space.projector_files(labels, matrix, columns).metadata",
    ]


def origins(view: View, options: None) -> list[str]:
    """Say what writes the files."""
    return [
        sources.computed("Parquet by pyarrow; images by Plotly in the browser, as the chart stands there.")
    ]


def _own_columns(view: View) -> Columns:
    """Return the columns of the points; one of a visitor gives way to a name that is taken."""
    columns: Columns = {}
    taken = {*TAKEN, *_computed_columns(view)}
    for name, values in view.points.data.columns.items():
        free = name
        while free in taken or free in columns:
            free = f"your {free}"
        columns[free] = values
    return columns


def _computed_columns(view: View) -> Columns:
    columns: Columns = {}
    if not view.map.is_judged_by_sample:
        columns["true neighbors kept"] = view.map.quality.recall
    if view.points.data.ranks is not None:
        columns["place by frequency"] = view.points.data.ranks
    return columns


PART = Part[View, None](
    "Table and files",
    no_options,
    show,
    code,
    origins,
    line="Every point with its coordinates, and the map as files for other programs.",
    deeper=True,
)
