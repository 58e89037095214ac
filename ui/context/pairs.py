"""All pairs of sentences at one layer: their cosines, the groups they form, and the words nearest to them."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

import streamlit as st

from ui import controls
from ui.context import cosines, groups, neighbors
from ui.context.picture import View
from ui.part import Part

__all__ = ["PART"]

SECTIONS: dict[str, Part[View, Any]] = {
    "cosines": cosines.PART,
    "groups without labels": groups.PART,
    "nearest words": neighbors.PART,
}


@dataclass(frozen=True)
class Options:
    """What is shown of the pairs, with its own options."""

    section: Part[View, Any]
    options: Any


def ask(view: View) -> Options:
    """Ask what is shown; a link to a part of former times opens its section."""
    former = {section.label: name for name, section in SECTIONS.items()}
    default = former.get(st.query_params.get("context_tab", ""))
    section = SECTIONS[controls.choice("Show", list(SECTIONS), key="pairs", default=default)]
    return Options(section, section.ask(view))


PART: Part[View, Options] = Part(
    "All pairs",
    ask,
    lambda view, options: options.section.show(view, options.options),
    lambda view, options: options.section.code(view, options.options),
    lambda view, options: options.section.sources(view, options.options),
    line="Every sentence with every other: cosines, groups without labels, nearest words.",
    deeper=True,
    former=tuple(section.label for section in SECTIONS.values()),
)
