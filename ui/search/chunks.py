"""What is a chunk? A document cut into pieces, with what two chunks share and what the model never reads."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

import streamlit as st

from embedlab import search
from embedlab.display import visible_text
from embedlab.search import UNITS, ChunkLayout
from ui import controls, layout, sources
from ui.cache import cached
from ui.chips import component_file
from ui.models import ENCODER, encoder
from ui.part import Part
from ui.search import part_summaries
from ui.search.picture import View
from ui.search.settings import YOURS
from ui.shared_figure import SharedFigure

__all__ = ["PART"]

SHOWN = 8_000  # characters of a document
READ = 40_000  # characters that are cut
SMALLEST = {"tokens": 8, "sentences": 1, "paragraphs": 1, "characters": 50}
LARGEST = {"tokens": 512, "sentences": 20, "paragraphs": 10, "characters": 4_000}
START = {"tokens": 32, "sentences": 2, "paragraphs": 1, "characters": 200}

_text = st.components.v2.component(
    "chunked_text",
    html='<div class="text"></div>',
    css=component_file("chunked_text.css"),
    js=component_file("chunked_text.js"),
)


@dataclass(frozen=True)
class Options:
    """A document, and how it is cut."""

    title: str
    unit: str
    size: int
    overlap: int


def _ask(view: View) -> Options:
    titles = view.documents.titles
    first = view.title(int(view.hits["meaning"].rows[0]))
    left, right = st.columns([4, 6], vertical_alignment="bottom")
    with left:
        title = controls.pick("Document", tuple(dict.fromkeys(titles)), key="chunk_of", default=first)
    with right:
        unit = controls.choice("Cut by", UNITS, key="chunk_by")
    left, right = st.columns(2)
    with left:
        size = controls.number("Size", SMALLEST[unit], LARGEST[unit], START[unit], key=f"chunk_{unit}")
    with right:
        most = max(1, LARGEST[unit] // 2)
        overlap = controls.number("Overlap", 0, most, START[unit] // 4, key=f"overlap_{unit}")
    return Options(title, unit, int(size), int(overlap))


def _show(view: View, options: Options) -> None:
    text = view.documents.texts[view.documents.titles.index(options.title)][:READ]
    result = layout.attempt_part(_cut, text, options.unit, options.size, options.overlap)
    if result is None:
        return
    layout_of_chunks, data, figure = result
    summary = part_summaries.chunks(layout_of_chunks, options, whole=len(text) <= SHOWN)
    layout.finding(summary)
    left, right = st.columns([6, 4])
    with left:
        _text(key="chunked text", data=data)
    with right:
        layout.picture(figure, key="chunk sizes", alt=f"The tokens of each chunk. {summary}")


@cached(entries=32)
def _cut(text: str, unit: str, size: int, overlap: int) -> tuple[ChunkLayout, dict[str, Any], SharedFigure]:
    from embedlab.figures.search import chunk_figure

    model = encoder(ENCODER)
    chunks = search.chunk_text(text, size=size, overlap=overlap, unit=unit, tokenizer=model.tokenizer)
    layout_of_chunks = search.lay_out_chunks(text, chunks, model)
    starts = {chunk.start: number for number, chunk in enumerate(chunks, 1)}
    pieces = [
        {
            "text": "\n".join(
                visible_text(line, mark_spaces=False) for line in text[each.start : each.end].split("\n")
            ),
            "kind": "shared"
            if len(each.chunks) > 1
            else ("even", "odd")[each.chunks[0] % 2]
            if each.chunks
            else "none",
            "read": each.read,
            "begins": starts.get(each.start, 0),
            "label": part_summaries.segment(each),
        }
        for each in layout_of_chunks.segments
        if each.start < SHOWN
    ]
    return (
        layout_of_chunks,
        {"pieces": pieces, "label": "The document, cut into chunks"},
        SharedFigure(chunk_figure(layout_of_chunks.tokens, layout_of_chunks.window)),
    )


def _code(view: View, options: Options) -> list[str]:
    cut = f"size={options.size}, overlap={options.overlap}, unit={options.unit!r}"
    texts = "texts" if view.documents.name == YOURS else "documents.texts"
    row = view.documents.titles.index(options.title)
    return [
        f"text = {texts}[{row}]",
        f"chunks = embedlab.search.chunk_text(text, {cut})",
        "layout = embedlab.search.lay_out_chunks(text, chunks, encoder)",
        "print(len(chunks), layout.tokens, layout.unread_share)",
    ]


PART = Part(
    "What is a chunk?",
    _ask,
    _show,
    _code,
    lambda view, options: [
        sources.model(ENCODER, "tokenizer", "Its tokens are counted; it reads at most 256 of a chunk."),
        sources.computed("a sentence ends at a stop before a capital; a paragraph, at an empty line."),
    ],
    line="A document cut into pieces: what two chunks share, and what the model never reads.",
)
