"""Counting instead: the same text, counted and compressed, beside the trained vectors."""

from __future__ import annotations

from embedlab.figures.style import escape, kind_tint
from ui import layout
from ui.cache import cached
from ui.part import Part
from ui.shared_figure import SharedFigure, points
from ui.training import summaries
from ui.training.corpus import compare
from ui.training.corpus_run import CorpusQuery, CorpusView, ask, code, offer, origins

__all__ = ["PART"]


def _show(view: object, query: CorpusQuery | None) -> None:
    result = offer(query, place="counting")
    if result is None:
        return
    layout.wait_for("vectors", "400,000 word vectors")
    comparison, figure = compare(result, ("trained", "counted", "input + output"))
    layout.answer(summaries.counting(result.query, comparison), figure, key="counting scores")
    layout.note(summaries.seconds(result.run))
    if len(result.run.factors.products) > 1:
        summary = summaries.factors(result.run.factors, result.query.options.negative_samples)
        layout.answer(summary, _factors(result), key="counting factors")


@cached(entries=8)
def _factors(result: CorpusView) -> SharedFigure:
    factors, words = result.run.factors, result.run.trained.vectors.words
    few = len(factors.products) < 500  # dots that need not let each other through
    return points(
        factors.shifted_pmi,
        factors.products,
        x_axis=f"counted: PMI − log {result.query.options.negative_samples}",
        y_axis="trained: u·v",
        hover="%{text}<br>PMI − log k %{x:.2f}, u·v %{y:.2f}",
        names=[", ".join(escape(words[row]) for row in pair) for pair in factors.rows.tolist()],
        marker={"size": 8 if few else 5, "color": kind_tint(0, 0.8 if few else 0.45)},
        height=440,
        diagonal=True,
    )


PART = Part[object, CorpusQuery | None](
    "Counting instead",
    ask,
    _show,
    lambda view, query: code(
        query,
        "counted = embedlab.training.count_vectors(text, dim=run.options.dim, window=run.options.window)",
        'tables = {"trained": run.vectors, "counted": counted.vectors}',
        "print(embedlab.vectors.compare_tables(tables))",
        "print(embedlab.training.compare_factors(run, text).correlation)",
    ),
    lambda view, query: origins(
        query,
        "co-occurrences weighted as skip-gram meets them, positive PMI, SciPy's truncated SVD with the root of the singular values (Levy, Goldberg and Dagan 2015).",
    ),
    line="The same text without any training: count neighbors, compress the table.",
)
