"""What stands around every page and every figure, drawn by one component: no figure brings its own toolbar.

The component has no face. It finds Streamlit's elements in the page and adds to them, so that it works for
figures of every page and survives reruns.
"""

from __future__ import annotations

from typing import Any

import streamlit as st

from ui.chips import component_file

__all__ = ["chart_config", "install"]

SCALE = 2  # pixels of a saved picture per pixel of the screen
CAMERA = "toImage"  # the tool of Plotly's hidden toolbar that saves a figure
SELECTION = ("zoom2d", "pan2d", "select2d", "lasso2d")
STYLES = ("anatomy.css", "page.css")
SCRIPTS = ("figures.js", "grow.js", "page.js")

_page = st.components.v2.component(
    "page",
    css="\n".join(component_file(name) for name in STYLES),
    js="\n".join(component_file(name) for name in SCRIPTS),
    isolate_styles=False,
)


def install() -> None:
    """Draw the furniture of the page; once per run, before the page itself."""
    _page(key="furniture")


def chart_config(name: str, *, select: bool = False) -> dict[str, Any]:
    """Return the settings of a chart: the wheel and a swipe scroll the page, a double click resets it.

    Plotly's toolbar is hidden by page.css; the buttons below the chart work its tools.

    Args:
        name: of a saved picture, without its ending.
        select: offer an area or a lasso to select points with.
    """
    return {
        "displaylogo": False,
        "scrollZoom": False,
        "doubleClick": "reset+autosize",
        "modeBarButtons": [[CAMERA, *(SELECTION if select else ())]],
        "toImageButtonOptions": {"filename": name, "scale": SCALE},
    }
