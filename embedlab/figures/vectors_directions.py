"""Words along a direction, and what happens to others when it is taken away."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np
import plotly.graph_objects as go
from plotly.subplots import make_subplots

from embedlab.figures.style import COSINE, MINUS_COLOR, NEUTRAL, PLUS_COLOR, finish, text_color, tint
from embedlab.figures.word_bars import LINE, OPACITY, add_word_bars, shown_word
from embedlab.vectors import NamedAxis

if TYPE_CHECKING:
    from embedlab.vectors import Removal, WordsAlong

__all__ = ["along_figure", "removal_figure"]

LONGEST = 16  # characters of a name at an axis
TITLE_SIZE = 16
GAP = 110  # pixels between two panels
RELATION = 40  # pixels of a relation with its name in two lines


def along_figure(along: WordsAlong, axis: NamedAxis) -> go.Figure:
    """Draw the words farthest along a direction: to the left on its negative side, to the right on the other.

    The axis is symmetric about 0, so that the two sides can be compared.
    """
    figure = go.Figure()
    for found, color, left in ((along.low, MINUS_COLOR, True), (along.high, PLUS_COLOR, False)):
        colors = [tint(color, OPACITY)] * len(found.words)
        add_word_bars(figure, found.words, found.scores, colors=colors, leftwards=left)
    scores = np.concatenate([along.low.scores, along.high.scores])
    reach = float(np.abs(scores).max(initial=0.0)) * 1.04 or 1.0
    rows = max(len(along.low.words), len(along.high.words))
    negative, positive = shown_word(axis.negative, LONGEST), shown_word(axis.positive, LONGEST)
    for text, x, anchor in ((f"← {negative}", 0, "left"), (f"{positive} →", 1, "right")):
        figure.add_annotation(
            text=text, x=x, xref="x domain", xanchor=anchor, y=1, yref="y domain", yanchor="bottom",
            showarrow=False, font_size=TITLE_SIZE,
        )  # fmt: skip
    return finish(
        figure,
        height=LINE * rows + 110,
        barmode="overlay",
        bargap=0.15,
        xaxis={"title": f"{COSINE} with the direction", "range": [-reach, reach], "nticks": 7},
        yaxis={
            "range": [rows - 0.4, -0.6],
            "showticklabels": False,
            "showgrid": False,
            "zeroline": False,
        },
    )


def removal_figure(removal: Removal) -> go.Figure:
    """Draw what else moves when a direction is projected away.

    Above, relations before and after; below, the share of each word's neighbors that stay.
    """
    panels = [bool(removal.others), len(removal.words) > 0]
    sizes = [RELATION * len(removal.others), LINE * len(removal.words) + 10]
    kept = [size for size, there in zip(sizes, panels, strict=True) if there] or [LINE]
    height = sum(kept) + GAP * (len(kept) - 1)
    titles = [("relations", panels[0]), ("neighbors that stay", panels[1])]
    figure = make_subplots(
        len(kept),
        1,
        row_heights=kept,
        vertical_spacing=GAP / height if len(kept) > 1 else 0,
        subplot_titles=[title for title, there in titles if there],
    )
    figure.update_annotations(font_size=TITLE_SIZE, x=0, xanchor="left")
    if panels[0]:
        _add_others(figure, removal)
    if panels[1]:
        _add_kept(figure, removal, len(kept))
    return finish(
        figure,
        height=height + 120,
        bargap=0.15,
        margin={"l": 10, "r": 10, "t": 75, "b": 10},
        legend_y=1 + 30 / height,  # above the title
    )


def _add_others(figure: go.Figure, removal: Removal) -> None:
    """Join the value of each relation before and after by a line."""
    rows = np.arange(len(removal.others))
    names = [shown_word(name, 2 * LONGEST) for name in removal.others]
    lines = [name.replace(" → ", " →<br>") if len(name) > LONGEST else name for name in names]
    before, after = np.array(list(removal.others.values()), dtype=np.float64).T
    place = {"row": 1, "col": 1}
    steps = np.stack([before, after, np.full(len(rows), np.nan)], axis=1).ravel()
    figure.add_trace(
        go.Scatter(
            x=steps,
            y=np.repeat(rows, 3),
            mode="lines",
            line={"color": tint(NEUTRAL, 0.8), "width": 4},
            hoverinfo="skip",
            showlegend=False,
        ),
        **place,
    )
    for name, values, marker in (  # a ring is seen around what covers it
        ("before", before, {"symbol": "circle-open", "size": 17, "color": text_color(), "line_width": 3}),
        ("after", after, {"symbol": "diamond", "size": 11, "color": text_color()}),
    ):
        figure.add_trace(
            go.Scatter(
                x=values,
                y=rows,
                mode="markers",
                name=name,
                marker=marker,
                customdata=names,
                hovertemplate=f"%{{customdata}}, {name}: %{{x:.3f}}<extra></extra>",
            ),
            **place,
        )
    figure.update_yaxes(
        tickvals=rows,
        ticktext=lines,
        tickfont_color=text_color(),
        range=[len(rows) - 0.4, -0.6],
        showgrid=False,
        zeroline=False,
        **place,
    )
    figure.update_xaxes(
        title=f"mean {COSINE} of the offsets", nticks=6, rangemode="tozero", zeroline=False, **place
    )


def _add_kept(figure: go.Figure, removal: Removal, row: int) -> None:
    place = {"row": row, "col": 1}
    add_word_bars(figure, removal.words, removal.kept, percent=True, place=place)
    figure.update_xaxes(title="share kept", range=[0, 1], tickformat=".0%", nticks=6, zeroline=False, **place)
    figure.update_yaxes(
        range=[len(removal.words) - 0.4, -0.6],
        showticklabels=False,
        showgrid=False,
        zeroline=False,
        **place,
    )
