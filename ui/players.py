"""The player of an animated figure: what Plotly's own buttons and slider would do, for real ones beside it.

Figures keep Plotly's player, which serves a notebook. On a page it is taken out, because Plotly draws it as
shapes that no keyboard reaches.
"""

from __future__ import annotations

import re
from typing import Any

__all__ = ["detach_player"]

SIGN = re.compile(r"^\W+")  # such as ▶ before the words of a button


def detach_player(figure: dict[str, Any]) -> dict[str, Any]:
    """Return a figure without Plotly's player; where it had one, its `meta` says what can be played.

    A button has a `label`, its `frames` (None: all, none: stop) and the `duration` of each in milliseconds; a
    slider has a `unit`, its `frames` and which of them is `active`.
    """
    layout = dict(figure["layout"])
    menus, sliders = layout.pop("updatemenus", []), layout.pop("sliders", [])
    buttons = [_button(button) for menu in menus for button in menu["buttons"]]
    if not buttons and not sliders:
        return figure
    player: dict[str, Any] = {"buttons": buttons}
    if sliders:
        (slider,) = sliders
        player["slider"] = {
            "unit": slider.get("currentvalue", {}).get("prefix", "").strip(),
            "frames": [step["args"][0][0] for step in slider["steps"]],
            "active": slider.get("active", 0),
        }
    layout["meta"] = {**layout.get("meta", {}), "player": player}
    return {**figure, "layout": layout}


def _button(button: dict[str, Any]) -> dict[str, Any]:
    frames, options = button["args"]
    if frames == [None]:  # as Plotly stops
        frames = []
    return {
        "label": SIGN.sub("", button["label"]),
        "frames": frames,
        "duration": options["frame"]["duration"],
    }
