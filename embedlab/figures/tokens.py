"""Figures of the token lesson: languages compared, and the lengths of the tokens of a vocabulary."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

import plotly.graph_objects as go

from embedlab.figures.style import (
    NEUTRAL,
    TICK_SIZE,
    escape,
    finish,
    ground_color,
    kind_color,
    kind_symbol,
    text_color,
)
from embedlab.figures.word_bars import PLAIN
from embedlab.tokens.cost import TokenCost

__all__ = ["language_figure", "length_figure", "token_size_figure"]


def language_figure(
    languages: Sequence[str], costs: Mapping[str, Sequence[TokenCost]], per: str, spaced: Sequence[bool]
) -> go.Figure:
    """Draw tokens per text, word, character or byte for every language, the most expensive at the top.

    A row per language, a symbol per tokenizer; where a tokenizer lost a part of the text, a hatched gap.

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
    rows = [escape(language) for language in languages]
    for index, (name, row) in enumerate(values.items()):
        figure.add_scatter(
            x=row,
            y=rows,
            mode="markers",
            marker={
                # hollow where a part of the text is lost: the number is too low
                "symbol": [kind_symbol(index) + ("-open" if cost.unknown else "") for cost in costs[name]],
                "size": 13,
                "color": kind_color(index),
                "line_width": 2,
            },
            name=escape(name),
            cliponaxis=False,
            customdata=[f", {cost.unknown} of them unknown" if cost.unknown else "" for cost in costs[name]],
            hovertemplate="%{y}: %{x:.3~g}%{customdata}<extra>" + escape(name) + "</extra>",
        )
    _add_unread(figure, rows, costs, values)
    first = next(iter(values))
    order = sorted(
        range(len(rows)), key=lambda row: (bool(costs[first][row].unknown), values[first][row] or 0.0)
    )
    unit = {"text": "for the sentence"}.get(per, f"per {per}")
    return finish(
        figure,
        height=90 + 27 * len(languages),
        xaxis={"title": f"tokens {unit}", "rangemode": "tozero"},
        yaxis={
            "showgrid": True,
            "type": "category",
            "categoryorder": "array",
            "categoryarray": [rows[row] for row in order],
        },
        barmode="overlay",
    )


def _add_unread(
    figure: go.Figure,
    rows: Sequence[str],
    costs: Mapping[str, Sequence[TokenCost]],
    values: Mapping[str, Sequence[float | None]],
) -> None:
    """Hatch what a tokenizer with unknown tokens did not read: from its number to the largest of the row."""
    most = max((value for row in values.values() for value in row if value is not None), default=0.0)
    gaps = []
    for row, language in enumerate(rows):
        read = {
            name: value for name in costs if (value := values[name][row]) is not None
        }  # per word, some scripts have none
        few = [value for name, value in read.items() if costs[name][row].unknown]
        enough = [value for name, value in read.items() if not costs[name][row].unknown]
        if few and (end := max(enough, default=most)) > min(few):
            gaps.append((language, min(few), end))
    if not gaps:
        return
    figure.add_bar(
        y=[language for language, _, _ in gaps],
        x=[end - start for _, start, end in gaps],
        base=[start for _, start, _ in gaps],
        orientation="h",
        width=0.7,
        marker={
            "color": "rgba(0, 0, 0, 0)",
            "line_width": 0,
            "pattern": {"shape": "/", "fgcolor": NEUTRAL, "size": 8, "solidity": 0.2},
        },
        name="unread: unknown tokens stand there",
        hoverinfo="skip",
    )
    ground = ground_color()
    wide = [gap for gap in gaps if gap[2] - gap[1] > most / 8]
    figure.add_scatter(
        y=[language for language, _, _ in wide],
        x=[(start + end) / 2 for _, start, end in wide],
        mode="text",
        text=["unread"] * len(wide),
        textfont={"color": text_color(), "size": TICK_SIZE, "shadow": ", ".join([f"0 0 3px {ground}"] * 4)},
        hoverinfo="skip",
        showlegend=False,
    )


def length_figure(lengths: Mapping[int, int]) -> go.Figure:
    """Draw how many tokens of a vocabulary have each length in characters; 0 is a part of a character."""
    longest = 20
    written = {length: count for length, count in lengths.items() if length < longest}
    rest = sum(count for length, count in lengths.items() if length >= longest)
    labels = ["part of one" if length == 0 else str(length) for length in written]
    figure = go.Figure(
        go.Bar(
            x=[*labels, f"{longest} or more"] if rest else labels,
            y=[*written.values(), rest] if rest else list(written.values()),
            marker_color=PLAIN,
            hovertemplate="%{x} characters: %{y:,} tokens<extra></extra>",
        )
    )
    return finish(
        figure,
        height=320,
        xaxis={"title": "characters of a token, its space counted", "type": "category"},
        yaxis={"title": "tokens", "tickformat": ",d"},
    )


def token_size_figure(languages: Sequence[str], costs: Mapping[str, Sequence[TokenCost]]) -> go.Figure:
    """Draw how many bytes of a text a token holds, a bar for each language under each tokenizer.

    Args:
        languages: of the texts, in the order of the bars.
        costs: tokenizer -> the cost of each text; a text with unknown tokens has a note instead of a bar.
    """
    figure = go.Figure()
    names = [escape(name) for name in costs]
    largest = max(cost.bytes_per_token for row in costs.values() for cost in row)
    for index, language in enumerate(languages):
        row = [cost[index] for cost in costs.values()]
        figure.add_bar(
            y=names,
            x=[0 if cost.unknown else cost.bytes_per_token for cost in row],
            orientation="h",
            name=escape(language),
            marker_color=PLAIN if index == 0 else text_color(),  # kinds are tokenizers here, not languages
            text=["not read: unknown" if cost.unknown else f"{cost.bytes_per_token:.1f}" for cost in row],
            textposition="outside",
            textfont={"color": text_color(), "size": TICK_SIZE},
            cliponaxis=False,
            hovertemplate=f"{escape(language)}: %{{x:.2f}} bytes per token<extra>%{{y}}</extra>",
        )
    return finish(
        figure,
        height=130 + 70 * len(names),
        barmode="group",
        xaxis={"title": "bytes per token (more is cheaper)", "range": [0, 1.18 * largest]},
        yaxis={"type": "category", "autorange": "reversed"},
    )
