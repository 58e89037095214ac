"""Rotary positions as two hands of a clock: move both, and what the model compares stays."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

import streamlit as st

from embedlab import positional
from embedlab.numerals import number_text
from embedlab.positional import RotaryPair
from ui import controls, layout
from ui.cache import cached
from ui.chips import component_file
from ui.models import ENCODER
from ui.part import Part
from ui.positional import formulas, heads, vector_summaries
from ui.positional.examples import CLOCK_EXAMPLES
from ui.positional.heads import Head
from ui.positional.tables import View
from ui.shared_figure import SharedFigure

if TYPE_CHECKING:
    import plotly.graph_objects as go

__all__ = ["PART", "example_clock"]

PAIRS = 16  # of a head of 32 dimensions
RANGE = (0, 64)  # positions of the two words
SHIFTS = 1_000  # positions, over which the sum is watched

_handles = st.components.v2.component("clock_hands", html="<div></div>", js=component_file("clock_hands.js"))

FORMULAS = (
    r"q_m \cdot k_n = \sum_i |q_i|\,|k_i|\,\cos\big(\varphi_i + (n - m)\,\theta_i\big)",
    r"\theta_i = b^{-2i/d},\quad \varphi_i\ \text{between the hands before}",
)


@dataclass(frozen=True)
class Turned:
    """Two vectors of a head and the positions they are turned to."""

    head: Head
    query_index: int  # among the tokens
    key_index: int
    m: int
    n: int
    base: float


@dataclass(frozen=True)
class Options:
    """What the clocks show."""

    turned: Turned
    index: int  # of the pair
    shift: int  # positions that both were moved on by


def _ask(view: View) -> Options | None:
    """Ask for two words, their positions and a pair; None where the sentence cannot be read."""
    layout.wait_for("encoder", "the encoder")
    with st.container(horizontal=True, vertical_alignment="center"):
        controls.presets(CLOCK_EXAMPLES)
        with st.popover("Words and positions", type="tertiary", key="clock words"):
            words = layout.attempt_part(_ask_words)
            m, n = (
                int(controls.number(label, *RANGE, default, key=key))
                for label, key, default in (
                    ("Position of the word that looks", "clock_m", 3),
                    ("Position of the word looked at", "clock_n", 2),
                )
            )
    left, right = st.columns(2, vertical_alignment="bottom")
    with left:
        both = int(controls.number("Move both on by", 0, SHIFTS, 0, key="clock_t"))
    with right:
        index = int(controls.number("Pair of numbers", 1, PAIRS, 1, key="clock_pair")) - 1
    return Options(Turned(*words, m + both, n + both, view.query.base), index, both) if words else None


def _ask_words() -> tuple[Head, int, int]:
    """Ask for the sentence, the head and two of its words; return the indices of the words."""
    head = Head(heads.ask_text("clock"), heads.ask_head("clock"))
    names = heads.token_names(head)
    indices = []
    for label, key, default in (
        ("Word that looks (query)", "clock_query", 3),
        ("Word looked at (key)", "clock_key", 2),
    ):
        if st.session_state.get(key) not in {None, *names}:
            del st.session_state[key]  # the sentence has changed
        name = controls.pick(label, names, key=key, default=names[min(default, len(names) - 1)])
        indices.append(names.index(name))
    return head, indices[0], indices[1]


def _show(view: View, options: Options | None) -> None:
    """Show the hands of a pair, each pair's part of the score, and the score by distance."""
    if options is None:
        return
    turned, pair = options.turned, _pair(options.turned)
    rounding = positional.rounding_of_moves(pair, SHIFTS)
    summary = vector_summaries.clocks(pair, options.index, _words(turned), rounding, SHIFTS)
    layout.finding(summary)
    clock, parts = st.columns([5, 6])
    with clock:
        layout.picture(_clock(turned, options.index), key="clocks", alt=summary)
        _draw_handles(options, pair)
    with parts:
        alt = f"Each pair's part of the score; pair {options.index + 1} is outlined."
        layout.picture(_parts(turned, options.index), key="clock parts", alt=alt)
    layout.note(
        f"Drag a hand, or use the arrow keys on it: its word moves to another position. {ENCODER} is not a rotary model: these are its query and key, layer 1, turned as a rotary model would (half-split, base {turned.base:,.0f})."
    )
    st.markdown("**The score by the distance of the two words**")
    curve = f"The score by distance; at {pair.n - pair.m:g} it is {number_text(pair.total)}."
    layout.picture(_curve(turned, options.index), key="clock curve", alt=curve)
    formulas.fold(*FORMULAS, note="φ: the angle between the two hands before they are turned.")
    _show_numbers(pair)


def _draw_handles(options: Options, pair: RotaryPair) -> None:
    """Make the hands draggable; a hand that was moved sets the position of its word."""
    from embedlab.figures.positional_clocks import hand_geometry

    def move() -> None:
        moved = st.session_state["clock handles"].get("moved")
        low, high = RANGE
        if (
            isinstance(moved, list)
            and len(moved) == 2
            and all(each in range(low, high + 1) for each in moved)
        ):
            controls.set_controls({"clock_m": int(moved[0]), "clock_n": int(moved[1])})

    turned, shift = options.turned, options.shift
    _handles(
        key="clock handles",
        data=hand_geometry(pair, options.index, _words(turned))
        | {
            "container": "clocks",
            "range": RANGE,
            "shift": shift,
            "positions": [turned.m - shift, turned.n - shift],
        },
        on_moved_change=move,
    )


def _show_numbers(pair: RotaryPair) -> None:
    (before, after), (queries, keys) = pair.angles, pair.lengths
    count = len(queries)
    layout.numbers(
        {
            "pair": list(range(1, count + 1)),
            "dimensions": [f"{index} and {index + count}" for index in range(count)],
            "radians a position": pair.frequencies,
            "positions for a turn": pair.wavelengths,
            "length of q": queries,
            "length of k": keys,
            "angle between, before (°)": before,
            "angle between, after (°)": after,
            "part of the score": pair.contributions,
        },
        key="clock numbers",
        label="Every pair",
        decimals=4,
        height=300,
    )


def _pair(turned: Turned) -> RotaryPair:
    vectors = heads.vectors(turned.head)
    query, key = vectors.queries[turned.query_index], vectors.keys[turned.key_index]
    return positional.rotary_pair(query, key, turned.m, turned.n, base=turned.base)


def _words(turned: Turned) -> tuple[str, str]:
    """Return the tokens of the query and the key."""
    tokens = heads.vectors(turned.head).tokens
    return tokens[turned.query_index], tokens[turned.key_index]


@cached(entries=64)
def _clock(turned: Turned, index: int) -> go.Figure:
    from embedlab.figures.positional_clocks import clock_figure

    return SharedFigure(clock_figure(_pair(turned), index, _words(turned)))


def example_clock() -> go.Figure:
    """Return the clock of the usual words, at two positions that are not next to each other."""
    return _clock(Turned(Head(heads.SENTENCE, 1), 3, 2, m=5, n=2, base=10_000.0), 0)


@cached(entries=64)
def _parts(turned: Turned, index: int) -> go.Figure:
    from embedlab.figures.positional_clocks import parts_figure

    return SharedFigure(parts_figure(_pair(turned), index))


@cached(entries=64)
def _curve(turned: Turned, index: int) -> go.Figure:
    from embedlab.figures.positional_clocks import offset_curve_figure

    return SharedFigure(offset_curve_figure(_pair(turned), index))


def _code(view: View, options: Options | None) -> list[str]:
    if options is None:
        return []
    turned = options.turned
    return [
        *heads.code(turned.head),
        f"pair = embedlab.positional.rotary_pair(vectors.queries[{turned.query_index}], vectors.keys[{turned.key_index}], {turned.m}, {turned.n}, base={turned.base:.17g})",
        "print(pair.total, pair.contributions, pair.wavelengths)",
        f"print(embedlab.positional.rounding_of_moves(pair, {SHIFTS}))",
    ]


PART = Part(
    label="A clock for every pair",
    ask=_ask,
    show=_show,
    code=_code,
    sources=lambda view, options: heads.origins(),
    line="Rotary positions turn each pair of numbers like a hand; only the angle between two hands counts.",
    former=("Clocks",),
)
