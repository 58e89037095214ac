"""A new token: a zero, random or mean row, and what the model then predicts."""

from __future__ import annotations

from embedlab import lookup
from embedlab.cosine import vector_lengths
from embedlab.numerals import percent_text
from ui import decoder, layout, sources
from ui.cache import cached
from ui.chips import Chip, ChipRow, draw_chip_rows
from ui.lookup import summaries
from ui.lookup.exports import decoder_lines, table_origin
from ui.lookup.tables import View, decoder_table
from ui.lookup.tied import output
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
    heads = ("row", "probability", "largest probability", "median rank", "best rank")
    rows_of = [(name, each.probability, each.largest, each.rank, each.best) for name, each in results.items()]
    columns = layout.columns_of(heads, rows_of)
    layout.numbers(columns, key="new token numbers", label="A new token after the text", decimals=6)


@cached(entries=4)
def _starts(table: lookup.EmbeddingMatrix) -> tuple[dict[str, float], SharedFigure]:
    rows = {start: vector_lengths(lookup.new_rows(table, start)) for start in lookup.STARTS}
    lengths = {start: float(each.mean()) for start, each in rows.items()}
    marks = {f"{start} row": lengths[start] for start in ("zero", "mean")}
    series = {"rows of the table": table.norms, "random rows": rows["random"]}
    return lengths, spread(series, axis="length of a row", marks=marks)


@cached(entries=16)
def _compete(text: str) -> tuple[dict[str, lookup.NewToken], int, SharedFigure, list[ChipRow]]:
    table, written = decoder_table(), output(text)
    results = {start: lookup.predict_new_token(table, written, start) for start in lookup.STARTS}
    series = {"tokens of the model": written.logits.astype(float), "random rows": results["random"].logits}
    marks = {f"{start} row": float(results[start].logits[0]) for start in ("zero", "mean")}
    figure = spread(series, axis="logit (higher = more probable)", marks=marks)
    follows = []
    for start in lookup.STARTS:
        ranking = lookup.follow_new_token(decoder.load(), table, text, start)
        shares = map(percent_text, ranking.scores.tolist())
        chips = [Chip(word, caption=share) for word, share in zip(ranking.words, shares, strict=True)]
        follows.append(ChipRow(f"after a {start} row comes", chips))
    return results, len(table.tokens), figure, follows


PART = Part(
    "A new token",
    lambda view: decoder.ask_text(),
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
