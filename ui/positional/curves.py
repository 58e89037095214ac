"""One row and one column of the table as curves, exact however large the table is, and where they cross."""

from __future__ import annotations

from typing import Any

import numpy as np
import streamlit as st
from numpy.typing import NDArray

from embedlab.positional import alibi_slopes, frequencies, wavelengths
from ui import controls, layout
from ui.cache import cached
from ui.drawn import DrawnFigure
from ui.positional import scales
from ui.positional.view import Asked, axes, table

__all__ = ["code", "show"]

MOST_TURNS = 40  # of a curve that can be seen at once
COLUMN, ROW = 8, 10  # where a wave and all its neighbors can be seen
TURNS = 6  # on either side of the picked position, where there are more
FAR = 10_000_000  # typed numbers are moved to the nearest place that there is


def show(asked: Asked) -> None:
    """Ask for a row and a column, and draw both."""
    st.markdown(
        "One column of the table, down the positions, and one row, across it. These values are exact, also where the "
        "picture above shows means."
    )
    rows, columns = axes(asked)
    usual = _usual(asked)
    left, right = st.columns(2, vertical_alignment="bottom")
    with left:
        controls.amount(f"Which {columns}", -FAR, FAR, usual["column"], key="column")
    with right:
        controls.amount(f"Which {rows}", -FAR, FAR, usual["row"], key="row")
    place, number = _places(asked)
    _tell_moved(asked, place, number)
    said = _said(asked, place, number)
    with left:
        layout.picture(
            _curve(asked, 1, place, number), key="column curve", alt=f"{columns} {place} by {rows}"
        )
    with right:
        layout.picture(_curve(asked, 0, number, place), key="row curve", alt=f"{rows} {number} by {columns}")
    layout.reading(said)
    scales.show(asked, place)


def code(asked: Asked) -> list[str]:
    """Return Python that prints what the part shows; `table` exists already."""
    place, number = _places(asked)
    first = number - _first(asked)
    return [f"print(table[{first}], table[:, {place}], table[{first}, {place}])"]


def _first(asked: Asked) -> int:
    return 0 if asked.pairwise else asked.start


def _usual(asked: Asked) -> dict[str, int]:
    """Return the column and the row that are shown before anything is picked."""
    count, width = table(asked).shape
    return {"column": min(COLUMN, width - 1), "row": _first(asked) + min(ROW, count - 1)}


def _wanted(asked: Asked, key: str) -> int:
    return int(st.session_state.get(key, _usual(asked)[key]))


def _places(asked: Asked) -> tuple[int, int]:
    """Return the column, and the position of the row, nearest to what was typed."""
    count, width = table(asked).shape
    first = _first(asked)
    return min(max(_wanted(asked, "column"), 0), width - 1), min(
        max(_wanted(asked, "row"), first), first + count - 1
    )


def _tell_moved(asked: Asked, place: int, number: int) -> None:
    count, width = table(asked).shape
    rows, columns = axes(asked)
    moved = []
    if _wanted(asked, "column") != place:
        moved.append(
            f"{columns} {_wanted(asked, 'column'):,} does not exist, there are 0 to {width - 1:,}; {place:,} is shown."
        )
    if _wanted(asked, "row") != number:
        first = _first(asked)
        moved.append(
            f"{rows} {_wanted(asked, 'row'):,} is not in this table, it holds {first:,} to {first + count - 1:,}; {number:,} is shown."
        )
    if moved:
        st.caption(" ".join(text[0].upper() + text[1:] for text in moved))


def _said(asked: Asked, place: int, number: int) -> str:
    value = table(asked)[number - _first(asked), place]
    if asked.pairwise:
        return _said_of_pair(asked, number, place, value)
    if asked.scheme == "learned":
        values = table(asked)[:, place]
        return (
            f"Dimension {place} goes from {values.min():.4f} to {values.max():.4f} and follows no formula. At position {number} it "
            f"is exactly {value!s}."
        )
    pair, name = _pair(asked, place)
    frequency = float(frequencies(asked.dim, asked.base)[pair])
    turn = float(wavelengths(asked.dim, asked.base)[pair])
    what = f"Pair {place}" if asked.scheme == "rotary" else f"Dimension {place}, the {name} of pair {pair},"
    said = f"{what} repeats every {turn:,.1f} positions: it comes round {asked.length / turn:,.2f} times within {asked.length:,}. "
    if asked.scheme == "rotary":
        return (
            said
            + f"At position {number:,} its angle is {value:.10g} radians, {value / (2 * np.pi):,.3f} turns: the cosine is "
            f"{np.cos(value):.6f}, the sine {np.sin(value):.6f}."
        )
    return (
        said + f"At position {number:,} it is {value:.12f}, the {name} of {number * frequency:,.6g} radians."
    )


def _pair(asked: Asked, place: int) -> tuple[int, str]:
    """Return the pair of a column, and whether it is its sine or its cosine."""
    if asked.scheme == "rotary":
        return place, "angle"
    if asked.order == "interleaved":
        return place // 2, ("sine", "cosine")[place % 2]
    half = asked.dim // 2
    return place % half, ("sine", "cosine")[place // half]


def _said_of_pair(asked: Asked, query: int, key: int, value: Any) -> str:
    offset = key - query
    where = f"Key {key} stands {layout.counted(abs(offset), 'position')} {'after' if offset > 0 else 'before'} query {query}"
    if offset == 0:
        where = f"Key {key} is the query itself"
    if asked.causal and offset > 0:
        return f"{where}: it is masked."
    if asked.scheme == "ALiBi":
        slope = float(alibi_slopes(asked.heads)[asked.head - 1])
        return f"{where}: {abs(offset)} times the slope {slope:.8g} is taken from its score, {value:.8g}."
    if asked.repository:
        return f"{where}: head {asked.head} adds {value:+.8g} to its score."
    return f"{where}: it falls into bucket {int(value)}."


def _drawn(asked: Asked, values: NDArray[Any], name: str, axis: int) -> dict[str, NDArray[Any]]:
    """Return the curves of a row (axis 0) or a column: sines and cosines apart, masked keys left out."""
    if asked.scheme == "rotary":
        return {f"cosine of {name}": np.cos(values), f"sine of {name}": np.sin(values)}
    exact = values.astype(np.float64)
    if asked.scheme == "sinusoidal" and axis == 0:
        sines = np.array([_pair(asked, place)[1] == "sine" for place in range(asked.dim)])
        return {"sines": np.where(sines, exact, np.nan), "cosines": np.where(sines, np.nan, exact)}
    return {name: np.where(np.isneginf(exact), np.nan, exact)}  # those of T5 are nan already


def _near(asked: Asked, place: int) -> int | None:
    """Return how many positions on either side show a few turns of a column that has too many to be seen."""
    if asked.scheme not in {"sinusoidal", "rotary"}:
        return None
    turn = float(wavelengths(asked.dim, asked.base)[_pair(asked, place)[0]])
    return int(np.ceil(TURNS * turn)) if asked.length > MOST_TURNS * turn else None


@cached(entries=32)
def _curve(asked: Asked, axis: int, place: int, crossing: int) -> Any:
    """Draw a row (axis 0) or a column (axis 1), and mark the place where the other crosses it."""
    from embedlab.figures.positional_scales import curves_figure

    rows, columns = axes(asked)
    if axis:
        values, name, x, start = table(asked)[:, place], f"{columns} {place}", rows, _first(asked)
    else:
        values, name, x, start = table(asked)[place - _first(asked)], f"{rows} {place}", columns, 0
    y = "bucket" if asked.scheme == "T5" and not asked.repository else "added" if asked.pairwise else "value"
    curves = _drawn(asked, values, name, axis)
    around = _near(asked, place) if axis else None
    return DrawnFigure(
        curves_figure(curves, x=x, y=f"{y} in {name}", start=start, marked=crossing, around=around)
    )
