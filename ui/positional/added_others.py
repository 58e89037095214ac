"""What other schemes add to a token, and what stands for the roles of a chat where there is no segment table."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

import streamlit as st

import embedlab
from embedlab.positional import InputParts, NormRanks, SinusoidLengths, norm_ranks, sinusoid_lengths
from ui import decoder, layout
from ui.cache import cached
from ui.models import DECODER
from ui.positional import formulas, vector_summaries
from ui.shared_figure import SharedFigure

if TYPE_CHECKING:
    import plotly.graph_objects as go

__all__ = ["show"]

SYSTEM, ANSWER = "You are a helpful assistant.", "Gladly."


@dataclass(frozen=True)
class Roles:
    """A chat in the decoder: how long the rows of its tokens are."""

    tokens: tuple[str, ...]
    special: tuple[bool, ...]
    ranks: NormRanks
    figure: go.Figure


def show(parts: InputParts, text: str) -> None:
    """Show what sinusoids, rotary and ALiBi add, and a text as a chat."""
    _show_others(sinusoid_lengths(parts))
    _show_roles(text)


def _show_others(lengths: SinusoidLengths) -> None:
    layout.finding(vector_summaries.sinusoid_lengths(lengths))
    formulas.fold(
        r"x_p = \sqrt{d}\,E[t_p] + \text{PE}(p)",
        r"\lVert \text{PE}(p) \rVert = \sqrt{d/2}\ \text{for every}\ p",
        note="Vaswani et al. 2017, section 3.4, multiply the token's vector by √d before they add the sinusoid.",
    )
    token, scaled = lengths.token, lengths.scaled_token
    layout.numbers(
        {
            "what is added": [
                "learned (this model)",
                "sinusoid, tokens as they are",
                f"sinusoid, tokens × √{lengths.dim}",
                "rotary",
                "ALiBi",
            ],
            "token's length": [token, token, scaled, token, token],
            "position's length": [lengths.learned, lengths.sinusoid, lengths.sinusoid, 0.0, 0.0],
            "position / token": [*lengths.shares, 0.0, 0.0],
        },
        key="added others",
        label="What other schemes add",
        decimals=2,
    )


def _show_roles(text: str) -> None:
    """Show that a chat's roles are tokens like any other."""
    from embedlab.figures.positional_parts import MOST_ROWS

    st.subheader("Roles of a chat", anchor=False)
    st.markdown(
        f"{DECODER} was trained to chat and has no segment table: who speaks is marked by tokens, each with a row of the input table like any other. "
        f"It is rotary, so no position vector is added either."
    )
    if not decoder.offer(f"Show your sentence as a chat in {DECODER}", key="added decoder"):
        return
    roles = decoder.compute(_roles, text)
    if roles is None:
        return
    summary = vector_summaries.roles(roles.tokens, roles.special, roles.ranks)
    layout.finding(summary)
    layout.picture(roles.figure, key="added roles", alt=summary)
    if len(roles.tokens) > MOST_ROWS:
        st.caption(f"Drawn are the first {MOST_ROWS} of {len(roles.tokens)} tokens; the table has all.")
    layout.numbers(
        {
            "position": list(range(len(roles.tokens))),
            "token": list(roles.tokens),
            "role token": list(roles.special),
            "length of its row": roles.ranks.norms,
            "rows that are shorter": roles.ranks.below,
        },
        key="added role numbers",
        label="The chat, token by token",
    )


@cached(entries=16)
def _roles(text: str) -> Roles:
    from embedlab.figures.positional_parts import roles_figure
    from embedlab.tokens import token_labels
    from embedlab.tokens.chat import CHATML, Message

    model = decoder.load()
    messages = [Message("system", SYSTEM), Message("user", text), Message("assistant", ANSWER)]
    chat = embedlab.tokens.encode_chat(model.tokenizer, messages, chat=CHATML)
    ranks = norm_ranks(model.token_embeddings, chat.ids)
    labels = [label.label for label in token_labels(chat)]
    figure = SharedFigure(roles_figure(ranks.norms, labels, chat.special, usual=ranks.usual))
    return Roles(tuple(labels), tuple(chat.special), ranks, figure)
