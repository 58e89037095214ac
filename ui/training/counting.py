"""Counting instead: the same text, counted and compressed, beside the trained vectors."""

from __future__ import annotations

from embedlab import training
from embedlab.numerals import number_text
from ui import layout, sources
from ui.cache import cached
from ui.part import Part
from ui.shared_figure import SharedFigure
from ui.training import corpus_summaries, learned
from ui.training.corpus import score
from ui.training.learned import CorpusQuery, Learned

__all__ = ["PART"]


def _show(view: object, query: CorpusQuery | None) -> None:
    learning = None if query is None else learned.learn(query, place="counting")
    if learning is None:
        return
    layout.wait_for("vectors", "400,000 word vectors")
    run = learning.run
    pair, figure = _pair(learning)
    layout.answer(corpus_summaries.counting(learning.query, pair), figure, key="counting scores")
    layout.note(
        f"Counting took {number_text(run.counted.seconds, 1)} s, training {number_text(run.trained.seconds, 1)} s. "
        f"{run.counted.nonzero:,} pairs of words stand together more often than chance."
    )
    if len(run.factors.products) > 1:
        summary = corpus_summaries.factors(run.factors, learning.query.options.negative_samples)
        layout.answer(summary, _factors(learning), key="counting factors")


@cached(entries=8)
def _pair(learning: Learned) -> tuple[training.Comparison, SharedFigure | None]:
    run = learning.run
    tables = {
        "trained": run.trained.vectors,
        "counted": run.counted.vectors,
        "input + output": run.trained.both,
    }
    return score(tables)


@cached(entries=8)
def _factors(learning: Learned) -> SharedFigure:
    from embedlab.figures.training_corpus import factors_figure

    run = learning.run
    k = learning.query.options.negative_samples
    return SharedFigure(factors_figure(run.factors, run.trained.vectors.words, k=k))


def _code(view: object, query: CorpusQuery | None) -> list[str]:
    if query is None:
        return []
    options = query.options
    return [
        *learned.code(view, query),
        f"counted = embedlab.training.count_vectors(text, dim={options.dim}, window={options.window})",
        'tables = {"trained": run.vectors, "counted": counted.vectors}',
        "print(embedlab.training.compare_tables(tables))",
        f"factors = embedlab.training.compare_factors(run, text, window={options.window}, "
        f"negative_samples={options.negative_samples})",
        "print(factors.correlation)",
    ]


PART = Part[object, "CorpusQuery | None"](
    "Counting instead",
    learned.ask,
    _show,
    _code,
    lambda view, query: [
        *learned.origins(view, query),
        sources.computed(
            "co-occurrences weighted as skip-gram meets them, positive PMI, SciPy's truncated SVD with the root of the singular values (Levy, Goldberg and Dagan 2015)."
        ),
    ],
    line="The same text without any training: count neighbors, compress the table.",
)
