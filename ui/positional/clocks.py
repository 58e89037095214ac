"""Rotary positions as hands of two clocks: move both, and what the model compares stays."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

import numpy as np
import streamlit as st

import embedlab
from embedlab.positional import HeadVectors, RotaryPair
from ui import controls, layout
from ui.cache import cached
from ui.drawn import DrawnFigure
from ui.models import ENCODER
from ui.positional import heads
from ui.positional.view import Asked

__all__ = ["code", "show"]

PAIRS = 16  # of a head of 32 dimensions
SHIFTS = 1_000  # positions, over which the sum is watched
EXAMPLES = {
    "as in the sentence": {"clock_m": 3, "clock_n": 2, "clock_t": 0, "clock_pair": 1},
    "a thousand positions on": {"clock_m": 3, "clock_n": 2, "clock_t": 1000, "clock_pair": 1},
    "far apart": {"clock_m": 64, "clock_n": 2, "clock_t": 0, "clock_pair": 1},
    "a slow pair": {"clock_m": 3, "clock_n": 2, "clock_t": 0, "clock_pair": 13},
}
FORMULAS = (
    r"q_m \cdot k_n = \sum_i |q_i|\,|k_i|\,\cos\big(\varphi_i + (n - m)\,\theta_i\big)",
    r"\theta_i = b^{-2i/d},\quad \varphi_i\ \text{between the hands before}",
)


@dataclass(frozen=True)
class View:
    """What the clocks show."""

    text: str
    head: int
    query: int  # place among the tokens
    key: int
    m: int
    n: int
    base: float
    picked: int  # index of the pair

    @property
    def found(self) -> HeadVectors:
        """The vectors of the sentence."""
        return heads.head(self.text, self.head)

    @property
    def pair(self) -> RotaryPair:
        """The two vectors, turned."""
        query, key = self.found.queries[self.query], self.found.keys[self.key]
        return embedlab.positional.rotary_pair(query, key, self.m, self.n, base=self.base)

    @property
    def words(self) -> tuple[str, str]:
        """The tokens of the query and the key."""
        return self.found.tokens[self.query], self.found.tokens[self.key]


def show(asked: Asked) -> None:
    """Show the hands of a pair, what each pair adds, and the dot product against the offset."""
    st.markdown(
        "A rotary model cuts every query and key into pairs of numbers and turns each pair like the hand of a clock, by its position. What it compares depends on the angle **between** two hands alone: move both words on, and nothing changes."
    )
    with controls.presets(EXAMPLES, more=True):
        ready = layout.attempt_part(_ask_words)
    strip = st.columns(4, vertical_alignment="bottom")
    with strip[0]:
        controls.number("Query's position m", 0, 64, 3, key="clock_m")
    with strip[1]:
        controls.number("Key's position n", 0, 64, 2, key="clock_n")
    with strip[2]:
        controls.number("Move both on by", 0, SHIFTS, 0, key="clock_t", step=10)
    with strip[3]:
        controls.number("Pair shown", 1, PAIRS, 1, key="clock_pair")
    if not ready:
        return
    view = _view(asked)
    pair = view.pair
    said = _said(view, pair)
    layout.picture(_clocks(view), key="clocks", alt=said)
    layout.reading(said)
    st.caption(
        f"{ENCODER} is not a rotary model: these are its query and key, layer 1, turned as a rotary model would (half-split, base {asked.base:,.0f}). The dashed hand is the vector before; the numbers on the rim are the positions where the hand points there."
    )
    for formula in FORMULAS:
        layout.formula(formula)
    curve = f"The dot product against n − m; at {pair.n - pair.m:g} it is {pair.total:.3f}."
    layout.picture(_curve(view), key="clock curve", alt=curve)
    layout.numbers(_table(pair), key="clock numbers", label="Every pair", decimals=4, height=300)


def code(asked: Asked) -> list[str]:
    """Return Python that prints what the part shows; `table` exists already."""
    view = _view(asked)
    return [
        *heads.code("clock"),
        f"pair = embedlab.positional.rotary_pair(found.queries[{view.query}], found.keys[{view.key}], {view.m}, {view.n}, base={view.base:.17g})",
        "print(pair.total, pair.contributions, pair.wavelengths)",
        f"print(abs(embedlab.positional.move_both(pair, range({SHIFTS + 1})) - pair.total).max())",
    ]


def _ask_words() -> bool:
    """Ask for the sentence, the head and two of its words."""
    heads.ask_text("clock")
    heads.ask_head("clock")
    names = heads.word_names(heads.head(heads.asked_text("clock"), heads.asked_head("clock")))
    for label, key, default in (("Query", "clock_query", 3), ("Key", "clock_key", 2)):
        if st.session_state.get(key) not in {None, *names}:
            del st.session_state[key]  # the sentence has changed
        controls.pick(label, names, key=key, default=names[min(default, len(names) - 1)])
    return True


def _view(asked: Asked) -> View:
    state = st.session_state
    text, head = heads.asked_text("clock"), heads.asked_head("clock")
    names = heads.word_names(heads.head(text, head))
    query, key = (
        names.index(state[name]) if state.get(name) in names else min(default, len(names) - 1)
        for name, default in (("clock_query", 3), ("clock_key", 2))
    )
    both = int(state.get("clock_t", 0)) // 10 * 10  # as the control rounds it
    m, n = int(state.get("clock_m", 3)) + both, int(state.get("clock_n", 2)) + both
    return View(text, head, query, key, m, n, asked.base, int(state.get("clock_pair", 1)) - 1)


def _said(view: View, pair: RotaryPair) -> str:
    changed = np.abs(embedlab.positional.move_both(pair, np.arange(SHIFTS + 1)) - pair.total).max()
    alone = embedlab.positional.score_by_offset(pair, pair.n - pair.m - 1).sum()
    place = view.picked
    return (
        f"Query “{view.words[0]}” at {pair.m:,}, key “{view.words[1]}” at {pair.n:,}: the {len(pair.frequencies)} pairs add up to {pair.total:.3f}. "
        f"Moved on together by 1 to {SHIFTS:,} positions, the sum changes by at most {changed:.0e}: rounding. Moving the query alone by one makes it {alone:.3f}. "
        f"Pair {place + 1} turns by {np.degrees(pair.frequencies[place]):.3g}° a position and is back after {pair.wavelengths[place]:,.1f}; it adds {pair.contributions[place]:.3f}."
    )


def _table(pair: RotaryPair) -> dict[str, Any]:
    lengths = pair.lengths
    before = np.degrees(
        np.arctan2(pair.key[:, 1], pair.key[:, 0]) - np.arctan2(pair.query[:, 1], pair.query[:, 0])
    )
    after = before + np.degrees((pair.n - pair.m) * pair.frequencies)
    return {
        "pair": list(range(1, len(lengths[0]) + 1)),
        "dimensions": [f"{place} and {place + len(lengths[0])}" for place in range(len(lengths[0]))],
        "radians a position": pair.frequencies,
        "positions for a turn": pair.wavelengths,
        "length of q": lengths[0],
        "length of k": lengths[1],
        "angle between, before (°)": (before + 180) % 360 - 180,
        "angle between, after (°)": (after + 180) % 360 - 180,
        "adds": pair.contributions,
    }


@cached(entries=64)
def _clocks(view: View) -> Any:
    from embedlab.figures.positional_clocks import clocks_figure

    return DrawnFigure(clocks_figure(view.pair, view.picked, view.words))


@cached(entries=64)
def _curve(view: View) -> Any:
    from embedlab.figures.positional_clocks import offset_curve_figure

    return DrawnFigure(offset_curve_figure(view.pair, view.picked))
