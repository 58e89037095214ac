"""The foot of the position page, and the table of positions in files."""

from __future__ import annotations

import io
import json
from dataclasses import asdict
from typing import Any

import numpy as np
import streamlit as st
from numpy.typing import NDArray

from embedlab.export import csv_text, npy_bytes, parquet_bytes
from embedlab.figures.standalone import standalone_html
from ui import files, sources
from ui.models import ENCODER
from ui.part import Part, no_options
from ui.positional import orders, picture, summaries, tables
from ui.positional.schemes import T5, Alibi, Learned, NoPositions, Query, Rotary, Sinusoidal
from ui.positional.tables import View

__all__ = ["PART", "code", "origins", "table_code"]

MAX_CSV = 300_000  # cells


def origins(view: View, options: object = None) -> list[str]:
    """Say where the numbers of the table come from."""
    query = view.query
    if query.checkpoint is not None:
        what = "relative bias" if isinstance(query, T5) else "position table"
        return [
            f"**Real weights:** the {what} of `{query.checkpoint.repository}`, commit `{query.checkpoint.commit}`, "
            "downloaded from the hub."
        ]
    if isinstance(query, NoPositions):
        return [
            sources.model(
                ENCODER, "encoder", "Its input table, its positions, the attention of its first layer."
            )
        ]
    if isinstance(query, Learned):
        return [sources.model(ENCODER, "encoder", "Its learned position table, 512 × 384.")]
    how = {
        Sinusoidal: "the formula of Vaswani et al. 2017, in float64.",
        Rotary: "the angles of Su et al. 2021 (RoFormer), in float64; drawn modulo 2π.",
        Alibi: "the slopes and bias of Press et al. 2022, also for head counts that are not powers of two.",
        T5: "the buckets of Raffel et al. 2020, as their code has them.",
    }
    return [sources.computed(how[type(query)])]


def code(view: View) -> list[str]:
    """Return lines that compute the table."""
    return ["import embedlab", "", *table_code(view.query)]


def table_code(query: Query) -> list[str]:
    """Return lines that compute the table of a query."""
    start = f", start={query.start}" if query.start else ""
    match query:
        case NoPositions():
            return orders.table_code(query.first, query.second)
        case T5():
            lines = _bias_code(query) if query.checkpoint else _buckets_code(query)
        case Alibi():
            lines = [
                f"table = embedlab.positional.alibi_head({query.heads}, {query.head - 1}, {query.length}, causal={query.causal})"
            ]
        case Sinusoidal():
            lines = [
                f'table = embedlab.positional.sinusoidal({query.length}, {query.dim}, base={query.base:.17g}, layout="{query.order}"{start})'
            ]
        case Rotary():
            line = f"table = embedlab.positional.rotary_angles({query.length}, {query.dim}, base={query.base:.17g}{start})"
            lines = [line, *(_rotation_code(query) if query.sentence else [])]
        case _:
            lines = _learned_code(query)
    return lines


def _learned_code(query: Query) -> list[str]:
    rows = f"[{query.start or ''}:{query.start + query.length}, :{query.dim}]"
    if query.checkpoint is None:
        return [f'table = embedlab.load_position_table("{ENCODER}"){rows}']
    return [
        f'read = embedlab.positional.download_position_table("{query.checkpoint.repository}", revision="{query.checkpoint.commit}")',
        f"table = read.values[read.unused_rows:]{rows}",
    ]


def _rotation_code(query: Rotary) -> list[str]:
    return [
        f'encoder = embedlab.load_encoder("{ENCODER}")',
        f"ids = encoder.tokenizer.encode({query.sentence!r}).ids",
        f"vectors = encoder.token_embeddings[ids, :{query.dim}]",
        f"positions = range({query.start}, {query.start} + len(ids))",
        f"print(embedlab.positional.apply_rotary(vectors, positions, base={query.base:.17g}))",
    ]


def _bias_code(query: T5) -> list[str]:
    assert query.checkpoint is not None
    return [
        f'read = embedlab.positional.download_relative_bias("{query.checkpoint.repository}", revision="{query.checkpoint.commit}")',
        f"table = embedlab.positional.relative_bias(read.values, {query.length}, max_distance=read.max_distance, "
        f"bidirectional=read.bidirectional)[{query.head - 1}]"
        + ("  # a decoder masks the keys after the query" if query.causal else ""),
    ]


def _buckets_code(query: T5) -> list[str]:
    mask = "table = np.where(positions[None, :] <= positions[:, None], table, np.nan)  # the mask"
    return [
        "import numpy as np",
        f"positions = np.arange({query.length})",
        "table = embedlab.positional.relative_buckets(positions[None, :] - positions[:, None], "
        f"buckets={query.buckets}, max_distance={query.max_distance}, bidirectional={not query.causal})",
        *([mask] if query.causal else []),
    ]


def _show_files(view: View, options: None) -> None:
    query, values, summary = view.query, view.table, summaries.summary(view)
    name = _file_name(query)
    what = "The table of angles in radians" if isinstance(query, Rotary) else "The table"
    st.markdown(f"**{what}** as it was computed: {values.shape[0]:,} rows × {values.shape[1]:,} columns.")
    with st.container(horizontal=True):
        if values.size <= MAX_CSV:
            files.offer("CSV", f"{name}.csv", lambda: csv_text(_columns(view)))
        files.offer("Parquet", f"{name}.parquet", lambda: parquet_bytes(_columns(view)))
        files.offer("NumPy (.npy)", f"{name}.npy", lambda: npy_bytes(values))
        if isinstance(query, Rotary) and query.sentence:
            files.offer("Rotated vectors (.npz)", f"{name}-vectors.npz", lambda: _rotated_npz(query))
        files.offer("JSON", f"{name}.json", lambda: _json(query, summary))
        title = f"Positions: {query.scheme}"
        files.offer(
            "Web page",
            f"{name}.html",
            lambda: standalone_html(picture.scheme_figure(query), title=title, caption=summary),
        )
    st.caption(
        "The first column of CSV and Parquet is the position. JSON holds the settings and the summary. The web page holds the picture and works offline."
        + ("" if values.size <= MAX_CSV else f" A CSV is offered up to {MAX_CSV:,} cells.")
    )


def _file_name(query: Query) -> str:
    return f"positions-{query.scheme.lower().replace(' ', '-')}"


def _columns(view: View) -> dict[str, NDArray[Any]]:
    rows, columns = view.query.axes
    positions = np.arange(view.query.start, view.query.start + len(view.table))
    return {rows: positions, **{f"{columns}_{index}": column for index, column in enumerate(view.table.T)}}


def _rotated_npz(query: Rotary) -> bytes:
    rows, tokens = tables.rotated_rows(query), tables.encode(query.sentence).tokens
    output = io.BytesIO()
    np.savez_compressed(
        output, tokens=np.array(tokens[: len(rows.before)]), before=rows.before, after=rows.after
    )
    return output.getvalue()


def _json(query: Query, summary: str) -> str:
    rows, columns = query.axes
    settings = {"scheme": query.scheme, **asdict(query)}
    content = {"settings": settings, "rows": rows, "columns": columns, "summary": summary}
    return json.dumps(content, ensure_ascii=False, indent=2)


def _files_code(view: View, options: None) -> list[str]:
    name, (rows, columns) = _file_name(view.query), view.query.axes
    start = view.query.start
    return [
        "from pathlib import Path",
        "import numpy as np",
        "from embedlab.export import csv_text",
        f'np.save("{name}.npy", table)',
        f'columns = {{"{rows}": np.arange({start}, {start} + len(table))}}',
        f'columns |= {{f"{columns}_{{index}}": column for index, column in enumerate(table.T)}}',
        f'Path("{name}.csv").write_text(csv_text(columns), "utf-8")',
    ]


PART = Part(
    label="Files",
    ask=no_options,
    show=_show_files,
    code=_files_code,
    sources=origins,
    line="The numbers of the picture above, to take away.",
    deeper=True,
)
