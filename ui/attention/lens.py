"""What would each layer write? The output matrix reads the state after every layer."""

from __future__ import annotations

from embedlab import attention
from ui import controls, decoder, findings, sources
from ui.attention import next_summaries
from ui.attention.view import View
from ui.cache import cached
from ui.findings import Content, Finding
from ui.shared_figure import SharedFigure

__all__ = ["PART"]

COLUMNS = 5  # tokens of the text, the last ones
NORMS = {"Right norm": "right", "No norm": "none", "Norm twice": "twice"}


def _ask(view: View) -> tuple[str, str]:
    """Ask for a text and how its states are normalized."""
    return decoder.ask_text(), NORMS[controls.choice("Final norm", tuple(NORMS), key="lens_norm")]


@cached(entries=16)
def _content(text: str, norm: str) -> Content:
    from embedlab.figures.attention_lens import lens_figure

    lens = attention.logit_lens(decoder.load(), text, norm=norm, last=COLUMNS)
    words = lens.words[:, :, 0]
    figure = lens_figure(lens.tokens, words, lens.probabilities[:, :, 0], lens.answer_ranks)
    return Content(
        [
            Finding(next_summaries.lens(lens, norm), {"": SharedFigure(figure)}),
            Finding(next_summaries.LENS_LIMITS, {}),
        ],
        {
            "layer": range(len(lens.ids)),
            "it would write": words[:, -1].tolist(),
            "probability": lens.probabilities[:, -1, 0],
            f"rank of {lens.answer}": lens.answer_ranks[:, -1],
        },
        "After the last token, layer by layer",
    )


PART = findings.part(
    "What would each layer write?",
    _content,
    lambda view, options: options,
    ask=_ask,
    start="Look into the layers",
    key="lens",
    line="Reading every layer as if it were the last shows when the answer appears.",
    code=lambda view, options: [
        "decoder = embedlab.load_decoder()",
        f"lens = embedlab.attention.logit_lens(decoder, {sources.shorten(options[0])!r}, "
        f"norm={options[1]!r})",
        "print(lens.answer, lens.answer_ranks[:, -1])",
    ],
    computed="logit lens (nostalgebraist 2020): final norm of each state, times the output matrix.",
    deeper=False,
)
