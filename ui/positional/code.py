"""The code that makes the view again: the table of positions, and the part of the page that is open."""

from __future__ import annotations

from collections.abc import Callable, Sequence

from ui.models import ENCODER
from ui.positional.view import Asked

__all__ = ["code"]


def code(asked: Asked, parts: Sequence[Callable[[Asked], list[str]]]) -> str:
    """Return Python that computes the table, and what the open part shows."""
    lines = ["import embedlab", "", *_table(asked)]
    for part in parts:
        lines += part(asked)
    return "\n".join(lines)


def _table(asked: Asked) -> list[str]:
    start = f", start={asked.start}" if asked.start else ""
    if asked.scheme == "T5":
        return _relative(asked)
    if asked.scheme == "learned":
        part = f"[{asked.start or ''}:{asked.start + asked.length}, :{asked.dim}]"
        if asked.repository:
            return [
                f'read = embedlab.positional.download_position_table("{asked.repository}", revision="{asked.commit}")',
                f"table = read.values[read.unused_rows:]{part}",
            ]
        return [f'table = embedlab.load_position_table("{ENCODER}"){part}']
    table = {
        "sinusoidal": f'sinusoidal({asked.length}, {asked.dim}, base={asked.base:.17g}, layout="{asked.order}"{start})',
        "rotary": f"rotary_angles({asked.length}, {asked.dim}, base={asked.base:.17g}{start})",
        "ALiBi": f"alibi_head({asked.heads}, {asked.head - 1}, {asked.length}, causal={asked.causal})",
    }[asked.scheme]
    lines = [f"table = embedlab.positional.{table}"]
    if asked.sentence:
        lines += [
            f'encoder = embedlab.load_encoder("{ENCODER}")',
            f"ids = encoder.tokenizer.encode({asked.sentence!r}).ids",
            f"vectors = encoder.token_embeddings[ids, :{asked.dim}]",
            f"positions = range({asked.start}, {asked.start} + len(ids))",
            f"print(embedlab.positional.apply_rotary(vectors, positions, base={asked.base:.17g}))",
        ]
    return lines


def _relative(asked: Asked) -> list[str]:
    if asked.repository:
        return [
            f'read = embedlab.positional.download_relative_bias("{asked.repository}", revision="{asked.commit}")',
            f"table = embedlab.positional.relative_bias(read.values, {asked.length}, max_distance=read.max_distance, "
            f"bidirectional=read.bidirectional)[{asked.head - 1}]"
            + ("  # a decoder masks the keys after the query" if asked.causal else ""),
        ]
    return [
        "import numpy as np",
        f"places = np.arange({asked.length})",
        "table = embedlab.positional.relative_buckets(places[None, :] - places[:, None], "
        f"buckets={asked.buckets}, max_distance={asked.max_distance}, bidirectional={not asked.causal})",
        *(
            ["table = np.where(places[None, :] <= places[:, None], table, np.nan)  # the mask"]
            if asked.causal
            else []
        ),
    ]
