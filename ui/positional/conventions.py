"""Which convention is right: the same numbers in other orders, and what mixing them does."""

from __future__ import annotations

from functools import cache
from importlib.metadata import version
from typing import Any

import numpy as np
import streamlit as st

import embedlab
from embedlab.positional import CONVENTION_USES, AlibiForms, RotaryConventions, SinusoidConventions
from ui import controls, layout
from ui.cache import cached
from ui.drawn import DrawnFigure
from ui.models import ENCODER
from ui.positional import heads, misread
from ui.positional.view import Asked

__all__ = ["code", "show"]

TOPICS = ("Sinusoids", "Rotary", "In a real decoder", "ALiBi", "Who uses which")
MOST = 128  # positions and dimensions of a table that is drawn
SINUSOIDS = (
    r"\text{paper: } PE(p, 2i) = \sin(p\,b^{-2i/d}),\ PE(p, 2i+1) = \cos(\ldots)",
    r"\text{tensor2tensor: } PE(p, i) = \sin(p\,b^{-i/(d/2-1)}),\ PE(p, \tfrac{d}{2}+i) = \cos(\ldots)",
)
PERMUTED = r"\pi = (0, 2, 4, \ldots, 1, 3, 5, \ldots)"
ORDER = r"\langle R^{\text{half}}_m\, \pi q,\ R^{\text{half}}_n\, \pi k\rangle = \langle R^{\text{inter}}_m\, q,\ R^{\text{inter}}_n\, k\rangle"
SHIFT = r"\underset{j \le i}{\mathrm{softmax}}\big(s_{ij} + m_h (j - i)\big) = \underset{j \le i}{\mathrm{softmax}}\big(s_{ij} + m_h\, j\big)"


def show(asked: Asked) -> None:
    """Show one of the conventions that are confused most."""
    st.markdown(
        "None of them is wrong. Each is right for the weights that were trained with it, and wrong for all others."
    )
    topic = controls.choice("Convention of", list(TOPICS), key="conv_topic")
    if topic == "Sinusoids":
        _sinusoids(asked)
    elif topic == "Rotary":
        _rotary(asked)
    elif topic == "In a real decoder":
        misread.show()
    elif topic == "ALiBi":
        _alibi()
    else:
        _uses()


def code(asked: Asked) -> list[str]:
    """Return Python that prints what the part shows; `table` exists already."""
    topic = st.session_state.get("conv_topic") or TOPICS[0]
    if topic == "In a real decoder":
        return misread.code()
    if topic == "Who uses which":
        return ["for use in embedlab.positional.CONVENTION_USES:", "    print(use)"]
    if topic == "Sinusoids":
        length, dim = _size(asked)
        return [
            f"found = embedlab.positional.compare_sinusoids({length}, {dim}, base={asked.base:.17g})",
            "print(found.cosines, found.product_difference, found.timescale_difference)",
        ]
    if topic == "Rotary":
        return [
            *heads.code("conv"),
            f"compared = embedlab.positional.compare_rotary(found.queries, found.keys, base={asked.base:.17g})",
            "print(compared.wrong_difference, compared.permuted_difference, compared.moved)",
        ]
    count, number = _heads()
    return [
        *heads.code("conv"),
        f"slopes = embedlab.positional.alibi_slopes({count})",
        f"forms = embedlab.positional.compare_alibi(found.scores, slopes[{number - 1}])",
        f"print(slopes, embedlab.positional.geometric_slopes({count}))",
        "print(forms.attention[-1], forms.difference, forms.unmasked_difference)",
    ]


def _size(asked: Asked) -> tuple[int, int]:
    """Return how many positions and dimensions are compared; a sine and a cosine are a pair."""
    return min(asked.length, MOST), min(max(asked.dim - asked.dim % 2, 2), MOST)


def _even(asked: Asked) -> str:
    """Say that an odd dimension was left out."""
    return " and an even number of dimensions" if asked.dim < MOST and asked.dim % 2 else ""


def _sinusoids(asked: Asked) -> None:
    length, dim = _size(asked)
    compared = layout.attempt_part(_compared_sinusoids, length, dim, asked.base)
    if compared is None:
        return
    found, figure = compared
    worst = int(found.cosines.argmin())
    said = (
        f"Interleaved and concatenated hold the same numbers: the dot products between positions differ by at most {found.product_difference:.0e}. "
        f"But read with the other one, position {worst} gets a vector with a cosine of {found.cosines[worst]:.2f} to its own ({found.cosines.mean():.2f} on average). "
        f"tensor2tensor's wavelengths differ too: its dot products are off by up to {found.timescale_difference:.2f} of {dim // 2}."
    )
    layout.picture(figure, key="sinusoid conventions", alt=said)
    layout.reading(said)
    for formula in SINUSOIDS:
        layout.formula(formula)
    st.caption(
        f"{length} positions × {dim} dimensions, base {asked.base:,.0f}: as set above, at most {MOST}{_even(asked)}. "
        "A model trained with either learns the order along with its weights, as tensor2tensor's authors answered (issue 391). It matters when weights move."
    )
    layout.numbers(
        {
            "position": list(range(length)),
            "interleaved / concatenated": found.cosines,
            "concatenated / tensor2tensor": found.timescale_cosines,
        },
        key="sinusoid numbers",
        label="Cosines of a position with itself",
        height=260,
    )


def _rotary(asked: Asked) -> None:
    left, right = st.columns([3, 1], vertical_alignment="bottom")
    with left:
        heads.ask_text("conv")
    with right:
        heads.ask_head("conv")
    asked_now = heads.asked_text("conv"), heads.asked_head("conv"), asked.base
    compared = layout.attempt_part(_compared_rotary, *asked_now)
    if compared is None:
        return
    found, figures = compared
    tokens = heads.head(*asked_now[:2]).tokens
    most = int(found.moved.argmax())
    said = (
        f"Read in the wrong convention, scores change by up to {found.wrong_difference:.2f}, and {found.moved.mean():.0%} of the attention goes elsewhere "
        f"(“{tokens[most]}”: {found.moved[most]:.0%}). With q and k permuted alike, the largest difference is {found.permuted_difference:.0e}: rounding."
    )
    names = ("Right: half-split", "Wrong: interleaved", "Interleaved, q and k permuted")
    for number, (column, name, figure) in enumerate(zip(st.columns(3), names, figures, strict=True)):
        with column:
            st.markdown(f"**{name}**")
            layout.picture(figure, key=f"rotary convention {number}", alt=f"{name}. {said}")
    layout.reading(said)
    layout.formula(PERMUTED)
    layout.formula(ORDER)
    st.caption(
        f"{ENCODER}'s queries and keys, layer 1, taken as if trained half-split with base {asked.base:,.0f}. Half-split turns dimensions i and i + d/2 together (GPT-NeoX, Llama in transformers), interleaved 2i and 2i + 1 (the paper, GPT-J, Meta's Llama)."
    )
    layout.numbers(
        {
            "query": list(tokens),
            "attention moved by the wrong one": found.moved,
            "after permuting": found.permuted_moved,
        },
        key="rotary numbers",
        label="Share of each query's attention that goes elsewhere",
    )


def _heads() -> tuple[int, int]:
    """Return the count of heads and the one shown."""
    state = st.session_state
    count = int(state.get("conv_heads", 12))
    return count, min(int(state.get("conv_slope", 1)), count)


def _alibi() -> None:
    strip = st.columns([2, 1, 1, 1], vertical_alignment="bottom")
    with strip[0]:
        heads.ask_text("conv")
    with strip[1]:
        heads.ask_head("conv")
    with strip[2]:
        controls.number("ALiBi heads n", 1, 32, 12, key="conv_heads")
    with strip[3]:
        controls.number("Slope of head", 1, 32, 1, key="conv_slope")
    count, number = _heads()
    compared = layout.attempt_part(
        _compared_alibi, heads.asked_text("conv"), heads.asked_head("conv"), count, number
    )
    if compared is None:
        return
    found, figure = compared
    slopes, others = embedlab.positional.alibi_slopes(count), embedlab.positional.geometric_slopes(count)
    off = int((~np.isclose(slopes, others)).sum())
    said = (
        f"slope · (j − i) and slope · j differ by a constant in each row, {found.slope:.4g} · i, which the softmax drops: the attentions differ by at most {found.difference:.0e}. "
        f"That needs the causal mask: in an encoder, slope · j in place of −slope · |j − i| changes a weight by up to {found.unmasked_difference:.2f}. "
        + (
            f"{count} heads are a power of two: both formulas give the same slopes."
            if not off
            else f"{count} is no power of two: the authors' slopes and 2^(−8h/n) differ for {off} of {count} heads."
        )
    )
    layout.picture(figure, key="alibi forms", alt=said)
    layout.reading(said)
    layout.formula(SHIFT)
    st.caption(
        f"The scores are those of {ENCODER}'s head, layer 1. BLOOM and MPT add the short form (llm-foundry issue 186 asks why); mlx had other slopes until its pull request 3071 (issue 343)."
    )
    layout.numbers(
        {"head": list(range(1, count + 1)), "the authors' slope": slopes, "2^(−8h/n)": others},
        key="slope numbers",
        label="Slopes",
        decimals=5,
        height=260,
    )


def _uses() -> None:
    layout.numbers(
        {
            "scheme": [use.scheme for use in CONVENTION_USES],
            "who": [use.who for use in CONVENTION_USES],
            "convention": [use.convention for use in CONVENTION_USES],
            "known by": ["computing" if use.computed else "reading" for use in CONVENTION_USES],
            "where": [use.source for use in CONVENTION_USES],
        },
        key="convention uses",
        label="",
        height="content",
    )
    computed = sum(use.computed for use in CONVENTION_USES)
    layout.reading(
        f"{computed} of {len(CONVENTION_USES)} lines are computed: our tests compare them with the code of transformers {_transformers()}. "
        "The others were read in the file or thread named."
    )


@cache
def _transformers() -> str:
    return version("transformers")


@cached(entries=16)
def _compared_sinusoids(length: int, dim: int, base: float) -> tuple[SinusoidConventions, Any]:
    from embedlab.figures.positional_conventions import sinusoids_figure

    found = embedlab.positional.compare_sinusoids(length, dim, base=base)
    return found, DrawnFigure(sinusoids_figure(found))


@cached(entries=32)
def _compared_rotary(text: str, head: int, base: float) -> tuple[RotaryConventions, tuple[Any, ...]]:
    from embedlab.figures.positional_conventions import scores_figure

    vectors = heads.head(text, head)
    found = embedlab.positional.compare_rotary(vectors.queries, vectors.keys, base=base)
    scores = (found.right, found.wrong, found.permuted)
    reach = float(max(np.abs(some).max() for some in scores))
    return found, tuple(DrawnFigure(scores_figure(some, vectors.tokens, reach)) for some in scores)


@cached(entries=32)
def _compared_alibi(text: str, head: int, count: int, number: int) -> tuple[AlibiForms, Any]:
    from embedlab.figures.positional_conventions import alibi_forms_figure

    scores = heads.head(text, head).scores
    slopes = embedlab.positional.alibi_slopes(count)
    found = embedlab.positional.compare_alibi(scores, float(slopes[number - 1]))
    others = embedlab.positional.geometric_slopes(count)
    return found, DrawnFigure(alibi_forms_figure(found, scores, slopes, others))
