"""Files to take away: a button that makes its file only when it is clicked."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from typing import Any

import streamlit as st

from ui.part import Part, no_lines, no_options

__all__ = ["offer", "part"]

KINDS = {
    "csv": "text/csv",
    "html": "text/html",
    "json": "application/json",
    "tsv": "text/tab-separated-values",
}


def part(
    what: str,
    offers: Callable[[Any], Iterable[tuple[str, str, Callable[[], str | bytes]]]],
    *,
    line: str = "The numbers of the picture above, to take away.",
    code: Callable[[Any, None], list[str]] = no_lines,
    sources: Callable[[Any, None], list[str]] = no_lines,
) -> Part[Any, None]:
    """Return the part of a lesson with its files.

    Args:
        what: Markdown, what the files hold.
        offers: the files of a view, each with the arguments of `offer`.
        line: what the part shows.
        code: lines that write the files.
        sources: where their numbers come from.
    """

    def show(view: Any, options: None) -> None:
        st.markdown(what)
        with st.container(horizontal=True):
            for each in offers(view):
                offer(*each)

    return Part("Files", no_options, show, code, sources, line=line, deeper=True)


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
