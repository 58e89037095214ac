"""Which token comes next? The decoder's probabilities, and what three settings cut from them."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import asdict, dataclass
from typing import Any

import numpy as np
import streamlit as st
from numpy.typing import NDArray

from embedlab import attention
from embedlab.ranking import Ranking
from ui import controls, decoder, findings, sources
from ui.attention import next_summaries
from ui.attention.view import View
from ui.cache import cached
from ui.findings import Content, Finding
from ui.models import DECODER
from ui.shared_figure import SharedFigure, bars

__all__ = ["PART", "TOKENS", "Settings", "ask_settings", "shares_figure"]

TOKENS = 10  # bars
MOST = 40  # of top-k; beyond it little is cut


@dataclass(frozen=True)
class Settings:
    """How a distribution is cut."""

    temperature: float
    top_k: int
    top_p: float


def ask_settings(columns: Sequence[Any]) -> Settings:
    """Ask what cuts the distribution, a column each; two parts share the controls."""
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
    return Settings(temperature, top_k, top_p)


def _ask(view: View) -> tuple[str, Settings]:
    return decoder.ask_text(), ask_settings(st.columns(3))


def shares_figure(ranking: Ranking, shares: NDArray[np.float64]) -> SharedFigure:
    """Draw what a distribution over the vocabulary gives some of its tokens."""
    return bars(ranking.words, shares[ranking.rows], axis="probability", percent=True, least=1.0)


@cached(entries=8)
def _logits(text: str) -> NDArray[np.float64]:
    return attention.next_logits(decoder.load(), text)


@cached(entries=32)
def _content(text: str, settings: Settings) -> Content:
    logits = _logits(text)
    before = attention.cut_distribution(logits)
    after = attention.cut_distribution(logits, **asdict(settings))
    ranking = attention.rank_probabilities(decoder.load(), before, TOKENS)
    summary = next_summaries.next_token(text, ranking, after[ranking.rows], int(np.count_nonzero(after)))
    figures = {"The model's own": before, "After the three settings": after}
    return Content(
        [Finding(summary, {title: shares_figure(ranking, shares) for title, shares in figures.items()})],
        {"token": ranking.labels, "the model's own": ranking.scores, "after": after[ranking.rows]},
        "The most probable next tokens",
    )


def _code(view: View, options: tuple[str, Settings]) -> list[str]:
    text, settings = options
    cuts = ", ".join(f"{name}={value!r}" for name, value in asdict(settings).items())
    return [
        "decoder = embedlab.load_decoder()",
        f"print(embedlab.next_tokens(decoder, {sources.shorten(text)!r}, {cuts}))",
    ]


PART = findings.part(
    "Which token comes next?",
    _content,
    lambda view, options: options,
    ask=_ask,
    start="Predict the next token",
    key="next token",
    line="The last state of a decoder becomes a probability for every token of its vocabulary.",
    code=_code,
    computed=(
        f"last state × output matrix of {DECODER}; then temperature, top-k and top-p in the order of "
        "transformers; tests compare with its own logits and samplers."
    ),
    deeper=False,
)
