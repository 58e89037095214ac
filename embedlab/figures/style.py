"""What all figures share: palette, sizes, the escaping of labels. Imports plotly only.

The palette is Okabe and Ito's (2008), told apart with any color vision; Streamlit replaces it by the
theme's own where the figure is shown on a page.
"""

from __future__ import annotations

from typing import Any

import plotly.graph_objects as go
import plotly.io as pio

__all__ = [
    "DIVERGING",
    "EITHER_GROUND",
    "FAR_TO_NEAR",
    "LIGHT_TO_DARK",
    "LOW_TO_HIGH",
    "NEAR_TO_FAR",
    "NEUTRAL",
    "PALETTE",
    "SCALE",
    "SEQUENTIAL",
    "SYMBOLS",
    "TICK_SIZE",
    "escape",
    "finish",
    "text_color",
    "tint",
]

PALETTE = ("#0072B2", "#D55E00", "#009E73", "#CC79A7", "#E69F00", "#56B4E9", "#8A7400", "#3D3D3D")
# for what must keep its color wherever it is drawn: seen on light and on dark grounds (contrast 3 on both)
EITHER_GROUND = (
    "#2B83C6", "#D9641E", "#14976B", "#C9629F", "#A97F0A",
    "#8C6BD6", "#1593A8", "#6F8F1F", "#D4526E", "#A0714F",
)  # fmt: skip
NEUTRAL = "#808B99"
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
# the color scale above a heatmap
SCALE = {
    "orientation": "h",
    "x": 0,
    "xanchor": "left",
    "y": 1,
    "yanchor": "bottom",
    "thickness": 12,
    "tickfont_size": TICK_SIZE,
}


def escape(text: str) -> str:
    """Return `text` so that plotly shows it as it is; plotly reads a few HTML tags in labels.

    >>> escape("<b>&")
    '&lt;b&gt;&amp;'
    """
    if not ("&" in text or "<" in text or ">" in text):
        return text
    return text.replace("&", "&amp;").replace("<", "&lt;").replace(">", "&gt;")


def text_color() -> str | None:
    """Return the color of words at full strength, for those on a colored ground; None for the figure's own.

    Streamlit writes figures in gray. Its place-holder for what is nearly black on a light page and nearly
    white on a dark one stands where its theme draws tables; an exported figure shows it as black.
    """
    if pio.templates.default != "streamlit":
        return None
    color: str = pio.templates["streamlit"].data.table[0].cells.font.color
    return color


def tint(color: str, opacity: float) -> str:
    """Return a color that lets the ground show through.

    >>> tint("#2B83C6", 0.5)
    'rgba(43, 131, 198, 0.5)'
    """
    red, green, blue = bytes.fromhex(color.removeprefix("#"))
    return f"rgba({red}, {green}, {blue}, {opacity:g})"


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
    figure.update_annotations(font_color=text_color())
    figure.update_layout(**layout)
    figure.update_xaxes(tickfont_size=TICK_SIZE, title_font_size=FONT_SIZE)
    figure.update_yaxes(tickfont_size=TICK_SIZE, title_font_size=FONT_SIZE)
    return figure
