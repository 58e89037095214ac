"""Special tokens are rows like all others: the role of a message swapped, and what follows."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from embedlab.context import Encoder
from embedlab.errors import InvalidInputError, check_choice
from embedlab.lookup.embedding_matrix import EmbeddingMatrix
from embedlab.lookup.tied import probabilities
from embedlab.ranking import Ranking, top_k

__all__ = ["ROLES", "RoleOutput", "RoleSwap", "role_ids", "swap_role"]

ROLES = ("user", "system", "assistant")
START, END, NEWLINE = "<|im_start|>", "<|im_end|>", "\n"


@dataclass(frozen=True)
class RoleOutput:
    """What follows a conversation in which a message has a role."""

    role: str
    next_tokens: Ranking  # with probabilities


@dataclass(frozen=True)
class RoleSwap:
    """The same message under two roles."""

    first: RoleOutput
    second: RoleOutput
    moved: float  # share of the probability that moved from some tokens to others (total variation)


def role_ids(decoder: Encoder, message: str, role: str) -> list[int]:
    """Return a message in ChatML, followed by the start of the assistant's answer.

    Special tokens in the message are text like any other.

    Raises:
        InvalidInputError: the message is empty, or longer than the decoder's window.
        UnknownNameError: no such role.
    """
    check_choice(role, ROLES, "role")
    if not message.strip():
        raise InvalidInputError("The message is empty (0 words); type at least one word.")
    special = decoder.tokenizer.special_tokens

    def ids(text: str) -> list[int]:
        return decoder.tokenizer.encode(text).ids

    found = [
        *(special[START], *ids(f"{role}{NEWLINE}"), *ids(message), special[END], *ids(NEWLINE)),
        *(special[START], *ids(f"assistant{NEWLINE}")),
    ]
    if len(found) > decoder.window:
        raise InvalidInputError(
            f"The conversation has {len(found):,} tokens, and {decoder.name} reads {decoder.window:,} here; "
            "shorten the message."
        )
    return found


def swap_role(
    decoder: Encoder, table: EmbeddingMatrix, message: str, first: str, second: str, *, k: int = 8
) -> RoleSwap:
    """Return what the assistant would begin with, for a message under each of two roles.

    Raises:
        InvalidInputError: as `role_ids`.
        UnknownNameError: no such role.
    """
    conversations = [role_ids(decoder, message, role) for role in (first, second)]
    states = decoder.last_layer_with(conversations, {})
    shares = [probabilities(table.matrix @ state[-1]) for state in states]
    outputs = []
    for role, share in zip((first, second), shares, strict=True):
        rows = top_k(share, k)
        outputs.append(RoleOutput(role, Ranking(rows, share[rows], tuple(table.labels[row] for row in rows))))
    return RoleSwap(outputs[0], outputs[1], float(np.abs(shares[0] - shares[1]).sum() / 2))
