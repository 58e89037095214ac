"""What would each layer write? The output matrix reads the state after every layer."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from embedlab import attention
from embedlab.attention import LogitLens
from ui import controls, decoder, layout, sources
from ui.attention import next_summaries
from ui.attention.next_token import ask_prompt
from ui.attention.view import View
from ui.cache import cached
from ui.part import Part
from ui.shared_figure import SharedFigure

__all__ = ["PART", "Options"]

COLUMNS = 5  # tokens of the text, the last ones
NORMS = {"Right norm": "right", "No norm": "none", "Norm twice": "twice"}


@dataclass(frozen=True)
class Options:
    """A text to continue, and how its states are normalized."""

    text: str
    norm: str


def _ask(view: View) -> Options:
    text = ask_prompt()
    return Options(text, NORMS[controls.choice("Final norm", tuple(NORMS), key="lens_norm")])


def _show(view: View, options: Options) -> None:
    if not decoder.offer("Look into the layers", key="start decoder lens"):
        return
    result = decoder.compute(_lens, options.text, options.norm)
    if result is None:
        return
    lens, figure = result
    layout.answer(next_summaries.lens(lens, options.norm), figure, key="lens")
    layout.finding(
        "A lens is not what a layer believes: only the last layer was trained to be read by this matrix. "
        "An encoder such as MiniLM has no output matrix here, and so no lens."
    )
    layout.numbers(
        {
            "layer": range(len(lens.ids)),
            "it would write": [lens.labels[token] for token in lens.ids[:, -1, 0].tolist()],
            "probability": lens.probabilities[:, -1, 0],
            f"rank of {lens.answer}": lens.answer_ranks[:, -1],
        },
        key="lens numbers",
        label="After the last token, layer by layer",
    )


@cached(entries=16)
def _lens(text: str, norm: str) -> tuple[LogitLens, SharedFigure]:
    from embedlab.figures.attention_lens import lens_figure

    result = attention.logit_lens(decoder.load(), text, norm=norm, last=COLUMNS)
    top = result.ids[:, :, 0]
    words = np.array([[result.labels[token] for token in row] for row in top.tolist()])
    figure = lens_figure(result.tokens, words, result.probabilities[:, :, 0], result.answer_ranks)
    return result, SharedFigure(figure)


PART = Part(
    "What would each layer write?",
    _ask,
    _show,
    lambda view, options: [
        "decoder = embedlab.load_decoder()",
        f"lens = embedlab.attention.logit_lens(decoder, {sources.shorten(options.text)!r}, "
        f"norm={options.norm!r})",
        "print(lens.answer, lens.answer_ranks[:, -1])",
    ],
    lambda view, options: [
        *decoder.origins(),
        sources.computed(
            "logit lens (nostalgebraist 2020): final norm of each state, times the output matrix."
        ),
    ],
    line="Reading every layer as if it were the last shows when the answer appears.",
)
