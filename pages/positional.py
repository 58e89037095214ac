"""Positional encoding: four ways to say where a token stands, and a fifth that counts distances in buckets."""

import streamlit as st

from ui import controls, layout
from ui.positional import (
    added,
    clocks,
    code,
    compared,
    conventions,
    curves,
    main_view,
    measure,
    measured,
    origins,
    predictions,
    take_away,
    view,
    why,
)

layout.header(
    "How does a model know where a word stands?",
    "Attention by itself sees a bag of tokens. Position has to be put in: as a vector added to each token "
    "(sinusoidal, learned), as a rotation (rotary), or as a change of the scores by distance (ALiBi, T5).",
)
asked = main_view.ask()
layout.attempt(view.table, asked)
sentence = main_view.reading(asked)
heatmap = main_view.draw(asked)
by_distance = measured.draw_alone(asked)
left, right = st.columns([3, 2]) if by_distance is not None else (st.container(), None)
with left:
    layout.picture(heatmap, key="positions", alt=sentence)
if right is not None:
    with right:
        layout.picture(by_distance, key="by distance", alt=measured.said_alone(asked))
layout.reading(sentence)
main_view.numbers(asked)

parts = {
    "Why position": why,
    "Rows and columns": curves,
    "One measure": measure,
    "Clocks": clocks,
    "Conventions": conventions,
    "Added or not": added,
    "Compared": compared,
    "Predict": predictions,
}
opened = controls.part([*parts, "Files"], key="position_tab")
if opened in origins.OF_ENCODER:
    layout.wait_for("encoder", "the encoder")
if opened in parts:
    parts[opened].show(asked)
else:
    take_away.show(asked, heatmap, sentence)
layout.foot(
    origins.origins(asked, opened),
    code.code(asked, [parts[opened].code] if opened in parts else []),
)
