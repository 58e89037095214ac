"""Special tokens are rows like all others: the role of a message swapped, and what follows."""

from __future__ import annotations

from dataclasses import dataclass
from typing import cast

import numpy as np

from embedlab.context import Encoder
from embedlab.errors import InvalidInputError, check_choice
from embedlab.lookup.embedding_matrix import EmbeddingMatrix
from embedlab.lookup.tied import next_shares
from embedlab.ranking import Ranking
from embedlab.tokens import Message, encode_chat
from embedlab.tokens.chat import CHATML, Role

__all__ = ["ROLES", "RoleSwap", "role_ids", "swap_role"]

# who speaks in a conversation
ROLES = ("user", "system", "assistant")
LISTED = 8  # next tokens


@dataclass(frozen=True)
class RoleSwap:
    """The same message under two roles."""

    roles: tuple[str, str]
    next_tokens: tuple[Ranking, Ranking]  # under each role, with probabilities
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
    tokenizer = decoder.tokenizer
    conversation = encode_chat(tokenizer, [Message(cast(Role, role), message)], chat=CHATML)
    ids = [*conversation.ids, tokenizer.special_tokens["<|im_start|>"], *tokenizer.encode("assistant\n").ids]
    if len(ids) > decoder.window:
        raise InvalidInputError(
            f"The conversation has {len(ids):,} tokens, and {decoder.name} reads {decoder.window:,} here; "
            "shorten the message."
        )
    return ids


def swap_role(decoder: Encoder, table: EmbeddingMatrix, message: str, first: str, second: str) -> RoleSwap:
    """Return what the assistant would begin with, for a message under each of two roles.

    Raises:
        InvalidInputError: as `role_ids`.
        UnknownNameError: no such role.
    """
    conversations = [role_ids(decoder, message, role) for role in (first, second)]
    states = decoder.last_layer_with(conversations, {})
    one, other = (next_shares(table, state[-1]) for state in states)
    rankings = table.rank(one, LISTED), table.rank(other, LISTED)
    return RoleSwap((first, second), rankings, float(np.abs(one - other).sum() / 2))
