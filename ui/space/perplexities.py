"""Perplexities: several values of the parameter that decides most, with three seeds each."""

from __future__ import annotations

import numpy as np
import streamlit as st

from embedlab.numerals import count_text
from embedlab.space import MapOptions
from ui import layout, sources
from ui.part import Part, no_options
from ui.space import summaries
from ui.space.exports import project_code
from ui.space.picture import View
from ui.space.series import MOST, few, grid, offer_series, sample_code, vary

__all__ = ["PART"]

SEEDS = (0, 1, 2)
VALUES = {"tsne": ("perplexity", (5, 15, 30, 60)), "umap": ("n_neighbors", (5, 15, 30, 60))}


def show(view: View, options: None) -> None:
    """Draw several values with three seeds each."""
    if view.map.options.method == "pca":
        st.info("Perplexity belongs to t-SNE and n_neighbors to UMAP. Choose one of them above.")
        return
    name, values = VALUES[view.map.options.method]
    st.markdown(
        f"Several values of {name}, three seeds each, begun at random. Believe what you see in most of them, not what one of them shows."
    )
    points = few(view.points.data)
    largest, fitting = _values(view.map.options, len(points))
    if len(fitting) < 2:
        st.info(f"{count_text(len(points), 'point')} allow no two values of {name}; choose more points.")
        return
    series = [
        vary(view.map.options, seed, **{name: value, "init": "random"}) for seed in SEEDS for value in fitting
    ]
    result = offer_series(points, series, f"Draw {len(series)} maps", place="multiples")
    if result is None:
        return
    titles = tuple(
        f"{name} {dict(each.parameters)[name]}, seed {each.random_state}: {share:.0%}"
        for each, share in zip(series, result.knn_preservation, strict=True)
    )
    sentence = summaries.series(result, titles)
    layout.picture(grid(points, result, titles, len(fitting)), key="multiples", alt=sentence)
    layout.finding(sentence)
    if fitting != values:
        st.caption(f"{len(points)} points allow {name} up to {int(largest)}; larger values are left out.")


def code(view: View, options: None) -> list[str]:
    """Return lines that draw and judge each map."""
    method, metric = view.map.options.method, view.map.options.metric
    if method == "pca":
        return []
    name = VALUES[method][0]
    _, fitting = _values(view.map.options, min(len(view.points.data), MOST))
    others = {"random_state": "seed", name: "value"}
    call = project_code(vary(view.map.options, 0, init="random"), "sample", **others)
    return [
        *sample_code(view.points.data),
        f"for seed in {SEEDS}:",
        f"    for value in {fitting}:",
        f"        drawn = {call}",
        f'        judged = embedlab.projection_quality(sample, drawn.coordinates, metric="{metric}")',
        "        print(seed, value, judged.knn_preservation)",
    ]


def origins(view: View, options: None) -> list[str]:
    """Say how the maps were begun."""
    if view.map.options.method == "pca":
        return []
    return [sources.computed(f"maps begun at random with seeds {', '.join(map(str, SEEDS))}.")]


def _values(options: MapOptions, count: int) -> tuple[float, tuple[int, ...]]:
    """Return the largest value that so many points allow, and the values to draw."""
    name, values = VALUES[options.method]
    largest = (count - 1) / 3 if name == "perplexity" else count - 1
    fitting = tuple(value for value in values if value <= largest)
    if len(fitting) < 2:  # few points: four steps up to what they allow
        fitting = tuple(dict.fromkeys(int(value) for value in np.linspace(2, largest, 4)))
    return largest, fitting


PART = Part[View, None]("Perplexities", no_options, show, code, origins)
