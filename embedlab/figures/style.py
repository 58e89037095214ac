"""What all figures share: the roles of colors, sizes, the escaping of labels.

A color stands for one thing on every page. Kinds (senses, groups, schemes, models) have a color and a symbol
each. Blue and orange otherwise mean the sign of a number. How much there is of something is a ramp from the
ground to the ink: darker on a light page, lighter on a dark one, is more. Amber is what is selected, gray
what chance gives. The colors themselves are in `themes`.
"""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

import plotly.graph_objects as go

from embedlab.figures.themes import themed

__all__ = [
    "CHANCE",
    "COSINE",
    "EITHER_GROUND",
    "LABEL_SIZE",
    "MINUS_COLOR",
    "NEUTRAL",
    "PLUS_COLOR",
    "SCALE",
    "SYMBOLS",
    "TICK_SIZE",
    "amount_texts",
    "amounts",
    "axis_color",
    "diverging",
    "escape",
    "finish",
    "ground_color",
    "kind_color",
    "kind_symbol",
    "kind_tint",
    "selected_color",
    "selection_line",
    "signed_texts",
    "text_color",
    "tint",
    "word_color",
]

# the kinds where their color is mixed with the ground: seen on light and on dark (contrast 3 on both)
EITHER_GROUND = ("#2B83C6", "#D9641E", "#14976B", "#C9629E", "#8C6BD6", "#1593A8", "#6F8F1F", "#808B99")
NEUTRAL = "#808B99"  # lines and marks that are of no kind, seen on both grounds
CHANCE = "rgba(128, 139, 153, 0.22)"  # the band of what random words, labels or pairs give
MINUS_COLOR = "#0072B1"  # in both themes; not quite that of a kind, see `themes`
PLUS_COLOR = "#D55E01"
SYMBOLS = ("circle", "diamond", "square", "cross", "triangle-up", "x", "star", "hexagon")
COSINE = "cosine (1 = same direction)"  # at every axis of cosines
LABEL_SIZE = 18  # names of points, lines and panels
FONT_SIZE = 16
TICK_SIZE = 16
# the color scale above a heatmap
SCALE = {
    "orientation": "h",
    "x": 0,
    "xanchor": "left",
    "y": 1,
    "yanchor": "bottom",
    "lenmode": "pixels",
    "len": 260,
    "thickness": 12,
    "nticks": 6,
    "tickfont_size": TICK_SIZE,
    "ticks": "",
    "outlinewidth": 0,
}
# where text on a cell must change its color to keep a contrast of 4.5, in both themes
HALF = 0.5
DEEP_BLUE, DEEP_ORANGE = 0.93, 0.89
ON_BLUE, ON_ORANGE = "#FEFEFE", "#010101"  # in both themes


def escape(text: str) -> str:
    """Return `text` so that plotly shows it as it is; plotly reads a few HTML tags in labels.

    >>> escape("<b>&")
    '&lt;b&gt;&amp;'
    """
    if not ("&" in text or "<" in text or ">" in text):
        return text
    return text.replace("&", "&amp;").replace("<", "&lt;").replace(">", "&gt;")


def kind_color(index: int) -> str:
    """Return the color of a kind: of the first, second … sense, group, scheme or model of a page."""
    kinds = themed().kinds
    return kinds[index % len(kinds)]


def word_color(index: int) -> str:
    """Return the color of the words of a kind: that of the kind, as strong as letters need."""
    words = themed().words
    return words[index % len(words)]


def kind_symbol(index: int) -> str:
    """Return the symbol of a kind; where the colors begin again it is another one."""
    return SYMBOLS[(index + index // len(SYMBOLS)) % len(SYMBOLS)]


def kind_tint(index: int, opacity: float) -> str:
    """Return the color of a kind mixed with the ground, for areas with text on them."""
    return tint(EITHER_GROUND[index % len(EITHER_GROUND)], opacity)


def diverging() -> list[list[Any]]:
    """Return the color scale of signed numbers: blue for minus, the ground for 0, orange for plus."""
    return [[0, MINUS_COLOR], [0.5, themed().ground], [1, PLUS_COLOR]]


def amounts() -> list[list[Any]]:
    """Return the color scale of amounts: the ground for none, the ink for the most."""
    ramp = themed().ramp
    return [[step / (len(ramp) - 1), color] for step, color in enumerate(ramp)]


def amount_texts(shares: Iterable[float]) -> list[str]:
    """Return the color of the text on cells of `amounts`, each a share of the scale from 0 to 1."""
    near, far = themed().near, themed().far
    return [far if share > HALF else near for share in shares]


def signed_texts(shares: Iterable[float]) -> list[str]:
    """Return the color of the text on cells of `diverging`, each a share of the scale from −1 to 1."""
    near = themed().near
    return [ON_BLUE if share < -DEEP_BLUE else ON_ORANGE if share > DEEP_ORANGE else near for share in shares]


def axis_color() -> str:
    """Return the color of everything written at an axis or a color scale."""
    return themed().axis


def text_color() -> str:
    """Return the color of words at full strength: names, numbers on bars, headings of panels."""
    return themed().ink


def ground_color() -> str:
    """Return the color of the page."""
    return themed().ground


def selected_color() -> str:
    """Return the color of what is selected, or of the answer; no data ever has it."""
    return themed().selected


def selection_line() -> dict[str, Any]:
    """Return the outline of what is selected, or of the answer."""
    return {"color": selected_color(), "width": 3}


def tint(color: str, opacity: float) -> str:
    """Return a color that lets the ground show through.

    >>> tint("#2B83C6", 0.5)
    'rgba(43, 131, 198, 0.5)'
    """
    red, green, blue = bytes.fromhex(color.removeprefix("#"))
    return f"rgba({red}, {green}, {blue}, {opacity:g})"


def finish(figure: go.Figure, *, height: int, **layout: Any) -> go.Figure:
    """Apply the sizes, the margins and the one color of axes of every figure.

    Plotly takes 2 ms for each value that is changed in a figure, and more for each that is looked up: the
    layout is put together as a plain dictionary and handed over once.
    """
    plain = figure.layout.to_plotly_json()
    plain.pop("template", None)  # stays as it is
    for annotation in plain.get("annotations", ()):
        annotation.setdefault("font", {})["color"] = text_color()
    _merge(plain, {
        "height": height,
        "colorway": themed().kinds,
        "font": {"size": FONT_SIZE, "color": axis_color()},
        "hoverlabel": {"font": {"size": FONT_SIZE, "color": text_color()}, "bgcolor": ground_color()},
        "margin": {"l": 10, "r": 10, "t": 40, "b": 10},
        "legend": {
            "orientation": "h", "yanchor": "bottom", "y": 1.02, "x": 0,
            "font": {"size": FONT_SIZE, "color": text_color()},
        },
    })  # fmt: skip
    _merge(plain, go.Layout(layout).to_plotly_json())
    for axis in _parts(plain, "xaxis", "yaxis"):
        title = {"font": {"size": FONT_SIZE, "color": axis_color()}}
        _merge(axis, {"tickfont": {"size": TICK_SIZE}, "title": title, "ticks": ""})
        axis["tickfont"].setdefault("color", axis_color())  # names of words have that of the text
    for scale in _parts(plain, "coloraxis"):
        colors = {"font": {"color": axis_color()}}
        _merge(scale, {"colorbar": {"tickfont": colors["font"], "title": colors}})
    _keep_ranges(plain)
    return figure.update_layout(plain, overwrite=True)


def _merge(values: dict[str, Any], changes: dict[str, Any]) -> None:
    """Change a dictionary, and the dictionaries in it, in place."""
    for name, value in changes.items():
        if isinstance(value, dict):
            _merge(values.setdefault(name, {}), value)
        else:
            values[name] = value


def _parts(layout: dict[str, Any], *kinds: str) -> list[dict[str, Any]]:
    """Return the axes or color scales of a layout; the first of each kind is there in every figure."""
    for kind in kinds:
        layout.setdefault(kind, {})
    return [part for name, part in layout.items() if name.rstrip("0123456789") in kinds]


def _keep_ranges(layout: dict[str, Any]) -> None:
    """Note the ranges of a figure that is drawn to scale.

    Plotly widens them to the shape of its box, and again in the next box; a page starts from these.
    """
    axes = {name: axis for name, axis in layout.items() if name[1:].startswith("axis")}
    ranges = {name: list(axis["range"]) for name, axis in axes.items() if axis.get("range")}
    if ranges and any(axis.get("scaleanchor") for axis in axes.values()):
        layout["meta"] = {**layout.get("meta", {}), "ranges": ranges}
