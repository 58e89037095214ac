"""A real decoder read in the wrong rotary convention, when a button is pressed."""

from __future__ import annotations

from typing import Any

import streamlit as st

import embedlab
from embedlab.positional import Misread, Reading
from ui import controls, decoder, layout
from ui.cache import cached
from ui.drawn import DrawnFigure
from ui.models import DECODER

__all__ = ["code", "show"]

MAX_TEXT = 400  # characters
NAMES = (
    "The names on the list are Keller, Okafor, Lindqvist, Moreau and Tanaka. "
    "Read the list again: the names on the list are Keller, Okafor, Lindqvist, Moreau and"
)
FRANCE = "The capital of France is"
EXAMPLES = {
    "something to copy": {"conv_prompt": NAMES},
    "something well known": {"conv_prompt": FRANCE},
}
NEXT = 5


def show() -> None:
    """Offer to load the decoder; read a text in both conventions."""
    st.markdown(
        f"{DECODER} is a Llama: real weights, made for the half-split convention of transformers. The file it comes from, a GGUF, stores the query and key rows interleaved, and a converter puts them in halves. What if the result is read as interleaved all the same?"
    )
    controls.text("Text to read", NAMES, key="conv_prompt", max_chars=MAX_TEXT, lines=2)
    controls.presets(EXAMPLES)
    if not decoder.offer("Load the decoder and read", key="conv_load"):
        return
    read = decoder.compute(_read, _prompt())
    if read is None:
        return
    found, figure = read
    said = _said(found)
    layout.picture(figure, key="misread", alt=said)
    layout.reading(said)
    st.caption(
        "The weights are never changed: for one pass, the query and key rows are read in the other order, which equals turning neighbors (2i, 2i + 1). See transformers issue 25199."
    )
    layout.numbers(
        {
            "token": list(found.tokens[1:]),
            "right convention": found.right.losses,
            "wrong convention": found.wrong.losses,
        },
        key="misread numbers",
        label="−ln of the probability of each token",
        height=300,
    )


def code() -> list[str]:
    """Return Python that prints what is shown, once the decoder was asked for."""
    if not decoder.is_requested():
        return []
    return [
        f'decoder = embedlab.load_decoder("{DECODER}")',
        f"(found,) = embedlab.positional.misread_decoder(decoder, [{_prompt()!r}], k={NEXT})",
        "for reading in (found.right, found.wrong):",
        "    print(reading.next_tokens.labels, reading.next_tokens.scores, reading.loss)",
    ]


def _prompt() -> str:
    return str(st.session_state.get("conv_prompt") or "").strip() or NAMES


def _said(found: Misread) -> str:
    half = len(found.right.losses) // 2
    said = (
        f"Right, the next token is {_told(found.right)}; wrong, it is {_told(found.wrong)}. The mean surprise a token is {found.right.loss:.2f} nats, "
        f"and {found.wrong.loss:.2f} in the wrong convention"
    )
    if half > 1:
        said += f"; in the second half of the text {found.right.losses[half:].mean():.2f} against {found.wrong.losses[half:].mean():.2f}"
    if found.right.next_tokens.labels[0] == found.wrong.next_tokens.labels[0]:
        return (
            said
            + ". The same word comes first all the same: the mistake makes no error message, and the next word does not show it."
        )
    if found.wrong.loss > found.right.loss:
        return said + ". No error message tells: the model runs, and only what it says is worse."
    return said + ". No error message tells, and on this text not even the surprise: it is no larger."


def _told(reading: Reading) -> str:
    return f"“{reading.next_tokens.labels[0].strip() or reading.next_tokens.labels[0]}” ({reading.next_tokens.scores[0]:.0%})"


@cached(entries=32)
def _read(text: str) -> tuple[Misread, Any]:
    from embedlab.figures.positional_conventions import misread_figure

    (found,) = embedlab.positional.misread_decoder(decoder.load(), [text], k=NEXT)
    return found, DrawnFigure(misread_figure(found))
