"""Conventions seen at the scores of one head: of rotary pairs, and of ALiBi's bias and slopes."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np
import streamlit as st

from embedlab import positional
from embedlab.positional import AlibiForms, RotaryConventions, alibi_slopes, geometric_slopes
from ui import controls, layout
from ui.cache import cached
from ui.models import ENCODER
from ui.part import Part
from ui.positional import formulas, heads, vector_summaries
from ui.positional.heads import Head
from ui.positional.tables import View
from ui.shared_figure import SharedFigure

if TYPE_CHECKING:
    import plotly.graph_objects as go

__all__ = ["ALIBI", "ROTARY"]

NAMES = ("Right: half-split", "Wrong: interleaved", "Interleaved, q and k permuted")
PERMUTED = r"\pi = (0, 2, 4, \ldots, 1, 3, 5, \ldots)"
ORDER = r"\langle R^{\text{half}}_m\, \pi q,\ R^{\text{half}}_n\, \pi k\rangle = \langle R^{\text{inter}}_m\, q,\ R^{\text{inter}}_n\, k\rangle"
SHIFT = r"\underset{j \le i}{\mathrm{softmax}}\big(s_{ij} + m_h (j - i)\big) = \underset{j \le i}{\mathrm{softmax}}\big(s_{ij} + m_h\, j\big)"


def _ask_rotary(view: View) -> Head:
    left, right = st.columns([3, 1], vertical_alignment="bottom")
    with left:
        text = heads.ask_text("conv")
    with right:
        return Head(text, heads.ask_head("conv"))


def _show_rotary(view: View, head: Head) -> None:
    compared = layout.attempt_part(_compare_rotary, head, view.query.base)
    if compared is None:
        return
    conventions, figures = compared
    tokens = heads.vectors(head).tokens
    summary = vector_summaries.rotary_conventions(conventions, tokens)
    rest = layout.brief_finding(summary)
    for number, (column, name, figure) in enumerate(zip(st.columns(3), NAMES, figures, strict=True)):
        with column:
            st.markdown(f"**{name}**")
            layout.picture(figure, key=f"rotary convention {number}", alt=f"{name}. {summary}")
    layout.fold(
        rest,
        f"{ENCODER}'s queries and keys, layer 1, taken as if trained half-split with base {view.query.base:,.0f}. Half-split turns dimensions i and i + d/2 together (GPT-NeoX, Llama in transformers), interleaved 2i and 2i + 1 (the paper, GPT-J, Meta's Llama).",
    )
    formulas.fold(PERMUTED, ORDER)
    layout.numbers(
        {
            "query": list(tokens),
            "attention moved by the wrong one": conventions.moved,
            "after permuting": conventions.permuted_moved,
        },
        key="rotary numbers",
        label="Share of each query's attention that goes elsewhere",
    )


@cached(entries=32)
def _compare_rotary(head: Head, base: float) -> tuple[RotaryConventions, tuple[go.Figure, ...]]:
    from embedlab.figures.positional_conventions import scores_figure

    vectors = heads.vectors(head)
    conventions = positional.compare_rotary(vectors.queries, vectors.keys, base=base)
    scores = (conventions.right, conventions.wrong, conventions.permuted)
    reach = float(max(np.abs(some).max() for some in scores))
    return conventions, tuple(SharedFigure(scores_figure(some, vectors.tokens, reach)) for some in scores)


def _code_rotary(view: View, head: Head) -> list[str]:
    return [
        *heads.code(head),
        f"compared = embedlab.positional.compare_rotary(vectors.queries, vectors.keys, base={view.query.base:.17g})",
        "print(compared.wrong_difference, compared.permuted_difference, compared.moved)",
    ]


ROTARY = Part(
    label="Rotary",
    ask=_ask_rotary,
    show=_show_rotary,
    code=_code_rotary,
    sources=lambda view, options: heads.origins(),
)


@dataclass(frozen=True)
class Bias:
    """Whose scores get which bias."""

    head: Head
    count: int  # ALiBi heads
    number: int  # of the one whose slope is used, from 1


def _ask_alibi(view: View) -> Bias:
    strip = st.columns([2, 1, 1, 1], vertical_alignment="bottom")
    with strip[0]:
        text = heads.ask_text("conv")
    with strip[1]:
        head = Head(text, heads.ask_head("conv"))
    with strip[2]:
        count = int(controls.number("ALiBi heads n", 1, 32, 12, key="conv_heads"))
    with strip[3]:
        number = int(controls.number("Slope of head", 1, 32, 1, key="conv_slope"))
    return Bias(head, count, min(number, count))


def _show_alibi(view: View, options: Bias) -> None:
    compared = layout.attempt_part(_compare_alibi, options)
    if compared is None:
        return
    forms, figure = compared
    slopes, others = alibi_slopes(options.count), geometric_slopes(options.count)
    summary = vector_summaries.alibi_forms(forms, slopes, others)
    rest = layout.brief_finding(summary)
    layout.picture(figure, key="alibi forms", alt=summary)
    layout.fold(
        rest,
        f"The scores are those of {ENCODER}'s head, layer 1. BLOOM and MPT add the short form (llm-foundry issue 186 asks why); mlx had other slopes until its pull request 3071 (issue 343).",
    )
    formulas.fold(SHIFT)
    layout.numbers(
        {
            "head": list(range(1, options.count + 1)),
            "the authors' slope": slopes,
            "2^(−8h/n)": others,
        },
        key="slope numbers",
        label="Slopes",
        decimals=5,
        height=260,
    )


@cached(entries=32)
def _compare_alibi(options: Bias) -> tuple[AlibiForms, go.Figure]:
    from embedlab.figures.positional_conventions import alibi_forms_figure

    scores = heads.vectors(options.head).scores
    slopes, others = alibi_slopes(options.count), geometric_slopes(options.count)
    forms = positional.compare_alibi(scores, float(slopes[options.number - 1]))
    return forms, SharedFigure(alibi_forms_figure(forms, scores, slopes, others))


def _code_alibi(view: View, options: Bias) -> list[str]:
    return [
        *heads.code(options.head),
        f"slopes = embedlab.positional.alibi_slopes({options.count})",
        f"forms = embedlab.positional.compare_alibi(vectors.scores, slopes[{options.number - 1}])",
        f"print(slopes, embedlab.positional.geometric_slopes({options.count}))",
        "print(forms.attention[-1], forms.difference, forms.unmasked_difference)",
    ]


ALIBI = Part(
    label="ALiBi",
    ask=_ask_alibi,
    show=_show_alibi,
    code=_code_alibi,
    sources=lambda view, options: heads.origins(),
)
