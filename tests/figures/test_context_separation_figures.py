"""The figures of senses that part hold the numbers they were given, beside what chance gives."""

from __future__ import annotations

import numpy as np
import plotly.graph_objects as go
import pytest

import embedlab
from embedlab.figures.context_separation import count_figure, measure_figure

LAYERS = np.arange(7)
SILHOUETTE = np.linspace(-0.1, 0.4, 7)
LOW, HIGH = np.full(7, -0.05), np.linspace(0.05, 0.1, 7)
FOUND = embedlab.context.FoundSenses(
    layer=6,
    groups=np.array([0, 1, 0, 2, 1, 1]),
    count=3,
    silhouettes={2: 0.2, 3: 0.31, 4: -0.05},
    agreement=0.3,
)


def measure(values: np.ndarray = SILHOUETTE, **options: bool) -> go.Figure:
    return measure_figure(values, LOW, HIGH, band="shuffled labels", unit="silhouette (1 = apart)", **options)


def test_the_measure_stands_before_its_band_with_its_numbers() -> None:
    figure = measure()
    band, line = figure.data
    np.testing.assert_allclose(line.y, SILHOUETTE, rtol=1e-6)
    assert line.text[0] == "−0.10"
    assert line.text[6] == "0.40"
    assert band.fill == "toself"
    for layer in LAYERS:
        np.testing.assert_allclose(sorted(band.y[band.x == layer]), [LOW[layer], HIGH[layer]], rtol=1e-6)
    assert figure.layout.annotations[0].text == "shuffled labels"
    low, high = figure.layout.yaxis.range
    assert low < -0.1 < 0.4 < high


def test_the_best_layer_is_outlined() -> None:
    line = measure(np.array([0, 0.1, 0.5, 0.2, 0.3, np.nan, 0.1])).data[1]
    assert [layer for layer, width in enumerate(line.marker.line.width) if width] == [2]
    assert line.text[5] == ""


def test_shares_are_percent() -> None:
    assert measure(np.linspace(0, 1, 7), percent=True).data[1].text[6] == "100%"


def test_the_number_of_groups_that_is_taken_says_so() -> None:
    (bars,) = count_figure(FOUND).data
    assert list(bars.x) == ["2", "3<br>taken", "4"]
    np.testing.assert_array_equal(bars.y, [0.2, 0.31, -0.05])
    assert list(bars.text) == ["0.20", "0.31", "−0.05"]
    low, high = count_figure(FOUND).layout.yaxis.range
    assert low < -0.05 < 0.31 < high


@pytest.mark.parametrize(
    "figure",
    [
        measure(),
        count_figure(FOUND),
    ],
    ids=["measure", "count"],
)
def test_figures_are_small_and_large_enough_to_read(figure: go.Figure) -> None:
    assert len(figure.to_json()) < 30_000
    assert figure.layout.font.size >= 14
    assert figure.layout.xaxis.tickfont.size >= 14
