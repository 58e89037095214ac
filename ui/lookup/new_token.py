"""A new token: a zero, random or mean row, and what the model then predicts."""

from __future__ import annotations

import numpy as np

from embedlab import lookup
from embedlab.cosine import vector_lengths
from embedlab.numerals import percent_text
from ui import decoder, layout, sources
from ui.cache import cached
from ui.chips import Chip, ChipRow, draw_chip_rows
from ui.lookup import summaries
from ui.lookup.exports import decoder_lines, table_origin
from ui.lookup.tables import View, decoder_table
from ui.lookup.tied import ask_text, output
from ui.part import Part
from ui.shared_figure import SharedFigure, spread

__all__ = ["PART"]


def _show(view: View, text: str) -> None:
    lengths, figure = _starts(view.browsed)
    layout.answer(summaries.starts(view.browsed, lengths), figure, key="new rows")
    result = decoder.run("Add a token", "start decoder new", _compete, text)
    if result is None:
        return
    results, rows, figure, follows = result
    layout.answer(summaries.new_token(results, rows), figure, key="new token")
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


@cached(entries=4)
def _starts(table: lookup.EmbeddingMatrix) -> tuple[dict[str, float], SharedFigure]:
    rows = {start: vector_lengths(lookup.new_rows(table, start)) for start in lookup.STARTS}
    lengths = {start: float(each.mean()) for start, each in rows.items()}
    figure = spread(
        {"rows of the table": table.norms, "random rows": rows["random"]},
        axis="length of a row",
        marks={f"{start} row": lengths[start] for start in ("zero", "mean")},
    )
    return lengths, figure


@cached(entries=16)
def _compete(text: str) -> tuple[dict[str, lookup.NewToken], int, SharedFigure, list[ChipRow]]:
    table, written = decoder_table(), output(text)
    results = {start: lookup.predict_new_token(table, written, start) for start in lookup.STARTS}
    figure = spread(
        {"tokens of the model": written.logits.astype(np.float64), "random rows": results["random"].logits},
        axis="logit (higher = more probable)",
        marks={f"{start} row": float(results[start].logits[0]) for start in ("zero", "mean")},
    )
    follows = []
    for start in lookup.STARTS:
        ranking = lookup.follow_new_token(decoder.load(), table, text, start)
        shares = map(percent_text, ranking.scores.tolist())
        chips = [Chip(word, caption=share) for word, share in zip(ranking.words, shares, strict=True)]
        follows.append(ChipRow(f"after a {start} row comes", chips))
    return results, len(table.tokens), figure, follows


PART = Part(
    "A new token",
    lambda view: ask_text(),
    _show,
    lambda view, text: [
        *decoder_lines(view),
        f"output = embedlab.lookup.tied_output(decoder, table, {text!r})",
        "for start in embedlab.lookup.STARTS:",
        "    print(embedlab.lookup.predict_new_token(table, output, start))",
        f"    print(embedlab.lookup.follow_new_token(decoder, table, {text!r}, start))",
    ],
    lambda view, text: [
        *table_origin(view),
        *decoder.origins(),
        sources.computed("1,000 random rows with the spread of the table's numbers, seed 0."),
    ],
    line="What to write into the row of a new token, and why a random one is dangerous.",
    deeper=True,
)
