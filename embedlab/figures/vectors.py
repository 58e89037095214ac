"""The parallelogram of an analogy, in the plane of its three inputs."""

from __future__ import annotations

from typing import Any

import plotly.graph_objects as go

from embedlab.figures.style import LABEL_SIZE, NEUTRAL, finish, selected_color, text_color
from embedlab.figures.word_bars import shown_word
from embedlab.numerals import number_text
from embedlab.vectors import AnalogyPlane

__all__ = ["parallelogram_figure"]

ANSWER = 3  # where the answer stands among the words of a plane


def parallelogram_figure(plane: AnalogyPlane) -> go.Figure:
    """Draw a, b, c and the fourth corner where they are, and the answers as shadows on the plane.

    The first answer is filled, and its distance from the corner is written at the line between them.
    """
    figure = go.Figure()
    a, b, c = plane.coordinates[:3]
    for start, end in ((a, c), (b, plane.target)):
        _add_line(figure, start, end, {"dash": "dot", "width": 2, "color": NEUTRAL})
    for start, end, label in ((a, b, "the step"), (c, plane.target, "the same step")):
        figure.add_annotation(
            x=end[0], y=end[1], ax=start[0], ay=start[1], xref="x", yref="y", axref="x", ayref="y",
            showarrow=True, arrowhead=3, arrowwidth=3, arrowsize=1, standoff=10, startstandoff=10,
            arrowcolor=text_color(), text="",
        )  # fmt: skip
        figure.add_annotation(
            x=(start[0] + end[0]) / 2, y=(start[1] + end[1]) / 2, text=label, showarrow=False, yshift=14,
        )  # fmt: skip
    labels = [shown_word(word) for word in plane.words]
    formula = f"{labels[1]} − {labels[0]} + {labels[2]}"
    if len(plane.words) > ANSWER:
        _add_miss(figure, plane)
    ink, amber = text_color(), selected_color()
    shadows = [
        f"{label}: {number_text(float(off))} off the plane"
        for label, off in zip(labels, plane.off_plane, strict=True)
    ]
    first = slice(ANSWER, ANSWER + 1)
    bold = [f"<b>{word}</b>" for word in labels[first]]
    _add_words(
        figure, plane.coordinates[:ANSWER], labels[:ANSWER], labels[:ANSWER], symbol="circle", color=ink
    )
    _add_words(
        figure,
        plane.target[None],
        [f"{labels[1]} − {labels[0]}<br>+ {labels[2]}"],  # a phone has no room for one line
        [formula],
        symbol="circle-open",
        color=ink,
        position="top center",
    )
    _add_words(figure, plane.coordinates[first], bold, shadows[first], symbol="diamond", color=amber)
    _add_words(
        figure,
        plane.coordinates[ANSWER + 1 :],
        labels[ANSWER + 1 :],
        shadows[ANSWER + 1 :],
        symbol="diamond-open",
        color=ink,
    )
    hidden: dict[str, Any] = {"showticklabels": False, "showgrid": False, "zeroline": False}
    return finish(
        figure,
        height=440,
        xaxis=hidden,
        yaxis=hidden | {"scaleanchor": "x"},
        margin={"l": 60, "r": 80, "t": 60, "b": 30},
    )


def _add_miss(figure: go.Figure, plane: AnalogyPlane) -> None:
    """Draw the edge that is missing between the answer's shadow and the corner, with its length."""
    shadow, target = plane.coordinates[ANSWER], plane.target
    _add_line(figure, shadow, target, {"width": 4, "color": selected_color()})
    figure.add_annotation(
        x=(shadow[0] + target[0]) / 2, y=(shadow[1] + target[1]) / 2, yshift=-18, showarrow=False,
        text=f"<b>{number_text(float(plane.target_distances[ANSWER]))} off</b>", font_size=LABEL_SIZE,
    )  # fmt: skip


def _add_line(figure: go.Figure, start: Any, end: Any, line: dict[str, Any]) -> None:
    x, y = zip(start, end, strict=True)
    figure.add_scatter(x=x, y=y, mode="lines", line=line, showlegend=False, hoverinfo="skip")


def _add_words(
    figure: go.Figure,
    points: Any,
    labels: list[str],
    hovers: list[str],
    *,
    symbol: str,
    color: str,
    position: str = "bottom center",
) -> None:
    figure.add_scatter(
        x=points[:, 0], y=points[:, 1], mode="markers+text", text=labels, textposition=position,
        textfont={"size": LABEL_SIZE, "color": text_color()}, cliponaxis=False, showlegend=False,
        marker={"size": 15, "symbol": symbol, "color": color, "line_width": 2},
        customdata=hovers, hovertemplate="%{customdata}<extra></extra>",
        meta="labels",  # on a page, those that would touch move or go
    )  # fmt: skip
