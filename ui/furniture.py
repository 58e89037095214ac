"""What stands around every page and every figure: the bars, the buttons below a figure, the lecture mode.

One component without a face finds Streamlit's elements in the page and adds to them, for the
figures of every page and through every rerun.
"""

from __future__ import annotations

import json
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import streamlit as st

from embedlab.figures.themes import DARK, LIGHT, theme_colors
from ui.chips import component_file
from ui.navigation import COURSE, PAGES
from ui.shell import STYLES

__all__ = ["chart_config", "furnished"]

SCALE = 2  # pixels of a saved picture per pixel of the screen
CAMERA = "toImage"  # the tool of Plotly's hidden toolbar that saves a figure
SELECTION = ("zoom2d", "pan2d", "select2d", "lasso2d")
SCRIPTS = (
    "grow.js", "recolor.js", "fit.js", "figures.js", "morph.js", "motion.js", "lecture.js", "bars.js",
    "framed.js", "terms.js", "page.js",
)  # fmt: skip
THEMES = f"const THEMES = {json.dumps([theme_colors(LIGHT), theme_colors(DARK)])};"
BAR = [(PAGES[name][1], f"/{PAGES[name][0]}") for name in ("home", *COURSE)]
LOGO = str(Path(__file__).parent / "logo.svg")

_page = st.components.v2.component(
    "page",
    css="".join(component_file(name) for name in STYLES),  # for `streamlit run`, which has a shell of its own
    js="\n".join([THEMES, *map(component_file, SCRIPTS)]),
    isolate_styles=False,
)


@contextmanager
def furnished(address: str) -> Iterator[None]:
    """Furnish the page at this address, which is drawn inside.

    The component comes last, so that nothing moves when it arrives.
    """
    st.logo(LOGO, size="medium")
    try:
        yield
    finally:  # also of a page that stops early
        _page(key="furniture", data={"pages": BAR, "page": address})


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
