"""A still map shows every point where it is, writes every text as it is, and is the same file every time."""

from __future__ import annotations

import io
import struct
import subprocess
import sys
import threading
from typing import Any
from xml.etree import ElementTree

import numpy as np
import pytest

import embedlab
from embedlab.figures import still
from embedlab.figures.lettering import break_lines, cut_text, text_width
from embedlab.figures.signs import DARK, LIGHT, MAX_GROUPS, SHAPES, sign_of
from embedlab.figures.still import FORMATS, MAX_LABELS, still_map
from embedlab.figures.style import SYMBOLS
from tests.conftest import TEXTS

RANDOM = np.random.default_rng(0)
CORNERS = np.array([[0, 0], [10, 0], [0, 10], [10, 10], [5, 5]], dtype=np.float32)
NAMES = ["sw", "se", "nw", "ne", "middle"]
SVG = "{http://www.w3.org/2000/svg}"


def draw(labels: Any = NAMES, coordinates: Any = CORNERS, groups: Any = None, **options: Any) -> bytes:
    given = {"title": "A title", "caption": "A caption", "format": "svg"} | options
    return still_map(labels, coordinates, groups or ["one"] * len(labels), **given)


def written(picture: bytes) -> dict[str, tuple[float, float]]:
    """Return the texts of an SVG and where they stand, in points from the upper left corner."""
    root = ElementTree.fromstring(picture)
    return {
        "".join(text.itertext()): (float(text.get("x", "0")), float(text.get("y", "0")))
        for text in root.iter(f"{SVG}text")
    }


def drawn_points(picture: bytes) -> np.ndarray:
    """Return where the points of an SVG are, group by group."""
    root = ElementTree.fromstring(picture)
    found = []
    for group in root.iter(f"{SVG}g"):
        if (group.get("id") or "").startswith(("PathCollection", "Path3DCollection")):
            found += [(float(use.get("x", "0")), float(use.get("y", "0"))) for use in group.iter(f"{SVG}use")]
    return np.array(found)


def test_every_point_is_where_it_is() -> None:
    points = RANDOM.normal(size=(300, 2)).astype(np.float32)
    places = drawn_points(draw([str(n) for n in range(300)], points))
    assert len(places) == 300
    for axis, sign in ((0, 1), (1, -1)):  # an SVG counts downwards
        slope, offset = np.polyfit(points[:, axis], places[:, axis], 1)
        assert slope * sign > 0
        np.testing.assert_allclose(points[:, axis] * slope + offset, places[:, axis], atol=1e-2)


@pytest.mark.parametrize("dimensions", [2, 3])
def test_a_label_stands_above_its_own_point(dimensions: int) -> None:
    points = RANDOM.normal(size=(40, dimensions)).astype(np.float32)
    labels = [f"w{number}" for number in range(40)]
    groups = ["first" if n == 7 else "second" if n == 30 else "others" for n in range(40)]
    picture = draw(labels, points, groups, shown_labels=[30, 7])
    places, texts = drawn_points(picture), written(picture)
    assert {text for text in texts if text in labels} == {"w7", "w30"}
    for place, label in ((-2, "w7"), (-1, "w30")):  # drawn by group, the first group first
        x, y = texts[label]
        assert x == pytest.approx(places[place, 0], abs=0.1)
        assert 0 < places[place, 1] - y < 20


@pytest.mark.parametrize("dimensions", [2, 3])
def test_labels_chosen_here_do_not_cover_each_other(dimensions: int) -> None:
    labels = [f"word {number}" for number in range(500)]
    texts = written(draw(labels, RANDOM.normal(size=(500, dimensions))))
    boxes = [(x, y, text_width(text, 14)) for text, (x, y) in texts.items() if text.startswith("word")]
    assert 20 < len(boxes) <= still.CHOSEN_LABELS
    assert "word 0" in texts
    for place, (x, y, width) in enumerate(boxes):
        for other_x, other_y, other_width in boxes[:place]:
            assert abs(x - other_x) >= (width + other_width) / 2 or abs(y - other_y) >= 14


def test_labels_at_the_edge_stay_in_the_picture() -> None:
    labels = [name * 20 for name in ("a", "b", "c", "d", "e")]
    for text, (x, _) in written(draw(labels)).items():
        if text in labels:
            assert text_width(text, 14) / 2 <= x <= still.WIDTH - text_width(text, 14) / 2


def test_groups_have_their_colors() -> None:
    from matplotlib.image import imread

    groups = ["left", "right", "left", "right", "left"]
    for dark, ground in ((False, LIGHT), (True, DARK)):
        pixels = imread(io.BytesIO(draw(groups=groups, format="png", dark=dark)))[..., :3]
        assert pixels.shape == (1050, 1800, 3)
        below_legend = np.rint(pixels[300:] * 255).astype(int)
        found = {}
        for name, color in zip(("left", "right"), ground.colors, strict=False):
            red_green_blue = [int(color[place : place + 2], 16) for place in (1, 3, 5)]
            found[name] = np.nonzero((below_legend == red_green_blue).all(axis=2))[1]
        assert found["left"].max() < 1000
        assert found["right"].min() > 1600
        corner = "#" + "".join(f"{value:02X}" for value in np.rint(pixels[0, 0] * 255).astype(int))
        assert corner == ground.background


def test_every_sign_is_another_and_every_symbol_has_a_shape() -> None:
    for ground in (LIGHT, DARK):
        signs = [sign_of(place, ground) for place in range(MAX_GROUPS)]
        assert len(set(signs)) == MAX_GROUPS
        assert len({shape for _, shape in signs[:8]}) == 8
        assert sign_of(MAX_GROUPS, ground) == sign_of(10_000, ground) not in signs
    assert set(SHAPES) == set(SYMBOLS)


def test_the_legend_names_the_groups() -> None:
    names = [f"group {number}" for number in range(30)]
    texts = written(draw([str(number) for number in range(30)], RANDOM.normal(size=(30, 2)), names))
    assert {text for text in texts if text.startswith("group")} == set(names[:MAX_GROUPS])
    assert "14 other groups" in texts
    bottom = max(texts[name][1] for name in names[:MAX_GROUPS])
    places = [x for name, (x, y) in texts.items() if name.startswith("group") and y == bottom]
    assert max(places) < still.WIDTH - 100
    assert set(written(draw(groups=["", "", "", "", "b"]))) >= {"no group", "b"}
    assert "no group" not in written(draw(groups=[""] * 5))


@pytest.mark.parametrize("dimensions", [2, 3])
def test_edges_are_drawn_under_the_points(dimensions: int) -> None:
    points = np.column_stack([CORNERS, CORNERS[:, 0]])[:, :dimensions]

    def collections(**options: Any) -> list[tuple[str, int]]:
        groups = ElementTree.fromstring(draw(coordinates=points, **options)).iter(f"{SVG}g")
        named = [(group.get("id") or "", len(list(group.iter(f"{SVG}path")))) for group in groups]
        return [(name.split("_")[0], paths) for name, paths in named if "Collection" in name]

    without, edged = collections(), collections(edges=[(0, 1), (3, 4)])
    (added,) = [place for place in range(len(edged)) if edged[:place] + edged[place + 1 :] == without]
    assert edged[added] == ("LineCollection" if dimensions == 2 else "Line3DCollection", 2)
    assert edged[added + 1][0].startswith("Path")
    assert draw(coordinates=points, edges=[]) == draw(coordinates=points)


@pytest.mark.parametrize("format", FORMATS)
@pytest.mark.parametrize("dimensions", [2, 3])
def test_the_same_map_is_the_same_file(format: str, dimensions: int) -> None:
    points = RANDOM.normal(size=(20, dimensions))
    first, second = (draw(TEXTS + NAMES[:4], points, format=format, edges=[(0, 9)]) for _ in range(2))
    assert first == second
    assert first[:4] == (b"\x89PNG" if format == "png" else b"<?xm")
    assert b"date" not in first
    if format == "png":
        assert struct.unpack(">II", first[16:24]) == (1800, 1050)


def test_threads_do_not_disturb_each_other() -> None:
    expected = [draw(format=format, dark=dark) for format in FORMATS for dark in (False, True)]
    found: dict[int, bytes] = {}

    def run(place: int) -> None:
        found[place] = draw(format=FORMATS[place // 2 % 2], dark=bool(place % 2))

    threads = [threading.Thread(target=run, args=(place,)) for place in range(8)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert [found[place] for place in range(8)] == expected * 2


def test_the_settings_of_the_process_stay_as_they_were() -> None:
    import matplotlib

    before = dict(matplotlib.rcParams)
    draw()
    assert dict(matplotlib.rcParams) == before
    code = (
        "import sys; from embedlab.figures.still import still_map; assert 'matplotlib' not in sys.modules;"
        "still_map('ab', [[0, 0], [1, 1]], 'ab', title='t', caption='c', format='png');"
        "print('matplotlib.pyplot' in sys.modules)"
    )
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert done.stdout == "False\n"


@pytest.mark.parametrize(
    "text", ["$x^2$", "$\\frac{", "_hidden", "<b>x</b> &amp;", "100 %", "\\alpha", "{x}", "]]>", "🙂 猫"]
)
def test_text_is_literal_wherever_it_stands(text: str) -> None:
    picture = draw([text, *NAMES[1:]], groups=[text, *"bbbb"], title=text, caption=text)
    root = ElementTree.fromstring(picture)
    texts = ["".join(element.itertext()) for element in root.iter(f"{SVG}text")]
    assert texts.count(text) == 4  # label, legend, title and caption
    assert "".join(root.find(f"{SVG}title").itertext()) == text  # type: ignore[union-attr]
    assert draw([text, *NAMES[1:]], groups=[text, *"bbbb"], title=text, caption=text, format="png")


@pytest.mark.parametrize("points", [[[3, 3]], [[3, 3, 3]], [[1, 7], [2, 7]], [[1e38, 0], [-1e38, 1e-38]]])
def test_the_smallest_and_the_widest_maps(points: list[list[float]]) -> None:
    picture = draw(NAMES[: len(points)], points)
    assert set(NAMES[: len(points)]) <= set(written(picture))
    places = drawn_points(picture)
    assert len(places) == len(points)
    assert (places > 0).all()
    assert (places < (still.WIDTH, still.HEIGHT)).all()


def test_many_points_are_one_image_within_the_svg() -> None:
    count = still.VECTOR_POINTS + 1
    picture = draw(["w"] * count, RANDOM.normal(size=(count, 2)), edges=[(0, 1)])
    assert picture.count(b"<image") == 1
    assert len(picture) < 1_000_000
    assert "w" in written(picture)


@pytest.mark.parametrize(
    ("options", "message"),
    [
        ({"format": "pdf"}, "png, svg"),
        ({"coordinates": CORNERS[:4]}, "5 labels and 4 points"),
        ({"coordinates": CORNERS * np.nan}, "5 of 5 points"),
        ({"labels": [], "coordinates": np.zeros((0, 2))}, "0 points"),
        ({"groups": ["one"]}, "5 labels and 1 groups"),
        ({"shown_labels": [5]}, "no point for one of the labels; choose from 0 to 4"),
        ({"shown_labels": [-1]}, "no point for one of the labels"),
        ({"shown_labels": [0.5]}, "give indices of points"),
        ({"shown_labels": [0] * (MAX_LABELS + 1)}, "401 labels to draw and a picture has at most 400"),
        ({"edges": [[0, 5]]}, "no point for one of the edges"),
        ({"edges": [0, 1]}, "give pairs of indices"),
        ({"edges": [[0, 1]] * 11}, "11 edges to draw and a picture has at most 10"),
        ({"labels": ["x"] * 101, "coordinates": np.zeros((101, 2))}, "101 points and a picture at most 100"),
    ],
)
def test_what_cannot_be_drawn_is_said(
    options: dict[str, Any], message: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(still, "MAX_EDGES", 10)
    monkeypatch.setattr(still, "MAX_POINTS", 100)
    with pytest.raises(embedlab.EmbedLabError, match=message):
        draw(**options)


def test_lines_are_broken_at_spaces_and_no_wider_than_asked() -> None:
    text = "Trustworthiness 0.93 at k = 10; " * 20
    lines = break_lines(text, width=300, size=12, most=3)
    assert len(lines) == 3
    assert all(text_width(line, 12) <= 300 for line in lines)
    assert " ".join(lines).removesuffix("…").strip() in text
    assert lines[-1].endswith("…")
    assert break_lines("one two", width=300, size=12, most=2) == ["one two"]
    (cut,) = break_lines("m" * 500, width=300, size=12, most=2)
    assert text_width(cut, 12) <= 300
    assert break_lines("  ", width=300, size=12, most=2) in ([], [""])


def test_text_is_cut_between_characters_as_read() -> None:
    family = "👨‍👩‍👧‍👦"
    assert cut_text(family * 3, 2) == family * 2 + "…"
    assert cut_text(family, 1) == family
    assert cut_text("a\nb\x00\u202e\ud800", 9) == "a⏎b␀[U+202E]\ufffd"


def test_widths_are_those_of_the_font() -> None:
    from matplotlib.textpath import text_to_path

    for word in ("embedding", "WAVE", "naïve — ß", "1,000"):
        from matplotlib.font_manager import FontProperties

        font = FontProperties(family="DejaVu Sans", size=14)
        width, _, _ = text_to_path.get_text_width_height_descent(word, font, ismath=False)
        assert text_width(word, 14) == pytest.approx(width, rel=0.06)
