"""Let it write: the decoder goes on token by token, in a worker; another branch can be taken at any step."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import asdict, dataclass

import streamlit as st

from embedlab.attention import Continuation
from embedlab.attention.continuation import write_on
from embedlab.content_key import content_key
from embedlab.numerals import percent_text
from ui import controls, decoder, fit_kinds, fits, layout, sources
from ui.attention import next_summaries
from ui.attention.next_token import Options as Settings
from ui.attention.next_token import ask_settings
from ui.attention.view import View
from ui.models import DECODER
from ui.part import Part
from ui.shared_figure import SharedFigure, bars

__all__ = ["PART"]

PROMPT = "Once upon a time, a king and a queen"
LIMIT = 20  # tokens
SECONDS = 5.0  # of these, with the time to load the decoder
DEADLINE = 240.0
BRANCH = "writing_branch"  # in the session: the settings and the ids of a branch


@dataclass(frozen=True)
class Options:
    """A text and its settings, the draws, and the tokens that a branch begins with."""

    settings: Settings
    seed: int
    start: tuple[int, ...]

    @property
    def arguments(self) -> dict[str, object]:
        """What `continue_text` takes beside the text."""
        values = asdict(self.settings)
        values.pop("text")
        return {"limit": LIMIT, **values, "random_state": self.seed, "start": list(self.start)}


def _ask(view: View) -> Options:
    text = controls.text("A beginning", PROMPT, key="write_of", max_chars=300)
    *columns, last = st.columns(4)
    settings = ask_settings(text, columns)
    with last:
        seed = controls.number("Seed", 0, 20, 0, key="draws", help="Another number draws other tokens.")
    origin, start = st.session_state.get(BRANCH, (None, ()))
    return Options(settings, seed, start if origin == (settings, seed) else ())


def _show(view: View, options: Options) -> None:
    if not decoder.check_installed():
        return
    text = options.settings.text
    if not text.strip():
        st.info("Nothing to go on: type the beginning of a sentence above.")
        return
    result = fits.offer(
        content_key("writing", 1, DECODER, text, options.arguments),
        write_on,
        DECODER,
        text,
        options.arguments,
        expected=SECONDS,
        label="Let it write",
        automatic=bool(options.start),
        place="writing",
        kind=fit_kinds.records(Continuation, doing="Writing", seconds=DEADLINE, preview=_preview(text)),
    )
    if result is not None:
        _draw(options, result)


def _preview(text: str) -> Callable[[str], object]:
    return lambda note: st.markdown(f"{layout.escape(text)} **{layout.escape(note)}**")


def _draw(options: Options, result: Continuation) -> None:
    summary = next_summaries.written(options.settings.text, result)
    figure = None
    if result.labels:
        labels = [f"{step}  {label}" for step, label in enumerate(result.labels, start=1)]
        figure = SharedFigure(
            bars(
                labels, result.probabilities, axis="probability when it was written", percent=True, least=1.0
            )
        )
    layout.answer(summary, figure, key="writing")
    if result.labels:
        _offer_branches(options, result)
    places = range(result.choices.shape[1])
    layout.numbers(
        {
            "step": range(1, len(result.ids) + 1),
            "written": result.labels,
            "probability": result.probabilities,
            **{f"choice {place + 1}": [each[place] for each in result.choice_labels] for place in places},
        },
        key="writing numbers",
        label="What was written, and the most probable tokens of each step",
    )


def _offer_branches(options: Options, result: Continuation) -> None:
    """Offer the other tokens of a step: each begins a branch."""
    steps = len(result.ids)
    with st.container(border=True):
        step = 1
        if steps > 1:
            step = st.slider("Another branch at step", 1, steps, int(result.probabilities.argmin()) + 1)
        with st.container(horizontal=True):
            rows = zip(
                result.choices[step - 1].tolist(),
                result.choice_labels[step - 1],
                result.choice_probabilities[step - 1].tolist(),
                strict=True,
            )
            for token, label, share in rows:
                st.button(
                    f"{layout.escape(label)} {percent_text(share)}",
                    key=f"branch {token}",
                    disabled=token == int(result.ids[step - 1]),
                    on_click=_take_branch,
                    args=(options, (*result.ids[: step - 1].tolist(), token)),
                )
            if options.start:
                st.button("Back to the first text", on_click=_take_branch, args=(options, ()))


def _take_branch(options: Options, start: tuple[int, ...]) -> None:
    st.session_state[BRANCH] = ((options.settings, options.seed), start)


PART = Part(
    "Let it write",
    _ask,
    _show,
    lambda view, options: [
        "decoder = embedlab.load_decoder()",
        f"written = embedlab.attention.continue_text(decoder, {sources.shorten(options.settings.text)!r},",
        "    " + ", ".join(f"{name}={value!r}" for name, value in options.arguments.items()) + ")",
        "print(written.text, written.probabilities)",
    ],
    lambda view, options: [
        *decoder.origins(),
        sources.computed(
            f"one pass of {DECODER} a token, each drawn from its own cut distribution; tests compare with "
            "the generation of transformers."
        ),
    ],
    line="Written token by token: each is drawn from the probabilities, then read like the rest of the text.",
    deeper=True,
)
