"""The view in files: a table of the sentences, the vectors themselves, and the map as a page that works offline."""

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
from ui import files
from ui.context.main_view import MapView
from ui.context.view import Asked
from ui.models import ENCODER

__all__ = ["show"]


def show(asked: Asked, words: embedlab.context.WordInContext, drawn: MapView | None, sentence: str) -> None:
    """Offer the files."""
    st.markdown(
        "**The table**: each sentence with its sense, the pieces, and where it lies on the map at every layer. "
        "**The vectors**: all layers, as they are."
    )
    columns = _columns(asked, words, drawn)
    with st.container(horizontal=True):
        files.offer("CSV", "word-in-context.csv", lambda: csv_text(columns))
        files.offer("Parquet", "word-in-context.parquet", lambda: parquet_bytes(columns))
        files.offer("Vectors (.npz)", "word-in-context.npz", lambda: _npz(asked, words))
        files.offer("JSON", "word-in-context.json", lambda: _json(asked, words, sentence))
        if drawn is not None:
            title = f"“{words.word}” in {len(words.sentences)} sentences"
            files.offer(
                "Web page",
                "word-in-context.html",
                lambda: standalone_html(drawn.figure, title=title, caption=sentence),
            )
    st.caption(
        "In the CSV a cell that a spreadsheet would run as a formula begins with an apostrophe; the other files "
        "are unchanged. numpy.load opens the .npz: vectors (layers, sentences, numbers), static, sentences, senses. "
        "The web page plays the layers and works offline."
    )


def _columns(
    asked: Asked, words: embedlab.context.WordInContext, drawn: MapView | None
) -> Mapping[str, Sequence[Any]]:
    columns: dict[str, Sequence[Any]] = {
        "number": [int(name) for name in asked.names],
        "sense": list(asked.senses),
        "sentence": list(words.sentences),
        "occurrence": list(asked.occurrences),
        "pieces": [" ".join(pieces) for pieces in words.pieces],
        "tokens_cut": list(words.cut),
    }
    if drawn is not None:
        for layer, places in enumerate(drawn.layers.coordinates):
            columns[f"x_layer_{layer}"], columns[f"y_layer_{layer}"] = places[:, 0], places[:, 1]
    return columns


def _npz(asked: Asked, words: embedlab.context.WordInContext) -> bytes:
    output = io.BytesIO()
    np.savez_compressed(
        output,
        vectors=words.vectors,
        static=words.static,
        sentences=np.array(words.sentences),
        senses=np.array(asked.senses),
    )
    return output.getvalue()


def _json(asked: Asked, words: embedlab.context.WordInContext, sentence: str) -> str:
    content = {
        "model": ENCODER,
        "word": words.word,
        "pooling": words.pooling,
        "layer": asked.layer,
        "reading": sentence,
        "sentences": [
            {"number": int(name), "sense": sense, "sentence": text, "span": span, "pieces": pieces}
            for name, sense, text, span, pieces in zip(
                asked.names, asked.senses, words.sentences, words.spans, words.pieces, strict=True
            )
        ],
    }
    return json.dumps(content, ensure_ascii=False, indent=2)
