"""The sentence and head whose queries and keys several parts turn: asked for once, kept by content."""

from __future__ import annotations

import streamlit as st

import embedlab
from embedlab.positional import HeadVectors
from ui import controls
from ui.cache import cached
from ui.models import ENCODER, encoder

__all__ = [
    "HEADS",
    "SENTENCE",
    "ask_head",
    "ask_text",
    "asked_head",
    "asked_text",
    "code",
    "head",
    "word_names",
]

SENTENCE = "The cat sat on the mat"
HEADS = 12
MAX_TEXT = 200  # characters


def ask_text(prefix: str) -> None:
    """Draw the field of the sentence; `prefix` begins its key."""
    controls.text("Sentence", SENTENCE, key=f"{prefix}_text", max_chars=MAX_TEXT)


def ask_head(prefix: str) -> None:
    """Draw the choice of the head."""
    controls.number("Head of layer 1", 1, HEADS, 1, key=f"{prefix}_head")


def asked_text(prefix: str) -> str:
    """Return the sentence asked for."""
    return str(st.session_state.get(f"{prefix}_text") or "").strip() or SENTENCE


def asked_head(prefix: str) -> int:
    """Return the head asked for."""
    return int(st.session_state.get(f"{prefix}_head", 1))


@cached(entries=64)
def head(text: str, number: int) -> HeadVectors:
    """Return the queries and keys of a head of the first layer."""
    return embedlab.positional.head_vectors(encoder(ENCODER), text, head=number)


def word_names(found: HeadVectors) -> list[str]:
    """Return the tokens with their number, so that repeated ones are told apart."""
    return [f"{place} {token}" for place, token in enumerate(found.tokens)]


def code(prefix: str) -> list[str]:
    """Return Python that makes the queries and keys."""
    return [
        f'encoder = embedlab.load_encoder("{ENCODER}")',
        f"found = embedlab.positional.head_vectors(encoder, {asked_text(prefix)!r}, head={asked_head(prefix)})",
    ]
