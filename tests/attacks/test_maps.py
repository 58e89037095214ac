"""Hostile maps, a test for each row of the list of bad inputs that concerns maps; numbered as in that list.

The labels of a map may come from a stranger's file. Here: what is drawn and what is taken away.
"""

from __future__ import annotations

import csv
import io
from xml.etree import ElementTree

import numpy as np
import pytest

import embedlab
from embedlab.figures.lettering import cut_text
from embedlab.figures.space import Coloring, map_figure
from embedlab.figures.standalone import standalone_html
from embedlab.figures.still import still_map
from embedlab.space.take_away import map_csv, map_parquet, projector_files
from tests.figures.test_standalone import Page, read_plot

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
def test_row_16_markup_in_a_label_is_text_in_a_page_taken_away(text: str, dimensions: int) -> None:
    page = page_of(text, title=text, caption=text, dimensions=dimensions)
    traces, _, _ = read_plot(page)
    escaped = text.replace("&", "&amp;").replace("<", "&lt;").replace(">", "&gt;")
    assert traces[0]["text"] == [escaped]  # what plotly shows as the text itself
    assert traces[0]["name"] == escaped
    assert page.texts["h1"] == page.texts["p"] == page.texts["title"] == text


@pytest.mark.parametrize("text", MARKUP + SCRIPT_ENDS)
def test_row_16_markup_is_text_in_a_still_picture(text: str) -> None:
    points = MATRIX[:, :2]
    picture = still_map(
        [text, *PLAIN], points, [text] * 6, title=text, caption=text, format="svg", shown_labels=[0]
    )
    root = ElementTree.fromstring(picture)  # well-formed
    tags = {element.tag.rsplit("}", 1)[1] for element in root.iter()}
    assert not tags & {"script", "a", "img", "b", "foreignObject", "image"}
    assert not [name for element in root.iter() for name in element.attrib if name.startswith("on")]
    texts = ["".join(element.itertext()) for element in root.iter() if element.tag.endswith("}text")]
    assert {cut_text(text, 40), cut_text(text, 20)} <= set(texts)  # the label and the legend


@pytest.mark.parametrize("text", SCRIPT_ENDS)
@pytest.mark.parametrize("dimensions", [2, 3])
def test_row_17_nothing_ends_the_script(text: str, dimensions: int) -> None:
    harmless = page_of("harmless", title="t", caption="c", dimensions=dimensions)
    page = page_of(text, title=text, caption=text, dimensions=dimensions)
    assert page.tags == harmless.tags  # not one more
    assert [item[:2] for item in page.attributes] == [item[:2] for item in harmless.attributes]
    assert page.scripts[:-1] == harmless.scripts[:-1]
    assert "<" not in page.scripts[-1].split("Plotly.newPlot(")[1]
    traces, _, _ = read_plot(page)
    assert traces[0]["text"] == [text.replace("<", "&lt;").replace(">", "&gt;")]
    assert page.texts["h1"] == page.texts["p"] == page.texts["title"] == text


@pytest.mark.parametrize("formula", FORMULAS)
def test_row_18_a_formula_is_defused_in_csv_and_kept_elsewhere(formula: str) -> None:
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


@pytest.mark.parametrize("label", [*FORMULAS, "", " ", "a\tb", "a\nb\r\nc", "\u2029"])
def test_row_46_the_projector_gets_as_many_labels_as_vectors(label: str) -> None:
    for columns, header in (({}, 0), ({label + "x": [label, "b"]}, 1)):
        files = projector_files([label, "b"], [[1.0, 2], [3, 4]], columns)
        lines = [line.strip() for line in files.metadata.splitlines()]
        assert len(lines) - header == len(files.vectors.splitlines()) == 2
        assert {len(line.split("\t")) for line in lines} == {1 + len(columns)}
