"""Which convention is right: the same numbers in other orders, what mixing them does, and who uses which."""

from __future__ import annotations

from importlib.metadata import version
from typing import TYPE_CHECKING, Any

import streamlit as st

from embedlab.positional import CONVENTION_USES, SinusoidConventions, compare_sinusoids
from ui import controls, layout, sources
from ui.cache import cached
from ui.part import Part, no_options
from ui.positional import convention_decoder, convention_heads, exports, formulas, vector_summaries
from ui.positional.offset_curves import paired_dim
from ui.positional.schemes import Query
from ui.positional.tables import View
from ui.shared_figure import SharedFigure

if TYPE_CHECKING:
    import plotly.graph_objects as go

__all__ = ["PART"]

MAX_SIZE = 128  # positions and dimensions of a table that is drawn
FORMULAS = (
    r"\text{paper: } PE(p, 2i) = \sin(p\,b^{-2i/d})",
    r"PE(p, 2i+1) = \cos(\ldots)",
    r"\text{tensor2tensor: } PE(p, i) = \sin(p\,b^{-i/(d/2-1)})",
    r"PE(p, \tfrac{d}{2}+i) = \cos(\ldots)",
)


def _size(query: Query) -> tuple[int, int]:
    """Return how many positions and dimensions are compared; a sine and a cosine are a pair."""
    return min(query.length, MAX_SIZE), min(paired_dim(query), MAX_SIZE)


def _show_sinusoids(view: View, options: None) -> None:
    query, (length, dim) = view.query, _size(view.query)
    compared = layout.attempt_part(_compare, length, dim, query.base)
    if compared is None:
        return
    conventions, figure = compared
    summary = vector_summaries.sinusoid_conventions(conventions)
    rest = layout.brief_finding(summary)
    layout.picture(figure, key="sinusoid conventions", alt=summary)
    even = " and an even number of dimensions" if query.dim < MAX_SIZE and query.dim % 2 else ""
    layout.fold(
        rest,
        f"{length} positions × {dim} dimensions, base {query.base:,.0f}: as set above, at most {MAX_SIZE}{even}. "
        "A model trained with either learns the order along with its weights, as tensor2tensor's authors answered (issue 391). It matters when weights move.",
    )
    formulas.fold(*FORMULAS)
    layout.numbers(
        {
            "position": list(range(length)),
            "interleaved / concatenated": conventions.cosines,
            "concatenated / tensor2tensor": conventions.timescale_cosines,
        },
        key="sinusoid numbers",
        label="Cosines of a position with itself",
        height=260,
    )


@cached(entries=16)
def _compare(length: int, dim: int, base: float) -> tuple[SinusoidConventions, go.Figure]:
    from embedlab.figures.positional_conventions import sinusoids_figure

    conventions = compare_sinusoids(length, dim, base=base)
    return conventions, SharedFigure(sinusoids_figure(conventions))


def _sinusoids_code(view: View, options: None) -> list[str]:
    length, dim = _size(view.query)
    return [
        f"conventions = embedlab.positional.compare_sinusoids({length}, {dim}, base={view.query.base:.17g})",
        "print(conventions.cosines, conventions.product_difference, conventions.timescale_difference)",
    ]


SINUSOIDS = Part(
    label="Sinusoids",
    ask=no_options,
    show=_show_sinusoids,
    code=_sinusoids_code,
    sources=lambda view, options: [sources.computed("the formula of Vaswani et al. 2017, in float64.")],
)


def _show_uses(view: View, options: None) -> None:
    computed = sum(use.computed for use in CONVENTION_USES)
    rest = layout.brief_finding(
        f"Programs that read the same weights follow different conventions. {computed} of {len(CONVENTION_USES)} lines are computed: "
        f"our tests compare them with the code of transformers {version('transformers')}. The others were read in the file or thread named."
    )
    layout.table(
        {
            "scheme": [use.scheme for use in CONVENTION_USES],
            "who": [use.who for use in CONVENTION_USES],
            "convention": [use.convention for use in CONVENTION_USES],
            "known by": ["computing" if use.computed else "reading" for use in CONVENTION_USES],
            "where": [use.source for use in CONVENTION_USES],
        },
        key="convention uses",
        height="content",
    )
    layout.fold(rest)


def _uses_code(view: View, options: None) -> list[str]:
    return ["for use in embedlab.positional.CONVENTION_USES:", "    print(use)"]


USES = Part(label="Who uses which", ask=no_options, show=_show_uses, code=_uses_code, sources=exports.origins)
TOPICS: dict[str, Part[View, Any]] = {
    topic.label: topic
    for topic in (
        SINUSOIDS,
        convention_heads.ROTARY,
        convention_decoder.TOPIC,
        convention_heads.ALIBI,
        USES,
    )
}


def _ask(view: View) -> tuple[Part[View, Any], Any]:
    """Ask for one of the conventions that are confused most; return it with its own options."""
    layout.wait_for("encoder", "the encoder")
    st.markdown(
        "None of them is wrong. Each is right for the weights that were trained with it, and wrong for all others."
    )
    topic = TOPICS[controls.choice("Convention of", list(TOPICS), key="conv_topic")]
    return topic, topic.ask(view)


PART = Part(
    label="Conventions",
    ask=_ask,
    show=lambda view, topic: topic[0].show(view, topic[1]),
    code=lambda view, topic: topic[0].code(view, topic[1]),
    sources=lambda view, topic: topic[0].sources(view, topic[1]),
    line="The same scheme written in two ways: what happens when they are mixed up.",
    deeper=True,
)
