"""Words on a map that keep out of each other's way on a narrow screen, such as that of a phone.

They are laid out for a usual width (`label_placement`). A component without a face hides those
that would cover one written before them.
"""

from __future__ import annotations

import streamlit as st

from ui.chips import component_file

__all__ = ["hide_overlapping"]

_labels = st.components.v2.component("map_labels", html="<span></span>", js=component_file("map_labels.js"))


def hide_overlapping(container: str) -> None:
    """Keep the words of the map in the container with this key apart."""
    _labels(key=f"labels of {container}", data={"container": container})
