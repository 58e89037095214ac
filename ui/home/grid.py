"""The grid of the home page: a column for each token, a row for each stage it goes through.

A Streamlit component of our own: the text goes in as data and is set as text, never as markup.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable
from typing import Any

import numpy as np
import streamlit as st
from numpy.typing import NDArray

from embedlab.context.pipeline import Pipeline
from embedlab.display import visible_text
from ui.chips import component
from ui.home import summaries

__all__ = ["DRAWN_NUMBERS", "MAX_COLUMNS", "draw_stage_grid", "grid_data"]

DRAWN_NUMBERS = 16  # of each vector: enough to compare, few enough to see
MAX_COLUMNS = 128  # tokens
TONES = 4  # colors of tokens that stand more than once
QUANTILE = 0.98  # of the absolute values: a few numbers often are many times larger and would pale all others

# registered once a process, when this module is first imported
_grid = component("stage_grid", '<div class="root"></div>', shared=True)


def draw_stage_grid(data: dict[str, Any], *, key: str, on_choose: Callable[[int], None]) -> None:
    """Draw what `grid_data` returned; `on_choose` is called with the index of a token that was selected."""

    def choose() -> None:
        token = (st.session_state[key].get("chosen") or {}).get("token")
        if isinstance(token, int) and 0 <= token < len(data["tokens"]):
            on_choose(token)

    _grid(key=key, data=data, on_chosen_change=choose)


def grid_data(pipeline: Pipeline, selected: int) -> dict[str, Any]:
    """Return the tokens with the first numbers of their vectors, and the words around them.

    Args:
        pipeline: the stages of a sentence; the first 128 tokens are drawn.
        selected: index of the token that is outlined.
    """
    encoding = pipeline.encoding
    tokens, ids = encoding.tokens[:MAX_COLUMNS], encoding.ids[:MAX_COLUMNS]
    repeated = [token_id for token_id, count in Counter(ids).items() if count > 1]
    tones = {token_id: number % TONES for number, token_id in enumerate(repeated)}
    stages = (pipeline.token_vectors, pipeline.position_vectors, pipeline.contextual_vectors)
    layers = len(encoding.hidden_states) - 1
    return {
        "tokens": [
            {
                "label": visible_text(token),
                "id": token_id,
                "kind": "unknown" if token == summaries.UNKNOWN else "special" if special else "text",
                "hint": summaries.token_hint(token),
                "tone": tones.get(token_id),
            }
            for token, token_id, special in zip(tokens, ids, encoding.special, strict=False)
        ],
        "stages": [_stripes(vectors[:MAX_COLUMNS, :DRAWN_NUMBERS]) for vectors in stages],
        "selected": selected,
        "label": summaries.GRID_LABEL,
        "rows": summaries.row_names(pipeline.vocabulary_size, layers),
        "brief": summaries.brief_names(layers),
        "key": summaries.key(pipeline, DRAWN_NUMBERS, MAX_COLUMNS),
    }


def _stripes(vectors: NDArray[np.float32]) -> dict[str, Any]:
    """Return the numbers of one stage, and the size from which on a stripe has the full color."""
    sizes = np.abs(vectors)
    reach = float(np.quantile(sizes, QUANTILE)) or float(sizes.max())
    return {"vectors": [[round(number, 4) for number in row] for row in vectors.tolist()], "reach": reach}
