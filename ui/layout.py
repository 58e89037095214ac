"""The anatomy of a page: the question, the reading, the numbers, the foot; and how a mistake is told.

Whatever a person typed is shown as text: nothing here lets it act as Markdown or markup.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping, Sequence
from typing import Any, ParamSpec, TypeVar

import numpy as np
import pyarrow
import streamlit as st
from numpy.typing import NDArray

import embedlab
from embedlab.display import visible_text
from ui import readiness
from ui.chart_image import chart_config
from ui.navigation import page_path

__all__ = [
    "attempt",
    "attempt_part",
    "escape",
    "foot",
    "formula",
    "header",
    "link_to",
    "listed",
    "numbers",
    "picture",
    "reading",
    "wait_for",
    "warn",
]

P = ParamSpec("P")
T = TypeVar("T")

WHOLE = "The address of this page holds every setting: copy it to share exactly this view."
ACTIVE = re.compile(r"([\\`*_{}\[\]()#+\-.!|<>~$:&^=@])")


def escape(text: str) -> str:
    """Return `text` so that Streamlit's Markdown shows it as it is.

    A word joiner (U+2060) after each sign keeps apart what is recognized after parsing: shortcodes such as
    :smile:, arrows, addresses and e-mail. Control characters are shown by their names.
    """
    return ACTIVE.sub("\\\\\\1\u2060", visible_text(text, mark_spaces=False))


def header(question: str, idea: str) -> None:
    """Show the question as the title and the idea in a sentence or two."""
    st.title(question, anchor=False)
    st.markdown(idea)


def formula(latex: str) -> None:
    """Show a formula in one line."""
    st.markdown(f"$\\displaystyle {latex}$")


def reading(sentence: str) -> None:
    """Show the sentence computed from this result that says what the picture shows."""
    with st.container(border=True):
        st.text(sentence)


def picture(figure: Any, *, key: str, alt: str) -> None:
    """Show a figure of `embedlab.figures`; `alt` is read aloud by screen readers."""
    st.plotly_chart(figure, key=key, alt=alt, config=chart_config(key))


def numbers(
    table: Mapping[str, Sequence[Any] | NDArray[Any]],
    *,
    key: str,
    label: str = "The numbers",
    decimals: int = 3,
    **options: Any,
) -> None:
    """Show the table behind the picture, every fraction with the same number of decimals."""
    if label:
        st.subheader(label, anchor=False)
    content = pyarrow.table({name: np.asarray(column) for name, column in table.items()})
    fractions = [field.name for field in content.schema if pyarrow.types.is_floating(field.type)]
    formats = {name: st.column_config.NumberColumn(format=f"%.{decimals}f") for name in fractions}
    st.dataframe(content, key=key, hide_index=True, column_config=formats, **options)


def listed(names: Sequence[str]) -> str:
    """Return names in a row: "a, b and c"."""
    return " and ".join([", ".join(names[:-1]), names[-1]]) if len(names) > 1 else "".join(names)


def first_numbers(vector: Any, count: int = 4) -> str:
    """Return the first numbers of a vector in one line."""
    return "  ".join(f"{number:.3f}" for number in vector[:count])


def foot(sources: Sequence[str], code: str, *, link: str = WHOLE) -> None:
    """Show where every number comes from, the code that makes the view again, and what the link holds."""
    listed = "\n".join(f"- {source}" for source in sources)
    # one element instead of five: each costs a message to every visitor on every rerun
    st.markdown(f"---\n**Where these numbers come from**\n\n{listed}\n\n**The same in Python.** {link}")
    st.code(code, language="python", wrap_lines=True)


def attempt(compute: Callable[P, T], *args: P.args, **kwargs: P.kwargs) -> T:
    """Compute something; if the person's input makes that impossible, say so and end the page there."""
    try:
        return compute(*args, **kwargs)
    except embedlab.EmbedLabError as error:
        warn(str(error))
        st.stop()


def attempt_part(compute: Callable[P, T], *args: P.args, **kwargs: P.kwargs) -> T | None:
    """Compute a part of a page; if that is impossible, say so and let the page go on without it."""
    try:
        return compute(*args, **kwargs)
    except embedlab.EmbedLabError as error:
        warn(str(error))
        return None


def warn(sentence: str) -> None:
    """Say what is wrong with an input, in one plain sentence."""
    st.warning(escape(sentence), icon=":material/edit:")


def wait_for(stage: str, what: str) -> None:
    """End the page here with a sign of life while `stage` is being loaded; it goes on by itself.

    This happens only in the first seconds after the server starts.
    """
    if readiness.is_ready(stage):
        return
    st.status(f"Loading {what}. This happens once, in the first seconds after the server starts.")

    @st.fragment(run_every=0.5)
    def look_again() -> None:
        if readiness.is_ready(stage):
            st.rerun()

    look_again()
    st.stop()


def link_to(page: str, label: str, **query: str) -> None:
    """Link to another page, carrying values along."""
    st.page_link(page_path(page), label=label, query_params=query)
