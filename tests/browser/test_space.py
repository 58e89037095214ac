"""The map in a real browser: words apart, clicks, boxes, films, files, and a long fit that is stopped."""

from __future__ import annotations

import re
from pathlib import Path
from typing import Any

import pytest
from playwright.sync_api import Browser, Page, expect

from tests.support.browser import PATIENCE, READY, Visitor

pytestmark = pytest.mark.browser

Spot = tuple[float, float]  # shares of the width and the height
LABELS = ["CSV", "Parquet", "Web page", "vectors.tsv", "metadata.tsv"]
BOX = ".st-key-map_box"
MAP = f"{BOX} .js-plotly-plot"
WORDS = """() => [...document.querySelectorAll(".st-key-map_box .textpoint text")]
    .filter((word) => word.style.visibility !== "hidden")
    .map((word) => { const r = word.getBoundingClientRect(), empty = 0.15 * r.height;
        return [r.left, r.top + empty, r.right, r.bottom - empty]; })"""
# notes at each picture of the screen how far the first point is on its way from its old to its new place
ON_THE_WAY = """() => {
    const at = () => document.querySelector(".st-key-map_box .scatterlayer path.point");
    const placeOf = (text) => text.match(/-?[\\d.]+/g).map(Number);
    const from = placeOf(at().getAttribute("transform"));
    window.steps = [];
    const look = () => {
        const here = at();
        const [x, y] = here ? placeOf(here.getAttribute("transform")) : from;
        const way = Math.hypot(x - from[0], y - from[1]);
        if (way > 1) {
            window.redrawn = true;
            const style = getComputedStyle(here).transform;
            const moving = here.getAnimations().length;
            const [a, b] = style === "none" ? [x, y] : placeOf(style).slice(-2);
            if (moving) window.steps.push(Math.hypot(a - from[0], b - from[1]) / way);
        }
        requestAnimationFrame(look);
    };
    look();
}"""
PLACES = """(box) => [...document.querySelectorAll(box + " .scatterlayer path.point")]
    .map((point) => point.getAttribute("transform"))"""


def written(page: Page) -> list[list[float]]:
    """Return the boxes of the letters of the words that are to be seen."""
    page.wait_for_selector(f"{MAP} .textpoint text")
    page.wait_for_timeout(400)
    return page.evaluate(WORDS)  # type: ignore[no-any-return]


def overlapping(boxes: list[list[float]]) -> int:
    return sum(
        a[0] < b[2] and b[0] < a[2] and a[1] < b[3] and b[1] < a[3]
        for number, a in enumerate(boxes)
        for b in boxes[:number]
    )


def wait_for_jobs(visitor: Visitor) -> None:
    """Wait for the end of the jobs that the page has begun by itself."""
    visitor.settle()
    visitor.page.wait_for_function(
        "() => ![...document.querySelectorAll('button')].some((b) => /Cancel|Run, /.test(b.innerText))"
    )
    visitor.settle()


def click_point(visitor: Visitor, point: Any) -> None:
    """Click a point as a person does: Plotly lays its own surface over the points."""
    point.scroll_into_view_if_needed()
    box = point.bounding_box()
    visitor.page.mouse.move(box["x"] + box["width"] / 2 - 3, box["y"] + box["height"] / 2)
    visitor.page.mouse.move(box["x"] + box["width"] / 2, box["y"] + box["height"] / 2)
    visitor.page.wait_for_timeout(150)
    visitor.page.mouse.down()
    visitor.page.mouse.up()
    visitor.settle()


def toolbar(visitor: Visitor, box: str, tool: str) -> dict[str, float]:
    """Choose a tool below a map and return where the map's area lies."""
    visitor.page.locator(box).get_by_role("button", name=tool, exact=True).click()
    surface = visitor.page.locator(f"{box} .nsewdrag").first
    surface.evaluate("(area) => area.scrollIntoView({ block: 'center' })")
    area: Any = surface.bounding_box()
    return area  # type: ignore[no-any-return]


def drag(visitor: Visitor, area: dict[str, float], start: Spot, end: Spot) -> None:
    mouse = visitor.page.mouse
    mouse.move(area["x"] + start[0] * area["width"], area["y"] + start[1] * area["height"])
    mouse.down()
    mouse.move(area["x"] + end[0] * area["width"], area["y"] + end[1] * area["height"], steps=6)
    mouse.up()
    visitor.settle()


@pytest.mark.parametrize(
    ("path", "width", "least"),
    [
        ("", 1280, 52),  # 48 words and the names of four kinds
        ("", 400, 10),
        ("?show=neighborhood&near_count=120", 1280, 25),
        ("?show=neighborhood&near_count=120", 400, 8),
    ],
)
def test_words_keep_out_of_each_others_way(visitor: Visitor, path: str, width: int, least: int) -> None:
    visitor.page.set_viewport_size({"width": width, "height": 800})
    visitor.go(f"/embedding-space{path}")
    boxes = written(visitor.page)
    assert len(boxes) >= least
    assert overlapping(boxes) == 0


def test_the_map_fills_the_first_screen_and_the_wheel_scrolls_the_page(visitor: Visitor) -> None:
    visitor.page.set_viewport_size({"width": 1280, "height": 800})
    visitor.go("/embedding-space")
    written(visitor.page)
    box: Any = visitor.page.locator(MAP).bounding_box()
    assert box["height"] >= 520
    assert box["y"] < 800 * 0.45
    words = visitor.page.evaluate(WORDS)
    visitor.page.mouse.move(box["x"] + box["width"] / 2, box["y"] + 200)
    visitor.page.mouse.wheel(0, 300)
    visitor.page.wait_for_timeout(500)
    after: Any = visitor.page.locator(MAP).bounding_box()
    assert after["y"] < box["y"] - 100
    moved = [
        [x - y for x, y in zip(old, new, strict=True)]
        for old, new in zip(words, visitor.page.evaluate(WORDS), strict=True)
    ]
    assert all(abs(shift[0]) < 1 for shift in moved)  # not zoomed


def test_a_click_chooses_a_point_and_the_link_names_it(visitor: Visitor) -> None:
    visitor.go("/embedding-space")
    written(visitor.page)
    points = visitor.page.locator(f"{MAP} .scatterlayer .trace:has(path.point)").first.locator("path.point")
    click_point(visitor, points.nth(2))
    field = visitor.page.get_by_role("textbox", name="Find a word")
    visitor.page.wait_for_function("() => location.search.includes('near=horse')")
    assert field.input_value() == "horse"
    visitor.page.get_by_role("heading", name="The true neighbors of “horse”").wait_for()


def test_a_box_isolates_and_there_is_a_way_back(visitor: Visitor) -> None:
    visitor.go("/embedding-space")
    written(visitor.page)
    area = toolbar(visitor, BOX, "Box")
    drag(visitor, area, (0.5, 0.02), (0.99, 0.98))
    visitor.page.get_by_role("button", name="Map only these").click()
    visitor.settle()
    visitor.page.get_by_text(re.compile(r"You see \d+ of 48 points")).wait_for()
    visitor.page.get_by_role("button", name="Back to all points").click()
    visitor.settle()
    assert visitor.page.get_by_text(re.compile(r"You see \d+ of 48 points")).count() == 0


def test_a_map_is_run_filmed_and_played(visitor: Visitor) -> None:
    visitor.go("/embedding-space?map=UMAP&groups=animals&groups=foods&seed=5&space_tab=Watch+it+form")
    wait_for_jobs(visitor)
    assert "run=" in visitor.page.url
    film = ".st-key-film"
    visitor.page.wait_for_selector(f"{film} .scatterlayer path.point")
    last = visitor.page.evaluate(PLACES, film)
    visitor.page.locator(film).get_by_role("button", name="Play", exact=True).click()
    visitor.page.wait_for_timeout(1_000)
    assert visitor.page.evaluate(PLACES, film) != last
    visitor.page.wait_for_function(
        f"() => document.querySelector('{film} .motion-line output')?.textContent.includes('500')"
    )
    visitor.page.wait_for_timeout(600)
    now = visitor.page.evaluate(PLACES, film)
    assert len(now) == len(last) == 24 + 3  # three words are named
    ends = [[float(n) for n in re.findall(r"[-\d.]+", place)] for place in (*now, *last)]
    assert ends[: len(now)] == [pytest.approx(end, abs=0.1) for end in ends[len(now) :]]


def test_the_slider_of_a_film_obeys_the_keyboard(visitor: Visitor) -> None:
    visitor.go("/embedding-space?map=UMAP&groups=animals&groups=foods&seed=5&space_tab=Watch+it+form")
    wait_for_jobs(visitor)
    film = visitor.page.locator(".st-key-film")
    last = visitor.page.evaluate(PLACES, ".st-key-film")
    slider = film.get_by_role("slider", name="epoch")
    slider.press("Home")
    expect(film.locator("output")).to_have_text("epoch 1")
    visitor.page.wait_for_function(
        "([box, last]) => [...document.querySelectorAll(box + ' .scatterlayer path.point')]"
        ".every((point, index) => point.getAttribute('transform') !== last[index])",
        arg=[".st-key-film", last],
    )
    slider.press("End")
    expect(film.locator("output")).to_have_text("epoch 500")
    visitor.page.wait_for_function(
        "([box, last]) => [...document.querySelectorAll(box + ' .scatterlayer path.point')]"
        ".every((point, index) => point.getAttribute('transform') === last[index])",
        arg=[".st-key-film", last],
    )
    expect(film.locator(".updatemenu-container, .slider-container")).to_have_count(0)


@pytest.mark.parametrize("motion", ["no-preference", "reduce"])
def test_points_move_to_their_places_on_another_map(motion: Any, browser: Browser, server: str) -> None:
    context = browser.new_context(viewport={"width": 1280, "height": 800}, reduced_motion=motion)
    visitor = Visitor(context.new_page(), server)
    visitor.go("/embedding-space?groups=animals&groups=foods")
    wait_for_jobs(visitor)
    page = visitor.page
    page.locator(f"{MAP} path.point").first.wait_for()
    page.evaluate(ON_THE_WAY)
    page.get_by_role("radio", name="t-SNE").click()
    page.wait_for_function("() => window.redrawn")
    wait_for_jobs(visitor)
    page.wait_for_timeout(1_000)
    steps = page.evaluate("() => window.steps")
    if motion == "reduce":
        assert steps == []
    else:  # somewhere between: neither where the point was nor where it arrives
        assert len(steps) >= 3
        assert all(0 <= share <= 1.01 for share in steps)
        assert any(0.1 < share < 0.9 for share in steps)
    assert not visitor.complaints
    context.close()


def test_the_former_map_stays_dimmed_until_the_next_is_ready(visitor: Visitor) -> None:
    visitor.go("/embedding-space?show=most+frequent&count=6000")
    page = visitor.page
    plot = page.locator(MAP)
    plot.wait_for()
    visitor.settle()
    before: Any = plot.bounding_box()
    page.get_by_role("radio", name="t-SNE").click()
    page.get_by_role("button", name=re.compile("^Run, ")).click()
    page.get_by_role("button", name="Cancel").wait_for()
    expect(plot).to_have_css("opacity", "0.4")
    box: Any = plot.bounding_box()
    assert box["y"] == pytest.approx(before["y"], abs=2)
    page.get_by_role("button", name="Cancel").click()
    expect(plot).to_have_count(1)  # for a moment the page holds the former one and the next
    expect(plot).to_have_css("opacity", "1")


def test_a_selection_in_one_map_is_marked_in_the_other(visitor: Visitor) -> None:
    visitor.go("/embedding-space?space_tab=Two+maps&groups=animals&groups=foods")
    wait_for_jobs(visitor)
    visitor.page.wait_for_function("() => document.querySelectorAll('.js-plotly-plot').length === 4")
    visitor.page.wait_for_timeout(500)
    left = visitor.page.locator("[class*=st-key-map_left_] .js-plotly-plot").first
    left.scroll_into_view_if_needed()
    click_point(visitor, left.locator(".scatterlayer path.point").nth(0))
    visitor.page.get_by_text(re.compile("Selected:.*cat")).wait_for()
    faded = """() => [...document.querySelectorAll("[class*=st-key-map_right_] .scatterlayer path.point")]
        .filter((point) => Number(point.style.opacity || 1) < 0.5).length"""
    assert visitor.page.evaluate(faded) >= 23


def test_a_long_fit_shows_its_progress_and_can_be_stopped(visitor: Visitor, browser: Browser) -> None:
    visitor.go("/embedding-space?show=most+frequent&count=15000&map=t-SNE")
    visitor.page.get_by_role("button", name=re.compile("Run, about")).click()
    visitor.page.get_by_text(re.compile(r"Drawing: \d+% after [3-9] s")).wait_for()
    other = browser.new_page()  # meanwhile somebody else
    other.set_default_timeout(PATIENCE)
    other.goto(visitor.address + "/analogies")
    other.wait_for_selector(".js-plotly-plot")
    other.close()
    visitor.page.get_by_role("button", name="Cancel").click()
    visitor.page.get_by_role("button", name=re.compile("Run, about")).wait_for()
    visitor.page.wait_for_selector(READY)


def test_files_can_be_taken_away_and_the_page_works_offline(
    visitor: Visitor, browser: Browser, tmp_path: Path
) -> None:
    visitor.go("/embedding-space?space_tab=Table+and+files")
    content = {}
    expect(visitor.page.locator("[class*='st-key-file-'] button")).to_have_count(len(LABELS))
    for label in LABELS:
        with visitor.page.expect_download() as waiting:
            visitor.page.get_by_role("button", name=label, exact=True).click()
        path = tmp_path / waiting.value.suggested_filename
        waiting.value.save_as(path)
        content[label] = path.read_bytes()
        visitor.page.wait_for_timeout(200)
    assert content["CSV"].decode().splitlines()[1].startswith('"cat",')
    assert content["Parquet"][:4] == b"PAR1"
    assert len(content["vectors.tsv"].splitlines()) == 48
    assert len(content["metadata.tsv"].splitlines()) in {48, 49}
    page = browser.new_page()
    asked: list[str] = []
    page.on("request", lambda request: asked.append(request.url))
    page.goto((tmp_path / "pca-map.html").as_uri())
    page.wait_for_selector(".js-plotly-plot .scatterlayer path.point")
    page.close()
    assert not [url for url in asked if not url.startswith(("file:", "data:", "blob:"))]


def test_an_uploaded_table_is_drawn(visitor: Visitor, tmp_path: Path) -> None:
    path = tmp_path / "<b>mine.txt"
    path.write_text("\n".join(f"w{n} {n % 5} {n % 3} {n}" for n in range(30)), "utf-8")
    visitor.go("/embedding-space?show=your+table&behind=Sources")
    visitor.page.locator("input[type=file]").first.set_input_files(path)
    visitor.page.wait_for_selector(f"{MAP} .scatterlayer path.point")
    visitor.settle()
    said = visitor.page.locator("[data-testid='stMain']").inner_text().replace("\u2060", "")
    assert "<b>mine.txt, read as" in said
