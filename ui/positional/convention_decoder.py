"""A real decoder read in the wrong rotary convention, when a button is pressed."""

from __future__ import annotations

from typing import TYPE_CHECKING

import streamlit as st

from embedlab.positional import Misread, misread_decoder
from ui import controls, decoder, layout
from ui.cache import cached
from ui.models import DECODER
from ui.part import Part
from ui.positional import vector_summaries
from ui.positional.examples import NAMES, PROMPT_EXAMPLES
from ui.positional.tables import View
from ui.shared_figure import SharedFigure

if TYPE_CHECKING:
    import plotly.graph_objects as go

__all__ = ["TOPIC"]

MAX_TEXT = 400  # characters
NEXT = 5  # tokens that are listed


def _ask(view: View) -> str:
    """Ask for the text to read; an empty one is the usual one."""
    st.markdown(
        f"{DECODER} is a Llama: real weights, made for the half-split convention. What if they are read as interleaved?"
    )
    prompt = controls.text("Text to read", NAMES, key="conv_prompt", max_chars=MAX_TEXT, lines=2)
    controls.presets(PROMPT_EXAMPLES)
    return prompt.strip() or NAMES


def _show(view: View, prompt: str) -> None:
    """Offer to load the decoder; read a text in both conventions."""
    if not decoder.offer("Load the decoder and read", key="conv_load"):
        return
    read = decoder.compute(_read, prompt)
    if read is None:
        return
    misread, figure = read
    summary = vector_summaries.misread(misread)
    rest = layout.brief_finding(summary)
    layout.picture(figure, key="misread", alt=summary)
    layout.fold(
        rest,
        "The weights are never changed: for one pass, the query and key rows are read in the other order, which equals turning neighbors (2i, 2i + 1). "
        "The file they come from, a GGUF, stores the rows interleaved, and a converter puts them in halves. See transformers issue 25199.",
    )
    layout.numbers(
        {
            "token": list(misread.tokens[1:]),
            "right convention": misread.right.losses,
            "wrong convention": misread.wrong.losses,
        },
        key="misread numbers",
        label="−ln of the probability of each token",
        height=300,
    )


@cached(entries=32)
def _read(prompt: str) -> tuple[Misread, go.Figure]:
    from embedlab.figures.positional_conventions import misread_figure

    (misread,) = misread_decoder(decoder.load(), [prompt], k=NEXT)
    return misread, SharedFigure(misread_figure(misread))


def _code(view: View, prompt: str) -> list[str]:
    """Return Python that prints what is shown, once the decoder was asked for."""
    if not decoder.is_requested():
        return []
    return [
        f'decoder = embedlab.load_decoder("{DECODER}")',
        f"(misread,) = embedlab.positional.misread_decoder(decoder, [{prompt!r}], k={NEXT})",
        "for reading in (misread.right, misread.wrong):",
        "    print(reading.next_tokens.labels, reading.next_tokens.scores, reading.loss)",
    ]


TOPIC = Part(
    label="In a real decoder",
    ask=_ask,
    show=_show,
    code=_code,
    sources=lambda view, options: decoder.origins(),
)
