"""Which token comes next? The decoder's probabilities, and what three settings cut from them."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np
import streamlit as st
from numpy.typing import NDArray

from embedlab import attention
from embedlab.ranking import Ranking
from ui import controls, decoder, layout, sources
from ui.attention import next_summaries
from ui.attention.view import View
from ui.cache import cached
from ui.models import DECODER
from ui.part import Part
from ui.shared_figure import SharedFigure, bars

__all__ = ["PART", "Options", "ask_prompt", "ask_settings", "shares_figure"]

PROMPT = "The capital of France is"
TOKENS = 10  # bars
MOST = 40  # of top-k; beyond it little is cut


@dataclass(frozen=True)
class Options:
    """A text to continue, and how its distribution is cut."""

    text: str
    temperature: float
    top_k: int
    top_p: float


def ask_prompt() -> str:
    """Ask for the text that is continued; several parts share it."""
    return controls.text("A beginning", PROMPT, key="next_of", max_chars=300)


def ask_settings(text: str, columns: Sequence[Any]) -> Options:
    """Ask what cuts the distribution after a text, a column each; two parts share the controls."""
    first, second, third = columns
    with first:
        temperature = controls.number("Temperature", 0.1, 2.0, 1.0, key="temperature", step=0.1)
    with second:
        top_k = controls.number(
            "Top-k", 0, MOST, 0, key="top_k", help="Only the k most probable stay; 0: all."
        )
    with third:
        top_p = controls.number(
            "Top-p", 0.05, 1.0, 0.9, key="top_p", step=0.05,
            help="The most probable stay until they sum to p; 1: all.",
        )  # fmt: skip
    return Options(text, temperature, top_k, top_p)


def _show(view: View, options: Options) -> None:
    if not decoder.offer("Predict the next token", key="start decoder next"):
        return
    result = decoder.compute(_bars, options.text, options.temperature, options.top_k, options.top_p)
    if result is None:
        return
    summary, figures, numbers = result
    layout.answers(summary, figures, key="next token")
    layout.numbers(numbers, key="next token numbers", label="The most probable next tokens")


def shares_figure(ranking: Ranking, shares: NDArray[np.float64]) -> SharedFigure:
    """Draw what a distribution over the vocabulary gives some of its tokens."""
    return bars(ranking.words, shares[ranking.rows], axis="probability", percent=True, least=1.0)


@cached(entries=8)
def _logits(text: str) -> NDArray[np.float64]:
    return attention.next_logits(decoder.load(), text)


@cached(entries=32)
def _bars(
    text: str, temperature: float, top_k: int, top_p: float
) -> tuple[str, list[tuple[str, SharedFigure]], dict[str, Any]]:
    logits = _logits(text)
    before = attention.cut_distribution(logits)
    after = attention.cut_distribution(logits, temperature=temperature, top_k=top_k, top_p=top_p)
    ranking = attention.rank_probabilities(decoder.load(), before, TOKENS)
    figures = [
        (title, shares_figure(ranking, shares))
        for title, shares in (("The model's own", before), ("After the three settings", after))
    ]
    numbers: dict[str, Any] = {
        "token": ranking.labels,
        "the model's own": ranking.scores,
        "after": after[ranking.rows],
    }
    summary = next_summaries.next_token(text, ranking, after[ranking.rows], int(np.count_nonzero(after)))
    return summary, figures, numbers


PART = Part(
    "Which token comes next?",
    lambda view: ask_settings(ask_prompt(), st.columns(3)),
    _show,
    lambda view, options: [
        "decoder = embedlab.load_decoder()",
        f"print(embedlab.next_tokens(decoder, {sources.shorten(options.text)!r}, "
        f"temperature={options.temperature}, top_k={options.top_k}, top_p={options.top_p}))",
    ],
    lambda view, options: [
        *decoder.origins(),
        sources.computed(
            f"last state × output matrix of {DECODER}; then temperature, top-k and top-p in the order of "
            "transformers; tests compare with its own logits and samplers."
        ),
    ],
    line="The last state of a decoder becomes a probability for every token of its vocabulary.",
)
