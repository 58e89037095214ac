"""Hostile maps: the rows of docs/bad_input.md about maps.

The vectors and labels of a map may come from a stranger's file. Here: what can be drawn, what is drawn and
what is taken away.
"""

from __future__ import annotations

import csv
import io

import numpy as np
import pytest

import embedlab
from embedlab.display import visible_text
from embedlab.figures.space import map_figure
from embedlab.figures.space_coloring import Coloring
from embedlab.figures.standalone import standalone_html
from embedlab.space.take_away import map_csv, map_parquet, projector_files
from tests.support.html_page import Page, read_plot

pytestmark = pytest.mark.long

MATRIX = np.random.default_rng(0).normal(size=(6, 4))
PLAIN = ["one", "two", "three", "four", "five"]
MARKUP = [
    "<b>bold</b>",
    "<a href='https://example.org'>x</a>",
    "a<br>b",
    "<script>alert(1)</script>",
    "<img src=x onerror=y>",
    "&lt;b&gt;",
    "<!DOCTYPE x [<!ENTITY y 'z'>]>&y;",
]
SCRIPT_ENDS = [
    "</script><script>alert(1)</script>",
    "</SCRIPT ><img src=x onerror=alert(1)>",
    "<!--<script>",
    "--></script>",
    "\u2028</script\t>",
    "</title></style></h1></p><svg onload=alert(1)>",
]
FORMULAS = ["=cmd()", "+1", "-", "@x", "\t=1", "\r=1", "\n=1"]


def page_of(label: str, *, title: str, caption: str, dimensions: int = 2) -> Page:
    projection = embedlab.project(MATRIX, method="pca", n_components=dimensions)
    figure = map_figure(projection, [label, *PLAIN], Coloring("group", groups=(label,) + ("plain",) * 5))
    return Page(standalone_html(figure, title=title, caption=caption))


@pytest.mark.parametrize("text", MARKUP)
@pytest.mark.parametrize("dimensions", [2, 3])
@pytest.mark.bad_input(16)
def test_markup_in_a_label_is_text_in_a_page_taken_away(text: str, dimensions: int) -> None:
    page = page_of(text, title=text, caption=text, dimensions=dimensions)
    traces, _, _ = read_plot(page)
    escaped = text.replace("&", "&amp;").replace("<", "&lt;").replace(">", "&gt;")
    assert traces[0]["text"] == [escaped]  # what plotly shows as the text itself
    assert traces[0]["name"] == escaped
    assert page.texts["h1"] == page.texts["p"] == page.texts["title"] == text


@pytest.mark.parametrize("text", SCRIPT_ENDS)
@pytest.mark.parametrize("dimensions", [2, 3])
@pytest.mark.bad_input(17)
def test_nothing_ends_the_script(text: str, dimensions: int) -> None:
    harmless = page_of("harmless", title="t", caption="c", dimensions=dimensions)
    page = page_of(text, title=text, caption=text, dimensions=dimensions)
    assert page.tags == harmless.tags  # not one more
    assert [item[:2] for item in page.attributes] == [item[:2] for item in harmless.attributes]
    assert page.scripts[:-1] == harmless.scripts[:-1]
    assert "<" not in page.scripts[-1].split("Plotly.newPlot(")[1]
    traces, _, _ = read_plot(page)
    seen = visible_text(text, mark_spaces=False)  # control characters are shown by their names
    assert traces[0]["text"] == [seen.replace("<", "&lt;").replace(">", "&gt;")]
    assert page.texts["h1"] == page.texts["p"] == page.texts["title"] == text


@pytest.mark.parametrize("formula", FORMULAS)
@pytest.mark.bad_input(18)
def test_a_formula_is_defused_in_csv_and_kept_elsewhere(formula: str) -> None:
    import pyarrow as pa
    from pyarrow import parquet

    points = np.float32([[-1.5, 0.1], [2, -3]])
    columns = {formula: [formula, "plain"], "recall": [-0.5, 1.0]}
    names, first, second = csv.reader(io.StringIO(map_csv([formula, "b"], points, columns), newline=""))
    assert names == ["label", "x", "y", "'" + formula, "recall"]
    assert first == ["'" + formula, "-1.5", "0.1", "'" + formula, "-0.5"]  # numbers are untouched
    assert second == ["b", "2.0", "-3.0", "plain", "1.0"]
    table = parquet.read_table(pa.BufferReader(map_parquet([formula, "b"], points, columns)))
    assert table["label"].to_pylist() == [formula, "b"]
    assert table[formula].to_pylist() == [formula, "plain"]


@pytest.mark.parametrize("method", ["pca", "tsne", "umap"])
@pytest.mark.parametrize("metric", ["cosine", "euclidean"])
@pytest.mark.parametrize("value", [0.0, 1.0, -2.5])
@pytest.mark.bad_input(29)
def test_vectors_that_are_all_the_same_are_refused(method: str, metric: str, value: float) -> None:
    alike = np.full((50, 4), value)
    with pytest.raises(embedlab.InvalidInputError, match="All 50 vectors are the same"):
        embedlab.project(alike, method=method, metric=metric)
    alike[0, 0] = np.nextafter(np.float32(value), np.float32(9))  # not the same, by the least there is
    if metric == "cosine" and method != "pca" and value:
        with pytest.raises(embedlab.InvalidInputError, match="point the same way"):
            embedlab.project(alike, method=method, metric=metric)


@pytest.mark.parametrize("method", ["pca", "tsne", "umap"])
@pytest.mark.parametrize("metric", ["cosine", "euclidean"])
@pytest.mark.bad_input(29)
def test_many_copies_can_be_drawn(method: str, metric: str) -> None:
    one_other = np.ones((60, 4))
    one_other[7] = (1, 2, 3, 4)
    for matrix in (np.repeat(MATRIX[:3], 30, axis=0), one_other):
        drawn = embedlab.project(matrix, method=method, metric=metric)
        assert np.isfinite(drawn.coordinates).all()
        embedlab.projection_quality(matrix, drawn.coordinates, metric=metric)


@pytest.mark.parametrize("method", ["tsne", "umap"])
@pytest.mark.bad_input(30)
def test_positive_vectors_of_one_direction_are_refused_for_the_cosine(method: str) -> None:
    lengths = np.linspace(0.1, 9, 40)
    for matrix in (np.outer(lengths, [1.0, 1.0]), np.outer(lengths, [0.3, 0.1, 0.7])):
        with pytest.raises(embedlab.InvalidInputError, match="All 40 vectors point the same way"):
            embedlab.project(matrix, method=method)
        assert np.isfinite(embedlab.project(matrix, method=method, metric="euclidean").coordinates).all()
    with pytest.raises(embedlab.InvalidInputError, match="40 × 1"):  # one number each has no second axis
        embedlab.project(lengths[:, None], method=method)


@pytest.mark.parametrize("method", ["tsne", "umap"])
@pytest.mark.parametrize("opposite", [1, 2, 20])
@pytest.mark.bad_input(30)
def test_vectors_of_two_opposite_directions_can_be_drawn(method: str, opposite: int) -> None:
    signs = np.repeat([1.0, -1.0], [20, opposite])
    matrix = np.outer(signs * np.linspace(1, 2, len(signs)), [1.0, 2.0])
    assert np.isfinite(embedlab.project(matrix, method=method).coordinates).all()


@pytest.mark.parametrize("count", [0, 1, 2, 3, 4])
@pytest.mark.parametrize("method", ["pca", "tsne", "umap"])
@pytest.mark.bad_input(31)
def test_too_few_points_are_refused_or_drawn(method: str, count: int) -> None:
    if method == "pca" and count >= 2:
        drawn = embedlab.project(MATRIX[:count], method=method)
        true = np.linalg.norm(MATRIX[0] - MATRIX[1])
        shown = np.linalg.norm(drawn.coordinates[0] - drawn.coordinates[1])
        assert shown == pytest.approx(true, rel=1e-5) if count <= 3 else shown <= true * 1.00001
        return
    with pytest.raises(embedlab.InvalidInputError, match=r"at least|rows and columns"):
        embedlab.project(MATRIX[:count], method=method)
    if count in (1, 2):
        with pytest.raises(embedlab.InvalidInputError, match="at least 3 rows"):
            embedlab.project(MATRIX[:count], method=method, n_components=3)


@pytest.mark.parametrize("count", [5, 6, 30])
@pytest.mark.bad_input(32)
def test_as_many_neighbors_as_points_are_lowered_and_reported(count: int) -> None:
    matrix = np.random.default_rng(1).normal(size=(count, 4))
    for value in (count, 1000):
        used = embedlab.project(matrix, method="tsne", perplexity=value).parameters
        assert used["perplexity"] == pytest.approx((count - 1) / 3, abs=0.01)
        used = embedlab.project(matrix, method="umap", n_neighbors=value).parameters
        assert used["n_neighbors"] == count - 1
    for name, method in (("perplexity", "tsne"), ("n_neighbors", "umap")):
        for value in (0, -1, 1001, np.nan, np.inf):
            with pytest.raises(embedlab.InvalidInputError, match=f"{name} = .* outside its limits"):
                embedlab.project(matrix, method=method, **{name: value})


@pytest.mark.parametrize("rows", [8, 60])  # above and below ten rows a column
@pytest.mark.bad_input(33)
def test_a_matrix_of_rank_1_is_a_line(rows: int) -> None:
    line = np.outer(np.linspace(-1, 2, rows), [1.0, 2, 2])
    drawn = embedlab.project(line, method="pca")
    np.testing.assert_allclose(np.abs(np.diff(drawn.coordinates[:, 0])), 9 / (rows - 1), rtol=1e-4)
    np.testing.assert_allclose(drawn.coordinates[:, 1], 0, atol=1e-5)
    np.testing.assert_allclose(drawn.explained_variance_ratio, [1, 0], atol=1e-9)
    for method in ("tsne", "umap"):
        assert np.isfinite(embedlab.project(line, method=method, metric="euclidean").coordinates).all()


@pytest.mark.bad_input(33)
def test_a_million_dimensions_are_drawn() -> None:
    wide = np.random.default_rng(0).normal(size=(6, 1_000_000)).astype(np.float32)
    drawn = embedlab.project(wide, method="pca")
    assert drawn.spectrum is not None
    assert drawn.spectrum.sum() == pytest.approx(1)


@pytest.mark.parametrize("method", ["pca", "tsne", "umap"])
@pytest.mark.parametrize("metric", ["cosine", "euclidean"])
@pytest.mark.parametrize("size", [1e-40, 1e-20, 1e20, 1e37, 1e300])
@pytest.mark.bad_input(34)
def test_numbers_whose_squares_do_not_exist_are_refused(method: str, metric: str, size: float) -> None:
    with pytest.raises(embedlab.InvalidInputError, match=r"largest value|not finite"):
        embedlab.project(MATRIX * size, method=method, metric=metric)
    for near in (1e-14, 1e14):  # the map is that of the matrix itself, but for rounding
        drawn = embedlab.project(MATRIX * near, method=method, metric=metric)
        assert np.isfinite(drawn.coordinates).all()
        embedlab.projection_quality(MATRIX * near, drawn.coordinates, metric=metric)


@pytest.mark.parametrize("label", [*FORMULAS, "", " ", "a\tb", "a\nb\r\nc", "\u2029"])
@pytest.mark.bad_input(46)
def test_the_projector_gets_as_many_labels_as_vectors(label: str) -> None:
    for columns, header in (({}, 0), ({label + "x": [label, "b"]}, 1)):
        files = projector_files([label, "b"], [[1.0, 2], [3, 4]], columns)
        lines = [line.strip() for line in files.metadata.splitlines()]
        assert len(lines) - header == len(files.vectors.splitlines()) == 2
        assert {len(line.split("\t")) for line in lines} == {1 + len(columns)}
