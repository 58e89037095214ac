"""A figure that is encoded once and sent to many screens.

Plotly copies every array of a figure and encodes it as JSON each time it is sent: a sixth of the time of a
page. A shared figure is never changed, so that is done once.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import Any, ParamSpec

import orjson
import plotly.graph_objects as go
import plotly.io

from embedlab.figures.bars import ranked_figure
from embedlab.figures.curves import Series, curves_figure
from embedlab.figures.points import points_figure
from embedlab.figures.scores import scores_figure
from embedlab.figures.spread import spread_figure
from ui.players import detach_player

__all__ = ["Series", "SharedFigure", "bars", "curves", "points", "scores", "shared", "spread"]

P = ParamSpec("P")
PLAIN = (bool, int, float, str, type(None))


class SharedFigure(go.Figure):  # type: ignore[misc]  # plotly is not typed
    """A figure that must not be changed any more."""

    def __init__(self, figure: go.Figure) -> None:
        # what `figure` holds, as it is: Plotly would copy and check all of it anew, 20 ms a heatmap
        self.__dict__.update(figure.__dict__)

    def to_dict(self) -> dict[str, Any]:
        """Return the figure as a dictionary for Plotly's JSON; its player is that of the page."""
        encoded: dict[str, Any] = self.__dict__.setdefault("_encoded", {})
        if not encoded:
            figure = detach_player(super().to_dict())
            encoded |= {
                **figure,
                "data": [_encode(trace) for trace in figure["data"]],
                "layout": _encode(figure["layout"]),
            }
            if "frames" in figure:
                encoded["frames"] = [
                    {**frame, "data": [_encode(trace) for trace in frame["data"]]}
                    for frame in figure["frames"]
                ]
        return encoded


def shared(draw: Callable[P, go.Figure]) -> Callable[P, SharedFigure]:
    """Return a function of `embedlab.figures` whose figures are shared."""
    return lambda *args, **kwargs: SharedFigure(draw(*args, **kwargs))


bars, curves, points = shared(ranked_figure), shared(curves_figure), shared(points_figure)
scores, spread = shared(scores_figure), shared(spread_figure)


def _encode(values: dict[str, Any]) -> dict[str, Any]:
    """Return a dictionary whose lists, arrays and dictionaries are JSON already."""
    return {
        name: value if isinstance(value, PLAIN) else orjson.Fragment(_json(value))
        for name, value in values.items()
    }


def _json(value: Any) -> str:
    """Return a value as Plotly encodes it."""
    return str(plotly.io.to_json({"value": value}, validate=False)).removeprefix('{"value":')[:-1]
