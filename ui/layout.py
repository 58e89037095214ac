"""What pages are made of: question, headline, picture, note, tables; and how a mistake is told.

Whatever a person typed is shown as text: nothing here lets it act as Markdown or markup.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Mapping, Sequence
from contextvars import ContextVar
from functools import partial
from typing import Any, ParamSpec, TypeVar

import numpy as np
import pyarrow
import streamlit as st
from numpy.typing import NDArray
from streamlit.delta_generator import DeltaGenerator

import embedlab
from embedlab.display import visible_text
from ui import readiness, terms
from ui.furniture import chart_config
from ui.navigation import page_path

__all__ = [
    "answer",
    "answers",
    "attempt",
    "attempt_part",
    "begin",
    "brief_finding",
    "collected_tables",
    "columns_of",
    "escape",
    "finding",
    "fold",
    "formula",
    "header",
    "headline",
    "link_to",
    "listed",
    "note",
    "numbers",
    "picture",
    "settings_place",
    "side_by_side",
    "small_table",
    "split_sentence",
    "table",
    "wait_for",
    "warn",
]

P = ParamSpec("P")
T = TypeVar("T")

# of the run of one visitor
_tables: ContextVar[list[Callable[[], None]]] = ContextVar("tables")
_settings: ContextVar[DeltaGenerator] = ContextVar("settings")

WHOLE = "The address of this page holds every setting: copy it to share exactly this view."
ACROSS = 3  # figures in a row
MOST_SENTENCES = 2  # of a note that is not folded
FIRST_SENTENCE = re.compile(
    r"(?:“[^”]*”|[^.!?]|[.!?](?!\s))*[.!?]?"
)  # a stop inside a quotation ends nothing
CONTROLS = {code: 0x2400 + code for code in range(0x20) if chr(code) not in "\t\n"}  # their symbols
ACTIVE = re.compile(r"([\\`*_{}\[\]()#+\-.!|<>~$:&^=@])")


def escape(text: str) -> str:
    """Return `text` so that Streamlit's Markdown shows it as it is.

    A word joiner (U+2060) after each sign keeps apart what is recognized after parsing: shortcodes such as
    :smile:, arrows, addresses and e-mail. Control characters are shown by their names.
    """
    return ACTIVE.sub("\\\\\\1\u2060", visible_text(text, mark_spaces=False))


def header(question: str, idea: str) -> None:
    """Show the question as the title, a place for examples and settings beside it, and the idea below."""
    row = st.container(horizontal=True, vertical_alignment="center", key="question")
    row.title(question, anchor=False, width="stretch")
    _settings.set(row)
    st.markdown(terms.mark(idea))


def settings_place() -> DeltaGenerator:
    """Return where examples and settings of the whole page stand: beside its title."""
    return _settings.get(None) or st.container(horizontal=True, gap="small")


def formula(latex: str) -> None:
    """Show a formula in one line."""
    st.markdown(f"$\\displaystyle {latex}$")


def headline(sentence: str) -> None:
    """Show what a picture says, as its title."""
    if sentence:
        st.header(escape(sentence.removesuffix(".")), anchor=False)


def note(text: str) -> None:
    """Show what else is to be known about a picture."""
    if text:
        st.caption(terms.mark(escape(text)))


def finding(summary: str) -> None:
    """Show the sentences computed from a result above its picture: the first as the headline."""
    first, rest = split_sentence(summary)
    headline(first)
    note(rest)


def brief_finding(summary: str) -> str:
    """Show a finding with at most two sentences below its headline; return the rest, to be folded."""
    first, rest = split_sentence(summary)
    headline(first)
    sentences: list[str] = []
    while rest and len(sentences) < MOST_SENTENCES:
        sentence, rest = split_sentence(rest)
        sentences.append(sentence)
    note(" ".join(sentences))
    return rest


def fold(*texts: str) -> None:
    """Fold away what need not be read to understand a picture."""
    if any(texts):
        with st.expander("More on this"):
            note(" ".join(filter(None, texts)))


def split_sentence(summary: str) -> tuple[str, str]:
    """Return the first sentence of a summary, and the rest.

    >>> split_sentence('The map keeps 3 of 8. It tears “U.S. troops” apart. ')
    ('The map keeps 3 of 8.', 'It tears “U.S. troops” apart.')
    """
    summary = summary.strip()
    end = match.end() if (match := FIRST_SENTENCE.match(summary)) else len(summary)
    return summary[:end], summary[end:].strip()


def picture(figure: Any, *, key: str, alt: str) -> None:
    """Show a figure of `embedlab.figures`; `alt` is read aloud by screen readers."""
    st.plotly_chart(figure, key=key, alt=alt, config=chart_config(key))


def answer(summary: str, figure: Any | None, *, key: str) -> None:
    """Show a finding and the figure that it is about, where there is one."""
    finding(summary)
    if figure is not None:
        picture(figure, key=key, alt=summary)


def side_by_side(figures: Sequence[tuple[str, Any]], *, key: str, alt: str) -> None:
    """Show figures beside each other, at most three in a row, each under its title."""
    for index, (title, figure) in enumerate(figures):
        if index % ACROSS == 0:
            columns = st.columns(min(ACROSS, len(figures) - index))
        with columns[index % ACROSS]:
            st.markdown(f"**{escape(title)}**")
            picture(figure, key=f"{key} {index}", alt=f"{title}. {alt}")


def answers(summary: str, figures: Sequence[tuple[str, Any]], *, key: str) -> None:
    """Show a finding and the figures that it is about beside each other, each under its title."""
    finding(summary)
    side_by_side(figures, key=key, alt=summary)


def begin() -> None:
    """Begin a page: no tables were collected for its foot yet, and no term was explained."""
    _tables.set([])
    terms.start()


def numbers(content: Mapping[str, Sequence[Any] | NDArray[Any]], *, key: str, **options: Any) -> None:
    """Hand over a table for the fold of the numbers at the foot; the options are those of `table`.

    Where no page has begun, as when a part runs alone, the table is drawn at once.
    """
    draw_table = partial(table, content, key=key, **options)
    if (tables := _tables.get(None)) is None:
        draw_table()
    else:
        tables.append(draw_table)


def collected_tables() -> Sequence[Callable[[], None]]:
    """Return what draws each table that this run has collected."""
    return _tables.get()


def table(
    content: Mapping[str, Sequence[Any] | NDArray[Any]],
    *,
    key: str,
    label: str = "",
    decimals: int = 3,
    **options: Any,
) -> None:
    """Show a table, every fraction with the same number of decimals."""
    if label:
        st.markdown(f"**{escape(label)}**")
    columns = pyarrow.table({name: np.asarray(_without_controls(column)) for name, column in content.items()})
    fractions = [field.name for field in columns.schema if pyarrow.types.is_floating(field.type)]
    formats = {name: st.column_config.NumberColumn(format=f"%.{decimals}f") for name in fractions}
    st.dataframe(columns, key=key, hide_index=True, column_config=formats, **options)


def columns_of(heads: Sequence[str], rows: Iterable[Sequence[Any]]) -> dict[str, list[Any]]:
    """Return rows as the columns of `table` and `numbers`."""
    return dict(zip(heads, map(list, zip(*rows, strict=True)), strict=True))


def small_table(heads: Sequence[str], rows: Iterable[Sequence[str]]) -> None:
    """Show a few rows of texts as a table in the flow of the page; the texts are Markdown of ours."""
    lines = (heads, ["---"] * len(heads), *rows)
    st.markdown("\n".join(f"| {' | '.join(line)} |" for line in lines))


def _without_controls(column: Sequence[Any] | NDArray[Any]) -> Sequence[Any] | NDArray[Any]:
    """Return a column with control characters as symbols: a table would end a text at a NUL."""
    if isinstance(column, np.ndarray) and column.dtype.kind in "biuf":
        return column
    return [cell.translate(CONTROLS) if isinstance(cell, str) else cell for cell in column]


def listed(names: Sequence[str]) -> str:
    """Return names in a row: "a, b and c"."""
    return " and ".join([", ".join(names[:-1]), names[-1]]) if len(names) > 1 else "".join(names)


def first_numbers(vector: Any, count: int = 4) -> str:
    """Return the first numbers of a vector in one line."""
    return "  ".join(f"{number:.3f}" for number in vector[:count])


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
