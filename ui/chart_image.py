"""A chart of the page as an image: PNG by the camera in its toolbar, PNG and SVG by buttons beside the files.

The browser draws both, as the chart stands on the screen. A toolbar knows one format only, so that its SVG
needs the buttons, a component of our own.
"""

from __future__ import annotations

from typing import Any

import streamlit as st

from ui.chips import component_file

__all__ = ["chart_config", "offer_images"]

SCALE = 2  # pixels of the image per pixel of the screen

_images = st.components.v2.component(
    "chart_image",
    html="".join(
        f'<button value="{name.lower()}"><span aria-hidden="true">download</span>{name}</button>'
        for name in ("PNG", "SVG")
    ),
    css="""
:host { display: block; }
button { display: inline-flex; align-items: center; gap: 0.5rem; min-height: 2.5rem; padding: 0.25rem 0.75rem;
  font: 400 0.875rem var(--st-font); color: var(--st-text-color); background: var(--st-background-color);
  border: 1px solid var(--st-border-color); border-radius: var(--st-button-radius); cursor: pointer; }
span { font: 1rem "Material Symbols Rounded"; }
button:hover, button:focus-visible { color: var(--st-primary-color); border-color: var(--st-primary-color); }
button + button { margin-left: 1rem; }
""",
    js=component_file("chart_image.js"),
)


def chart_config(name: str, **more: Any) -> dict[str, Any]:
    """Return the settings of a chart's toolbar; `name` is that of the image, without its ending."""
    image = {"filename": name, "scale": SCALE}
    return {"displaylogo": False, "showSendToCloud": False, "toImageButtonOptions": image, **more}


def offer_images(container: str) -> None:
    """Offer the chart in the container with this key as PNG and as SVG."""
    with st.container(key="file-image", width="content"):
        _images(key="chart image", data={"container": container}, width="content")
