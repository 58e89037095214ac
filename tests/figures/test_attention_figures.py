"""Figures of the attention lesson: what is drawn where, and how much is sent."""

from __future__ import annotations

import numpy as np
import pytest

from embedlab.figures.attention import head_maps, heads_figure
from embedlab.figures.attention_lens import lens_figure
from tests.support.figures import cell_texts


def weights(layers: int, heads: int, tokens: int) -> np.ndarray:
    """Return attentions in which each head looks at the token before."""
    shares = np.eye(tokens)[np.maximum(np.arange(tokens) - 1, 0)]
    return np.broadcast_to(shares, (layers, heads, tokens, tokens))


def test_each_head_is_a_square_with_a_line_between() -> None:
    figure = heads_figure(weights(2, 3, 4), (2, 3))
    cells = np.asarray(figure.data[0].z)
    assert cells.shape == (10, 15)
    assert cells[5 + 3, 10 + 2] == cells[3, 2] == cells.max()
    assert (cells[4] == 0).all()
    assert (cells[:, 4] == 0).all()
    frame = figure.layout.shapes[0]
    assert (frame.x0, frame.x1, frame.y0, frame.y1) == (9, 14, 4, 9)


@pytest.mark.parametrize(("layers", "heads"), [(6, 12), (30, 9)])
def test_all_heads_of_the_longest_text_stay_small(layers: int, heads: int) -> None:
    assert len(heads_figure(weights(layers, heads, 64), (1, 1)).to_json()) <= 150_000


def test_a_panel_for_each_pattern_frames_the_head() -> None:
    scores = {
        name: np.full((6, 12), value) for name, value in (("a", 0.1), ("b", 0.5), ("c", 1), ("d", np.nan))
    }
    figure = head_maps(scores, (3, 12))
    assert [trace.z[0][0] for trace in figure.data[:3]] == pytest.approx([0.1, 0.5, 1])
    assert len(figure.layout.shapes) == 4
    assert {(shape.x0, shape.y0) for shape in figure.layout.shapes} == {(11.5, 2.5)}


def test_a_correlation_has_the_color_of_its_sign() -> None:
    figure = head_maps({"": np.array([[-1.0, 0.0, 1.0]])}, (1, 1), what="correlation", least=-1)
    assert (figure.layout.coloraxis.cmin, figure.layout.coloraxis.cmax) == (-1, 1)


def test_the_lens_writes_the_token_of_each_layer_as_text() -> None:
    words = np.array([["<b>x</b>", "of"], ["Paris", "internationally"]])
    figure = lens_figure(
        ["The", "is"], words, np.array([[0.1, 0.2], [0.7, 0.4]]), np.array([[9, 1_234], [1, 1]])
    )
    cells = figure.data[0]
    assert cell_texts(figure) == [["&lt;b&gt;x&lt;/…", "of"], ["Paris", "intern…"]]
    assert "<b>" not in cells.customdata[0][0]
    assert cells.customdata[0][1] == "of, 20.0%<br>rank of the final answer 1,234"
    assert (cells.zmin, cells.zmax) == (0, 1)
