"""The code that makes the view again."""

from __future__ import annotations

from ui.space.maps import Drawn
from ui.space.points import KINDS, Shown
from ui.space.settings import Settings
from ui.words import read_pairs

__all__ = ["code"]


def code(shown: Shown, drawn: Drawn, chosen: Settings, row: int | None) -> str:
    """Return Python that makes the same map, judges it, and looks at the same word."""
    lines = ["import numpy as np", "import embedlab", "", *shown.code.splitlines()]
    metric = f'metric="{drawn.options.metric}"'
    if drawn.axes is not None:
        lines += _axes(shown, chosen)
    else:
        lines += _projection(drawn)
    lines.append(f"quality = embedlab.projection_quality(matrix, projection.coordinates, {metric})")
    lines.append("print(quality.knn_preservation, quality.trustworthiness)")
    if row is not None:
        lines.append(
            f'ranked = embedlab.space.rank_rows(matrix, matrix[{row}], measure="{drawn.options.metric}", leave_out={row})'
        )
        lines.append("print([labels[row] for row in ranked.rows])")
    return "\n".join(lines)


def _projection(drawn: Drawn) -> list[str]:
    options = drawn.options
    common = f'method="{options.method}", n_components={options.n_components}'
    if options.method != "pca":
        common += f', metric="{options.metric}", random_state={options.random_state}'
    lines, start = [], ""
    if options.start is not None:
        lines.append(f"former = embedlab.project(matrix, {common}, {_written(options.start)})")
        start = ", start=former.coordinates"
    parameters = f", {_written(options.parameters)}" if options.parameters else ""
    return [*lines, f"projection = embedlab.project(matrix, {common}{parameters}{start})"]


def _written(parameters: tuple[tuple[str, object], ...]) -> str:
    return ", ".join(f"{name}={value!r}" for name, value in parameters)


def _axes(shown: Shown, chosen: Settings) -> list[str]:
    look = {
        KINDS[0]: "np.stack([vectors[word] for word in words])",
        KINDS[1]: "embedlab.context.input_vectors(encoder, words).vectors",
        KINDS[2]: "encoder.embed(words)",
        "": "matrix[[list(labels).index(word) for word in words]]",
    }[shown.kind]
    lines = [f"look_up = lambda words: {look}", "axes = ["]
    for text in chosen.axes:
        low, high = zip(*read_pairs(text), strict=True)
        lines.append(
            f"    embedlab.vectors.named_axis(look_up({list(low)!r}), look_up({list(high)!r}), negative={low[0]!r}, positive={high[0]!r}),"
        )
    return [*lines, "]", "projection = embedlab.space.axis_map(matrix, axes).projection"]
