"""A map as a still picture for a slide or a paper: PNG, or SVG with real text. Drawn without a browser.

matplotlib draws it by its objects alone, never by pyplot, whose "current figure" is shared by all threads.
The colors are those of the interactive maps; every group has its own shape, too. Nothing moves and nothing
is explained on hovering, so the caption says where the map comes from and how far to trust it.
"""

from __future__ import annotations

import io
import threading
import warnings
from collections.abc import Sequence
from typing import TYPE_CHECKING, Any, Literal

import numpy as np
from numpy.typing import ArrayLike, NDArray

from embedlab.errors import InvalidInputError, check_choice
from embedlab.figures.lettering import break_lines, cut_text, text_width
from embedlab.figures.signs import DARK, LIGHT, MAX_GROUPS, Ground, draw_legend, sign_of
from embedlab.space.labels import choose_boxes
from embedlab.space.points import check_points, scale_points

if TYPE_CHECKING:
    from matplotlib.figure import Figure

__all__ = ["FORMATS", "MAX_EDGES", "MAX_LABELS", "MAX_POINTS", "still_map"]

FORMATS = ("png", "svg")
MAX_POINTS = 50_000
MAX_EDGES = 20_000  # two seconds, in which no other picture is drawn
MAX_LABELS = 400  # asked for by name; more cover each other on any slide
CHOSEN_LABELS = 150  # chosen here, as many as an interactive map writes
CANDIDATES = 5_000  # the first labels, among which they are chosen
VECTOR_POINTS = 5_000  # more are one image inside the SVG: a browser would draw each of them

WIDTH, HEIGHT = 864, 504  # points: 12 × 7 inches
EDGE = 18  # points, empty on each side
DOTS = 150  # per inch
TITLE, TEXT, SMALL = 20, 14, 12  # points
SPACING = 1.3  # of lines
LABEL_LENGTH = 40  # characters
SETTINGS: dict[Any, Any] = {
    "svg.fonttype": "none",  # text, not outlines
    "svg.hashsalt": "embedlab",
    "text.usetex": False,
    "grid.linewidth": 0.3,
}
LINES = ("axes.edgecolor", "grid.color", "xtick.color", "ytick.color")
DRAWING = threading.Lock()  # settings and warning filters belong to the whole process


def still_map(
    labels: Sequence[str],
    coordinates: ArrayLike,
    groups: Sequence[str],
    *,
    title: str,
    caption: str,
    format: Literal["png", "svg"],
    dark: bool = False,
    shown_labels: Sequence[int] | None = None,
    edges: ArrayLike | None = None,
) -> bytes:
    """Return a picture of a map, 12 × 7 inches, the same bytes for the same input.

    Text stands as it is: no `$` begins a formula, no tag acts, and what is invisible is shown by a mark. In
    a PNG, scripts that DejaVu Sans lacks become boxes; an SVG holds their text, and the viewer has the fonts.

    Args:
        labels: n texts.
        coordinates: (n, 2 or 3), finite. Each axis is stretched to fill the picture.
        groups: n names. Each of the first 16 has a color and a shape; the rest share a gray dot.
        title: one line or two.
        caption: source, method and trust, up to three lines.
        format: "png" or "svg".
        dark: for a dark slide.
        shown_labels: the points whose labels are written, at most `MAX_LABELS`. None chooses, from the
            first on, those that do not cover each other.
        edges: (m, 2) pairs of points to join by a line, at most `MAX_EDGES`.

    Raises:
        UnknownNameError: no such format.
        InvalidInputError: more points, labels or edges than can be drawn, groups or coordinates that do
            not match the labels, or a point that does not exist.
    """
    import matplotlib
    from matplotlib.figure import Figure

    check_choice(format, FORMATS, "format")
    points = scale_points(_check_map(labels, coordinates, groups))
    shown = None if shown_labels is None else _check_indices(shown_labels, len(points), "label", MAX_LABELS)
    joined = _check_indices([] if edges is None else edges, len(points), "edge", MAX_EDGES)
    ground = DARK if dark else LIGHT
    places = {group: place for place, group in enumerate(dict.fromkeys(groups))}
    settings = SETTINGS | dict.fromkeys(LINES, ground.line)
    with DRAWING, matplotlib.rc_context(settings), warnings.catch_warnings():
        warnings.simplefilter("ignore", UserWarning)  # a character the font lacks is drawn as a box
        figure = Figure(figsize=(WIDTH / 72, HEIGHT / 72), dpi=72, facecolor=ground.background)
        top = _write_title(figure, title, ground)
        top -= draw_legend(
            figure, list(places), ground, left=EDGE, top=top, width=WIDTH - 2 * EDGE, size=TEXT
        )
        bottom = _write_caption(figure, caption, ground)
        axes = _add_axes(figure, points.shape[1], bottom, top, ground)
        if len(joined):
            _draw_edges(axes, points[joined], ground)
        _draw_points(axes, points, np.array([places[group] for group in groups]), ground)
        _write_labels(figure, axes, points, labels, ground, shown=shown)
        return _save(figure, format, cut_text(title, 200))


def _check_map(labels: Sequence[str], coordinates: ArrayLike, groups: Sequence[str]) -> NDArray[np.float32]:
    points = check_points(coordinates, len(labels))
    if len(groups) != len(labels):
        raise InvalidInputError(
            f"There are {len(labels):,} labels and {len(groups):,} groups; give one group for each label."
        )
    if len(labels) > MAX_POINTS:
        raise InvalidInputError(
            f"The map has {len(labels):,} points and a picture at most {MAX_POINTS:,}; choose fewer."
        )
    return points


def _check_indices(indices: ArrayLike, count: int, what: str, most: int) -> NDArray[np.int64]:
    """Return (m,) indices of labels or (m, 2) of edges, or say what is wrong with them."""
    chosen = np.asarray(indices)
    if chosen.size == 0:
        return np.zeros(0, dtype=np.int64)
    shaped = chosen.ndim == 1 if what == "label" else chosen.ndim == 2 and chosen.shape[1] == 2
    if not shaped or not np.issubdtype(chosen.dtype, np.integer):
        raise InvalidInputError(
            f"The {what}s to draw have shape {chosen.shape} and type {chosen.dtype}; "
            f"give {'indices' if what == 'label' else 'pairs of indices'} of points."
        )
    if len(chosen) > most:
        raise InvalidInputError(
            f"There are {len(chosen):,} {what}s to draw and a picture has at most {most:,}; choose fewer."
        )
    if chosen.min() < 0 or chosen.max() >= count:
        raise InvalidInputError(f"There is no point for one of the {what}s; choose from 0 to {count - 1:,}.")
    return chosen.astype(np.int64)


def _write_title(figure: Figure, title: str, ground: Ground) -> float:
    """Write the title and return the height below it, in points."""
    lines = break_lines(title, width=WIDTH - 2 * EDGE, size=TITLE, most=2)
    top = float(HEIGHT - EDGE / 2)
    for line in lines:
        top -= TITLE * SPACING
        _write(figure, EDGE, top, line, fontsize=TITLE, color=ground.text, ha="left")
    return top - 6


def _write_caption(figure: Figure, caption: str, ground: Ground) -> float:
    """Write the caption and return the height above it, in points."""
    lines = break_lines(caption, width=WIDTH - 2 * EDGE, size=SMALL, most=3)
    for place, line in enumerate(reversed(lines)):
        height = EDGE / 2 + place * SMALL * SPACING
        _write(figure, EDGE, height, line, fontsize=SMALL, color=ground.text, ha="left")
    return EDGE + len(lines) * SMALL * SPACING


def _write(figure: Figure, x: float, y: float, text: str, **style: Any) -> None:
    """Write a line of text, literally; x and y in points, of its bottom."""
    figure.text(x / WIDTH, y / HEIGHT, text, va="bottom", parse_math=False, **style)


def _add_axes(figure: Figure, dimensions: int, bottom: float, top: float, ground: Ground) -> Any:
    """Return an empty frame for points scaled to 0 … 1; the axes carry no numbers."""
    rectangle = (EDGE / WIDTH, bottom / HEIGHT, 1 - 2 * EDGE / WIDTH, (top - 6 - bottom) / HEIGHT)
    if dimensions == 2:
        axes: Any = figure.add_axes(rectangle, facecolor=ground.background)
        # room for markers and for a line of text above the highest point
        axes.set(xlim=(-0.05, 1.05), ylim=(-0.05, 1.12), xticks=[], yticks=[])
        return axes
    axes = figure.add_axes(rectangle, projection="3d", computed_zorder=False, facecolor="none")
    for axis in (axes.xaxis, axes.yaxis, axes.zaxis):
        axis.set_pane_color(ground.background)
        axis.set_ticks(np.linspace(0, 1, 5), labels=[])
    axes.set(xlim=(0, 1), ylim=(0, 1), zlim=(0, 1))
    axes.set_box_aspect((5, 5, 3), zoom=1.2)
    return axes


def _draw_edges(axes: Any, ends: NDArray[np.float64], ground: Ground) -> None:
    """Draw (m, 2, dimensions) lines under the points."""
    from matplotlib.collections import LineCollection
    from mpl_toolkits.mplot3d.art3d import Line3DCollection

    collection: Any = LineCollection if ends.shape[2] == 2 else Line3DCollection
    lines = collection(ends, colors=ground.line, linewidths=0.8, alpha=0.6, zorder=1)
    lines.set_clip_on(ends.shape[2] == 2)  # a turned cube reaches beyond its square
    lines.set_rasterized(len(ends) > VECTOR_POINTS)
    axes.add_collection(lines, autolim=False)


def _draw_points(axes: Any, points: NDArray[np.float64], numbers: NDArray[np.int64], ground: Ground) -> None:
    size = next(area for most, area in ((200, 80), (2_000, 30), (MAX_POINTS, 8)) if len(points) <= most)
    style: dict[str, Any] = {"s": size, "linewidths": 0.4, "edgecolors": ground.background, "zorder": 2}
    if points.shape[1] == 3:
        style |= {"depthshade": False, "clip_on": False}
    style["rasterized"] = len(points) > VECTOR_POINTS
    signs = np.minimum(numbers, MAX_GROUPS)
    for place in np.unique(signs):
        color, shape = sign_of(int(place), ground)
        axes.scatter(*points[signs == place].T, color=color, marker=shape, **style)


def _write_labels(
    figure: Figure,
    axes: Any,
    points: NDArray[np.float64],
    labels: Sequence[str],
    ground: Ground,
    *,
    shown: NDArray[np.int64] | None,
) -> None:
    """Write labels above their points; those at the edge are moved inside."""
    candidates = np.arange(min(len(points), CANDIDATES)) if shown is None else np.unique(shown)
    texts = [cut_text(labels[int(index)], LABEL_LENGTH) for index in candidates]
    widths = np.array([text_width(text, TEXT) + 4 for text in texts])
    places = _places(axes, points[candidates])
    places[:, 0] = np.clip(places[:, 0], EDGE + widths / 2, WIDTH - EDGE - widths / 2)
    places[:, 1] += TEXT / 2
    chosen = np.arange(len(candidates))
    if shown is None:
        chosen = choose_boxes(places, widths, line=TEXT * SPACING, most=CHOSEN_LABELS)
    veil = {"facecolor": ground.background, "edgecolor": "none", "alpha": 0.6, "pad": 0}
    for place in chosen:
        x, y = places[place]
        _write(figure, x, y, texts[place], fontsize=TEXT, color=ground.text, ha="center", bbox=veil)


def _places(axes: Any, points: NDArray[np.float64]) -> NDArray[np.float64]:
    """Return where points are seen, in points from the lower left corner of the picture."""
    if points.shape[1] == 3:
        from mpl_toolkits.mplot3d.proj3d import proj_transform

        axes.apply_aspect()
        x, y, _ = proj_transform(*points.T, axes.get_proj())
        points = np.column_stack([x, y])
    return np.array(axes.transData.transform(points))


def _save(figure: Figure, format: str, title: str) -> bytes:
    # no date and no version: the same input gives the same file
    described = {"Software": "EmbedLab"} if format == "png" else {"Creator": "EmbedLab", "Date": None}
    output = io.BytesIO()
    figure.savefig(output, format=format, dpi=DOTS, metadata={"Title": title, **described})
    return output.getvalue()
