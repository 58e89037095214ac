"""What leaves the page: files to take away, the code that makes the view again, and its sources."""

from __future__ import annotations

import io
import json
from collections.abc import Mapping, Sequence
from typing import Any

import numpy as np
import streamlit as st

import embedlab
from embedlab.export import csv_text, parquet_bytes
from embedlab.figures.standalone import standalone_html
from ui import files, sources
from ui.context.picture import View, summary
from ui.context.query import Sentences
from ui.models import ENCODER
from ui.part import Part, no_options

__all__ = ["PART", "code", "origins"]


def code(view: View) -> list[str]:
    """Return lines that compute the map; parts go on with `encoder`, `sentences`, `senses` and `words`."""
    sentences, look = view.uses.sentences, view.look
    counts = "" if set(sentences.occurrences) == {1} else f", occurrences={list(sentences.occurrences)!r}"
    lines = [
        "import embedlab",
        "",
        f'encoder = embedlab.load_encoder("{ENCODER}")',
        *_sentence_lines(sentences),
        f'words = embedlab.word_in_context(encoder, sentences, {sentences.word!r}, pooling="{look.pooling}"{counts})',
    ]
    if len(sentences.sentences) > 1:
        lines.append(f"print(embedlab.context.layer_map(words).coordinates[{view.map_layer}])")
    return lines


def origins(view: View) -> list[str]:
    """Say where the numbers of the map come from."""
    return [
        sources.model(
            ENCODER, "encoder", f"Output of layer {view.map_layer}; pieces pooled by {view.look.pooling}."
        ),
        sources.computed(
            "cosines in float64. The map is one PCA over all layers, every vector scaled to length 1 and every layer "
            "centered. The star is the word's input vector, centered the same way, so it always lands at the "
            "origin: only the fact that it is a single point matters. Random words are pairs of different words "
            "from the bundled sentences."
        ),
    ]


def _sentence_lines(sentences: Sentences) -> list[str]:
    """Return lines that make the sentences and their senses."""
    known = embedlab.texts.AMBIGUOUS_WORDS.get(sentences.word.lower())
    if known is not None and (known.sentences, known.senses) == (sentences.sentences, sentences.senses):
        name = f"embedlab.texts.AMBIGUOUS_WORDS[{sentences.word.lower()!r}]"
        return [f"sentences, senses = {name}.sentences, list({name}.senses)"]
    return [f"sentences = {list(sentences.sentences)!r}", f"senses = {list(sentences.senses)!r}"]


def show(view: View, options: None) -> None:
    """Offer the files."""
    st.markdown(
        "**The table**: each sentence with its sense, the pieces, and where it lies on the map at every layer. "
        "**The vectors**: all layers, as they are."
    )
    columns, words = _columns(view), view.uses.words
    with st.container(horizontal=True):
        files.offer("CSV", "word-in-context.csv", lambda: csv_text(columns))
        files.offer("Parquet", "word-in-context.parquet", lambda: parquet_bytes(columns))
        files.offer("Vectors (.npz)", "word-in-context.npz", lambda: _npz(view))
        files.offer("JSON", "word-in-context.json", lambda: _json(view))
        if (map_view := view.map_view) is not None:
            title = f"“{words.word}” in {len(words.sentences)} sentences"
            files.offer(
                "Web page",
                "word-in-context.html",
                lambda: standalone_html(map_view.figure, title=title, caption=summary(view)),
            )
    st.caption(
        "In the CSV a cell that a spreadsheet would run as a formula begins with an apostrophe; the other files "
        "are unchanged. numpy.load opens the .npz: vectors (layers, sentences, numbers), static, sentences, senses. "
        "The web page plays the layers and works offline."
    )


def files_code(view: View, options: None) -> list[str]:
    """Return lines that print what the files hold."""
    lines = ["print(words.vectors.shape, words.static.shape)  # in the .npz"]
    if view.map_view is not None:
        lines.append("print(embedlab.context.layer_map(words).coordinates)  # (layers, sentences, 2)")
    return [
        *lines,
        "for row in zip(senses, words.sentences, words.spans, words.pieces, words.cut, strict=True):",
        "    print(*row)",
    ]


def _columns(view: View) -> Mapping[str, Sequence[Any]]:
    sentences, words = view.uses.sentences, view.uses.words
    columns: dict[str, Sequence[Any]] = {
        "number": list(sentences.numbers),
        "sense": list(sentences.senses),
        "sentence": list(words.sentences),
        "occurrence": list(sentences.occurrences),
        "pieces": [" ".join(pieces) for pieces in words.pieces],
        "tokens_cut": list(words.cut),
    }
    if view.map_view is not None:
        for layer, points in enumerate(view.map_view.layers.coordinates):
            columns[f"x_layer_{layer}"], columns[f"y_layer_{layer}"] = points[:, 0], points[:, 1]
    return columns


def _npz(view: View) -> bytes:
    words, output = view.uses.words, io.BytesIO()
    np.savez_compressed(
        output,
        vectors=words.vectors,
        static=words.static,
        sentences=np.array(words.sentences),
        senses=np.array(view.uses.sentences.senses),
    )
    return output.getvalue()


def _json(view: View) -> str:
    words, sentences = view.uses.words, view.uses.sentences
    content = {
        "model": ENCODER,
        "word": words.word,
        "pooling": words.pooling,
        "layer": view.map_layer,
        "reading": summary(view),
        "sentences": [
            {"number": number, "sense": sense, "sentence": text, "span": span, "pieces": pieces}
            for number, sense, text, span, pieces in zip(
                sentences.numbers, sentences.senses, words.sentences, words.spans, words.pieces, strict=True
            )
        ],
    }
    return json.dumps(content, ensure_ascii=False, indent=2)


PART: Part[View, None] = Part(
    "Files",
    no_options,
    show,
    files_code,
    lambda view, options: [
        sources.computed("the files hold the numbers of this page, written when a button is pressed.")
    ],
    line="The sentences and their vectors as files.",
    deeper=True,
)
