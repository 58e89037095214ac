"""What a page shows while a job of its visitor goes on: one sentence, and a button to cancel it."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import streamlit as st

from embedlab.processes import Job

__all__ = ["watch"]


@st.fragment(run_every=0.5)
def watch(
    job: Job[Any],
    place: str,
    say: Callable[[Job[Any]], tuple[float | None, str]],
    cancel: Callable[..., None],
    *values: Any,
    preview: Callable[[str], object] | None = None,
) -> None:
    """Show how far a job is; the page is drawn again at its end.

    Args:
        job: the visitor's.
        place: where on the page this is, to tell the buttons apart.
        say: returns the share that is done, None if nobody knows, and a sentence.
        cancel: called with `values` when the visitor cancels it.
        preview: draws what it has made so far, from its note.
    """
    if job.wait(0):
        st.rerun()
        return
    share, message = say(job)
    with st.container(horizontal=True, vertical_alignment="center", key=f"progress {place}"):
        if share is None:
            st.markdown(f":material/hourglass_top: {message}", width="stretch")
        else:
            st.progress(share, message)
        st.button(
            "Cancel",
            key=f"cancel {place}",
            icon=":material/close:",
            on_click=cancel,
            args=values,
            width="content",
        )
    if preview is not None and job.note:
        preview(job.note)
