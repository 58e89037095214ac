"""The main view of the home page: the grid of the stages, and beside it the word in two sentences."""

from __future__ import annotations

import streamlit as st

import embedlab
from embedlab.context.same_word import compare_word, default_token
from embedlab.display import visible_text
from ui import layout
from ui.home import cards, curve, selection
from ui.home.grid import MAX_COLUMNS, draw_stage_grid, grid_data
from ui.home.query import Stages, run_stages

__all__ = ["draw", "draw_numbers"]


def draw(text: str) -> Stages:
    """Draw the grid, and the curve of the selected word."""
    pipeline = layout.attempt(run_stages, text)
    left, right = st.columns([21, 10], gap="medium")
    with right:
        above = st.container()
        second = curve.ask()
    other = layout.attempt(run_stages, second).encoding if second.strip() else None
    tokens = pipeline.encoding.tokens[:MAX_COLUMNS]
    token = selection.find_token(tokens)
    if token is None:
        token = default_token(pipeline.encoding, other, embedlab.texts.AMBIGUOUS_WORDS, most=MAX_COLUMNS)
    same_word = None if other is None else compare_word(pipeline.encoding, token, other)
    stages = Stages(text, pipeline, token, second, same_word)
    with left, st.container(key="home_grid"):
        draw_stage_grid(
            grid_data(pipeline, token),
            key="home grid",
            on_choose=lambda chosen: selection.select(tokens, chosen),
        )
    with right:
        curve.draw(stages, above)
    return stages


def draw_numbers(stages: Stages) -> None:
    """Draw a card for each lesson; hand over the first numbers of every vector and the cosines by layer."""
    cards.draw(stages.text)
    pipeline = stages.pipeline
    count, dim = pipeline.contextual_vectors.shape
    layout.numbers(
        {
            "token": [visible_text(token) for token in pipeline.encoding.tokens],
            "id": pipeline.encoding.ids,
            "position": list(range(count)),
            "token vector": [layout.first_numbers(row) for row in pipeline.token_vectors],
            "position vector": [layout.first_numbers(row) for row in pipeline.position_vectors],
            "contextual vector": [layout.first_numbers(row) for row in pipeline.contextual_vectors],
        },
        key="home numbers",
        label=f"Every token: the first 4 of {dim} numbers",
    )
    if stages.same_word is not None:
        curve.hand_over_numbers(stages)
