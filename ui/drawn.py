"""A figure that is drawn once and sent to many screens.

Plotly copies and encodes every array of a figure each time it is asked for its dictionary: a sixth of the
time of a page. A drawn figure is shared by all visitors and never changed, so its dictionary is made once.
"""

from __future__ import annotations

from typing import Any

import plotly.graph_objects as go

from ui.players import detach_player

__all__ = ["DrawnFigure"]


class DrawnFigure(go.Figure):  # type: ignore[misc]  # plotly is not typed
    """A figure that must not be changed any more."""

    def __init__(self, figure: go.Figure) -> None:
        # what `figure` holds, as it is: Plotly would copy and check all of it anew, 20 ms a heatmap
        self.__dict__.update(figure.__dict__)

    def to_dict(self) -> dict[str, Any]:
        """Return the figure as a dictionary, the same one each time; its player is that of the page."""
        drawn: dict[str, Any] = self.__dict__.setdefault("_drawn", {})
        if not drawn:
            drawn.update(detach_player(super().to_dict()))
        return drawn
