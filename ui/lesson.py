"""The shape of a lesson, and how every page is drawn from it.

A page is a declaration: question, controls, headline, picture, note, parts, and what stands behind them. What
a lesson asks (`Query`) comes from its controls; what it found out (`View`) comes from its picture and goes to
everything else.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any, Generic, TypeVar

import streamlit as st

from ui import foot, layout, parts_bar
from ui.part import MovedPart, Part

__all__ = ["Lesson", "draw"]

Query = TypeVar("Query")
View = TypeVar("View")


@dataclass(frozen=True)
class Lesson(Generic[Query, View]):
    """One lesson. Each function draws or returns its piece of the page, in the order of the fields.

    `ask` and `picture` return None where there is nothing to go on with; they have said why, and the page
    ends there.
    """

    page: str  # the name of its file
    question: str
    idea: str  # one or two sentences
    ask: Callable[[], Query | None]  # draws the controls
    picture: Callable[[Query], View | None]  # draws the main view, with what stands beside it
    summary: Callable[[View], str]  # computed from this result: its first sentence is the headline
    numbers: Callable[[View], None]  # hands over what stands behind the picture
    code: Callable[[View], list[str]]  # lines that reproduce the picture
    sources: Callable[[View], list[str]]  # where its numbers come from
    parts: Sequence[Part[View, Any]] = ()
    parts_key: str = ""  # of the control that opens a part, in the link
    moved: Mapping[str, MovedPart] = field(default_factory=dict)  # label of a part that stands elsewhere now
    link: Callable[[View], str] = lambda view: layout.WHOLE  # what the link holds


def draw(lesson: Lesson[Query, View]) -> None:
    """Draw a page."""
    parts_bar.follow_moved(lesson.moved, key=lesson.parts_key)
    layout.begin()
    layout.header(lesson.question, lesson.idea)
    with st.container(key="controls"):
        query = lesson.ask()
    if query is None:
        return
    above = st.container(key="headline")  # its sentence is known when the picture is
    view = lesson.picture(query)
    if view is None:
        return
    headline, note = layout.split_sentence(lesson.summary(view))
    with above:
        layout.headline(headline)
    with st.container(key="note"):
        layout.note(note)
    lesson.numbers(view)
    sources, code = lesson.sources(view), lesson.code(view)
    if lesson.parts:
        part = parts_bar.ask_part(lesson.parts, key=lesson.parts_key)
        with st.container(key="part"):
            options = part.ask(view)
            part.show(view, options)
        sources = [*sources, *part.sources(view, options)]
        code = [*code, *part.code(view, options)]
    foot.draw(lesson.page, list(dict.fromkeys(sources)), "\n".join(code), link=lesson.link(view))
