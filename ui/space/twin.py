"""Real or random? Random vectors of the same shape, drawn by the same method beside the real ones."""

from __future__ import annotations

from dataclasses import replace

import numpy as np
import streamlit as st

import embedlab
from embedlab.space import MapSeries
from ui import controls, layout, sources
from ui.part import Part
from ui.space import summaries
from ui.space.exports import project_code
from ui.space.picture import View
from ui.space.series import few, grid, offer_series, sample_code

__all__ = ["PART"]

KINDS = {"independent numbers": "gaussian", "shuffled columns": "shuffled"}


def ask(view: View) -> str:
    """Ask which random vectors; the empty text where the map has no random twin."""
    if view.map.axes is not None:
        st.info(
            "Named axes are directions between words, which random vectors do not have. Choose another map above."
        )
        return ""
    st.markdown(
        "Is this structure real? At the right the same method draws **random** vectors, as many and as long. What you see there, too, comes from the method and not from the words."
    )
    return KINDS[
        controls.choice(
            "Random vectors",
            list(KINDS),
            key="twin",
            help="Independent numbers: normal, with the mean and spread of each real column. Shuffled: the real numbers of each column in random order.",
        )
    ]


def show(view: View, kind: str) -> None:
    """Draw random vectors beside the real ones."""
    if not kind:
        return
    points = few(view.points.data)
    options = [replace(view.map.options, n_components=2, start=None)]
    twin = replace(points, matrix=embedlab.space.random_twin(points.matrix, kind=kind))
    real = offer_series(points, options, "Draw the twin", place="twin")
    if real is None:
        return
    random = offer_series(twin, options, "Draw the twin", place="random twin", automatic=True)
    if random is None:
        return
    both = MapSeries(
        np.concatenate((real.coordinates, random.coordinates)),
        np.concatenate((real.trustworthiness, random.trustworthiness)),
        np.concatenate((real.knn_preservation, random.knn_preservation)),
    )
    sentence = summaries.twin(real, random)
    figure = grid(points, both, ("real vectors", "random vectors"), 2)
    layout.picture(figure, key="twin figure", alt=sentence)
    layout.finding(sentence)
    st.caption(
        "The colors at the right mean nothing: a random vector has no group. They show what the eye makes of chance."
    )


def code(view: View, kind: str) -> list[str]:
    """Return lines that draw and judge both."""
    if not kind:
        return []
    options = view.map.options
    call = project_code(replace(options, n_components=2), "each")
    return [
        *sample_code(view.points.data),
        f'for each in (sample, embedlab.space.random_twin(sample, kind="{kind}")):',
        f"    drawn = {call}",
        f'    judged = embedlab.projection_quality(each, drawn.coordinates, metric="{options.metric}")',
        "    print(judged.knn_preservation, judged.trustworthiness)",
    ]


def origins(view: View, kind: str) -> list[str]:
    """Say where the random vectors come from."""
    return [sources.computed("random vectors by NumPy, seed 0.")] if kind else []


PART = Part("Real or random?", ask, show, code, origins)
