"""What is a chunk? A document cut into pieces, with what two chunks share and what the model never reads."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

import streamlit as st

from embedlab import search
from embedlab.display import visible_text
from embedlab.figures.search import chunk_figure
from embedlab.search import UNITS, ChunkLayout
from ui import controls, layout, sources
from ui.cache import cached
from ui.chips import component
from ui.models import ENCODER, encoder
from ui.part import Part
from ui.search import exports, part_summaries
from ui.search.picture import View
from ui.shared_figure import SharedFigure

__all__ = ["PART"]

SHOWN = 8_000  # characters of a document
READ = 40_000  # characters that are cut
SIZES = {  # unit -> smallest, largest and first size of a chunk
    "tokens": (8, 512, 32),
    "sentences": (1, 20, 2),
    "paragraphs": (1, 10, 1),
    "characters": (50, 4_000, 200),
}
KINDS = {"even": "a chunk", "odd": "the next", "shared": "shared by both", "unread": "never read"}
KEY = "".join(f'<span class="{kind}">{name}</span>' for kind, name in KINDS.items())

_text = component(
    "chunked_text",
    f'<div class="key">{KEY}</div><div class="text" role="group" tabindex="0" dir="auto"></div>',
    shared=True,
)


@dataclass(frozen=True)
class Options:
    """A document, and how it is cut."""

    title: str
    unit: str
    size: int
    overlap: int


def _ask(view: View) -> Options:
    titles = tuple(dict.fromkeys(view.documents.titles))
    first = view.title(int(view.hits["meaning"].rows[0]))
    with st.container(horizontal=True, vertical_alignment="bottom"):
        title = controls.pick("Document", titles, key="chunk_of", default=first)
        unit = controls.choice("Cut by", UNITS, key="chunk_by")
    low, high, start = SIZES[unit]
    left, right = st.columns(2)
    with left:
        size = controls.number("Size", low, high, start, key=f"chunk_{unit}")
    with right:
        overlap = controls.number("Overlap", 0, max(1, high // 2), start // 4, key=f"overlap_{unit}")
    return Options(title, unit, int(size), int(overlap))


def _show(view: View, options: Options) -> None:
    text = view.documents.texts[view.documents.titles.index(options.title)][:READ]
    result = layout.attempt_part(_cut, text, options.unit, options.size, options.overlap)
    if result is None:
        return
    chunks, pieces, figure = result
    summary = part_summaries.chunks(chunks, options, whole=len(text) <= SHOWN)
    layout.finding(summary)
    left, right = st.columns([6, 4])
    with left:
        _text(key="chunked text", data={"pieces": pieces, "label": "The document, cut into chunks"})
    with right:
        layout.picture(figure, key="chunk sizes", alt=f"The tokens of each chunk. {summary}")


@cached(entries=32)
def _cut(
    text: str, unit: str, size: int, overlap: int
) -> tuple[ChunkLayout, list[dict[str, Any]], SharedFigure]:
    model = encoder(ENCODER)
    chunks = search.chunk_text(text, size=size, overlap=overlap, unit=unit, tokenizer=model.tokenizer)
    result = search.lay_out_chunks(text, chunks, model)
    starts = {chunk.start: number for number, chunk in enumerate(chunks, 1)}
    pieces = []
    for each in result.segments:
        if each.start < SHOWN:
            kind = "shared" if len(each.chunks) > 1 else ("even", "odd")[sum(each.chunks) % 2]
            lines = text[each.start : each.end].split("\n")
            piece = {
                "text": "\n".join(visible_text(line, mark_spaces=False) for line in lines),
                "kind": kind if each.read else "unread",
                "begins": starts.get(each.start, 0),
                "label": part_summaries.segment(each),
            }
            pieces.append(piece)
    return result, pieces, SharedFigure(chunk_figure(result.tokens, result.window))


def _code(view: View, options: Options) -> list[str]:
    row = view.documents.titles.index(options.title)
    return [
        f"text = {exports.name_of_texts(view)}[{row}]",
        f"chunks = embedlab.search.chunk_text(text, size={options.size}, overlap={options.overlap}, unit={options.unit!r})",
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
