"""The picture: tokens, the rows that their ids pick in the matrix, and the vectors these rows are."""

from __future__ import annotations

import base64
from typing import Any

import numpy as np
import streamlit as st
from numpy.typing import NDArray

from embedlab.display import visible_text
from ui import decoder, layout
from ui.cache import cached
from ui.chips import component
from ui.lookup import summaries
from ui.lookup.query import PRODUCT, Query
from ui.lookup.tables import View, view
from ui.models import DECODER, ENCODER

__all__ = ["draw", "draw_numbers"]

MAX_ROWS = 24  # tokens in the picture

_picture = component("lookup_picture", '<div class="root"></div>', shared=True)


def draw(query: Query) -> View:
    """Draw the picture, and what both ways cost beside it."""
    if query.name == DECODER and not decoder.offer(f"Look up in {DECODER}", key="start decoder table"):
        st.caption(f"Until then, the table of {ENCODER} is shown.")
        query = Query(query.text, ENCODER, query.way)
    result = layout.attempt(view, query)
    left, right = st.columns([7, 3], vertical_alignment="center")
    with left:
        _picture(key="lookup picture", data=_data(result))
    with right:
        st.markdown(summaries.comparison(result))
    return result


@cached(entries=32)
def _data(view: View) -> dict[str, Any]:
    """Return what the component draws: at most 24 tokens, with the strengths of their rows' colors."""
    from embedlab.figures.lookup import LEVELS, matrix_image, signed_bytes

    table, rows = view.table, view.rows
    image, reach = (None, 0.0) if table is None else matrix_image(table.matrix)
    tokens = []
    for label, token_id, special in list(zip(rows.labels, rows.ids, rows.special, strict=True))[:MAX_ROWS]:
        numbers = None if table is None else table.matrix[token_id]
        tokens.append(
            {
                "label": visible_text(label),
                "id": token_id,
                "kind": "special" if special else "text",
                "at": round(100 * (token_id + 0.5) / view.shape[0], 3),
                "vector": None if numbers is None else _encode(signed_bytes(numbers, reach)),
                "hint": summaries.row_hint(view, visible_text(label), token_id),
            }
        )
    return {
        "tokens": tokens,
        "way": "onehot" if view.query.way == PRODUCT else "rows",
        "levels": LEVELS,
        "image": image if image is None else _encode(image),
        "columns": 0 if image is None else image.shape[1],
        "label": "Tokens of the sentence",
        "heads": summaries.heads(view),
        "alt": summaries.matrix_alt(view),
        "start": summaries.start_hint(view, MAX_ROWS, reach),
    }


def _encode(levels: NDArray[np.int8]) -> str:
    return base64.b64encode(levels.tobytes()).decode()


def draw_numbers(view: View) -> None:
    """Hand over the rows: the first numbers of each as they are."""
    ids = list(view.rows.ids)
    columns: dict[str, Any] = {"position": range(len(ids)), "token": view.rows.labels, "id = row": ids}
    if view.table is not None:
        columns["length"] = view.table.norms[ids]
        first = view.table.lookup(ids)[:, :6]
        columns |= {f"number {index}": column for index, column in enumerate(first.T)}
    layout.numbers(columns, key="lookup numbers", label="The rows of the sentence")
