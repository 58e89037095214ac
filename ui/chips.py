"""Rows of chips under a label: stages, merges, conversations, cuts.

A Streamlit component of our own: the text goes in as data and is set as text, never as markup.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import streamlit as st

__all__ = ["Chip", "ChipRow", "component", "component_file", "component_script", "draw_chip_rows"]

FOLDER = Path(__file__).parent / "components"


def component_file(name: str) -> str:
    """Return the content of a file of our components."""
    return (FOLDER / name).read_text("utf-8")


def component_script(name: str) -> str:
    """Return the script of a component, behind what components share."""
    return component_file("elements.js") + component_file(name)


def component(name: str, html: str, *, style: str = "", shared: bool = False) -> Any:
    """Return a component of ours; call it when a module is first imported, once a process.

    Args:
        name: of its script and, without `style`, of its style.
        html: what its script fills.
        style: name of the style of another component.
        shared: whether its script stands behind what components share.
    """
    script = component_script if shared else component_file
    return st.components.v2.component(
        name, html=html, css=component_file(f"{style or name}.css"), js=script(f"{name}.js")
    )


_rows = component("chip_rows", '<div class="rows"></div>', style="chips", shared=True)


@dataclass(frozen=True)
class Chip:
    """One chip."""

    label: str
    kind: str = "text"  # "bytes", "special", "unknown", or "plain" for a text that is no token
    caption: str = ""  # small, below
    marked: bool = False


@dataclass(frozen=True)
class ChipRow:
    """A row of chips under a label."""

    label: str
    chips: Sequence[Chip] = field(default_factory=tuple)
    note: str = ""
    current: bool = False


def draw_chip_rows(rows: Sequence[ChipRow], *, key: str, beside: bool = False, look: int = 0) -> None:
    """Draw rows of chips.

    Args:
        rows: from top to bottom.
        key: of the component.
        beside: put each label at the left of its chips where the screen is wide enough.
        look: a number that changes when the page should scroll to these rows.
    """
    _rows(
        key=key,
        data={
            "beside": beside,
            "look": look,
            "rows": [
                {
                    "label": row.label,
                    "note": row.note,
                    "current": row.current,
                    "chips": [(chip.label, chip.kind, chip.caption, chip.marked) for chip in row.chips],
                }
                for row in rows
            ],
        },
    )
