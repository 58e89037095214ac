"""Let it write: the decoder goes on token by token, in a worker; another branch can be taken at any step."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import asdict, dataclass, replace

import streamlit as st

from embedlab.attention import Continuation
from embedlab.attention.continuation import CHOICES, write_on
from embedlab.content_key import content_key
from embedlab.numerals import percent_text
from embedlab.ranking import Ranking
from ui import controls, decoder, findings, fit_kinds, fits, layout, sources
from ui.attention import next_summaries
from ui.attention.next_token import Settings, ask_settings
from ui.attention.view import View
from ui.findings import Content, Finding
from ui.models import DECODER
from ui.part import Part
from ui.shared_figure import bars

__all__ = ["PART"]

PROMPT = "Once upon a time, a king and a queen"
LIMIT = 20  # tokens
SECONDS = 5.0  # of these, with the time to load the decoder
DEADLINE = 240.0
BRANCH = "writing_branch"  # in the session: the options of the first text and of its branch


@dataclass(frozen=True)
class Options:
    """A text, how its next tokens are drawn, and the tokens that a branch begins with."""

    text: str
    settings: Settings
    seed: int
    start: tuple[int, ...] = ()

    @property
    def arguments(self) -> dict[str, object]:
        """What `continue_text` takes beside the text."""
        draws = {"random_state": self.seed, "start": list(self.start)}
        return {"limit": LIMIT, **asdict(self.settings), **draws}


def _ask(view: View) -> Options:
    text = controls.text("A beginning", PROMPT, key="write_of", max_chars=300)
    *columns, last = st.columns(4)
    settings = ask_settings(columns)
    with last:
        seed = controls.number("Seed", 0, 20, 0, key="draws", help="Another number draws other tokens.")
    first = Options(text, settings, seed)
    origin, branch = st.session_state.get(BRANCH, (first, first))
    return branch if origin == first else first


def _show(view: View, options: Options) -> None:
    if not decoder.check_installed():
        return
    text = options.text
    if not text.strip():
        st.info("Nothing to go on: type the beginning of a sentence above.")
        return
    result = fits.offer(
        content_key("writing", 2, DECODER, text, options.arguments),
        write_on,
        DECODER,
        text,
        options.arguments,
        expected=SECONDS,
        label="Let it write",
        automatic=bool(options.start),
        place="writing",
        kind=fit_kinds.records(
            Continuation, Ranking, doing="Writing", seconds=DEADLINE, preview=_preview(text)
        ),
    )
    if result is not None:
        _draw(options, result)


def _preview(text: str) -> Callable[[str], object]:
    return lambda note: st.markdown(f"{layout.escape(text)} **{layout.escape(note)}**")


def _draw(options: Options, result: Continuation) -> None:
    figures, steps = {}, range(1, len(result.labels) + 1)
    if result.labels:
        labels = [f"{step}  {label}" for step, label in zip(steps, result.labels, strict=True)]
        axis = "probability when it was written"
        figures[""] = bars(labels, result.probabilities, axis=axis, percent=True, least=1.0)
    columns = {"step": steps, "written": result.labels, "probability": result.probabilities}
    for row in range(CHOICES):
        columns[f"choice {row + 1}"] = [each.labels[row] for each in result.choices]
    finding = Finding(next_summaries.written(options.text, result), figures)
    label = "What was written, and the most probable tokens of each step"
    findings.draw(Content([finding], columns, label), key="writing")
    if result.labels:
        with st.container(border=True):
            _offer_branches(options, result)


def _offer_branches(options: Options, result: Continuation) -> None:
    """Offer the other tokens of a step: each begins a branch."""
    steps, step = len(result.ids), 1
    if steps > 1:
        step = st.slider("Another branch at step", 1, steps, int(result.probabilities.argmin()) + 1)
    before = result.ids[: step - 1].tolist()
    choices = result.choices[step - 1]
    rows = zip(choices.rows.tolist(), choices.labels, choices.scores.tolist(), strict=True)
    layout.note(next_summaries.branches(result.labels[step - 1]))
    with st.container(horizontal=True):
        for token, label, share in rows:
            st.button(
                f"{layout.escape(label)} {percent_text(share)}",
                key=f"branch {token}",
                disabled=token == int(result.ids[step - 1]),
                on_click=_take_branch,
                args=(options, (*before, token)),
            )
        if options.start:
            st.button("Back to the first text", on_click=_take_branch, args=(options, ()))


def _take_branch(options: Options, start: tuple[int, ...]) -> None:
    st.session_state[BRANCH] = (replace(options, start=()), replace(options, start=start))


PART = Part(
    "Let it write",
    _ask,
    _show,
    lambda view, options: [
        "decoder = embedlab.load_decoder()",
        f"written = embedlab.attention.continue_text(decoder, {sources.shorten(options.text)!r},",
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
