"""What other schemes add to a token, and what stands for the roles of a chat where there is no segment table."""

from __future__ import annotations

from typing import Any

import numpy as np
import streamlit as st

import embedlab
from ui import decoder, layout
from ui.cache import cached
from ui.drawn import DrawnFigure
from ui.models import DECODER

__all__ = ["show"]

SYSTEM, ANSWER = "You are a helpful assistant.", "Gladly."
PAPER_DIM = 512  # of the base model of Vaswani et al. 2017


def show(parts: embedlab.positional.InputParts, text: str) -> None:
    """Show what sinusoids, rotary and ALiBi add, and a text as a chat."""
    _show_others(parts)
    _show_roles(text)


def _show_others(parts: embedlab.positional.InputParts) -> None:
    st.subheader("What others add", anchor=False)
    st.markdown(
        "**Sinusoids** are added, too, but Vaswani et al. 2017 (section 3.4) multiply the token's vector by √d first. "
        "**Rotary** turns queries and keys inside each layer and **ALiBi** changes scores: nothing is added to a token."
    )
    layout.formula(
        r"x_p = \sqrt{d}\,E[t_p] + \text{PE}(p),\quad \lVert \text{PE}(p) \rVert = \sqrt{d/2}\ \text{for every}\ p"
    )
    token, position = parts.norms[:2]
    dim = parts.token.shape[1]
    sinusoid = np.linalg.norm(embedlab.positional.sinusoidal(len(token), dim), axis=1)
    mean, learned, fixed, factor = token.mean(), position.mean(), sinusoid.mean(), np.sqrt(dim)
    paper = float(np.linalg.norm(embedlab.positional.sinusoidal(1, PAPER_DIM)[0]))
    layout.reading(
        f"The tokens of this text have a mean length of {mean:.2f}, a sinusoid of {dim} numbers always has {fixed:.2f}: added as they are, it would be "
        f"{fixed / mean:.1f} times as long. Multiplied by √{dim} = {factor:.1f} the tokens have {mean * factor:.1f}, and the sinusoid is {fixed / mean / factor:.2f} of that; "
        f"here, with learned positions and no factor, it is {learned / mean:.2f}. With {PAPER_DIM} numbers, as in the paper, the factor is {np.sqrt(PAPER_DIM):.1f} and a sinusoid's length {paper:.1f}."
    )
    layout.numbers(
        {
            "what is added": [
                "learned (this model)",
                "sinusoid, tokens as they are",
                f"sinusoid, tokens × √{dim}",
                "rotary",
                "ALiBi",
            ],
            "token's length": [mean, mean, mean * factor, mean, mean],
            "position's length": [learned, fixed, fixed, 0.0, 0.0],
            "position / token": [learned / mean, fixed / mean, fixed / mean / factor, 0.0, 0.0],
        },
        key="added others",
        label="",
        decimals=2,
    )


def _show_roles(text: str) -> None:
    """Show that a chat's roles are tokens like any other."""
    st.subheader("Roles of a chat", anchor=False)
    st.markdown(
        f"{DECODER} was trained to chat and has no segment table: who speaks is told by tokens, each with a row of the input table like any other. "
        f"It is rotary, so no position vector is added either."
    )
    if not decoder.offer(f"Show your sentence as a chat in {DECODER}", key="added decoder"):
        return
    roles = decoder.compute(_roles, text)
    if roles is None:
        return
    tokens, special, ranks, figure = roles
    marked = [place for place in range(len(tokens)) if special[place]]
    told = dict.fromkeys(
        f"{tokens[place]} {ranks.norms[place]:.2f} (longer than {ranks.below[place]:.0%})" for place in marked
    )
    said = f"The role tokens are rows like any other: their lengths are {layout.listed(list(told))}; the median of all {ranks.rows:,} rows is {ranks.usual:.2f}."
    layout.picture(figure, key="added roles", alt=said)
    if len(tokens) > (most := _most_rows()):
        st.caption(f"Drawn are the first {most} of {len(tokens)} tokens; the table has all.")
    layout.reading(said)
    layout.numbers(
        {
            "place": list(range(len(tokens))),
            "token": list(tokens),
            "role token": list(special),
            "length of its row": ranks.norms,
            "rows that are shorter": ranks.below,
        },
        key="added role numbers",
        label="",
    )


def _most_rows() -> int:
    from embedlab.figures.positional_parts import MOST_ROWS

    return MOST_ROWS


@cached(entries=16)
def _roles(text: str) -> tuple[tuple[str, ...], tuple[bool, ...], embedlab.positional.NormRanks, Any]:
    from embedlab.display import token_labels
    from embedlab.figures.positional_parts import roles_figure
    from embedlab.tokens.chat import CHATML, Message

    model = decoder.load()
    said = [Message("system", SYSTEM), Message("user", text), Message("assistant", ANSWER)]
    chat = embedlab.tokens.encode_chat(model.tokenizer, said, chat=CHATML)
    ranks = embedlab.positional.norm_ranks(model.token_embeddings, chat.ids)
    labels = [label.label for label in token_labels(chat)]
    figure = roles_figure(ranks.norms, labels, chat.special, usual=ranks.usual)
    return tuple(labels), tuple(chat.special), ranks, DrawnFigure(figure)
