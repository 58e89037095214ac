"""The space page: every source, every map, every tab; jobs that are run, joined and canceled."""

from __future__ import annotations

import json
import re
import sys
from typing import Any

import numpy as np
import pytest
from streamlit.testing.v1 import AppTest

import embedlab
from embedlab.numerals import number_text
from embedlab.processes import child_process
from tests.support.pages import UNESCAPED, button, finish, plain, readings, texts, visit, wait, warnings
from ui.space import neighbors, tomorrow, trust, twin

FIRST = [
    "Predict",
    "A word and its true neighbors",
    "Three traps",
    "Is this real or random?",
    "Would it look the same tomorrow?",
]
DEEPER = ["How far to trust it", "Watch it form", "Two maps", "Table and files"]
JOBS = ("map", "trap", "twin", "random twin", "series", "film", "flat", "beside")  # that a page may begin


def finish_all(at: AppTest) -> AppTest:
    """Wait for every job that a page has begun, or press its button."""
    for job in JOBS:
        finish(at, job)
    return at


def figure(at: AppTest, number: int = 0) -> dict[str, Any]:
    """Return a plotly figure of the page as it is sent."""
    charts = at.get("plotly_chart")
    return json.loads(charts[number].proto.spec)  # type: ignore[no-any-return]


def test_each_of_two_maps_says_which_it_is() -> None:
    at = finish_all(visit("space", space_tab="Two maps"))
    alts = [chart.proto.alt for chart in at.get("plotly_chart")]
    for title in ("PCA", "t-SNE, perplexity 30"):
        assert len([alt for alt in alts if alt.startswith(f"{title}: a map of 48 points")]) == 1


def test_the_default_map_agrees_with_the_package() -> None:
    at = visit("space")
    vectors = embedlab.load_word_vectors("glove-6b-50d")
    words = [
        word for group in list(embedlab.texts.WORD_GROUPS)[:4] for word in embedlab.texts.WORD_GROUPS[group]
    ]
    matrix = np.stack([vectors[word] for word in words])
    projection = embedlab.project(matrix, method="pca")
    quality = embedlab.projection_quality(matrix, projection.coordinates)
    row = at.dataframe[0].value.iloc[0]
    assert row["points"] == 48
    assert row["neighbors kept"] == pytest.approx(quality.knn_preservation)
    assert row["trustworthiness"] == pytest.approx(quality.trustworthiness)
    assert f"{quality.knn_preservation:.0%} are still among" in texts(at)


def test_the_page_opens_with_a_word_and_its_true_neighbors() -> None:
    at = visit("space")
    headline = readings(at)[0].split(". ")[0]
    assert "tears “meat” from “cow”" in headline
    assert len(headline) <= 70
    words, bars = figure(at), figure(at, 1)
    text = [word for trace in words["data"] if trace.get("meta") == "labels" for word in trace["text"]]
    assert len(text) == 48
    vectors = embedlab.load_word_vectors("glove-6b-50d")
    labels = [label.split()[0] for label in bars["layout"]["yaxis"]["ticktext"]]
    cosines = [
        float(vectors["cow"] @ vectors[word] / np.linalg.norm(vectors["cow"]) / np.linalg.norm(vectors[word]))
        for word in labels
    ]
    assert bars["data"][0]["text"] == [number_text(cosine) for cosine in cosines]
    kept = sum(label.endswith("●") for label in bars["layout"]["yaxis"]["ticktext"])
    sentence = f"{kept} of these 10 are also among its 10 nearest on the map"
    assert sentence in " ".join(element.value for element in at.markdown)


@pytest.mark.parametrize(
    "query",
    [
        {"near": "bread"},
        {"near": "dance"},
        {"near": "oak"},
        {"show": "toy"},
        {"show": "sentences"},
        {"show": "most frequent", "count": "300"},
        {"show": "most frequent", "count": "4000"},
        {"groups": "animals"},
        {"groups": "instruments", "map": "t-SNE"},
        {"map": "Named axes"},
        {"dimensions": "3"},
    ],
)
def test_every_map_has_a_headline_that_fits(query: dict[str, str]) -> None:
    at = finish_all(visit("space", **query))
    headline = readings(at)[0].split(". ")[0]
    assert 20 < len(headline) <= 71
    assert "  " not in headline


@pytest.mark.parametrize("drawing", ["t-SNE", "UMAP"])
@pytest.mark.parametrize("dimensions", ["2", "3"])
def test_quick_maps_begin_by_themselves_and_say_how_far_to_trust_them(drawing: str, dimensions: str) -> None:
    at = visit("space", map=drawing, dimensions=dimensions, seed=str(7))
    assert button(at, "run map") is None
    finish(at)
    assert at.dataframe[0].value["map"][0] == drawing
    assert "Trustworthiness is 0.9" in texts(at)
    assert at.query_params["run"]  # the link now says that it was run


def test_slow_maps_wait_for_run() -> None:
    at = visit("space", show="most frequent", count="3500", map="t-SNE")
    assert "about" in button(at, "run map").label
    assert "PCA of the same points" in texts(at)  # never blank
    assert at.dataframe[0].value["map"][0] == "PCA"


def test_a_link_to_a_map_that_was_run_draws_it_by_itself() -> None:
    first = finish(visit("space", map="UMAP", seed="3"))
    again = visit("space", map="UMAP", seed="3", run=first.query_params["run"])
    assert button(again, "run map") is None
    finish(again)
    assert again.dataframe[0].value["map"][0] == "UMAP"
    assert texts(again) == texts(first)


def test_a_foreign_run_in_a_link_starts_nothing() -> None:
    at = visit("space", show="most frequent", count="3500", map="UMAP", run="0123456789")
    assert button(at, "run map") is not None
    assert not any(str(each.key).startswith("cancel") for each in at.button)


def test_a_changed_parameter_grows_out_of_the_map_on_the_screen_and_the_link_leads_through_both() -> None:
    at = finish(visit("space", map="t-SNE", perplexity="5"))
    at.slider(key="perplexity").set_value(12).run()
    finish(at)
    assert "grew out of the one with perplexity 5" in texts(at)
    assert at.query_params["start"] == "perplexity:5"
    # a browser writes the slider into the link, the simulation does not
    other = visit("space", **{**at.query_params, "perplexity": "12"})
    assert button(other, "run map") is None  # by itself
    finish(other)
    assert texts(other) == texts(at)
    at.toggle(key="grow").set_value(False).run()
    finish(at)
    assert "grew out of" not in texts(at)
    assert "start" not in at.query_params


STARTS = ["perplexity:x", "perplexity:5000", "nonsense", "n_neighbors:5", "", "a" * 500]


@pytest.mark.parametrize("start", STARTS)
def test_a_bad_start_in_a_link_is_left_out(start: str) -> None:
    at = visit("space", map="t-SNE", start=start)
    assert not at.exception
    finish(at)
    assert "start" not in at.query_params


def test_cancel_leaves_what_was_there() -> None:
    at = visit("space", show="most frequent", count="3500", map="t-SNE")
    button(at, "run map").click()
    at.run()
    cancel = button(at, "cancel map")
    assert cancel is not None
    cancel.click()
    at.run()
    assert not at.exception
    assert button(at, "run map") is not None
    assert at.dataframe[0].value["map"][0] == "PCA"


@pytest.mark.bad_input("F30")
def test_an_upload_can_be_canceled_and_read_again(monkeypatch: pytest.MonkeyPatch) -> None:
    at = visit("space", show="your table")
    with monkeypatch.context() as patch:
        patch.setattr(child_process, "COMMAND", (sys.executable, "-c", "import time; time.sleep(600)"))
        at.file_uploader(key="table_file").set_value(("mine.txt", table(), "text/plain")).run()
        assert "Reading the table: " in " ".join(block.value for block in at.markdown)
        assert not at.dataframe
        button(at, "cancel table").click()
        at.run()
    assert "Reading the table was canceled." in warnings(at)
    assert at.file_uploader(key="table_file").value.name == "mine.txt"  # nothing has to be chosen again
    next(each for each in at.button if each.label == "Read it again").click()
    wait(at.run(), "cancel table")
    assert not at.warning
    assert at.dataframe[0].value["points"][0] == 20


@pytest.mark.bad_input("F18")
def test_an_upload_leaves_the_visitors_fit_running() -> None:
    from ui import fits

    at = visit("space", show="most frequent", count="3500", map="t-SNE")
    button(at, "run map").click()
    at.run()
    job = at.session_state[fits.JOB][1]
    at.session_state["show"] = "your table"
    upload(at.run(), table())
    assert at.dataframe[0].value["points"][0] == 20
    assert at.session_state[fits.JOB][1] is job
    assert job.state in {"waiting", "running", "done"}
    fits.pool().cancel(job, at.session_state["visitor"])


def test_a_lowered_perplexity_is_told() -> None:
    at = finish(visit("space", map="t-SNE", perplexity="50"))
    assert "perplexity was lowered from 50 to 15.67" in texts(at)


@pytest.mark.parametrize(
    ("query", "expected"),
    [
        ({"show": "most frequent", "count": "200"}, "200 points"),
        ({"show": "neighborhood", "around": "bank", "near_count": "60"}, "60 points"),
        ({"show": "sentences"}, "contextual vectors"),
        ({"show": "toy", "toy": "random walk"}, "A toy"),
        ({"vectors": "MiniLM input table"}, "input table of all-MiniLM-L6-v2"),
        ({"vectors": "MiniLM, word by word"}, "each word as a text of its own"),
        ({"map": "Named axes"}, "named axes"),
    ],
)
def test_every_source_is_drawn_and_named(query: dict[str, str], expected: str) -> None:
    at = visit("space", **query)
    assert not at.exception
    assert not at.warning, warnings(at)
    summary = " ".join(element.value for element in at.markdown)
    assert expected in summary.replace("\\", "")
    exec(compile(at.code[0].value, "view", "exec"), {})


def test_named_axes_can_be_read() -> None:
    at = visit("space", map="Named axes", groups="family", space_tab="Table and files")
    table = at.dataframe[1].value.set_index("point")
    for woman, man in [("mother", "father"), ("sister", "brother"), ("aunt", "uncle"), ("daughter", "son")]:
        assert table.loc[woman, "x"] > table.loc[man, "x"]
    assert "man → woman" in texts(at).translate(UNESCAPED)


@pytest.mark.parametrize(
    ("pairs", "message"),
    [
        ("", "at least one pair"),
        ("man", "“man” is not a pair"),
        ("man zzzqqq", "“zzzqqq” is not among"),
        ("a a", "two equal vectors"),
    ],
)
def test_an_axis_that_is_none_is_one_sentence(pairs: str, message: str) -> None:
    at = visit("space", map="Named axes")
    at.text_input(key="x_axis").input(pairs).run()
    assert not at.exception
    assert message in warnings(at)
    assert at.text_input(key="x_axis").value == pairs


def test_a_word_shows_its_neighbors_under_three_measures() -> None:
    part = "A word and its true neighbors"
    at = visit("space", near="cat", space_tab=part)
    tables = [frame.value for frame in at.dataframe[1:4]]
    assert [table.columns[-1] for table in tables] == ["cosine", "dot product", "distance"]
    assert all("dog" in list(table["point"])[:3] for table in tables)
    assert list(tables[2]["distance"]) == sorted(tables[2]["distance"])
    bars = [figure(at, number) for number in (2, 3, 4)]
    assert [list(each["layout"]["yaxis"]["ticktext"]) for each in bars] == [list(t["point"]) for t in tables]
    at = visit("space", near="cat", space_tab=part, among="all 400,000 words")
    vectors = embedlab.load_word_vectors("glove-6b-50d")
    assert list(at.dataframe[1].value["point"]) == vectors.neighbors("cat", k=10).words


def test_another_word_has_other_threads_and_colors_by_nearness_keep_the_kinds() -> None:
    cow, cat = figure(visit("space")), figure(visit("space", near="cat"))
    threads = [[trace for trace in each["data"] if trace.get("mode") == "lines"] for each in (cow, cat)]
    assert all(threads)
    assert threads[0] != threads[1]
    near = figure(visit("space", near="cat", color="nearness to the word"))
    assert near["layout"]["coloraxis"]["colorbar"]["title"]["text"] == "true cosine"
    points = [trace for trace in near["data"] if trace.get("mode") == "markers" and "text" in trace]
    assert len({trace["marker"]["symbol"] for trace in points}) == 4


def test_a_new_word_is_added_where_the_method_can() -> None:
    at = visit("space", near="oak")
    assert "It was added afterwards" in texts(at)
    for method in ("UMAP", "t-SNE"):
        at = finish(visit("space", near="oak", map=method))
        assert "It was added afterwards" in texts(at)
    assert "Close spellings" in warnings(visit("space", near="zzzqqq"))


@pytest.mark.parametrize("color", ["group", "neighbors kept", "k-means", "HDBSCAN", "frequency"])
@pytest.mark.parametrize("source", ["word groups", "toy", "sentences"])
def test_every_color_works_for_every_source(color: str, source: str) -> None:
    at = visit("space", show=source, color=color)
    assert not at.exception
    assert not at.warning, warnings(at)


@pytest.mark.parametrize("part", [*FIRST, *DEEPER])
@pytest.mark.parametrize("drawing", ["PCA", "t-SNE", "UMAP", "Named axes"])
def test_every_part_shows_something_for_every_map(part: str, drawing: str) -> None:
    at = finish_all(visit("space", map=drawing, space_tab=part, groups="animals"))
    assert not at.exception
    assert not at.warning, warnings(at)
    assert not at.info, [info.value for info in at.info]  # no part asks for another map
    if part == "Predict":
        assert button(at, "map bets reveal") is not None
    elif part != "Table and files":
        assert len(at.get("plotly_chart")) > 2  # beside the map and its panel
        assert all(len(reading.split(". ")[0]) <= 70 for reading in readings(at))
    exec(compile(at.code[0].value, "view", "exec"), {})


@pytest.mark.parametrize("part", [*FIRST, *DEEPER])
@pytest.mark.parametrize("query", [{"show": "toy"}, {"dimensions": "3"}])
def test_every_part_shows_something_for_toys_and_in_three_dimensions(
    part: str, query: dict[str, str]
) -> None:
    at = finish_all(visit("space", space_tab=part, **query))
    assert not at.exception
    assert not at.warning, warnings(at)
    assert not at.info


FORMER = {
    "Trust": "How far to trust it",
    "A word": "A word and its true neighbors",
    "Four seeds": "Would it look the same tomorrow?",
    "Perplexities": "Would it look the same tomorrow?",
    "Real or random?": "Is this real or random?",
}


@pytest.mark.parametrize("former", FORMER)
def test_old_links_open_the_part_of_today(former: str) -> None:
    at = visit("space", space_tab=former)
    assert not at.toast
    parts = (trust.PART, neighbors.PART, tomorrow.PART, twin.PART)
    line = next(part.line for part in parts if part.label == FORMER[former])
    assert line in texts(at)


@pytest.mark.parametrize("trap", ["size of a cluster", "distance between clusters", "clusters in noise"])
def test_a_trap_is_told_by_its_numbers(trap: str) -> None:
    at = finish(visit("space", space_tab="Three traps", trap=trap), "trap")
    summary = readings(at)[1].split(". ")[0]
    if trap == "clusters in noise":
        assert int(re.findall(r"\d+", summary)[-1]) > 10
    else:
        true, drawn = (float(number) for number in re.findall(r"[\d.]+", summary))
        assert true > 5
        assert drawn < 1.5


def test_predictions_are_revealed_with_a_reason() -> None:
    at = visit("space", space_tab="Predict")
    for number in range(4):
        button(at, "map bet A").click()
        at.run()
        button(at, "map bets reveal").click()
        at.run()
        summary = " ".join(plain(element.value) for element in at.markdown)
        assert "cosine of" in summary or "Random vectors keep" in summary, number
        button(at, "map bets next").click()
        at.run()
    assert not at.exception
    assert "You foresaw" in at.success[0].value


def test_the_twin_of_real_vectors_keeps_fewer_neighbors() -> None:
    at = visit("space", space_tab="Is this real or random?")
    finish(at, "twin")
    finish(at, "random twin")
    real, random = (int(share) for share in re.findall(r"(\d+)%", readings(at)[1].split(". ")[0]))
    assert real > random + 20


@pytest.mark.parametrize("count", [0, 1, 2, 3, 4])
@pytest.mark.parametrize("drawing", ["PCA", "t-SNE", "UMAP", "Named axes"])
def test_rows_31_a_few_points_are_one_sentence(count: int, drawing: str) -> None:
    at = visit("space", map=drawing)
    at.button_group(key="groups").set_value([]).run()
    at.text_input(key="words").input(" ".join(["cat", "dog", "tree", "sun"][:count])).run()
    assert not at.exception
    if count < 2:
        assert "Nothing to draw yet" in at.info[0].value
    else:
        assert f"at least 5 points and this is {count}" in warnings(at)


def test_own_words_are_drawn_and_unknown_ones_named() -> None:
    at = visit("space", words="Apple, zzzqqq; banana", space_tab="Table and files")
    assert "“zzzqqq” is not among" in warnings(at)
    words = at.dataframe[1].value["point"].tolist()
    assert "apple" in words
    assert "banana" in words
    assert "zzzqqq" not in words


def upload(at: AppTest, content: bytes, name: str = "mine.txt") -> AppTest:
    at.file_uploader(key="table_file").set_value((name, content, "text/plain")).run()
    return wait(at, "cancel table")


def table(count: int = 20, dim: int = 8) -> bytes:
    rows = np.random.default_rng(0).normal(size=(count, dim))
    lines = (f"w{number} " + " ".join(f"{x:.4f}" for x in row) for number, row in enumerate(rows))
    return "\n".join(lines).encode()


def test_an_uploaded_table_is_drawn_and_named_as_what_it_is() -> None:
    at = upload(visit("space", show="your table"), table())
    assert not at.exception
    assert at.dataframe[0].value["points"][0] == 20
    summary = " ".join(element.value for element in at.markdown).translate(UNESCAPED)
    assert "mine.txt, read as GloVe text" in summary
    finish(upload(visit("space", show="your table", map="UMAP"), table()))


ACTIVE = ["<script>alert(1)</script>", "[x](javascript:alert(1))", ":red[x]", "$x$", "=cmd()"]


@pytest.mark.parametrize("label", ACTIVE)
def test_labels_of_a_table_are_text(label: str) -> None:
    content = table().replace(b"w3 ", label.replace(" ", "").encode() + b" ")
    at = upload(
        visit("space", show="your table", near=label, space_tab="A word and its true neighbors"), content
    )
    assert not at.exception
    sent = json.dumps(figure(at))
    assert "<script>" not in sent
    assert at.text_input(key="near").value == label


def test_what_cannot_be_read_is_one_sentence_and_the_page_stays() -> None:
    at = upload(visit("space", show="your table"), b"\x80\x04\x95pickle", "model.pkl")
    assert not at.exception
    assert "pickle" in warnings(at)
    upload(at, table())
    assert not at.warning
    assert at.dataframe[0].value["points"][0] == 20


def test_identical_rows_are_refused_before_any_fit() -> None:
    content = "\n".join(f"w{number} 1 2 3" for number in range(10)).encode()
    for drawing in ("PCA", "t-SNE", "UMAP"):
        at = finish(upload(visit("space", show="your table", map=drawing), content))
        assert "All 10 vectors are the same" in warnings(at)


def test_zero_rows_are_named_and_left_out_of_a_cosine_map() -> None:
    content = table() + b"\nnothing " + b" ".join([b"0"] * 8)
    at = finish(upload(visit("space", show="your table", map="UMAP"), content))
    assert "1 of 21 vectors are all zeros" in warnings(at)
    assert at.dataframe[0].value["points"][0] == 20


def test_a_visitor_isolates_points_and_comes_back() -> None:
    at = visit("space")
    from ui.space.query import NARROWED

    key = at.session_state["space_last"][0]
    at.session_state[NARROWED] = (key, tuple(range(12)))
    at.run()
    assert "You see 12 of 48 points" in at.info[0].value
    assert at.dataframe[0].value["points"][0] == 12
    exec(compile(at.code[0].value, "view", "exec"), {})
    button(at, "widen").click()
    at.run()
    assert at.dataframe[0].value["points"][0] == 48


def test_the_page_says_how_a_table_was_read_and_another_column_can_be_chosen() -> None:
    rows = [
        f'{word},{german},"{[place / 7, 1.5]}","{[place / 3, 2.5, 0.5]}"'
        for place, (word, german) in enumerate(zip("abcdef", "uvwxyz", strict=True))
    ]
    content = "\n".join(["word,german,small,large", *rows]).encode()
    at = upload(visit("space", show="your table"), content, "mine.csv")
    assert "6 rows of 2 numbers from the column “small”, labels from the column “word”" in reading(at)
    label = next(box for box in at.selectbox if box.label == "Labels from the column")
    wait(label.set_value("german").run(), "cancel table")
    vector = next(box for box in at.selectbox if box.label == "Vectors from the column")
    wait(vector.set_value("large").run(), "cancel table")
    assert not at.exception
    assert "6 rows of 3 numbers from the column “large”, labels from the column “german”" in reading(at)
    assert "The first row is “u”" in reading(at)
    label = next(box for box in at.selectbox if box.label == "Labels from the column")
    wait(label.set_value("word").run(), "cancel table")
    assert "labels from the column “word”" in reading(at)


def reading(at: AppTest) -> str:
    return next(block.value for block in at.markdown if "6 rows of" in block.value)
