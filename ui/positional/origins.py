"""Where the numbers of the page come from: those of the table, and those of the part that is open."""

from __future__ import annotations

from ui import decoder, sources
from ui.models import DECODER, ENCODER
from ui.positional.view import Asked

__all__ = ["OF_ENCODER", "origins"]

OF_ENCODER = {
    "Why position": "Its input table, its positions, and the attention of its first layer.",
    "One measure": "The learned curve is that of its position table.",
    "Clocks": "Queries and keys of its first layer.",
    "Conventions": "Queries and keys of its first layer.",
    "Added or not": "Its three input tables.",
    "Compared": "Its position table and its size.",
    "Predict": "Its position table, queries and keys.",
}
OF_DECODER = ("Why position", "Conventions", "Added or not")  # once its button was pressed


def origins(asked: Asked, opened: str) -> list[str]:
    """Return the sources of the table and of the open part."""
    found = [_table(asked)]
    if opened in OF_ENCODER:
        found.append(sources.model(ENCODER, "encoder", OF_ENCODER[opened]))
    if opened in OF_DECODER and decoder.is_requested():
        found.append(sources.model(DECODER, "decoder"))
    return found


def _table(asked: Asked) -> str:
    """Say where the numbers of the table come from."""
    if asked.repository:
        what = "relative bias" if asked.scheme == "T5" else "position table"
        return f"**Real weights:** the {what} of `{asked.repository}`, commit `{asked.commit}`, downloaded from the hub."
    return {
        "sinusoidal": sources.computed("the formula of Vaswani et al. 2017, in float64."),
        "learned": sources.model(ENCODER, "encoder", "Its learned position table, 512 × 384."),
        "rotary": sources.computed("the angles of Su et al. 2021 (RoFormer), in float64; drawn modulo 2π."),
        "ALiBi": sources.computed(
            "the slopes and bias of Press et al. 2022, also for head counts that are not powers of two."
        ),
        "T5": sources.computed("the buckets of Raffel et al. 2020, as their code has them."),
    }[asked.scheme]
