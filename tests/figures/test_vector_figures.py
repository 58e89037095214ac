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
from embedlab.figures.style import EITHER_GROUND, NEUTRAL, diverging, escape, selected_color, text_color, tint
from embedlab.figures.vectors_answers import RankedList, lists_figure
from embedlab.figures.vectors_cosine import cosine_figure
from embedlab.figures.vectors_directions import along_figure, kept_figure, relations_figure
from embedlab.figures.vectors_offsets import offsets_figure, parallel_figure
from embedlab.figures.vectors_scores import sections_figure
from embedlab.figures.vectors_similarity import (
    odd_figure,
    pairs_figure,
    random_pairs_figure,
    similarity_figure,
)
from embedlab.figures.vectors_strips import strips_figure
from embedlab.ranking import Ranking
from embedlab.vectors import (
    AnalogyReport,
    OddOneOut,
    PairReport,
    RandomPairs,
    RelationOffsets,
    Removal,
    WordsAlong,
)
from tests.support.figures import cell_texts
from tests.support.hostile import HOSTILE_LABEL

RANDOM = np.random.default_rng(0)
LIGHT, DARK = "#FFFFFF", "#12171F"


def ranked(*words: str, best: float = 0.9, worst: float | None = None) -> Ranking:
    low = best - 0.2 if worst is None else worst
    return Ranking(np.arange(len(words)), np.linspace(best, low, len(words), dtype=np.float32), words)


def two_lists(word: str = "queen") -> list[RankedList]:
    return [
        RankedList("inputs forbidden:\n", word, ranked(word, "throne", "prince"), 0.9),
        RankedList(
            "nothing forbidden:\n", "king", ranked("king", word, "throne"), 0.9, ("girl", 1_234, -0.2)
        ),
    ]


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
        preservation=np.array([0.4, 0.9]),
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
    "lists": lambda word: lists_figure(two_lists(word), measure="cosine", hatched=[word], outlined=[word]),
    "cosine": lambda word: cosine_figure({word: 0.5, "two random words": 0.1}),
    "strips": lambda word: strips_figure([(word, RANDOM.normal(size=384)) for _ in range(6)]),
    "offsets": lambda word: offsets_figure(offsets(20, word)),
    "parallel": lambda word: parallel_figure(offsets(20, word)),
    "scores": lambda word: sections_figure({word: report(**{word: (1, 2)}), "b": report(family=(0, 2))}),
    "similarity": lambda word: similarity_figure(np.eye(50), [word] * 50, measure="cosine"),
    "random pairs": lambda word: random_pairs_figure(random_pairs(), {word: 0.5}),
    "pairs": lambda word: pairs_figure(pair_report(word=word)),
    "odd": lambda word: odd_figure(odd(word)),
    "along": lambda word: along_figure(*along(word)),
    "kept": lambda word: kept_figure(removal(word)),
    "relations": lambda word: relations_figure(removal(word)),
}


@pytest.mark.parametrize("name", FIGURES)
@pytest.mark.bad_input(16)
def test_no_label_acts(name: str) -> None:
    written = json.dumps(json.loads(FIGURES[name](HOSTILE_LABEL).to_json()), ensure_ascii=False)
    assert "<b>x" not in written  # no markup but ours
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
    for figure in (FIGURES[name]("a") for name in ("strips", "scores", "similarity", "relations")):
        assert figure.layout.yaxis.tickfont.color == GRAY_90


def test_lists_are_the_answers_in_their_order() -> None:
    figure = lists_figure(two_lists(), measure="cosine with <the sum>")
    left, right = (trace for trace in figure.data if trace.type == "bar")
    assert list(left.customdata) == ["queen: 0.9000", "throne: 0.8000", "prince: 0.7000"]
    assert list(right.customdata)[-1] == "girl: −0.2000"  # further down, with its rank
    assert left.x[0] / left.x[1] == pytest.approx(0.9 / 0.8)
    assert right.x[-1] == 0  # no bar below 0
    texts = [list(trace.text) for trace in figure.data if trace.type == "scatter" and trace.mode == "text"]
    assert [text.strip() for text in texts[0]] == ["<b>queen</b>", "throne", "prince"]
    assert texts[1] == ["<b>0.90</b>", "0.80", "0.70"]
    assert texts[2][-1].strip() == "1,234. girl"
    titles = [note.text for note in figure.layout.annotations]
    assert titles == ["inputs forbidden:<br><b>queen</b>", "nothing forbidden:<br><b>king</b>"]
    assert figure.layout.yaxis.range[0] > figure.layout.yaxis.range[1]  # the best on top
    assert figure.layout.xaxis.title.text == "cosine with &lt;the sum&gt;"


def test_lines_join_the_same_word() -> None:
    plain, amber = lists_figure(two_lists(), measure="cosine", outlined=["queen"]).data[:2]
    np.testing.assert_array_equal(plain.y, [1, 2, np.nan])  # throne
    np.testing.assert_array_equal(amber.y, [0, 1, np.nan])  # queen
    assert amber.line.color == selected_color()


def test_inputs_are_hatched_and_the_answer_is_outlined() -> None:
    figure = lists_figure(two_lists(), measure="cosine", hatched=["king"], outlined=["queen"], most=2)
    _, bars = (trace for trace in figure.data if trace.type == "bar")
    assert list(bars.marker.pattern.shape) == ["/", "", ""]
    assert list(bars.marker.line.width) == [0, 3, 0]
    assert bars.marker.line.color == selected_color()


def test_a_cosine_is_drawn_as_its_angle() -> None:
    figure = cosine_figure({"opposite": -1.0, "alike": 0.5})
    tips = [(note.x, note.y) for note in figure.layout.annotations if note.showarrow]
    np.testing.assert_allclose(tips, [(-1, 0), (0.5, np.sqrt(0.75)), (1, 0)], atol=1e-12)
    assert "<b>0.50</b>, 60°" in " ".join(note.text for note in figure.layout.annotations)
    assert figure.layout.xaxis.range[0] < -1
    assert figure.layout.yaxis.scaleanchor == "x"  # angles are true


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
    leaders, arrows, mean, names = offsets_figure(result).data
    path = np.stack([arrows.x, arrows.y], axis=1).reshape(-1, 3, 2)
    np.testing.assert_array_equal(path[:, 0], np.zeros((12, 2)))
    np.testing.assert_array_equal(path[:, 1], result.coordinates)
    assert np.isnan(path[:, 2]).all()
    np.testing.assert_allclose([mean.x[1], mean.y[1]], result.coordinates.mean(axis=0))
    assert [text.strip() for text in names.text] == [f"{a} → {b}" for a, b in result.pairs]
    lines = np.stack([leaders.x, leaders.y], axis=1).reshape(-1, 3, 2)
    np.testing.assert_array_equal(lines[:, 0], result.coordinates)
    np.testing.assert_array_equal(lines[:, 1], np.stack([names.x, names.y], axis=1))


@pytest.mark.parametrize("count", [1, 12, 40])
def test_every_pair_is_named_at_the_right_in_the_order_of_the_tips(count: int) -> None:
    result = offsets(count)
    figure = offsets_figure(result)
    names = figure.data[-1]
    assert all(names.text)
    assert (np.argsort(names.y) == np.argsort(result.coordinates[:, 1])).all()
    assert min(names.x) > result.coordinates[:, 0].max()
    low, high = figure.layout.yaxis.range
    across = np.ptp(np.append(result.coordinates[:, 0], 0))
    assert high - low >= across - 1e-9  # steps never look less parallel than they are
    assert (high - low) / count * 0.999 <= min(np.diff(np.sort(names.y)), default=high - low)


def test_the_real_pairs_stand_beside_all_shuffles() -> None:
    result = offsets()
    figure = parallel_figure(result)
    assert figure.data[0].y.sum() == pytest.approx(1)
    assert f"{len(result.shuffled):,} shuffles" in figure.layout.yaxis.title.text
    (line,) = figure.layout.shapes
    assert line.x0 == line.x1 == 0.66
    assert figure.layout.annotations[0].text == "the real pairs: 0.66"
    low, high = figure.layout.xaxis.range
    assert low < result.shuffled.min() < 0.66 < high


def test_scores_are_the_shares_of_each_section_the_best_on_top() -> None:
    reports = {
        "3CosAdd": report(currency=(0, 0), opposite=(1, 4), family=(3, 4)),
        "3CosMul": report(family=(1, 4)),
    }
    figure = sections_figure(reports)
    spans, add, mul, texts = figure.data
    np.testing.assert_array_equal(add.x, [0.5, 0.75, 0.25, np.nan])  # the first is all sections
    np.testing.assert_array_equal(mul.x, [0.25, 0.25, np.nan, np.nan])
    assert list(add.customdata) == ["4 of 8", "3 of 4", "1 of 4", "0 of 0"]
    assert list(texts.text) == ["50%", "75%", "25%", ""]
    assert list(figure.layout.yaxis.ticktext) == ["all sections", "family", "opposite", "currency"]
    assert "%{customdata}" in add.hovertemplate
    np.testing.assert_array_equal(spans.x[:3], [0.25, 0.5, np.nan])
    assert add.marker.symbol != mul.marker.symbol


def test_long_names_of_sections_are_broken_at_their_hyphens() -> None:
    figure = sections_figure({"a": report(**{"capital-common-countries": (1, 1)})})
    assert figure.layout.yaxis.ticktext[1] == "capital-common-<br>countries"


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
    bars, words = odd_figure(odd()).data
    np.testing.assert_allclose(bars.x, [0.96, 0.9, 0.66])
    assert list(bars.marker.line.width) == [0, 0, 3]
    assert [text.strip() for text in words.text] == ["breakfast  0.96", "dinner  0.90", "cereal  0.66"]


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


def test_relations_are_joined_before_and_after_the_largest_change_on_top() -> None:
    whole = removal()
    turned = Removal(**(vars(whole) | {"others": dict(reversed(whole.others.items()))}))
    figure = relations_figure(turned)
    traces: dict[Any, Any] = {trace.name: trace for trace in figure.data}
    np.testing.assert_allclose(traces["before"].x, [0.45, 0.4])
    np.testing.assert_allclose(traces["after"].x, [0.02, 0.38])
    assert list(traces["after"].customdata) == ["man → nurse, after: 0.02", "present → past, after: 0.38"]


def test_shares_of_neighbors_are_sorted_and_one_that_does_not_exist_has_no_number() -> None:
    unknown = Removal(
        **(vars(removal()) | {"words": ("a", "b", "c"), "preservation": np.array([np.nan, 0.9, 0.2])})
    )
    bars, words = kept_figure(unknown).data
    assert [text.strip() for text in words.text] == ["c  20%", "b  90%", "a"]
    np.testing.assert_array_equal(bars.x, [0.2, 0.9, np.nan])
