"""The last line of the home page: version, license, models, citation, and how to report a mistake."""

from __future__ import annotations

import re
from functools import cache
from pathlib import Path
from urllib.parse import urlencode

import streamlit as st

from ui.models import ENCODER

__all__ = ["draw"]

CITATION = Path(__file__).resolve().parents[2] / "CITATION.cff"


def draw() -> None:
    """Draw the line."""
    version, license_name = _field("version"), _field("license")
    with st.container(horizontal=True, vertical_alignment="center", key="home_footer"):
        st.caption(
            f"EmbedLab {version} · {license_name} · computed live by {ENCODER}, on this computer",
            width="content",
        )
        with st.popover("Cite", type="tertiary"):
            st.code(_citation(), language="yaml", wrap_lines=True)
        with st.popover("Report a mistake", type="tertiary"):
            st.markdown("Copy this text, say what you expected, and send it to whoever runs this copy.")
            st.code(_report(version), language=None, wrap_lines=True)


def _report(version: str) -> str:
    """Return what a report needs: the version and the link of this view."""
    query = urlencode([(key, value) for key in st.query_params for value in st.query_params.get_all(key)])
    address = st.context.url or ""
    link = f"{address}?{query}" if query else address
    return f"EmbedLab {version}\nView: {link}\nI expected:\nI saw:"


@cache
def _citation() -> str:
    return CITATION.read_text("utf-8")


def _field(name: str) -> str:
    """Return a field of the citation file."""
    match = re.search(rf"^{name}: *(.+)$", _citation(), re.MULTILINE)
    return match[1].strip('"') if match else ""
