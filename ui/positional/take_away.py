"""The table of positions in files, and the heatmap as a page that works offline."""

from __future__ import annotations

import io
import json
from dataclasses import asdict
from typing import Any

import numpy as np
import streamlit as st

from embedlab.export import csv_text, parquet_bytes
from embedlab.figures.standalone import standalone_html
from ui import files
from ui.positional import main_view
from ui.positional.view import Asked, axes, table

__all__ = ["show"]

MAX_CSV = 300_000  # cells


def show(asked: Asked, figure: Any, sentence: str) -> None:
    """Offer the files."""
    values = table(asked)
    name = f"positions-{asked.scheme.lower()}"
    what = "The table of angles in radians" if asked.scheme == "rotary" else "The table"
    st.markdown(f"**{what}** as it was computed: {values.shape[0]:,} rows × {values.shape[1]:,} columns.")
    with st.container(horizontal=True):
        if values.size <= MAX_CSV:
            files.offer("CSV", f"{name}.csv", lambda: csv_text(_columns(asked)))
        files.offer("Parquet", f"{name}.parquet", lambda: parquet_bytes(_columns(asked)))
        files.offer("NumPy (.npy)", f"{name}.npy", lambda: _npy(asked))
        if asked.sentence:
            files.offer("Rotated vectors (.npz)", f"{name}-vectors.npz", lambda: _rotated(asked))
        files.offer("JSON", f"{name}.json", lambda: _json(asked, sentence))
        title = f"Positions: {asked.scheme}"
        files.offer(
            "Web page", f"{name}.html", lambda: standalone_html(figure, title=title, caption=sentence)
        )
    st.caption(
        "The first column of CSV and Parquet is the position. JSON holds the settings and the reading. The web page holds the picture and works offline."
        + ("" if values.size <= MAX_CSV else f" A CSV is offered up to {MAX_CSV:,} cells.")
    )


def _columns(asked: Asked) -> dict[str, Any]:
    values = table(asked)
    rows, columns = axes(asked)
    first = 0 if asked.pairwise else asked.start
    numbers = {f"{columns}_{place}": values[:, place] for place in range(values.shape[1])}
    return {rows: np.arange(first, first + len(values)), **numbers}


def _npy(asked: Asked) -> bytes:
    output = io.BytesIO()
    np.save(output, table(asked), allow_pickle=False)
    return output.getvalue()


def _rotated(asked: Asked) -> bytes:
    names, before, after = main_view.rotated(asked)
    output = io.BytesIO()
    np.savez_compressed(output, tokens=np.array(names), before=before, after=after)
    return output.getvalue()


def _json(asked: Asked, sentence: str) -> str:
    rows, columns = axes(asked)
    content = {"settings": asdict(asked), "rows": rows, "columns": columns, "reading": sentence}
    return json.dumps(content, ensure_ascii=False, indent=2)
