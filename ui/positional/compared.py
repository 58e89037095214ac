"""The schemes in one table."""

from __future__ import annotations

from dataclasses import dataclass

import pyarrow
import streamlit as st

from embedlab import positional
from ui import controls, layout, sources
from ui.cache import cached
from ui.models import ENCODER
from ui.part import Part
from ui.positional import scheme_summaries
from ui.positional.tables import View

__all__ = ["PART"]

AS_SET = "as set above"
LAYERS = 12


@dataclass(frozen=True)
class Options:
    """The size of a model, and its name."""

    model: str
    size: positional.ModelSize


def _ask(view: View) -> Options:
    """Ask for the size of the model."""
    layout.wait_for("encoder", "the encoder")
    with st.container(horizontal=True, vertical_alignment="bottom"):
        name = controls.pick("Parameters counted for", [*positional.MODEL_SIZES, AS_SET], key="offset_model")
        if name in positional.MODEL_SIZES:
            return Options(name, positional.MODEL_SIZES[name])
        layers = int(controls.amount("Layers", 1, 96, LAYERS, key="offset_layers"))
    query = view.query
    return Options(name, positional.ModelSize(query.length, query.dim, query.heads, layers))


def _show(view: View, options: Options) -> None:
    """Show the schemes in one table, and hand over what is counted and what is known of each."""
    layout.finding(scheme_summaries.costs(options.size, _stored() if options.model == ENCODER else None))
    schemes = positional.POSITION_SCHEMES
    counts = {name: positional.position_parameters(name, options.size) for name in schemes}
    with st.container(key="schemes"):  # on a phone, a card for each
        st.table(
            pyarrow.table(
                {
                    "scheme": list(schemes),
                    "where": [scheme_summaries.SCHEME_WHERE[name] for name in schemes],
                    "parameters": [f"{counts[name]:,}" for name in schemes],
                    "beyond the trained length": [scheme_summaries.SCHEME_BEYOND[name] for name in schemes],
                    "used by": [scheme.used_by for scheme in schemes.values()],
                }
            )
            .to_pandas()
            .set_index("scheme")
        )
    layout.note(
        "Parameters: numbers to train for positions alone. T5: 32 buckets; its encoder and its decoder have a table each."
    )
    layout.numbers(
        {
            "scheme": list(schemes),
            "parameters": list(counts.values()),
            "numbers changed": [positional.position_work(name, options.size) for name in schemes],
            "cost": [scheme.cost for scheme in schemes.values()],
            "beyond the trained length": [scheme.extrapolation for scheme in schemes.values()],
            "year": [str(scheme.year) for scheme in schemes.values()],
            "source": [
                f"{scheme.paper}, {scheme.link.removeprefix('https://')}" for scheme in schemes.values()
            ],
        },
        key="compared numbers",
        label="Numbers changed: how many numbers of inputs, queries, keys or scores a scheme adds to or turns when one "
        "text of full length is read, masked scores included",
    )


@cached(entries=1)
def _stored() -> int:
    return positional.stored_parameters(ENCODER)


def _code(view: View, options: Options) -> list[str]:
    return [
        f"size = embedlab.positional.{options.size!r}",
        "for name, scheme in embedlab.positional.POSITION_SCHEMES.items():",
        "    parameters = embedlab.positional.position_parameters(name, size)",
        "    print(name, parameters, embedlab.positional.position_work(name, size), scheme)",
    ]


PART = Part(
    label="Summary",
    ask=_ask,
    show=_show,
    code=_code,
    sources=lambda view, options: [sources.model(ENCODER, "encoder", "Its position table and its size.")],
    line="All schemes in one table: where they act, what they cost, who uses them.",
    former=("Compared",),
)
