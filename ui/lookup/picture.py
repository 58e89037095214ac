"""The picture: tokens, the rows that their ids pick in the matrix, and the vectors these rows are."""

from __future__ import annotations

import base64
from typing import Any

import numpy as np
import streamlit as st

from embedlab.display import visible_text
from ui import decoder, layout
from ui.cache import cached
from ui.chips import component_file
from ui.lookup import summaries
from ui.lookup.query import PRODUCT, Query
from ui.lookup.tables import View, table_of, view
from ui.models import DECODER, ENCODER

__all__ = ["draw", "draw_numbers"]

MAX_ROWS = 24  # tokens in the picture

# registered once a process, when this module is first imported
_picture = st.components.v2.component(
    "lookup_picture",
    html='<div class="root"></div>',
    css=component_file("lookup_picture.css"),
    js=component_file("lookup_picture.js"),
)


def draw(query: Query) -> View:
    """Draw the picture, and what both ways cost beside it."""
    if query.name == DECODER and not decoder.offer(f"Look up in {DECODER}", key="start decoder table"):
        st.caption(f"Until then, the table of {ENCODER} is shown.")
        query = Query(query.text, ENCODER, query.way)
    result = layout.attempt(view, query)
    left, right = st.columns([7, 3], vertical_alignment="center")
    with left:
        _picture(key="lookup picture", data=_data(query))
    with right:
        st.markdown(summaries.comparison(result))
    return result


@cached(entries=32)
def _data(query: Query) -> dict[str, Any]:
    """Return what the component draws: at most 24 tokens, with the strengths of their rows' colors."""
    from embedlab.figures.lookup import LEVELS, signed_bytes

    shown = view(query)
    rows, dim = shown.shape
    image, reach = (None, 0.0) if shown.table is None else _image(query.name)
    tokens = []
    for index, (label, token_id) in enumerate(zip(shown.labels[:MAX_ROWS], shown.ids, strict=False)):
        numbers = None if shown.table is None else shown.table.matrix[token_id]
        tokens.append(
            {
                "label": visible_text(label),
                "id": token_id,
                "kind": "special" if shown.special[index] else "text",
                "at": round(100 * (token_id + 0.5) / rows, 3),
                "vector": None
                if numbers is None
                else base64.b64encode(signed_bytes(numbers, reach).tobytes()).decode(),
                "hint": summaries.row_hint(visible_text(label), token_id, numbers, dim),
            }
        )
    return {
        "tokens": tokens,
        "way": "onehot" if query.way == PRODUCT else "rows",
        "levels": LEVELS,
        "image": image,
        "label": "Tokens of the sentence",
        "heads": summaries.heads(shown),
        "alt": summaries.matrix_alt(shown),
        "start": summaries.start_hint(shown, MAX_ROWS, reach),
    }


@cached(entries=2)
def _image(name: str) -> tuple[str, float]:
    """Return a table as an image in a data URL, and the size of a number in full color."""
    from embedlab.figures.lookup import matrix_png

    content, reach = matrix_png(table_of(name).matrix)
    return f"data:image/png;base64,{base64.b64encode(content).decode()}", reach


def draw_numbers(shown: View) -> None:
    """Hand over the rows: the first numbers of each as they are."""
    columns: dict[str, Any] = {
        "position": np.arange(len(shown.ids)),
        "token": list(shown.labels),
        "id = row": np.array(shown.ids),
    }
    if shown.table is not None:
        vectors = shown.table.lookup(shown.ids)
        columns["length"] = shown.table.norms[list(shown.ids)]
        columns |= {f"number {index}": vectors[:, index] for index in range(6)}
    layout.numbers(columns, key="lookup numbers", label="The rows of the sentence")
