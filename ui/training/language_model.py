"""A language model: the next word by one attention layer, and what its table learns beside skip-gram's."""

from __future__ import annotations

from embedlab import training
from embedlab.content_key import content_key
from embedlab.training import LanguageModelRun
from embedlab.training.corpus_run import STORED, learn_next_words, pack_record, unpack_record
from embedlab.vectors import WordVectors
from ui import fits, layout, sources
from ui.cache import cached
from ui.part import Part, no_options
from ui.shared_figure import SharedFigure
from ui.training import corpus_summaries

__all__ = ["PART"]

EXPECTED = 22.0  # seconds
STEPS = 800
KEY = content_key("training language model", 1, STEPS)
KIND = fits.Kind(pack_record, unpack_record, STORED, "Training two models")
BASELINES = ("blind guess", "word counts", "pairs of words")


def _show(view: object, options: None) -> None:
    layout.note(
        "A toy: one attention head, 48 numbers per row, 2,000 words of the Lee corpus. A real model has the same parts, many times."
    )
    found = fits.offer(
        KEY, learn_next_words, STEPS, expected=EXPECTED, label="Train both models", place="language_model", kind=KIND
    )  # fmt: skip
    if found is None:
        return
    run, skip_gram = found
    summary = corpus_summaries.language_model(run)
    layout.finding(summary)
    layout.picture(_figure(run), key="language model loss", alt=summary)
    layout.finding(corpus_summaries.gradient_rows(run))
    comparison = _scores(run, _Table(skip_gram))
    summary = corpus_summaries.model_tables(comparison)
    layout.finding(summary)
    layout.picture(_scores_figure(comparison), key="language model tables", alt=summary)
    layout.numbers(
        {"step": run.steps, "untied": run.untied.losses, "tied": run.tied.losses},
        key="language model losses",
        label="Held-out loss (nats per word)",
    )


class _Table:
    """Vectors as an argument of what is cached: there is one table for the one key of this part."""

    key = KEY

    def __init__(self, vectors: WordVectors) -> None:
        self.vectors = vectors


@cached(entries=2)
def _figure(run: LanguageModelRun) -> SharedFigure:
    from embedlab.figures.training_corpus import loss_figure

    series = {"output table of its own": run.untied.losses, "one tied table": run.tied.losses}
    levels = dict(zip(BASELINES, run.guesses, strict=True))
    return SharedFigure(loss_figure(run.steps, series, unit="step", levels=levels))


@cached(entries=2)
def _scores(run: LanguageModelRun, skip_gram: _Table) -> training.Comparison:
    return training.compare_tables(
        {
            "next word, tied": run.vectors(run.tied),
            "next word, own output table": run.vectors(run.untied),
            "skip-gram on the same text": skip_gram.vectors,
        }
    )


@cached(entries=2)
def _scores_figure(comparison: training.Comparison) -> SharedFigure:
    from embedlab.figures.training_corpus import comparison_figure

    return SharedFigure(comparison_figure(comparison))


PART = Part[object, None](
    "A language model",
    no_options,
    _show,
    lambda view, options: [
        f"run = embedlab.training.train_language_model(steps={STEPS})",
        "print(run.steps, run.untied.losses, run.tied.losses, run.guesses)",
        "print(run.batch_rows, run.untied.rows_with_gradient, run.tied.rows_with_gradient)",
    ],
    lambda view, options: [
        "**A toy, trained here:** PyTorch, Adam with learning rate 0.003, 32 passages of 16 words per step, seed 0, one thread.",
        sources.computed("loss on the last tenth of the Lee corpus, which training never sees."),
    ],
    line="A next-word model trains the same kind of table as a by-product.",
    deeper=True,
)
