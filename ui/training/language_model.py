"""A language model: the next word by one attention layer, and what its table learns beside skip-gram's."""

from __future__ import annotations

from dataclasses import dataclass

from embedlab import training
from embedlab.content_key import content_key
from embedlab.training.corpus_run import learn_next_words
from embedlab.vectors import WordVectors
from ui import fit_kinds, fits, layout, sources
from ui.cache import cached
from ui.part import Part, no_options
from ui.shared_figure import SharedFigure
from ui.training import corpus_summaries
from ui.training.corpus import score
from ui.training.learned import TRAINING_SECONDS

__all__ = ["EXPECTED", "KIND", "PART", "WORK"]

EXPECTED = 22.0  # seconds
STEPS = 800
KEY = content_key("training language model", 2, STEPS)
WORK = (KEY, learn_next_words, STEPS)
KIND = fit_kinds.records(
    training.LanguageModelRun, training.NextWordModel, WordVectors,
    doing="Training two models", seconds=TRAINING_SECONDS,
)  # fmt: skip
BASELINES = ("blind guess", "word counts", "pairs of words")


def _show(view: object, options: None) -> None:
    layout.note(
        "A toy: one attention head, 48 numbers per row, 2,000 words of the Lee corpus. A real model has the same parts, many times."
    )
    trained = fits.offer(
        *WORK, expected=EXPECTED, label="Train both models", place="language_model", kind=KIND
    )  # fmt: skip
    if trained is None:
        layout.note(
            "What comes: the loss of two models beside guessing, which rows of the table learn, and how well both tables agree with people. The result stays for all visitors."
        )
        return
    run, skip_gram = trained
    curve, comparison, scores = _results(Trained(run, skip_gram))
    layout.answer(corpus_summaries.language_model(run), curve, key="language model loss")
    layout.finding(corpus_summaries.gradient_rows(run))
    layout.answer(corpus_summaries.model_tables(comparison), scores, key="language model tables")
    losses = {"step": run.steps, "untied": run.untied.losses, "tied": run.tied.losses}
    layout.numbers(losses, key="language model losses", label="Held-out loss (nats per word)")


@dataclass(frozen=True)
class Trained:
    """Both models and skip-gram vectors of the same text; there is one such result for the key of this part."""

    run: training.LanguageModelRun
    skip_gram: WordVectors
    key: str = KEY


@cached(entries=2)
def _results(trained: Trained) -> tuple[SharedFigure, training.Comparison, SharedFigure | None]:
    from embedlab.figures.training_corpus import loss_figure

    run = trained.run
    series = {"output table of its own": run.untied.losses, "one tied table": run.tied.losses}
    levels = dict(zip(BASELINES, run.guesses, strict=True))
    curve = SharedFigure(loss_figure(run.steps, series, unit="step", levels=levels))
    tables = {
        "tied": run.vectors(run.tied),
        "untied": run.vectors(run.untied),
        "skip-gram": trained.skip_gram,
    }
    return curve, *score(tables)


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
