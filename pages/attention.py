"""Attention: how context gets in, head by head, and which token comes next."""

from ui.attention import (
    exports,
    heads,
    knows,
    lens,
    matters,
    next_token,
    own,
    patterns,
    picture,
    predictions,
    query,
    similar,
    summaries,
    through,
    two_texts,
    what_if,
    writing,
)
from ui.lesson import Lesson, draw

PARTS = (
    predictions.PART, patterns.PART, through.PART, next_token.PART, lens.PART, writing.PART,
    what_if.PART, matters.PART, heads.PART, similar.PART, knows.PART,
    two_texts.PART, own.PART, exports.PART,
)  # fmt: skip

draw(
    Lesson(
        page="attention",
        question="How does a word learn from its neighbors?",
        idea="Each token asks a question (query), each offers a label (key) and a content (value).",
        ask=query.ask,
        picture=picture.draw,
        summary=summaries.summary,
        numbers=picture.draw_numbers,
        code=exports.code,
        sources=exports.origins,
        parts=PARTS,
        parts_key="attention_tab",
    )
)
