"""Static versus contextual: one word in many sentences, and where its meanings part."""

import streamlit as st

from ui import controls, layout, sources
from ui.context import (
    code,
    cosines,
    found,
    glove,
    inside,
    main_view,
    models,
    neighbors,
    order,
    pieces,
    sentence_vectors,
    sentences,
    separation,
    take_away,
    view,
)
from ui.context.examples import EXAMPLES
from ui.models import ENCODER, WORD_VECTORS

layout.header(
    "One word, several meanings: where do they part?",
    "A **static** vector is looked up: one for *bank*, always. A **contextual** vector comes out of the whole sentence.",
)
left, right = st.columns(2)
with left:
    word = controls.text("The word", "bank", key="word", max_chars=controls.MAX_WORD)
with right:
    layer = int(controls.number("Layer", 0, 6, 6, key="layer", help="0 is before any context has come in."))
with controls.presets(EXAMPLES, more=True):
    pooling, paths = main_view.settings()
layout.wait_for("context", "the encoder and the bundled sentences")
left, right = st.columns(2)
with right:
    rows = sentences.ask(word)
if rows is None:
    st.stop()
asked = view.Asked(word, rows.sentences, rows.senses, rows.occurrences, pooling, layer, rows.numbers)
words = layout.attempt(view.words, asked)
with left:
    drawn = layout.attempt_part(main_view.draw, asked, paths)
    sentence = main_view.reading(asked)
    if drawn is not None:
        layout.picture(drawn.figure, key="layer map", alt=sentence)
layout.reading(sentence)
sentences.tell(rows, words)
main_view.table(asked, words)

parts = {
    "Where they part": (separation, asked.labelled_part),
    "Cosines": (cosines, asked),
    "Without labels": (found, asked),
    "Neighbors": (neighbors, asked),
    "Pieces": (pieces, asked),
    "Inside": (inside, asked),
    "Word order": (order, asked),
    "GloVe": (glove, asked),
    "Other models": (models, asked),
    "Sentence vectors": (sentence_vectors, asked),
}
opened = controls.part([*parts, "Files"], key="context_tab")
if opened in parts:
    part, question = parts[opened]
    part.show(question, view.words(question))
else:
    take_away.show(asked, words, drawn, sentence)

layout.foot(
    [
        sources.model(ENCODER, "encoder", f"Output of layer {layer}; pieces pooled by {pooling}."),
        sources.model(WORD_VECTORS, "word-vectors", "Only for the static neighbors."),
        sources.computed(
            "cosines in float64. The map is one PCA over all layers, each scaled to length 1 and centered; the "
            "star is the word's row of the input table, treated alike, so that it falls on the middle: its place says "
            "only that it is one. Random words are pairs of different words "
            "from the bundled sentences."
        ),
    ],
    code.code(asked, [parts[opened][0].code] if opened in parts else []),
    link=layout.WHOLE if sentences.in_link(word) else sentences.TOO_LONG,
)
