"""A language model: the next word by one attention layer, and what its table learns beside skip-gram's."""

from __future__ import annotations

from embedlab import training
from embedlab.content_key import content_key
from embedlab.vectors import WordVectors
from ui import findings, fit_kinds, layout, sources
from ui.cache import cached
from ui.findings import Content, Finding
from ui.part import Part, no_options
from ui.shared_figure import Series, curves
from ui.training import summaries
from ui.training.corpus import score
from ui.training.corpus_run import TRAINING_SECONDS
from ui.work import Work, WorkResult

__all__ = ["PART", "TRAINING"]

STEPS = 800
TRAINING = Work(
    content_key("training language model", 3, STEPS),
    training.learn_next_words,
    (STEPS,),
    expected=22.0,
    kind=fit_kinds.records(
        training.LanguageModelRun, training.NextWordModel, training.Baselines, WordVectors,
        doing="Training two models", seconds=TRAINING_SECONDS,
    ),
)  # fmt: skip
TOY = "A toy: one attention head, 48 numbers per row, 2,000 words of the Lee corpus. A real model has the same parts, many times."
PROMISE = "What comes: the loss of two models beside guessing, which rows of the table learn, and how well both tables agree with people. The result stays for all visitors."


def _show(view: object, options: None) -> None:
    layout.note(TOY)
    trained = TRAINING.offer("Train both models", place="language_model", promise=PROMISE)
    if trained is not None:
        findings.draw(_content(trained), key="language model")


@cached(entries=2)
def _content(trained: WorkResult) -> Content:
    run, skip_gram = trained.result
    losses = {"output table of its own": Series(run.untied.losses), "one tied table": Series(run.tied.losses)}
    curve = curves(
        run.steps, losses, x_axis="step", y_axis="mean loss (nats)", from_zero=False,
        levels=summaries.levels(run.baselines),
    )  # fmt: skip
    tables = {"tied": run.vectors(run.tied), "untied": run.vectors(run.untied), "skip-gram": skip_gram}
    comparison, figure = score(tables)
    return Content(
        [
            Finding(summaries.language_model(run), {"": curve}),
            Finding(summaries.gradient_rows(run), {}),
            Finding(summaries.model_tables(comparison), {} if figure is None else {"": figure}),
        ],
        {"step": run.steps, "untied": run.untied.losses, "tied": run.tied.losses},
        "Held-out loss (nats per word)",
    )


PART = Part[object, None](
    "A language model",
    no_options,
    _show,
    lambda view, options: [
        f"run = embedlab.training.train_language_model(embedlab.texts.load_corpus('lee'), steps={STEPS})",
        "print(run.steps, run.untied.losses, run.tied.losses, run.baselines)",
        "print(run.batch_rows, run.untied.rows_with_gradient, run.tied.rows_with_gradient)",
    ],
    lambda view, options: [
        "**A toy, trained here:** PyTorch, Adam with learning rate 0.003, 32 passages of 16 words per step, seed 0, one thread.",
        sources.computed(
            "loss on the last tenth of the Lee corpus, which training never sees; word pairs by Witten and Bell (1991)."
        ),
    ],
    line="A next-word model trains the same kind of table as a by-product.",
    deeper=True,
)
