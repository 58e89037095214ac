"""Figures of the analogy lesson: the parallelogram in the plane of the inputs, and ranked answers."""

from __future__ import annotations

import numpy as np
import plotly.graph_objects as go

from embedlab.figures.style import NEUTRAL, escape, finish, selected_color, text_color
from embedlab.figures.word_bars import PLAIN
from embedlab.numerals import number_text
from embedlab.ranking import Ranking
from embedlab.vectors import AnalogyPlane

__all__ = ["parallelogram_figure", "ranking_figure"]


def parallelogram_figure(plane: AnalogyPlane) -> go.Figure:
    """Draw a, b, c and the target where they are, and the answers as shadows with their distance."""
    figure = go.Figure()
    a, b, c = plane.coordinates[:3]
    for start, end, name, color in (
        (a, b, "the given step", text_color()),
        (c, plane.target, "the same step from c", selected_color()),
    ):
        figure.add_annotation(
            x=end[0], y=end[1], ax=start[0], ay=start[1], xref="x", yref="y", axref="x", ayref="y",
            showarrow=True, arrowhead=3, arrowwidth=3, arrowsize=1, standoff=8, startstandoff=8,
            arrowcolor=color, text="", hovertext=name,
        )  # fmt: skip
    for start, end in ((a, c), (b, plane.target)):
        figure.add_scatter(
            x=[start[0], end[0]], y=[start[1], end[1]], mode="lines", showlegend=False, hoverinfo="skip",
            line={"dash": "dot", "width": 2, "color": NEUTRAL},
        )  # fmt: skip
    inputs = [escape(word) for word in plane.words[:3]]
    figure.add_scatter(
        x=plane.coordinates[:3, 0], y=plane.coordinates[:3, 1], mode="markers+text", name="the three inputs",
        text=inputs, textposition="bottom center", textfont={"size": 18, "color": text_color()},
        cliponaxis=False,
        marker={"size": 15, "color": text_color()}, hovertemplate="%{text}, in the plane<extra></extra>",
    )  # fmt: skip
    formula = f"{inputs[1]} − {inputs[0]} + {inputs[2]}"
    figure.add_scatter(
        x=[plane.target[0]], y=[plane.target[1]], mode="markers", name=formula,
        marker={"size": 17, "symbol": "x", "color": selected_color()},
        hovertemplate=formula + "<extra></extra>",
    )  # fmt: skip
    figure.add_scatter(
        x=plane.coordinates[3:, 0], y=plane.coordinates[3:, 1], mode="markers+text",
        name="answers: their shadow on the plane", text=[escape(word) for word in plane.words[3:]],
        textposition="top center", textfont={"size": 16, "color": text_color()},
        cliponaxis=False, customdata=plane.off_plane[3:],
        marker={"size": 12, "symbol": "diamond-open", "line_width": 2, "color": text_color()},
        hovertemplate="%{text}: %{customdata:.2f} off the plane<extra></extra>",
    )  # fmt: skip
    return finish(
        figure,
        height=430,
        xaxis={"title": f"along {inputs[0]} → {inputs[1]}", "zeroline": False},
        yaxis={"title": "across, in the same plane", "scaleanchor": "x", "zeroline": False},
    )


def ranking_figure(answers: Ranking, *, measure: str) -> go.Figure:
    """Draw ranked words as bars, best on top; `measure` names the score."""
    words = [escape(word) for word in answers.words]
    figure = go.Figure(
        go.Bar(
            x=answers.scores,
            y=np.arange(len(words)),
            orientation="h",
            text=[
                f"{word}  {number_text(float(score))}"
                for word, score in zip(words, answers.scores, strict=True)
            ],
            textposition="inside",
            insidetextanchor="start",
            textfont={"size": 16, "color": text_color()},
            marker_color=PLAIN,
            hovertemplate="%{text}<extra></extra>",
        )
    )
    return finish(
        figure,
        height=430,
        xaxis={
            "title": measure,
            "range": [min(0.0, float(answers.scores.min())), max(1.0, float(answers.scores.max()))],
        },
        yaxis={"autorange": "reversed", "showticklabels": False},
        margin={"l": 10, "r": 10, "t": 10, "b": 10},
    )
