"""Figures draw what embedlab returned, number by number, and let no label act."""

from __future__ import annotations

import numpy as np
import pytest

import embedlab
from embedlab.figures.context import layer_map_figure
from embedlab.figures.context_pairs import cosine_figure
from embedlab.figures.space import map_figure
from embedlab.figures.space_coloring import Coloring
from embedlab.figures.style import escape
from embedlab.figures.tokens import language_figure, length_figure
from embedlab.figures.vectors import parallelogram_figure

EVIL = "<b>bold</b> & <a href='x'>y</a>"


def test_labels_are_escaped() -> None:
    assert escape(EVIL) == "&lt;b&gt;bold&lt;/b&gt; &amp; &lt;a href='x'&gt;y&lt;/a&gt;"


@pytest.mark.parametrize("dimensions", [2, 3])
def test_a_map_draws_every_point_once(dimensions: int) -> None:
    matrix = np.random.default_rng(0).normal(size=(9, 4))
    projection = embedlab.project(matrix, method="pca", n_components=dimensions)
    words = [EVIL, *"bcdefghi"]
    figure = map_figure(projection, words, Coloring("group", groups=("one",) * 5 + ("two",) * 4))
    points = figure.data[:2]  # the words follow
    assert [trace.name for trace in points] == ["one", "two"]
    np.testing.assert_array_equal(np.concatenate([trace.x for trace in points]), projection.coordinates[:, 0])
    np.testing.assert_array_equal(np.concatenate([trace.y for trace in points]), projection.coordinates[:, 1])
    assert figure.data[0].text[0] == escape(EVIL)
    assert figure.data[0].x.dtype == np.float32


def test_the_parallelogram_is_one(vectors: embedlab.vectors.WordVectors) -> None:
    plane = embedlab.vectors.analogy_plane(vectors, "man", "king", "woman", ["queen", "prince"])
    figure = parallelogram_figure(plane)
    first, second = (note for note in figure.layout.annotations if note.showarrow)
    given = np.array([first.x - first.ax, first.y - first.ay])
    repeated = np.array([second.x - second.ax, second.y - second.ay])
    np.testing.assert_allclose(given, repeated, atol=1e-12)
    answer, others = figure.data[-2:]  # the answer has its name first
    assert (list(answer.text), list(others.text)) == (["<b>queen</b>"], ["prince"])
    assert answer.customdata[0] == f"queen: {plane.off_plane[3]:.2f} off the plane"
    labels = [note.text for note in figure.layout.annotations]
    assert f"<b>{plane.target_distances[3]:.2f} off</b>" in labels


@pytest.fixture(scope="module")
def bank(encoder: embedlab.context.Encoder) -> embedlab.context.WordInContext:
    return embedlab.word_in_context(encoder, ["a river bank", "the bank lent", "my bank"], "bank")


def test_context_figures_draw_the_layer_asked_for(bank: embedlab.context.WordInContext) -> None:
    layers = embedlab.context.layer_map(bank)
    figure = layer_map_figure(layers, 3, bank.sentences, ["river", "money", "money"])
    river, money, static = figure.data
    np.testing.assert_array_equal(river.x, layers.coordinates[3, :1, 0])
    np.testing.assert_array_equal(money.y, layers.coordinates[3, 1:, 1])
    assert static.name == "before any context"
    axes = [layer_map_figure(layers, layer, bank.sentences, [""] * 3).layout.xaxis.range for layer in (0, 6)]
    assert axes[0] == axes[1]  # moving the layer moves the points, not the axes


def test_cosines_are_the_numbers(bank: embedlab.context.WordInContext) -> None:
    cosines = embedlab.context.cosine_matrix(bank.vectors[2])
    np.testing.assert_allclose(cosine_figure(cosines, ["1", "2", "3"]).data[0].z, cosines, atol=1e-6)


def test_languages_draw_what_was_counted(tokenizers: dict[str, embedlab.tokens.Tokenizer]) -> None:
    sentences = embedlab.texts.LANGUAGES
    costs = {
        name: [embedlab.tokens.token_cost(tokenizers[name].encode(sentence.text)) for sentence in sentences]
        for name in ("gpt2", "all-MiniLM-L6-v2")
    }
    names, spaced = [item.language for item in sentences], [item.spaced for item in sentences]
    for per in ("text", "word", "character", "byte"):
        figure = language_figure(names, costs, per, spaced)
        for trace, row in zip(figure.data[:2], costs.values(), strict=True):
            for value, cost, gap in zip(trace.x, row, spaced, strict=True):
                size = {"text": 1, "word": cost.words, "character": cost.characters, "byte": cost.utf8_bytes}[
                    per
                ]
                assert value is None if per == "word" and not gap else value == cost.tokens / size
            for symbol, cost in zip(trace.marker.symbol, row, strict=True):
                assert symbol.endswith("-open") == bool(cost.unknown)  # what is lost is drawn as lost
    assert any(cost.unknown for cost in costs["all-MiniLM-L6-v2"])
    assert not any(cost.unknown for cost in costs["gpt2"])

    figure = language_figure(names, costs, "text", spaced)
    readable, partly, unread = figure.data[0].x, figure.data[1].x, figure.data[2]
    for language, start, width in zip(
        unread.y, unread.base, unread.x, strict=True
    ):  # a gap up to gpt2's number
        row = names.index(language)
        assert (start, start + width) == (partly[row], readable[row])
    order = [readable[names.index(language)] for language in figure.layout.yaxis.categoryarray]
    assert order == sorted(order)  # from the bottom to the top


def test_lengths_draw_every_token() -> None:
    (bars,) = length_figure({0: 3, 1: 10, 2: 20, 25: 4, 30: 1}).data
    assert list(bars.x) == ["part of one", "1", "2", "20 or more"]
    assert list(bars.y) == [3, 10, 20, 5]


def test_figures_carry_the_palette_outside_a_page() -> None:
    import plotly.io as pio

    before = pio.templates.default
    try:
        pio.templates.default = "plotly"
        assert length_figure({1: 1}).layout.colorway[0] == "#0072B2"
    finally:
        pio.templates.default = before
