"""What is added to a token, and how much of the sum it is; the same word at two places."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

import numpy as np
import streamlit as st
from numpy.typing import NDArray

from embedlab import positional
from embedlab.errors import quote
from embedlab.numerals import count_text
from embedlab.positional import InputText
from ui import controls, decoder, layout, sources
from ui.cache import cached
from ui.models import ENCODER, encoder, input_tables
from ui.part import Part
from ui.positional import added_others, formulas, vector_summaries
from ui.positional.examples import INPUT_EXAMPLES
from ui.positional.tables import View
from ui.shared_figure import SharedFigure

if TYPE_CHECKING:
    import plotly.graph_objects as go

__all__ = ["PART"]

MAX_SECOND = 500  # characters


@dataclass(frozen=True)
class Options:
    """A text, or a pair, and the token that is followed."""

    text: str
    second: str
    token: str  # "" where the text has none


def _ask(view: View) -> Options | None:
    """Ask for a text, or a pair, and one of its tokens; None where there is nothing to add up."""
    layout.wait_for("encoder", "the encoder")
    with st.container(horizontal=True, vertical_alignment="bottom"):
        text = controls.sentence()
        second = controls.text(
            "Second sentence of a pair", "", key="added_second", max_chars=MAX_SECOND, hint="may stay empty"
        )
        picker = st.container(width=240)
    controls.presets(INPUT_EXAMPLES)
    inputs = layout.attempt_part(_inputs, text, second)
    if inputs is None:
        return None
    with picker:
        return Options(text, second, _ask_token(inputs.words))


def _ask_token(words: list[str]) -> str:
    if not words:
        return ""
    if st.session_state.get("added_word", words[0]) not in words:  # another sentence
        st.session_state["added_word"] = words[0]
    return controls.pick("Token, repeated ones first", words, key="added_word")


def _show(view: View, options: Options | None) -> None:
    """Show the parts of the input, the same word at two places, what other models add, and roles."""
    if options is None:
        return
    inputs = _inputs(options.text, options.second)
    if inputs.cut:
        layout.warn(
            f"{count_text(inputs.cut, 'token')} beyond the model's window of {encoder(ENCODER).window} are left out."
        )
    _show_parts(options, inputs)
    if options.token:
        cosines, figure = _word(options.text, options.second, options.token)
        summary = vector_summaries.same_word(inputs, options.token, cosines)
        layout.finding(summary)
        layout.picture(figure, key="added distance", alt=summary)
    added_others.show(inputs.parts, options.text)


def _show_parts(options: Options, inputs: InputText) -> None:
    summary = vector_summaries.added(inputs, input_tables(ENCODER))
    layout.finding(summary)
    picked = inputs.positions(options.token)[0] if options.token else 0
    chain, spread = _parts(options.text, options.second, picked)
    left, right = st.columns(2)
    with left:
        st.markdown(f"**{layout.escape(quote(inputs.tokens[picked]))}: three vectors, head to tail**")
        layout.picture(chain, key="added chain", alt=f"Three vectors, head to tail. {summary}")
    with right:
        st.markdown("**Every token of the text**")
        layout.picture(spread, key="added lengths", alt=f"The lengths of every token of the text. {summary}")
    layout.note(
        "Left: the lengths of token and position and the angle between them are true; the segment is drawn by its shadow in their plane. "
        "Right: a sign per token; the ring is the token at the left; the averages are without [CLS] and [SEP]. "
        "LayerNorm brings the sum to one scale before the first layer."
    )
    formulas.fold(r"x_p = \text{LayerNorm}\left(E[t_p] + P[p] + S[s_p]\right)")
    layout.numbers(_columns(inputs), key="added numbers", label="Every token and its parts")


def _columns(inputs: InputText) -> dict[str, Any]:
    parts, names = inputs.parts, ("token", "position", "segment", "sum")
    *lengths, normalized = parts.norms
    return {
        "position": list(range(len(inputs.tokens))),
        "token": list(inputs.tokens),
        "segment row": parts.segments,
        **{f"length: {name}": row for name, row in zip(names, lengths, strict=True)},
        "length after LayerNorm": normalized,
        "cosine: token and position": parts.crossing,
        **{f"cosine: sum and {name}": row for name, row in zip(names[:3], parts.cosines, strict=True)},
        **{
            f"after LayerNorm: and {name}": row
            for name, row in zip(names[:3], parts.normalized_cosines, strict=True)
        },
    }


@cached(entries=16)  # 512 tokens take 9 MB
def _inputs(text: str, second: str) -> InputText:
    return positional.input_text(encoder(ENCODER), input_tables(ENCODER), text, second)


@cached(entries=32)
def _parts(text: str, second: str, picked: int) -> tuple[go.Figure, go.Figure]:
    from embedlab.figures.positional_parts import chain_figure, spread_figure

    inputs = _inputs(text, second)
    parts, means = inputs.parts, inputs.means.norms[:3].tolist()
    vectors = np.stack([parts.token[picked], parts.position[picked], parts.segment[picked]])
    return SharedFigure(chain_figure(vectors)), SharedFigure(spread_figure(parts.norms[:3], picked, means))


@cached(entries=32)
def _word(text: str, second: str, token: str) -> tuple[NDArray[np.float64], go.Figure]:
    """Return a token's cosines with itself further on, after LayerNorm, and the figure."""
    from embedlab.figures.positional_parts import distance_figure

    inputs = _inputs(text, second)
    first, *others = inputs.positions(token)
    segments = inputs.parts.segments
    row = encoder(ENCODER).token_embeddings[inputs.ids[first]]
    after, before = (
        positional.same_token_cosines(
            input_tables(ENCODER), row, start=first, segment=int(segments[first]), normalized=normalized
        )
        for normalized in (True, False)
    )
    marked = [position - first for position in others if segments[position] == segments[first]]
    curves = {"after LayerNorm": after, "before": before}
    figure = distance_figure(curves, start=first, marked=marked, yardstick=inputs.other_token_cosine)
    return after, SharedFigure(figure)


def _code(view: View, options: Options | None) -> list[str]:
    if options is None:
        return []  # the page says what is wrong
    second = f", {options.second!r}" if options.second.strip() else ""
    lines = [
        "position = embedlab.positional",
        f'encoder, tables = embedlab.load_encoder("{ENCODER}"), position.load_input_tables("{ENCODER}")',
        f"inputs = position.input_text(encoder, tables, {options.text!r}{second})",
        "parts = inputs.parts",
        "print(parts.norms, parts.cosines, parts.normalized_cosines, parts.crossing)",
        "sinusoids = position.sinusoidal(*parts.token.shape)",
        "print((sinusoids**2).sum(axis=1) ** 0.5, parts.norms[0].mean() * parts.token.shape[1] ** 0.5)",
    ]
    if options.token:
        lines += [
            f"start = inputs.positions({options.token!r})[0]",
            "row = encoder.token_embeddings[inputs.ids[start]]",
            "print(position.same_token_cosines(tables, row, start=start, segment=parts.segments[start]))",
            "print(inputs.other_token_cosine)",
        ]
    return lines


PART = Part(
    label="Added or not",
    ask=_ask,
    show=_show,
    code=_code,
    sources=lambda view, options: [
        sources.model(ENCODER, "encoder", "Its three input tables."),
        *decoder.origins(),
    ],
    line="What is added to a token before the first layer, and how much of the sum it is.",
    deeper=True,
)
