"""The sentence and head whose queries and keys several parts turn: asked for once, kept by content."""

from __future__ import annotations

from dataclasses import dataclass

from embedlab.positional import HeadVectors, head_vectors
from ui import controls, sources
from ui.cache import cached
from ui.models import ENCODER, encoder

__all__ = ["Head", "ask_head", "ask_text", "code", "origins", "token_names", "vectors"]

SENTENCE = "The cat sat on the mat"
HEADS = 12
MAX_TEXT = 200  # characters


@dataclass(frozen=True)
class Head:
    """A sentence at a head of the first layer."""

    text: str
    number: int  # from 1


def ask_text(prefix: str) -> str:
    """Ask for the sentence; `prefix` begins the key. An empty one is the usual one."""
    text = controls.text("Sentence", SENTENCE, key=f"{prefix}_text", max_chars=MAX_TEXT)
    return text.strip() or SENTENCE


def ask_head(prefix: str) -> int:
    """Ask for the head."""
    return int(controls.number("Head of layer 1", 1, HEADS, 1, key=f"{prefix}_head"))


@cached(entries=64)
def vectors(head: Head) -> HeadVectors:
    """Return the queries and keys of a head of the first layer."""
    return head_vectors(encoder(ENCODER), head.text, head=head.number)


def token_names(head: Head) -> list[str]:
    """Return the tokens with their number, so that repeated ones are told apart."""
    return [f"{index} {token}" for index, token in enumerate(vectors(head).tokens)]


def code(head: Head) -> list[str]:
    """Return Python that makes the queries and keys."""
    return [
        f'encoder = embedlab.load_encoder("{ENCODER}")',
        f"vectors = embedlab.positional.head_vectors(encoder, {head.text!r}, head={head.number})",
    ]


def origins() -> list[str]:
    """Say where the queries and keys come from."""
    return [sources.model(ENCODER, "encoder", "Queries and keys of its first layer.")]
