"""What all figures share: palette, sizes, the escaping of labels. Imports plotly only.

The palette is Okabe and Ito's (2008), told apart with any color vision; Streamlit replaces it by the
theme's own where the figure is shown on a page.
"""

from __future__ import annotations

from typing import Any

import plotly.graph_objects as go
import plotly.io as pio

__all__ = [
    "DARK_PALETTE",
    "DIVERGING",
    "FAR_TO_NEAR",
    "LIGHT_TO_DARK",
    "LOW_TO_HIGH",
    "NEAR_TO_FAR",
    "PALETTE",
    "SEQUENTIAL",
    "SYMBOLS",
    "escape",
    "finish",
]

PALETTE = ("#0072B2", "#D55E00", "#009E73", "#CC79A7", "#E69F00", "#56B4E9", "#8A7400", "#3D3D3D")
# the same for dark grounds, lighter; as the theme of the pages
DARK_PALETTE = ("#56B4E9", "#FF8A3D", "#2CC79A", "#E39AC4", "#F0B429", "#9ED8F7", "#F0E442", "#C8C8C8")
SYMBOLS = ("circle", "diamond", "square", "cross", "triangle-up", "x", "star", "hexagon")
# blue – neutral – orange: told apart without red against green, on light and dark grounds
DIVERGING = [[0, "#0B5394"], [0.25, "#6BAED6"], [0.5, "#F2F0EB"], [0.75, "#F0A04B"], [1, "#A63C06"]]
SEQUENTIAL = "Cividis"
LIGHT_TO_DARK = [[0, "#F4F1EA"], [0.5, "#9CC5E3"], [1, "#0B5394"]]  # numbers written on it stay readable
# seen on light and on dark grounds, for points on a map
NEAR_TO_FAR = [[0, "#D55E00"], [0.35, "#E69F00"], [0.65, "#56B4E9"], [1, "#8C96A3"]]
FAR_TO_NEAR = [[0, "#8C96A3"], [0.35, "#56B4E9"], [0.65, "#E69F00"], [1, "#D55E00"]]
LOW_TO_HIGH = [[0, "#D55E00"], [0.5, "#E8B84A"], [1, "#2A8FD0"]]
FONT_SIZE = 16
TICK_SIZE = 14


def escape(text: str) -> str:
    """Return `text` so that plotly shows it as it is; plotly reads a few HTML tags in labels.

    >>> escape("<b>&")
    '&lt;b&gt;&amp;'
    """
    if not ("&" in text or "<" in text or ">" in text):
        return text
    return text.replace("&", "&amp;").replace("<", "&lt;").replace(">", "&gt;")


def finish(figure: go.Figure, *, height: int, **layout: Any) -> go.Figure:
    """Apply the sizes and margins of every figure."""
    figure.update_layout(
        height=height,
        font_size=FONT_SIZE,
        hoverlabel_font_size=FONT_SIZE,
        margin={"l": 10, "r": 10, "t": 40, "b": 10},
        legend={"orientation": "h", "yanchor": "bottom", "y": 1.02, "x": 0, "font_size": FONT_SIZE},
    )
    if pio.templates.default != "streamlit":  # on a page the theme has its own colors, for light and for dark
        figure.update_layout(colorway=PALETTE)
    figure.update_layout(**layout)
    figure.update_xaxes(tickfont_size=TICK_SIZE, title_font_size=FONT_SIZE)
    figure.update_yaxes(tickfont_size=TICK_SIZE, title_font_size=FONT_SIZE)
    return figure
