"""What lies on the points of a map: words, names of kinds, threads to true neighbors, rings and new words."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np
import plotly.graph_objects as go
from numpy.typing import NDArray

from embedlab.figures.lettering import separate_labels
from embedlab.figures.space_words import HEADING, RING, WORD, MapWords
from embedlab.figures.style import axis_color, escape, ground_color, selection_line, text_color, word_color

__all__ = [
    "EYE",
    "Kinds",
    "Neighborhood",
    "add_headings",
    "add_new_word",
    "add_ring",
    "add_threads",
    "add_words",
    "add_words_in_space",
    "first_view",
    "marker_size",
    "scatter",
]

SILENT: dict[str, Any] = {"showlegend": False, "hoverinfo": "skip"}
Kinds = list[tuple[str, NDArray[np.int64]]]  # name and rows of each kind
MAX_NAMED = 8  # kinds in three dimensions
EYE = (1.1, 1.1, 0.77)  # where three dimensions are looked at from, at first
LETTER, LINE = 10, 22  # pixels of a written word


@dataclass(frozen=True)
class Neighborhood:
    """A point and its true neighbors, and which of them are its neighbors on the map, too."""

    row: int
    neighbors: NDArray[np.int64]  # (k,) rows, nearest first
    preserved: NDArray[np.bool_]  # (k,)


def marker_size(points: int) -> float:
    """Return a size at which so many points can be told apart, in pixels."""
    return 11 if points <= 150 else 8 if points <= 600 else 5.5 if points <= 3_000 else 3.5


def scatter(points: NDArray[Any], *, fast: bool = False, **options: Any) -> Any:
    """Return a trace of (n, 2) or (n, 3) points; a fast one is drawn by the graphics card."""
    x, y, *z = (np.ascontiguousarray(column) for column in points.T)
    if z:
        return go.Scatter3d(x=x, y=y, z=z[0], **options)
    return (go.Scattergl if fast else go.Scatter)(x=x, y=y, **options)


def add_threads(figure: go.Figure, points: NDArray[Any], neighborhood: Neighborhood) -> None:
    """Join a point to its true neighbors: with a line to those that the map keeps, dots to those it lost."""
    here = points[neighborhood.row].astype(np.float32)
    gap = np.full_like(here, np.nan)
    for is_kept, name, dash in ((True, "kept", "solid"), (False, "lost", "dot")):
        rows = neighborhood.neighbors[neighborhood.preserved == is_kept]
        if not len(rows):
            continue
        ends = [np.stack((here, points[row].astype(np.float32), gap)) for row in rows]
        line = {"color": axis_color(), "width": 1.5 if points.shape[1] == 2 else 3, "dash": dash}
        figure.add_trace(
            scatter(np.concatenate(ends), mode="lines", line=line, name=name, opacity=0.7, **SILENT)
        )


def add_ring(figure: go.Figure, points: NDArray[Any], row: int, size: float) -> None:
    """Ring the point that is looked at."""
    line = selection_line()
    ring = {"symbol": "circle-open", "size": size + RING, "line": line, "color": line["color"]}
    figure.add_trace(
        scatter(points[[row]], mode="markers", marker=ring, customdata=[row], name="ring", **SILENT)
    )


def add_words(
    figure: go.Figure,
    points: NDArray[Any],
    texts: Sequence[str],
    words: MapWords,
    *,
    kinds: Kinds,
    size: float,
    bold: Sequence[int],
    colorful: bool,
) -> None:
    """Write words at their points, in the colors of their kinds where these are those of the points."""
    rows = [label.index for label in words.labels]
    if not rows:
        return
    ground = ground_color()
    figure.add_trace(
        scatter(
            points[rows],
            mode="markers+text",
            text=[escape(texts[row]) for row in rows],
            # nobody sees these markers: they keep the words at a distance from the points
            marker={
                "size": [size + RING if row in bold else size for row in rows],
                "opacity": 0,
                "color": ground,
            },
            unselected={"marker": {"opacity": 0}},
            textposition=[label.side for label in words.labels],
            textfont={
                "size": WORD,
                "color": [
                    text_color() if row in bold else color
                    for row, color in zip(rows, _word_colors(rows, kinds, colorful), strict=True)
                ],
                "weight": [700 if row in bold else 400 for row in rows],
                "shadow": f"0 0 2px {ground}, 0 0 2px {ground}",
            },
            customdata=np.array(rows, dtype=np.uint16 if len(texts) <= 65_535 else np.int32),
            cliponaxis=False,
            meta="labels",
            name="words",
            **SILENT,
        )
    )


def add_words_in_space(
    figure: go.Figure,
    points: NDArray[Any],
    texts: Sequence[str],
    kinds: Kinds,
    *,
    order: Sequence[int],
    bold: Sequence[int],
    size: float,
    height: int,
) -> None:
    """Write the names of the kinds in three dimensions, then the words that cover none in the first view.

    Args:
        figure: receives them.
        points: (n, 3).
        texts: (n,).
        kinds: that the points have.
        order: rows whose words are tried, most important first.
        bold: rows whose words have the color of the text.
        size: of a point.
        height: of the figure, in pixels.
    """
    named = [(name, number) for number, (name, _) in enumerate(kinds) if name]
    if not 2 <= len(named) <= MAX_NAMED:
        named = []
    seen = first_view(points, points, height)
    free = [np.setdiff1d(kinds[number][1], bold) for _, number in named]  # above a bold word stands none
    tops = [
        _freest(seen, rows if len(rows) else kinds[number][1], HEADING / WORD * LETTER * len(name))
        for rows, (name, number) in zip(free, named, strict=True)
    ]
    where = points[[*tops, *order]]
    if not len(where):
        return
    words = [*(name for name, _ in named), *(texts[row] for row in order)]
    widths = np.array([LETTER * len(word) for word in words], dtype=np.float64)
    widths[: len(named)] *= HEADING / WORD
    written = separate_labels(
        first_view(points, where, height), widths, line=LINE, priority=np.arange(len(words))
    )
    kind_of = {row: number for number, (name, rows) in enumerate(kinds) if name for row in rows.tolist()}
    colors = [word_color(number) for _, number in named] + [
        word_color(kind_of[row]) if row in kind_of and row not in bold else text_color() for row in order
    ]
    figure.add_trace(
        scatter(
            where[written],
            mode="markers+text",
            text=[escape(words[index]) for index in written],
            marker={"size": size, "opacity": 0},
            textposition="top center",
            textfont={
                "size": [HEADING if index < len(named) else WORD for index in written],
                "color": [colors[index] for index in written],
            },
            meta="labels",
            name="words",
            **SILENT,
        )
    )


def _freest(seen: NDArray[np.float64], rows: NDArray[np.int64], width: float) -> int:
    """Return the row of a kind above whose point (n, 2) its name covers the fewest points."""
    apart = seen[None] - seen[rows][:, None]  # (rows, n, 2)
    across, down = np.abs(apart[..., 0]), apart[..., 1]
    covered = (across < 0.6 * width + LINE / 3) & (down < 0) & (down > -2 * LINE)
    return int(rows[covered.sum(axis=1).argmin()])


def first_view(points: NDArray[Any], where: NDArray[Any], height: int) -> NDArray[np.float64]:
    """Return where places among points (n, 3) stand on the screen before anything is turned, in pixels.

    Plotly draws the box of the points to scale, of volume 1 and around the origin, under an angle of 45°.
    """
    low, span = points.min(axis=0).astype(np.float64), np.ptp(points, axis=0).astype(np.float64)
    eye = np.array(EYE)
    ahead = -eye / np.linalg.norm(eye)
    right = np.cross(ahead, (0, 0, 1))
    right /= np.linalg.norm(right)
    rays = (where - low - span / 2) / (np.prod(span) ** (1 / 3) or 1) - eye
    across = np.stack([rays @ right, -rays @ np.cross(right, ahead)], axis=1)
    return np.asarray(across / (rays @ ahead)[:, None] * height / 2 / np.tan(np.pi / 8))


def add_headings(
    figure: go.Figure, headings: Mapping[str, NDArray[Any]], *, kinds: Kinds, colorful: bool
) -> None:
    """Write the names of the kinds at their points of the map."""
    colors = {name: word_color(number) for number, (name, _) in enumerate(kinds)}
    if not headings:
        return
    figure.add_trace(
        scatter(
            np.concatenate(list(headings.values())),
            mode="text",
            text=[escape(name) for name in headings],
            textfont={
                "size": HEADING,
                "weight": 700,
                "color": [colors[name] if colorful else text_color() for name in headings],
            },
            cliponaxis=False,
            meta="kinds",
            name="kinds",
            **SILENT,
        )
    )


def add_new_word(figure: go.Figure, word: str, point: NDArray[Any]) -> None:
    """Draw a word that was dropped into the finished map at a (1, 2) or (1, 3) point."""
    flat = point.shape[1] == 2
    figure.add_trace(
        scatter(
            point,
            mode="markers+text",
            text=[f"{escape(word)} (added)"],
            customdata=[-1],  # no row of the map
            textposition="bottom center",
            textfont={"color": text_color(), "size": WORD, "weight": 700},
            marker={
                "symbol": "star" if flat else "diamond",
                "size": 18 if flat else 8,
                "color": selection_line()["color"],
            },
            showlegend=False,
            hovertemplate="%{text}<extra></extra>",
        )
    )


def _word_colors(rows: Sequence[int], kinds: Kinds, colorful: bool) -> list[str]:
    """Return the color of each word: that of its kind, or the ink."""
    if not colorful:
        return [text_color()] * len(rows)
    color_of = {int(row): word_color(number) for number, (_, members) in enumerate(kinds) for row in members}
    return [color_of[row] for row in rows]
