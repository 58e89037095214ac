"""The figures of the analogy lab hold the numbers they were given, and none of their labels acts."""

from __future__ import annotations

import json
from collections.abc import Callable, Iterator
from typing import Any

import numpy as np
import plotly.graph_objects as go
import plotly.io as pio
import pytest
from streamlit.elements.lib.streamlit_plotly_theme import GRAY_90, configure_streamlit_plotly_theme

import embedlab
from embedlab import UnknownNameError
from embedlab.figures.style import EITHER_GROUND, NEUTRAL, diverging, escape, selected_color, text_color, tint
from embedlab.figures.vectors_answers import columns_figure
from embedlab.figures.vectors_directions import along_figure, removal_figure
from embedlab.figures.vectors_offsets import offsets_figure, parallel_figure
from embedlab.figures.vectors_scores import limits_figure, scores_figure
from embedlab.figures.vectors_similarity import (
    odd_figure,
    pairs_figure,
    random_pairs_figure,
    similarity_figure,
)
from embedlab.figures.vectors_strips import strips_figure
from embedlab.ranking import Ranking
from embedlab.vectors import (
    AnalogyAudit,
    AnalogyReport,
    OddOneOut,
    PairReport,
    Placed,
    RandomPairs,
    RelationOffsets,
    Removal,
    WordsAlong,
)
from embedlab.vectors.audit import COLUMNS
from tests.support.figures import cell_texts
from tests.support.hostile import HOSTILE_LABEL

RANDOM = np.random.default_rng(0)
LIGHT, DARK = "#FFFFFF", "#12171F"


def ranked(*words: str, best: float = 0.9, worst: float | None = None) -> Ranking:
    low = best - 0.2 if worst is None else worst
    return Ranking(np.arange(len(words)), np.linspace(best, low, len(words), dtype=np.float32), words)


def audit(method: str = "3cosadd", *, word: str = "queen", expected: bool = True) -> AnalogyAudit:
    ranks = {"standard": 1, "allowed": 2, "near b": 1_234, "near c": None}
    return AnalogyAudit(
        words=("man", "king", "woman"),
        method=method,
        standard=ranked(word, "throne", "prince", best=1.1 if method == "3cosmul" else 0.9),
        allowed=ranked("king", word, "throne"),
        near_b=ranked("prince", "emperor", "throne"),
        near_c=ranked("girl", "mother"),
        expected=Placed(word, ranks, dict.fromkeys(COLUMNS, 0.5)) if expected else None,
    )


def offsets(count: int = 12, word: str = "france") -> RelationOffsets:
    coordinates = RANDOM.normal([0.6, 0], [0.1, 0.3], size=(count, 2))
    return RelationOffsets(
        pairs=tuple((f"{word}{number}", f"b{number}") for number in range(count)),
        offsets=RANDOM.normal(size=(count, 8)),
        coordinates=coordinates,
        explained=0.75,
        cosines=np.eye(count),
        mean_cosine=0.66,
        shuffled=RANDOM.normal(0.25, 0.03, size=200),
        mean_length=0.8,
    )


def random_pairs() -> RandomPairs:
    cosines = RANDOM.normal(0.1, 0.2, size=10_000).clip(-1, 1)
    low, median, high = np.quantile(cosines, [0.05, 0.5, 0.95]).tolist()
    return RandomPairs(cosines, float(cosines.mean()), low, median, high, among=10_000)


def pair_report(count: int = 999, word: str = "tiger") -> PairReport:
    pairs = tuple((word, f"animal{number}") for number in range(count))
    ratings, cosines = RANDOM.uniform(0, 10, count), RANDOM.uniform(-1, 1, count)
    return PairReport("SimLex-999", pairs, ratings, cosines, 0.265, 0.294, 1, count + 1, None)


def odd(word: str = "cereal") -> OddOneOut:
    return OddOneOut(("breakfast", word, "dinner"), np.array([0.96, 0.66, 0.9]), word, 0.24)


def along(word: str = "emily") -> tuple[WordsAlong, embedlab.vectors.NamedAxis]:
    low = ranked("sacked", "chiefs", best=-0.6, worst=-0.5)
    high = ranked(word, "anna", "diva", best=0.4)
    axis = embedlab.vectors.named_axis([[1.0, 0.0]], [[0.0, 1.0]], negative="he", positive=word)
    return WordsAlong(low, high, among=1_000), axis


def removal(word: str = "nurse") -> Removal:
    return Removal(
        words=(word, "engineer"),
        before=np.array([0.3, -0.2]),
        kept=np.array([0.4, 0.9]),
        neighbors_before=((), ()),
        neighbors_after=((), ()),
        others={f"man → {word}": (0.45, 0.02), "present → past": (0.4, 0.38)},
        moved=ranked("midwife"),
        examined=1_000,
        among=1_000,
    )


def report(**sections: tuple[int, int]) -> AnalogyReport:
    return AnalogyReport(dict(sections), skipped=3, vocabulary_limit=100)


FIGURES: dict[str, Callable[[str], go.Figure]] = {
    "columns": lambda word: columns_figure(audit(word=word), measure="cosine"),
    "strips": lambda word: strips_figure([(word, RANDOM.normal(size=384)) for _ in range(6)]),
    "offsets": lambda word: offsets_figure(offsets(20, word)),
    "parallel": lambda word: parallel_figure(offsets(20, word)),
    "scores": lambda word: scores_figure({word: report(**{word: (1, 2)}), "b": report(family=(0, 2))}),
    "limits": lambda word: limits_figure([(1_000, word, 0.5), (400_000, word, 0.4)]),
    "similarity": lambda word: similarity_figure(np.eye(50), [word] * 50, measure="cosine"),
    "random pairs": lambda word: random_pairs_figure(random_pairs(), {word: 0.5}),
    "pairs": lambda word: pairs_figure(pair_report(word=word)),
    "odd": lambda word: odd_figure(odd(word)),
    "along": lambda word: along_figure(*along(word)),
    "removal": lambda word: removal_figure(removal(word)),
}


@pytest.mark.parametrize("name", FIGURES)
@pytest.mark.bad_input(16)
def test_no_label_acts(name: str) -> None:
    written = json.dumps(json.loads(FIGURES[name](HOSTILE_LABEL).to_json()), ensure_ascii=False)
    assert "<b>" not in written
    if name != "parallel":  # which names no words
        assert escape(HOSTILE_LABEL) in written
    for trace in FIGURES[name](HOSTILE_LABEL).data:
        template = trace.hovertemplate or ""
        assert escape(HOSTILE_LABEL) not in template  # plotly would put a number where the word has %{x}


@pytest.mark.parametrize("name", FIGURES)
def test_figures_are_small(name: str) -> None:
    assert len(FIGURES[name]("a word").to_json()) < 60_000


@pytest.mark.parametrize("color", [*EITHER_GROUND, NEUTRAL])
@pytest.mark.parametrize("ground", [LIGHT, DARK])
def test_colors_for_either_ground_are_seen_on_both(color: str, ground: str) -> None:
    def luminance(name: str) -> float:  # WCAG 2.2
        parts = [part / 255 for part in bytes.fromhex(name[1:])]
        linear = [part / 12.92 if part <= 0.04045 else ((part + 0.055) / 1.055) ** 2.4 for part in parts]
        return float(np.dot(linear, [0.2126, 0.7152, 0.0722]))

    light, dark = sorted((luminance(color), luminance(ground)), reverse=True)
    assert (light + 0.05) / (dark + 0.05) >= 3


@pytest.fixture
def streamlit_theme() -> Iterator[None]:
    before = pio.templates.default
    configure_streamlit_plotly_theme()
    pio.templates.default = "streamlit"
    yield
    pio.templates.default = before


@pytest.mark.usefixtures("streamlit_theme")
def test_on_a_page_words_have_the_color_of_its_text() -> None:
    assert text_color() == GRAY_90
    assert odd_figure(odd()).data[1].textfont.color == GRAY_90
    assert strips_figure([("a", [1, 2])]).layout.annotations[0].font.color == GRAY_90
    for figure in (FIGURES[name]("a") for name in ("strips", "scores", "similarity", "removal")):
        assert figure.layout.yaxis.tickfont.color == GRAY_90


def test_columns_are_the_answers_in_their_order() -> None:
    result = audit()
    figure = columns_figure(result, measure="cosine")
    bars = [trace for trace in figure.data if trace.type == "bar"]
    columns = (result.standard, result.allowed, result.near_b, result.near_c)
    for trace, found in zip(bars, columns, strict=True):
        assert list(trace.customdata) == found.words
        np.testing.assert_allclose(trace.x, found.scores)
        np.testing.assert_array_equal(trace.y, np.arange(len(found.words)))
    titles = [note.text for note in figure.layout.annotations]
    assert titles == [
        "standard: inputs hidden<br>queen is no. 1",
        "all words<br>queen is no. 2",
        "near b alone: king<br>queen is no. 1,234",
        "near c alone: woman<br>queen is left out",
    ]
    assert figure.layout.yaxis.range[0] > figure.layout.yaxis.range[1]  # the best on top


def test_inputs_are_hatched_and_the_expected_answer_is_outlined() -> None:
    bars = columns_figure(audit(), measure="cosine with b − a + c", columns=["allowed"]).data[0]
    assert list(bars.marker.pattern.shape) == ["/", "", ""]
    assert list(bars.marker.line.width) == [0, 3, 0]
    assert bars.marker.line.color == selected_color()
    without = columns_figure(audit(expected=False), measure="cosine with b − a + c", columns=["allowed"])
    assert not any(without.data[0].marker.line.width)
    assert without.layout.annotations[0].text == "all words"


def test_columns_of_the_same_measure_share_their_axis() -> None:
    layout = columns_figure(audit(), measure="cosine").layout
    assert layout.xaxis.range == layout.xaxis2.range == layout.xaxis3.range == layout.xaxis4.range
    layout = columns_figure(audit("3cosmul"), measure="score").layout
    assert layout.xaxis.range == layout.xaxis2.range != layout.xaxis3.range
    assert layout.xaxis.range[1] > 1.1
    named = [axis.title.text for axis in (layout.xaxis, layout.xaxis2, layout.xaxis3, layout.xaxis4)]
    assert named == ["score", "score", "cosine", "cosine"]


def test_an_unknown_column_is_refused() -> None:
    with pytest.raises(UnknownNameError, match="far from b"):
        columns_figure(audit(), measure="cosine with b − a + c", columns=["far from b"])


def test_strips_are_the_values_with_their_lengths() -> None:
    rows = [("a", np.array([3.0, -4.0, 0.0])), ("a", np.array([0.0, 0.1, 0.0]))]  # a word may come twice
    figure = strips_figure(rows)
    for number, (trace, (name, values)) in enumerate(zip(figure.data, rows, strict=True)):
        np.testing.assert_array_equal(trace.z[0], values.astype(np.float32))
        assert trace.z.dtype == np.float32
        assert (trace.name, list(trace.y)) == (name, [number])
        assert "dimension %{x}: %{z:.4f}" in trace.hovertemplate
    scale = figure.layout.coloraxis
    assert scale.cmin == -scale.cmax
    assert [color for _, color in scale.colorscale] == [color for _, color in diverging()]
    written = {note.text: note.y for note in figure.layout.annotations}
    assert written["5.00"] == 0
    assert written["0.10"] == 1


def test_the_scale_of_strips_says_where_values_lie_beyond_it() -> None:
    many = RANDOM.uniform(-1, 1, size=200)
    many[7] = 50
    scale = strips_figure([("a", many)]).layout.coloraxis
    assert scale.cmax < 1.01
    assert scale.colorbar.ticktext[2].startswith("≥")
    plain = strips_figure([("a", [1.0, -1.0])]).layout.coloraxis
    assert list(plain.colorbar.ticktext) == ["−1", "0", "1"]
    assert strips_figure([("zero", [0.0, 0.0])]).layout.coloraxis.cmax > 0


def test_arrows_begin_at_the_origin_and_end_at_their_offset() -> None:
    result = offsets()
    arrows, mean, tips = offsets_figure(result).data
    path = np.stack([arrows.x, arrows.y], axis=1).reshape(-1, 3, 2)
    np.testing.assert_array_equal(path[:, 0], np.zeros((12, 2)))
    np.testing.assert_array_equal(path[:, 1], result.coordinates)
    assert np.isnan(path[:, 2]).all()
    np.testing.assert_allclose([mean.x[1], mean.y[1]], result.coordinates.mean(axis=0))
    assert list(tips.customdata) == [f"{a} → {b}" for a, b in result.pairs]
    assert offsets_figure(result).layout.yaxis.scaleanchor == "x"  # angles are true


def test_pairs_are_named_only_where_the_name_covers_nothing() -> None:
    apart = offsets(3)
    apart.coordinates[:] = [[1, 0.5], [1, 0], [1, -0.5]]
    assert all(offsets_figure(apart).data[2].text)
    together = offsets(3)
    together.coordinates[:] = [[1, 0], [1, 0.001], [1, 0.002]]
    assert sum(bool(text) for text in offsets_figure(together).data[2].text) == 1
    behind = offsets(2)
    behind.coordinates[:] = [[0.3, 0], [1, 0]]  # the longer arrow runs through the first name
    assert [bool(text) for text in offsets_figure(behind).data[2].text] == [False, True]
    left = offsets(2)
    left.coordinates[:] = [[-1, 0], [1, 0]]
    assert list(offsets_figure(left).data[2].textposition) == ["middle left", "middle right"]


def test_the_real_pairs_stand_beside_all_shuffles() -> None:
    result = offsets()
    figure = parallel_figure(result)
    assert figure.data[0].y.sum() == len(result.shuffled)
    (line,) = figure.layout.shapes
    assert line.x0 == line.x1 == 0.66
    assert figure.layout.annotations[0].text == "the real pairs: 0.66"
    low, high = figure.layout.xaxis.range
    assert low < result.shuffled.min() < 0.66 < high


def test_scores_are_the_shares_of_each_section_in_the_order_of_the_file() -> None:
    reports = {"3CosAdd": report(family=(3, 4), currency=(0, 0)), "3CosMul": report(family=(1, 4))}
    figure = scores_figure(reports)
    add, mul = figure.data
    np.testing.assert_array_equal(add.x, [0.75, np.nan, 0.75])  # the last is all sections
    np.testing.assert_array_equal(mul.x, [0.25, np.nan, 0.25])
    assert list(add.customdata) == ["3 of 4", "0 of 0", "3 of 4"]
    assert list(add.text) == ["75%", "", "75%"]
    assert list(figure.layout.yaxis.ticktext) == ["family", "currency", "all sections"]
    assert "%{customdata}" in add.hovertemplate


def test_long_names_of_sections_are_broken_at_their_hyphens() -> None:
    figure = scores_figure({"a": report(**{"capital-common-countries": (1, 1)})})
    assert figure.layout.yaxis.ticktext[0] == "capital-common-<br>countries"


def test_limits_are_drawn_from_small_to_large_on_a_logarithmic_axis() -> None:
    figure = limits_figure([(400_000, "3CosAdd", 0.4), (1_500, "3CosAdd", 0.2), (30_000, "3CosMul", 0.6)])
    add, mul = figure.data
    assert (list(add.x), list(add.y)) == ([1_500, 400_000], [0.2, 0.4])
    assert (list(mul.x), list(mul.y)) == ([30_000], [0.6])
    assert figure.layout.xaxis.type == "log"
    assert list(figure.layout.xaxis.ticktext) == ["1.5k", "30k", "400k"]


@pytest.mark.parametrize(("measure", "texts"), [("cosine", ["1.00", "−0.26"]), ("dot", ["1.00", "−0.26"])])
def test_a_small_matrix_carries_its_numbers(measure: str, texts: list[str]) -> None:
    matrix = np.array([[1, -0.256], [-0.256, 1]])
    figure = similarity_figure(matrix, ["a", "b"], measure=measure)
    heat = figure.data[0]
    np.testing.assert_allclose(heat.z, matrix, atol=1e-6)
    assert cell_texts(figure)[0] == texts
    assert heat.showscale is False
    (large,) = similarity_figure(np.eye(13), list("abcdefghijklm"), measure=measure).data
    assert large.showscale is True


def test_numbers_of_many_words_are_short_enough_for_a_narrow_screen() -> None:
    figure = similarity_figure(np.full((12, 12), 19.44), list("abcdefghijkl"), measure="dot")
    heat = figure.data[0]
    assert cell_texts(figure)[0][0] == "19"
    assert heat.z[0][0] == pytest.approx(19.44)  # which the pointer shows


def test_darker_is_more_alike_whatever_the_measure() -> None:
    matrix = np.array([[0.0, 2.0], [2.0, 0.0]])
    assert similarity_figure(matrix, ["a", "b"], measure="euclidean").data[0].reversescale is True
    assert not similarity_figure(matrix, ["a", "b"], measure="dot").data[0].reversescale


def test_random_pairs_are_all_counted_and_marks_are_where_they_are() -> None:
    result = random_pairs()
    figure = random_pairs_figure(result, {"cat – dog": 0.92, "king – cabbage": -0.05})
    assert figure.data[0].y.sum() == 10_000
    usual = np.array(figure.data[0].marker.color) == tint(NEUTRAL, 0.8)
    share = figure.data[0].y[usual].sum() / 10_000
    assert share == pytest.approx(0.9, abs=0.05)
    assert [shape.x0 for shape in figure.layout.shapes] == [-0.05, 0.92]
    labels = [note.text for note in figure.layout.annotations]
    assert labels == ["king – cabbage: −0.05", "cat – dog: 0.92"]
    assert figure.layout.xaxis.range[1] > 0.92
    assert not random_pairs_figure(result).layout.annotations


def test_every_rated_pair_is_a_point() -> None:
    result = pair_report(5)
    figure = pairs_figure(result)
    np.testing.assert_allclose(figure.data[0].x, result.ratings, rtol=1e-6)
    np.testing.assert_allclose(figure.data[0].y, result.cosines, rtol=1e-6)
    assert figure.data[0].text[2] == "tiger and animal2"
    assert figure.layout.annotations[0].text == "Spearman 0.27, Pearson 0.29"


def test_the_odd_word_stands_out() -> None:
    bars, texts = odd_figure(odd()).data
    np.testing.assert_allclose(bars.x, [0.96, 0.66, 0.9])
    assert list(bars.marker.line.width) == [0, 3, 0]
    assert texts.text[1].strip() == "cereal  0.66"


def test_the_ends_of_a_direction_are_drawn_on_one_symmetric_axis() -> None:
    result, axis = along()
    figure = along_figure(result, axis)
    low, low_words, high, _ = figure.data
    np.testing.assert_allclose(low.x, result.low.scores)
    np.testing.assert_allclose(high.x, result.high.scores)
    assert low_words.text[0].strip() == "sacked  −0.60"
    left, right = figure.layout.xaxis.range
    assert left == -right < -0.6
    assert [note.text for note in figure.layout.annotations] == ["← he", "emily →"]


def test_removal_joins_before_and_after() -> None:
    figure = removal_figure(removal())
    traces: dict[Any, Any] = {trace.name: trace for trace in figure.data}
    np.testing.assert_allclose(traces["before"].x, [0.45, 0.4])
    np.testing.assert_allclose(traces["after"].x, [0.02, 0.38])
    assert list(traces["after"].customdata) == ["man → nurse", "present → past"]
    (kept,) = (trace for trace in figure.data if trace.type == "bar")
    np.testing.assert_allclose(kept.x, [0.4, 0.9])
    assert kept.yaxis == "y2"


def test_removal_draws_only_what_there_is() -> None:
    whole = removal()
    alone = Removal(**(vars(whole) | {"others": {}}))
    assert [trace.type for trace in removal_figure(alone).data] == ["bar", "scatter"]
    others = Removal(**(vars(whole) | {"words": (), "kept": np.zeros(0)}))
    assert {trace.type for trace in removal_figure(others).data} == {"scatter"}


def test_a_share_that_does_not_exist_has_no_number() -> None:
    unknown = Removal(**(vars(removal()) | {"kept": np.array([np.nan, 0.9])}))
    words = removal_figure(unknown).data[-1]
    assert [text.strip() for text in words.text] == ["nurse", "engineer  90%"]
