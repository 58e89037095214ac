"""Figures of maps: each point is identified, in its place and color, and few bytes are sent."""

from __future__ import annotations

import base64
import json

import numpy as np
import plotly.graph_objects as go
import pytest

import embedlab
from embedlab.figures.space import MAX_GROUPS, map_figure
from embedlab.figures.space_coloring import MAX_LABELS, Coloring, distance_coloring, label_order
from embedlab.figures.space_layers import EYE, Neighborhood, first_view, marker_size
from embedlab.figures.space_neighbors import neighbors_figure
from embedlab.figures.space_series import ASPECT, SMALLEST, film_figure, multiples_figure
from embedlab.figures.space_trust import recall_figure, shepard_figure, spectrum_figure
from embedlab.figures.style import SYMBOLS, escape, kind_color
from tests.support.hostile import HOSTILE_LABEL

RANDOM = np.random.default_rng(0)
STEPS = 65_535


def projection(count: int, n_components: int = 2, method: str = "umap") -> embedlab.space.Projection:
    places = RANDOM.normal(size=(count, n_components)).astype(np.float32) * (7, 2, 1)[:n_components] + 3
    return embedlab.space.Projection(places.astype(np.float32), method, {"n_components": n_components})


def names(count: int) -> list[str]:
    return [f"w{number}" for number in range(count)]


def markers(figure: go.Figure) -> list[go.Scatter]:
    return [trace for trace in figure.data if trace.mode == "markers" and trace.text is not None]


def trace_named(figure: go.Figure, name: str) -> go.Scatter:
    """Return the one trace with a name."""
    (trace,) = [trace for trace in figure.data if trace.name == name]
    return trace


def places_of(trace: go.Scatter) -> np.ndarray:
    return np.stack([trace.x, trace.y] + ([trace.z] if "3d" in trace.type else []), axis=1).astype(np.float64)


@pytest.mark.parametrize("n_components", [2, 3])
@pytest.mark.parametrize("count", [30, 2_500])
def test_every_point_is_drawn_once_where_it_is_and_known_by_its_row(count: int, n_components: int) -> None:
    drawn = projection(count, n_components)
    groups = tuple(RANDOM.choice(["a", "b", "c"], size=count))
    figure = map_figure(drawn, names(count), Coloring("group", groups=groups))
    rows = np.concatenate([trace.customdata for trace in markers(figure)]).astype(int)
    assert sorted(rows) == list(range(count))
    places = np.concatenate([places_of(trace) for trace in markers(figure)])
    low, span = drawn.coordinates.min(axis=0), np.ptp(drawn.coordinates, axis=0)
    if count > 2_000:
        places = places / STEPS * span + low
    np.testing.assert_allclose(places, drawn.coordinates[rows], atol=span.max() / STEPS)
    for trace in markers(figure):
        assert [f"w{row}" for row in trace.customdata] == list(trace.text)
        assert {groups[row] for row in trace.customdata} == {trace.name}


@pytest.mark.parametrize(
    "coloring", [Coloring("n", values=np.arange(9.0)), Coloring("g", groups=(HOSTILE_LABEL,) * 9)]
)
@pytest.mark.parametrize("n_components", [2, 3])
@pytest.mark.bad_input(16)
def test_no_label_acts(coloring: Coloring, n_components: int) -> None:
    drawn = projection(9, n_components)
    new = [(HOSTILE_LABEL, drawn.coordinates[0])]
    figure = map_figure(
        drawn,
        [HOSTILE_LABEL] * 9,
        coloring,
        written=[0],
        added=new,
        neighborhood=Neighborhood(1, np.array([2]), np.array([True])),
    )
    film = film_figure(drawn.coordinates[None], [1], [HOSTILE_LABEL] * 9, coloring, unit="epoch")
    panels = multiples_figure(drawn.coordinates[None], ["t"], [HOSTILE_LABEL] * 9, coloring, columns=1)
    bars = neighbors_figure([HOSTILE_LABEL], np.ones(1), np.array([True]), kinds=[0], measure="cosine")
    assert "<b>" not in bars.to_json().replace("\\u003c", "<")
    for each in (figure, film, panels):
        assert "<b>" not in each.to_json().replace("\\u003c", "<")
        texts = [text for trace in each.data if trace.text is not None for text in trace.text]
        assert {text.removesuffix(" (added)") for text in texts} == {escape(HOSTILE_LABEL)}
        templates = [trace.hovertemplate or "" for trace in each.data]
        assert not any("%{x}" in template for template in templates)  # plotly would put a number there


def test_only_named_axes_are_named_and_none_has_numbers() -> None:
    linear = embedlab.project(RANDOM.normal(size=(9, 4)), method="pca")
    axis = embedlab.vectors.named_axis([[1, 0]], [[0, 1]], negative="<i>", positive="b")
    named = embedlab.space.axis_map(np.eye(2), [axis, axis]).projection
    for drawn, title in ((linear, None), (projection(9), None), (named, "&lt;i&gt; → b")):
        count = len(drawn.coordinates)
        figure = map_figure(drawn, names(count), Coloring("", groups=("",) * count))
        for side in (figure.layout.xaxis, figure.layout.yaxis):
            assert (side.visible and side.title.text) == (title or False)
            assert not side.visible or side.showticklabels is False
    figure = map_figure(projection(9, 3), names(9), Coloring("", groups=("",) * 9))
    scene = figure.layout.scene
    assert [axis.visible for axis in (scene.xaxis, scene.yaxis, scene.zaxis)] == [False] * 3


def test_a_map_is_drawn_to_scale() -> None:
    figure = map_figure(projection(30), names(30), Coloring("", groups=("",) * 30), width=660, height=560)
    x, y = figure.layout.xaxis, figure.layout.yaxis
    assert y.scaleanchor == "x"
    assert np.ptp(x.range) / 660 == pytest.approx(np.ptp(y.range) / 560)
    (points,) = markers(figure)
    for side, values in ((x, points.x), (y, points.y)):
        assert side.range[0] < min(values) < max(values) < side.range[1]


def test_numbers_become_shades_from_faint_to_dark_and_kinds_keep_their_shapes() -> None:
    recall = np.array([0.0, 0.5, 1.0, 2.0, np.nan])
    coloring = Coloring(
        "recall", groups=("a",) * 3 + ("b",) * 2, values=recall, low=0, high=1, ticks=((0.25, "few"),)
    )
    figure = map_figure(projection(5), names(5), coloring)
    first, second = markers(figure)
    assert list(first.marker.color) == [0, 128, 255]
    assert list(second.marker.color) == [255, 0]  # beyond the ends is at the end; no number is the faintest
    assert (first.marker.symbol, second.marker.symbol) == SYMBOLS[:2]
    axis = figure.layout.coloraxis
    assert {first.marker.coloraxis, second.marker.coloraxis} == {"coloraxis"}
    assert axis.cmin < 0  # the lowest number can be told from the ground
    assert axis.cmax == 255
    light = [sum(bytes.fromhex(color[1:])) for _, color in axis.colorscale]
    assert light == sorted(light, reverse=True)  # an order that needs no colors
    assert axis.colorbar.tickvals == (0.25 * 255,)
    assert axis.colorbar.ticktext == ("few",)
    flat = Coloring("same", values=np.full(5, 0.7))  # no span to divide by
    (trace,) = markers(map_figure(projection(5), names(5), flat))
    assert list(trace.marker.color) == [0] * 5


@pytest.mark.parametrize("n_components", [2, 3])
@pytest.mark.parametrize("count", [40, 2_500])
def test_threads_join_a_point_to_its_neighbors_and_tell_kept_from_lost(count: int, n_components: int) -> None:
    neighborhood = Neighborhood(7, np.array([3, 20, 11]), np.array([True, False, True]))
    figure = map_figure(
        projection(count, n_components),
        names(count),
        Coloring("", groups=("",) * count),
        neighborhood=neighborhood,
        written=[5, 3],
    )
    (points,) = markers(figure)
    places = places_of(points)
    for name, rows in (("kept", [3, 11]), ("lost", [20])):
        joined = places_of(trace_named(figure, name)).reshape(len(rows), 3, n_components)
        np.testing.assert_allclose(joined[:, 0], places[[7] * len(rows)])
        np.testing.assert_allclose(joined[:, 1], places[rows])
        assert np.isnan(joined[:, 2]).all()
    assert trace_named(figure, "kept").line.dash != trace_named(figure, "lost").line.dash
    np.testing.assert_allclose(places_of(trace_named(figure, "ring")), places[[7]])
    words = trace_named(figure, "words")
    assert words.text[0] == "w7"
    assert set(words.text) <= {"w7", "w3", "w20", "w11", "w5"}
    np.testing.assert_allclose(places_of(words), places[[int(word[1:]) for word in words.text]])


def default_map() -> tuple[embedlab.space.Projection, list[str], tuple[str, ...]]:
    """Return the map that the page opens with."""
    vectors = embedlab.load_word_vectors("glove-6b-50d")
    groups = [
        (word, group)
        for group in list(embedlab.texts.WORD_GROUPS)[:4]
        for word in embedlab.texts.WORD_GROUPS[group]
    ]
    words = [word for word, _ in groups]
    matrix = np.stack([vectors[word] for word in words])
    return embedlab.project(matrix, method="pca"), words, tuple(group for _, group in groups)


@pytest.mark.parametrize("row", [None, 3, 33])
def test_all_words_of_the_default_map_and_all_names_of_its_kinds_are_written(row: int | None) -> None:
    drawn, words, groups = default_map()
    neighborhood = None if row is None else Neighborhood(row, np.array([7, 18]), np.array([True, False]))
    figure = map_figure(drawn, words, Coloring("group", groups), written=range(48), neighborhood=neighborhood)
    written = trace_named(figure, "words")
    assert set(written.text) == set(words)
    assert min(np.atleast_1d(written.textfont.size)) >= 16
    assert set(trace_named(figure, "kinds").text) == set(groups)
    assert not figure.layout.showlegend
    color_of = dict(zip(written.text, written.textfont.color, strict=True))
    kinds = {
        group: {color_of[word] for word, its in zip(words, groups, strict=True) if its == group}
        for group in groups
    }
    chosen = set() if row is None else {color_of[words[row]]}
    assert [len(colors - chosen) for colors in kinds.values()] == [1] * 4
    assert len(set.union(*kinds.values()) - chosen) == 4


def test_in_three_dimensions_kinds_are_named_and_the_word_that_is_looked_at() -> None:
    groups = ("a", "b") * 5
    figure = map_figure(projection(10, 3), names(10), Coloring("g", groups=groups))
    assert set(trace_named(figure, "words").text) == {"a", "b"}
    neighborhood = Neighborhood(1, np.array([2]), np.array([True]))
    figure = map_figure(projection(10, 3), names(10), Coloring("g", groups=groups), neighborhood=neighborhood)
    assert {"a", "b", "w1"} <= set(trace_named(figure, "words").text)


def test_in_three_dimensions_no_written_word_covers_another_in_the_first_view() -> None:
    corners = np.array([[-1.0, -1, -1], [1, 1, 1]])
    line_of_sight = np.array([[0, 0, 0], -0.5 * np.array(EYE), 0.5 * np.array(EYE)])
    np.testing.assert_allclose(first_view(corners, line_of_sight, 500), 0, atol=1e-9)
    points = np.random.default_rng(0).normal(size=(80, 3)) * [3, 1, 1]
    cloud = embedlab.space.Projection(points.astype(np.float32), "pca", {})
    figure = map_figure(cloud, names(80), Coloring(""), written=range(80), height=500)
    words = trace_named(figure, "words")
    seen = first_view(points, np.column_stack([words.x, words.y, words.z]), 500)
    assert 15 < len(seen) < 80
    for index, (x, y) in enumerate(seen):
        others = np.delete(seen, index, axis=0)
        assert not np.any((abs(others[:, 0] - x) < 20) & (abs(others[:, 1] - y) < 22))


@pytest.mark.parametrize("count", [40, 2_500])
def test_a_new_word_lies_where_it_was_placed(count: int) -> None:
    drawn = projection(count)
    new = drawn.coordinates[[4]] + np.ptp(drawn.coordinates, axis=0) / 10
    figure = map_figure(drawn, names(count), Coloring("", groups=("",) * count), added=[("dog", new[0])])
    (points,) = markers(figure)
    spans = np.ptp(places_of(points), axis=0)
    away = places_of(figure.data[-1])[0] - places_of(points)[4]
    np.testing.assert_allclose(away / spans, 0.1, atol=1e-4)
    assert list(figure.data[-1].text) == ["dog (added)"]


def test_selected_points_stay_bright_in_their_own_trace() -> None:
    groups = ("a", "b") * 5
    figure = map_figure(projection(10), names(10), Coloring("g", groups=groups), selected=[1, 2, 3])
    bright = {trace.customdata[place] for trace in markers(figure) for place in trace.selectedpoints}
    assert bright == {1, 2, 3}
    everything = map_figure(projection(10), names(10), Coloring("g", groups=groups))
    assert all(trace.selectedpoints is None for trace in everything.data)


def test_many_groups_share_the_last_entry_of_the_legend() -> None:
    groups = tuple(f"g{number % 30}" for number in range(90))
    figure = map_figure(projection(90), names(90), Coloring("g", groups=groups))
    assert [trace.name for trace in markers(figure)] == [*(f"g{n}" for n in range(MAX_GROUPS - 1)), "7 more"]
    assert sum(len(trace.x) for trace in markers(figure)) == 90
    assert len(markers(figure)[-1].x) == 21
    assert figure.layout.showlegend  # so many names do not fit into the map


def test_labels_have_a_limit_and_points_a_size() -> None:
    figure = map_figure(projection(900), names(900), Coloring("", groups=("",) * 900), written=range(900))
    assert 20 < len(trace_named(figure, "words").text) < MAX_LABELS
    sizes = [marker_size(count) for count in (10, 500, 2_000, 20_000)]
    assert sizes == sorted(set(sizes), reverse=True)


@pytest.mark.parametrize("kind", ["values", "one group"])
def test_twenty_thousand_words_fit_into_350_kilobytes(
    kind: str, vectors: embedlab.vectors.WordVectors
) -> None:
    words = vectors.words[:20_000]
    drawn = embedlab.project(vectors.matrix[:20_000], method="pca")
    coloring = (
        Coloring("rank", values=np.arange(20_000.0))
        if kind == "values"
        else Coloring("group", groups=("words",) * 20_000)
    )
    figure = map_figure(drawn, words, coloring, written=range(MAX_LABELS))
    figure.update_layout(template=go.layout.Template())  # the theme is the page's
    text = figure.to_json()
    assert len(text.encode()) < 350_000
    points = json.loads(text)["data"][0]
    assert points["type"] == "scattergl"
    assert points["text"] == [escape(word) for word in words]
    assert "customdata" not in points  # the number of a point is its row
    for axis, column in zip("xy", drawn.coordinates.T, strict=True):
        assert points[axis]["dtype"] == "u2"
        sent = np.frombuffer(base64.b64decode(points[axis]["bdata"]), np.uint16)
        span = np.ptp(column)
        np.testing.assert_allclose(sent / STEPS * span + column.min(), column, atol=span / STEPS)


def test_a_film_keeps_who_is_who() -> None:
    frames = RANDOM.normal(size=(5, 12, 2)).astype(np.float32) * np.array([1e-4, 1, 2, 3, 40])[:, None, None]
    frames = frames.astype(np.float32)
    groups = ("a", "b", "c") * 4
    coloring = Coloring("g", groups=groups)
    figure = film_figure(frames, [1, 2, 4, 8, 16], names(12), coloring, unit="epoch", anchors=[0, 4])
    rows = [np.flatnonzero(np.array(groups) == name) for name in "abc"]
    assert list(figure.data[-1].text) == ["w0", "w4"]
    for trace, own in zip(figure.data[:-1], rows, strict=True):
        assert list(trace.text) == [f"w{row}" for row in own]
    assert [frame.name for frame in figure.frames] == ["1", "2", "4", "8", "16"]
    shown = [step.args[0] for step in figure.layout.sliders[0].steps]
    assert shown == [("1",), ("2",), ("4",), ("8",), ("16",)]
    for state, frame in zip(frames, figure.frames, strict=True):
        drawn = np.empty((12, 2))
        for trace, own in zip(frame.data[:-1], rows, strict=True):
            drawn[own] = places_of(trace)
        np.testing.assert_array_equal(places_of(frame.data[-1]), drawn[[0, 4]])
        shape = np.array([1, 1 / ASPECT])
        span = (np.ptp(state, axis=0) / shape).max()  # each state fills the picture and keeps its proportions
        middle = (state.min(axis=0) + state.max(axis=0)) / 2
        np.testing.assert_allclose((drawn / STEPS - shape / 2) * span + middle, state, atol=span / STEPS)
        assert (np.ptp(drawn, axis=0) / shape).max() == pytest.approx(STEPS, abs=4)
    last = np.concatenate([places_of(trace) for trace in figure.data])
    np.testing.assert_array_equal(last, np.concatenate([places_of(t) for t in figure.frames[-1].data]))


@pytest.mark.parametrize("points", [12, 400])
def test_a_kind_has_one_color_and_shape_in_all_panels(points: int) -> None:
    maps = RANDOM.normal(size=(5, points, 2)).astype(np.float32)
    groups = tuple("abcd"[number % 4] for number in range(points))
    titles = [f"seed {number}" for number in range(5)]
    coloring = Coloring("g", groups=groups)
    figure = multiples_figure(maps, titles, names(points), coloring, columns=2, anchors=[0, 1, 2])
    words = [trace for trace in figure.data if trace.name == "anchors"]
    for drawn, trace in zip(maps, words, strict=True):
        assert list(trace.text) == ["w0", "w1", "w2"]
        np.testing.assert_array_equal(places_of(trace), drawn[:3])
    figure.data = [trace for trace in figure.data if trace.name != "anchors"]
    assert [note.text for note in figure.layout.annotations] == titles
    colors: dict[str, set[tuple[str, str]]] = {}
    for trace in figure.data:
        colors.setdefault(trace.name, set()).add((trace.marker.color, trace.marker.symbol))
        assert points > 300 or trace.marker.size >= SMALLEST
    assert [len(each) for each in colors.values()] == [1] * 4
    assert len(set.union(*colors.values())) == 4
    assert [trace.showlegend for trace in figure.data] == [True] * 4 + [False] * 16
    for number, trace in enumerate(figure.data):
        own = np.flatnonzero(np.array(groups) == trace.name)
        np.testing.assert_array_equal(places_of(trace), maps[number // 4, own])
    valued = multiples_figure(maps, titles, names(points), Coloring("n", values=np.arange(points)), columns=2)
    shades = np.arange(points) / (points - 1) * 255
    for trace in valued.data:
        np.testing.assert_allclose(trace.marker.color, shades, atol=0.5)
        assert trace.marker.coloraxis == "coloraxis"


def test_bars_are_the_neighbors_with_a_mark_for_those_the_map_keeps() -> None:
    scores, kept = np.array([0.81, 0.73, -0.2]), np.array([True, False, True])
    figure = neighbors_figure(["sheep", "meat", "x"], scores, kept, kinds=[0, 1, 0], measure="cosine")
    (bars,) = figure.data
    np.testing.assert_array_equal(bars.x, scores)
    assert list(bars.text) == ["0.81", "0.73", "−0.20"]
    assert list(figure.layout.yaxis.ticktext) == ["sheep ●", "meat ○", "x ●"]
    assert list(bars.marker.color) == [kind_color(0), kind_color(1), kind_color(0)]
    assert bars.marker.opacity[1] < bars.marker.opacity[0] == bars.marker.opacity[2]


def test_figures_of_trust_are_the_numbers() -> None:
    points = RANDOM.normal(size=(30, 5))
    drawn = embedlab.project(points, method="pca")
    diagram = embedlab.space.shepard_diagram(points, drawn.coordinates, metric="euclidean")
    (pairs,) = shepard_figure(diagram, metric="euclidean").data
    np.testing.assert_allclose(pairs.x, diagram.true, rtol=1e-6)
    np.testing.assert_allclose(pairs.y, diagram.mapped, rtol=1e-6)
    quality = embedlab.projection_quality(points, drawn.coordinates, k=7)
    (bars,) = recall_figure(quality).data
    assert list(bars.x) == list(range(8))
    assert list(bars.y) == [int((np.abs(quality.recall - kept / 7) < 1e-9).sum()) for kept in range(8)]
    assert sum(bars.y) == 30
    assert drawn.spectrum is not None
    kept, lost = spectrum_figure(drawn.spectrum, 2).data
    np.testing.assert_allclose([*kept.y, *lost.y], drawn.spectrum * 100)
    assert (list(kept.x), list(lost.x)) == ([1, 2], [3, 4, 5])


def test_colors_by_true_distance_and_the_order_of_the_labels() -> None:
    points = embedlab.space.PointSet(
        ("a", "b", "c", "nothing"),
        np.float32([[1, 0], [1, 1], [-1, 0], [0, 0]]),
        {"group": ("x", "x", "y", "x")},
        np.array([3, 1, 2, 4]),
    )
    cosines = distance_coloring(points, 0, "cosine").values
    np.testing.assert_allclose(cosines, [1, np.sqrt(0.5), -1, np.nan])  # type: ignore[arg-type]
    distances = distance_coloring(points, 0, "euclidean").values  # the nearer, the darker
    np.testing.assert_allclose(distances, [0, -1, -2, -1])  # type: ignore[arg-type]
    assert label_order(points) == [1, 2, 0, 3]  # the most frequent of x, of y, then the next of x
