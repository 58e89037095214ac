"""The map that the next one grows out of: the one on the screen, or the one that the link names.

The link names both: `run` is the beginning of the key of a map that was run, `start` holds the parameters of
the map it grew out of.
"""

from __future__ import annotations

from dataclasses import replace
from typing import Any

import streamlit as st

from embedlab.errors import quote
from embedlab.space import MapOptions
from ui import layout
from ui.space.parameters import LIMITS, NAMES, PARAMETERS
from ui.space.points import Points

__all__ = ["from_former", "remember", "was_run"]

ORIGIN = "space_origin"  # (what it is a map of, its parameters)
Parameters = tuple[tuple[str, Any], ...]


def from_former(points: Points, options: MapOptions) -> MapOptions:
    """Return the options of a map that grows out of the former one, where there is another one."""
    if options.method not in PARAMETERS:
        return options
    origin = _origin(points, options)
    return options if origin is None or origin == options.parameters else replace(options, start=origin)


def remember(points: Points, options: MapOptions, key: str) -> None:
    """Remember a map that is on the screen: the next one grows out of it, and the link names both."""
    link: dict[str, str | None] = {"run": None, "start": None}
    if options.method in PARAMETERS:
        start = options.start
        st.session_state[ORIGIN] = (
            _identity(points, options),
            options.parameters if start is None else start,
        )
        link = {"run": key[:10], "start": None if start is None else _as_text(start)}
    for name, value in link.items():
        if value is None:
            st.query_params.pop(name, None)
        elif st.query_params.get(name) != value:
            st.query_params[name] = value


def was_run(key: str) -> bool:
    """Whether the link says that this very map was run by the one who made the link."""
    run: str = st.query_params.get("run", "")
    return len(run) == 10 and key.startswith(run)


def _identity(points: Points, options: MapOptions) -> tuple[Any, ...]:
    init = dict(options.parameters).get("init")
    return (points.key, options.method, options.n_components, options.metric, options.random_state, init)


def _origin(points: Points, options: MapOptions) -> Parameters | None:
    """Return the parameters of the map to grow out of: of the one on the screen, or those of the link."""
    identity, parameters = st.session_state.get(ORIGIN, (None, None))
    if identity == _identity(points, options):
        former: Parameters = parameters
        return former
    if identity is None and "start" in st.query_params:
        return _read(st.query_params["start"], options)
    return None


def _as_text(parameters: Parameters) -> str:
    return ",".join(f"{name}:{value:g}" for name, value in parameters if name != "init")


def _read(text: str, options: MapOptions) -> Parameters | None:
    """Read the parameters of a former map from the link; a bad one is reported and left out."""
    names = PARAMETERS[options.method]
    entries = dict(part.partition(":")[::2] for part in text[:200].split(","))
    try:
        values = {name: float(entries[name]) for name in names}
    except (KeyError, ValueError):
        values = {}
    if set(entries) != set(names) or not all(
        LIMITS[name][0] <= value <= LIMITS[name][1] for name, value in values.items()
    ):
        st.toast(
            layout.escape(
                f"The link asks for start = {quote(text)}, which names no map of {NAMES[options.method]}; it is left out."
            )
        )
        del st.query_params["start"]
        return None
    numbers = {name: value if name == "min_dist" else int(value) for name, value in values.items()}
    return tuple((name, numbers.get(name, value)) for name, value in options.parameters)
