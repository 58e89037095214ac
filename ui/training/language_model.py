"""A language model: the next word by one attention layer, and what its table learns beside skip-gram's."""

from __future__ import annotations

from embedlab import training
from embedlab.content_key import content_key
from embedlab.vectors import WordVectors
from ui import fit_kinds, layout, sources
from ui.cache import cached
from ui.shared_figure import Series, SharedFigure, curves
from ui.training import corpus_summaries, once
from ui.training.corpus import score
from ui.training.learned import TRAINING_SECONDS

__all__ = ["PART", "TRAINING"]

STEPS = 800
TRAINING = once.Training(
    content_key("training language model", 3, STEPS),
    training.learn_next_words,
    STEPS,
    expected=22.0,
    kind=fit_kinds.records(
        training.LanguageModelRun, training.NextWordModel, training.Baselines, WordVectors,
        doing="Training two models", seconds=TRAINING_SECONDS,
    ),
)  # fmt: skip
TOY = "A toy: one attention head, 48 numbers per row, 2,000 words of the Lee corpus. A real model has the same parts, many times."


def _show(trained: once.Trained) -> None:
    run: training.LanguageModelRun = trained.result[0]
    curve, comparison, scores = _results(trained)
    layout.note(TOY)
    layout.answer(corpus_summaries.language_model(run), curve, key="language model loss")
    layout.finding(corpus_summaries.gradient_rows(run))
    layout.answer(corpus_summaries.model_tables(comparison), scores, key="language model tables")
    losses = {"step": run.steps, "untied": run.untied.losses, "tied": run.tied.losses}
    layout.numbers(losses, key="language model losses", label="Held-out loss (nats per word)")


@cached(entries=2)
def _results(trained: once.Trained) -> tuple[SharedFigure, training.Comparison, SharedFigure | None]:
    run, skip_gram = trained.result
    losses = {"output table of its own": Series(run.untied.losses), "one tied table": Series(run.tied.losses)}
    curve = curves(
        run.steps, losses, x_axis="step", y_axis="mean loss (nats)", from_zero=False,
        levels=corpus_summaries.levels(run.baselines),
    )  # fmt: skip
    tables = {"tied": run.vectors(run.tied), "untied": run.vectors(run.untied), "skip-gram": skip_gram}
    return curve, *score(tables)


PART = once.part(
    "A language model",
    TRAINING,
    button="Train both models",
    promise=f"{TOY} What comes: the loss of two models beside guessing, which rows of the table learn, and how well both tables agree with people. The result stays for all visitors.",
    show=_show,
    code=[
        f"run = embedlab.training.train_language_model(steps={STEPS})",
        "print(run.steps, run.untied.losses, run.tied.losses, run.baselines)",
        "print(run.batch_rows, run.untied.rows_with_gradient, run.tied.rows_with_gradient)",
    ],
    sources=[
        "**A toy, trained here:** PyTorch, Adam with learning rate 0.003, 32 passages of 16 words per step, seed 0, one thread.",
        sources.computed(
            "loss on the last tenth of the Lee corpus, which training never sees; pairs of words by Witten and Bell (1991)."
        ),
    ],
    line="A next-word model trains the same kind of table as a by-product.",
)
