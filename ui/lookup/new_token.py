"""A new token: a zero, random or mean row, and what the model then predicts."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from embedlab import lookup
from embedlab.numerals import percent_text
from ui import decoder, layout, sources
from ui.cache import cached
from ui.chips import Chip, ChipRow, draw_chip_rows
from ui.lookup import part_summaries
from ui.lookup.exports import decoder_lines
from ui.lookup.tables import View, decoder_table
from ui.lookup.tied import ask_text, output
from ui.part import Part
from ui.shared_figure import SharedFigure

__all__ = ["PART"]


@dataclass(frozen=True)
class Options:
    """The text after which the new token competes."""

    text: str


def _show(view: View, options: Options) -> None:
    layout.note(
        "A model gets a new token: one more row at the end of its table. What should stand in it? Zeros, random numbers of the usual size, or the mean of all rows? The table writes, too, so the choice is seen at once."
    )
    if not decoder.offer("Add a token", key="start decoder new"):
        return
    result = decoder.compute(_compete, options.text)
    if result is None:
        return
    results, rows, figure, follows = result
    summary = part_summaries.new_token(results, rows)
    layout.finding(summary)
    layout.picture(figure, key="new token", alt=summary)
    draw_chip_rows(follows, key="after the new token", beside=True)
    layout.numbers(
        {
            "row": list(results),
            "probability": [each.probability for each in results.values()],
            "largest probability": [each.largest for each in results.values()],
            "median rank": [each.rank for each in results.values()],
            "best rank": [each.best for each in results.values()],
        },
        key="new token numbers",
        label="A new token after the text",
        decimals=6,
    )


@cached(entries=16)
def _compete(text: str) -> tuple[dict[str, lookup.NewToken], int, SharedFigure, list[ChipRow]]:
    from embedlab.figures.lookup import spread_figure

    table, found = decoder_table(), output(text)
    results = {start: lookup.predict_new_token(table, found, start) for start in lookup.STARTS}
    figure = spread_figure(
        {"tokens of the model": found.logits.astype(np.float64), "random rows": results["random"].logits},
        axis="logit (higher = more probable)",
        marks={f"{start} row": float(results[start].logits[0]) for start in ("zero", "mean")},
    )
    rankings = {start: lookup.follow_new_token(decoder.load(), table, text, start) for start in lookup.STARTS}
    follows = [
        ChipRow(
            f"after a {start} row comes",
            [
                Chip(word, caption=percent_text(share))
                for word, share in zip(each.words, each.scores.tolist(), strict=True)
            ],
        )
        for start, each in rankings.items()
    ]
    return results, len(table.tokens), SharedFigure(figure), follows


def _code(view: View, options: Options) -> list[str]:
    return [
        *decoder_lines(view),
        f"output = embedlab.lookup.tied_output(decoder, table, {options.text!r})",
        "for start in embedlab.lookup.STARTS:",
        "    print(embedlab.lookup.predict_new_token(table, output, start))",
        f"    print(embedlab.lookup.follow_new_token(decoder, table, {options.text!r}, start))",
    ]


PART = Part(
    "A new token",
    lambda view: Options(ask_text()),
    _show,
    _code,
    lambda view, options: [
        *decoder.origins(),
        sources.computed("1,000 random rows with the spread of the table's numbers, seed 0."),
    ],
    line="What to write into the row of a new token, and why a random one is dangerous.",
    deeper=True,
)
