"""Counting instead: the same text, counted and compressed, beside the trained vectors."""

from __future__ import annotations

from embedlab.numerals import number_text
from ui import layout
from ui.cache import cached
from ui.shared_figure import SharedFigure
from ui.training import corpus_summaries
from ui.training.corpus import compare
from ui.training.learned import CorpusQuery, Learned, corpus_part

__all__ = ["PART"]


def _show(learned: Learned) -> None:
    layout.wait_for("vectors", "400,000 word vectors")
    run = learned.run
    comparison, figure = compare(learned, ("trained", "counted", "input + output"))
    layout.answer(corpus_summaries.counting(learned.query, comparison), figure, key="counting scores")
    layout.note(
        f"Counting took {number_text(run.counted.seconds, 1)} s, training {number_text(run.trained.seconds, 1)} s. "
        f"{run.counted.nonzero:,} pairs of words stand together more often than chance."
    )
    if len(run.factors.products) > 1:
        summary = corpus_summaries.factors(run.factors, learned.query.options.negative_samples)
        layout.answer(summary, _factors(learned), key="counting factors")


@cached(entries=8)
def _factors(learned: Learned) -> SharedFigure:
    from embedlab.figures.training_corpus import factors_figure

    run, k = learned.run, learned.query.options.negative_samples
    return SharedFigure(factors_figure(run.factors, run.trained.vectors.words, k=k))


def _code(query: CorpusQuery) -> list[str]:
    options = query.options
    return [
        f"counted = embedlab.training.count_vectors(text, dim={options.dim}, window={options.window})",
        'tables = {"trained": run.vectors, "counted": counted.vectors}',
        "print(embedlab.training.compare_tables(tables))",
        f"factors = embedlab.training.compare_factors(run, text, window={options.window}, "
        f"negative_samples={options.negative_samples})",
        "print(factors.correlation)",
    ]


PART = corpus_part(
    "Counting instead",
    place="counting",
    show=_show,
    more_code=_code,
    computed="co-occurrences weighted as skip-gram meets them, positive PMI, SciPy's truncated SVD with the root of the singular values (Levy, Goldberg and Dagan 2015).",
    line="The same text without any training: count neighbors, compress the table.",
)
