"""The shape of a lesson, and how every page is drawn from it.

A page is a declaration: question, idea, controls, picture, summary, numbers, parts, sources, code. What a
lesson asks (`Query`) comes from its controls; what it found out (`View`) comes from its picture and goes to
everything below.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Any, Generic, TypeVar

import streamlit as st
from streamlit.delta_generator import DeltaGenerator

from ui import controls, layout
from ui.part import Part

__all__ = ["Lesson", "draw"]

Query = TypeVar("Query")
View = TypeVar("View")


@dataclass(frozen=True)
class Lesson(Generic[Query, View]):
    """One lesson. Each function draws or returns its piece of the page, in the order of the fields.

    `ask` and `picture` return None where there is nothing to go on with; they have said why, and the page
    ends there.
    """

    question: str
    idea: str  # one or two sentences
    ask: Callable[[], Query | None]  # draws the controls
    picture: Callable[[Query], View | None]  # draws the main view, with what stands beside it
    summary: Callable[[View], str]  # the sentence computed from this result; "" where there is none
    numbers: Callable[[View], None]  # draws what stands behind the picture
    code: Callable[[View], list[str]]  # lines that reproduce the picture
    sources: Callable[[View], list[str]]  # where its numbers come from
    summary_box: Callable[[View], DeltaGenerator] = lambda view: st.container()  # where the sentence stands
    parts: Sequence[Part[View, Any]] = ()
    parts_key: str = ""  # of the control that opens a part, in the link
    link: Callable[[View], str] = lambda view: layout.WHOLE  # what the link holds


def draw(lesson: Lesson[Query, View]) -> None:
    """Draw a page."""
    layout.header(lesson.question, lesson.idea)
    query = lesson.ask()
    if query is None:
        return
    view = lesson.picture(query)
    if view is None:
        return
    if summary := lesson.summary(view):
        with lesson.summary_box(view):
            layout.reading(summary)
    lesson.numbers(view)
    sources, code = lesson.sources(view), lesson.code(view)
    if lesson.parts:
        part = _open_part(lesson)
        options = part.ask(view)
        part.show(view, options)
        sources = [*sources, *part.sources(view, options)]
        code = [*code, *part.code(view, options)]
    layout.foot(list(dict.fromkeys(sources)), "\n".join(code), link=lesson.link(view))


def _open_part(lesson: Lesson[Query, View]) -> Part[View, Any]:
    """Ask which part is open; the first unless the link names another."""
    parts = {part.label: part for part in lesson.parts}
    return parts[controls.part(list(parts), key=lesson.parts_key)]
