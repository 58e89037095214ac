"""Figures of the token lesson: languages compared, and the lengths of the tokens of a vocabulary."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

import plotly.graph_objects as go

from embedlab.figures.style import escape, finish, kind_color, kind_symbol
from embedlab.figures.word_bars import PLAIN
from embedlab.tokens.cost import TokenCost

__all__ = ["language_figure", "length_figure"]


def language_figure(
    languages: Sequence[str], costs: Mapping[str, Sequence[TokenCost]], per: str, spaced: Sequence[bool]
) -> go.Figure:
    """Draw tokens per text, word, character or byte for every language, a row each, a symbol a tokenizer.

    Args:
        languages: names of the rows.
        costs: tokenizer -> the cost of each row.
        per: "text", "word", "character" or "byte".
        spaced: whether the script of each row separates words by spaces.
    """
    figure = go.Figure()
    values: dict[str, list[float | None]] = {
        name: [cost.per(per, spaced=gap) for cost, gap in zip(row, spaced, strict=True)]
        for name, row in costs.items()
    }
    for place, (name, row) in enumerate(values.items()):
        figure.add_scatter(
            x=row,
            y=[escape(language) for language in languages],
            mode="markers",
            marker={
                # open where a part of the text is lost: the number is too low
                "symbol": [kind_symbol(place) + ("-open" if cost.unknown else "") for cost in costs[name]],
                "size": 13,
                "color": kind_color(place),
                "line_width": 2,
            },
            name=escape(name),
            cliponaxis=False,
            customdata=[f", {cost.unknown} of them unknown" if cost.unknown else "" for cost in costs[name]],
            hovertemplate="%{y}: %{x:.3~g}%{customdata}<extra>" + escape(name) + "</extra>",
        )
    unit = {"text": "for the sentence"}.get(per, f"per {per}")
    return finish(
        figure,
        height=90 + 27 * len(languages),
        xaxis={"title": f"tokens {unit}", "rangemode": "tozero"},
        yaxis={"autorange": "reversed", "showgrid": True, "type": "category"},
    )


def length_figure(lengths: Mapping[int, int]) -> go.Figure:
    """Draw how many tokens of a vocabulary have each length in characters; 0 is a part of a character."""
    longest = 20
    shown = {length: count for length, count in lengths.items() if length < longest}
    rest = sum(count for length, count in lengths.items() if length >= longest)
    labels = ["part of one" if length == 0 else str(length) for length in shown]
    figure = go.Figure(
        go.Bar(
            x=[*labels, f"{longest} or more"] if rest else labels,
            y=[*shown.values(), rest] if rest else list(shown.values()),
            marker_color=PLAIN,
            hovertemplate="%{x} characters: %{y:,} tokens<extra></extra>",
        )
    )
    return finish(
        figure,
        height=320,
        xaxis={"title": "characters of a token, its space counted", "type": "category"},
        yaxis={"title": "tokens"},
    )
