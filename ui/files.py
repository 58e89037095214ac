"""Files to take away: a button that makes its file only when it is clicked."""

from __future__ import annotations

from collections.abc import Callable

import streamlit as st

__all__ = ["offer"]

KINDS = {
    "csv": "text/csv",
    "html": "text/html",
    "json": "application/json",
    "tsv": "text/tab-separated-values",
}


def offer(label: str, name: str, make: Callable[[], str | bytes]) -> None:
    """Offer a file; what it is follows from the end of its name."""
    st.download_button(
        label,
        make,
        file_name=name,
        mime=KINDS.get(name.rpartition(".")[2], "application/octet-stream"),
        icon=":material/download:",
        on_click="ignore",
        key=f"file {name}",
    )
