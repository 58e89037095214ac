"""Which rows learn? One training step on the sentence: the gradient of every row, tied and untied."""

from __future__ import annotations

import numpy as np

from embedlab import lookup
from embedlab.numerals import number_text
from ui import decoder, findings, layout, sources
from ui.cache import cached
from ui.findings import Content, Finding
from ui.lookup import summaries
from ui.lookup.exports import decoder_lines
from ui.lookup.tables import View, decoder_table
from ui.part import Part, no_options
from ui.shared_figure import bars

__all__ = ["PART"]

LISTED = 12  # rows
RATE = 0.001  # of learning
DECAY = 0.1


def _show(view: View, options: None) -> None:
    _show_optimizers()
    content = decoder.run("Compute the gradients", "start decoder learning", _content, view.query.text)
    if content is not None:
        findings.draw(content, key="row gradients")


def _show_optimizers() -> None:
    """Say how far a number moves whose gradient is 1 in one step and 0 in the next."""
    adam = lookup.adam_steps(np.array([1.0, 0.0]), learning_rate=RATE)
    decayed = lookup.adam_steps(np.zeros(2), learning_rate=RATE, weight_decay=DECAY, start=1.0)
    layout.finding(
        "With Adam a row moves even when its gradient is zero. It remembers earlier gradients; weight decay pulls every row toward 0, whether it was used or not. Learning rate 0.001, decay 0.1 on a number of 1."
    )
    moves = {"SGD": [-RATE, 0.0], "Adam": adam.tolist()}
    moves["weight decay alone, never in the text"] = decayed.tolist()
    layout.small_table(
        ("", "step 1: in the text, gradient 1", "step 2: not in the text, gradient 0"),
        ([name, *(number_text(move, 4) for move in both)] for name, both in moves.items()),
    )
    layout.link_to("training", "How training makes the rows")


@cached(entries=16)
def _content(text: str) -> Content:
    table = decoder_table()
    step = lookup.row_gradients(decoder.load(), table, text)
    top = np.argsort(-step.tied_norms)[:LISTED]
    names = [table.labels[row] for row in top]
    inside = {table.labels[row] for row in step.ids}
    axis = "gradient length (outlined: in the text)"
    figure = bars(names, step.tied_norms[top], axis=axis, outlined=inside)
    norms = (step.tied_norms[top], step.input_norms[top], step.output_norms[top])
    heads = ("token", "tied", "as input table", "as output table")
    columns = dict(zip(heads, (names, *norms), strict=True))
    finding = Finding(summaries.learned(step, table), {"": figure})
    return Content([finding], columns, "The longest gradients, tied")


PART = Part[View, None](
    "Which rows learn?",
    no_options,
    _show,
    lambda view, options: [
        *decoder_lines(view),
        f"step = embedlab.lookup.row_gradients(decoder, table, {sources.shorten(view.query.text)!r})",
        "import numpy as np",
        "print(step.loss, (step.input_norms > 0).sum(), (step.tied_norms > 0).sum())",
        "print(embedlab.lookup.adam_steps(np.array([1.0, 0.0])))",
    ],
    lambda view, options: [
        *decoder.origins(),
        sources.computed("one training step on the sentence; equal to autograd and PyTorch's Adam."),
    ],
    line="One training step on your sentence: which rows get a gradient, and which move without one.",
    deeper=True,
)
