"""The main view of the home page: the tokens of a sentence, and their vectors through the model."""

from __future__ import annotations

import streamlit as st

from embedlab.display import visible_text
from ui import layout
from ui.home import summaries
from ui.home.query import Stages, run_stages
from ui.models import ENCODER, tokenizer
from ui.token_strips import draw_token_strips, strip_data

__all__ = ["draw", "draw_numbers"]

# (page, title, what it is about, whether the sentence goes along)
LESSONS = (
    ("tokens", "Tokens and ids", "Why these pieces? Compare two tokenizers.", True),
    (
        "space",
        "Vectors in space",
        "Words as points: which are neighbors, and how far a map can be trusted.",
        False,
    ),
    ("vectors", "Arithmetic", "king − man + woman, and what the famous demo leaves out.", False),
    ("positional", "Positions", "Four ways to tell a model where a token stands.", False),
    ("context", "Context", "One word, several meanings: where in the network they part.", False),
)


def draw(text: str) -> Stages:
    """Draw the tokens, then the vectors."""
    encoding = layout.attempt(layout.attempt(tokenizer, ENCODER).encode, text, special_tokens=True)
    draw_token_strips(strip_data([("1  text → 2  tokens → 3  ids", encoding)]), key="home tokens")
    layout.wait_for("encoder", "the encoder")
    stages = layout.attempt(run_stages, text)
    layout.picture(stages.figure, key="pipeline", alt=summaries.summary(stages))
    return stages


def draw_numbers(stages: Stages) -> None:
    """Draw a card for each lesson, then the first numbers of every vector."""
    _draw_lessons(stages.text)
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
        label=f"The numbers: the first 4 of {dim}",
    )


def _draw_lessons(text: str) -> None:
    for column, (page, title, idea, carried) in zip(st.columns(len(LESSONS)), LESSONS, strict=True):
        with column, st.container(border=True, height="stretch"):
            layout.link_to(page, title, **({"text": text} if carried else {}))
            st.caption(idea)
