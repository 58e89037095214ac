"""The space page: every source, every map, every tab; jobs that are run, joined and canceled."""

from __future__ import annotations

import json
from typing import Any

import numpy as np
import pytest
from streamlit.testing.v1 import AppTest

import embedlab
from tests.support.pages import UNESCAPED, button, finish, texts, visit, warnings

TABS = [
    "Trust",
    "A word",
    "Four seeds",
    "Real or random?",
    "Perplexities",
    "Watch it form",
    "Two maps",
    "Table and files",
]


def figure(at: AppTest, number: int = 0) -> dict[str, Any]:
    """Return a plotly figure of the page as it is sent."""
    charts = at.get("plotly_chart")
    return json.loads(charts[number].proto.spec)  # type: ignore[no-any-return]


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


@pytest.mark.parametrize("drawing", ["t-SNE", "UMAP"])
@pytest.mark.parametrize("dimensions", ["2", "3"])
def test_slow_maps_wait_for_run_and_then_say_how_far_to_trust_them(drawing: str, dimensions: str) -> None:
    at = visit("space", map=drawing, dimensions=dimensions, seed=str(7))
    assert "about" in button(at, "run map").label or "under a second" in button(at, "run map").label
    assert "PCA of the same points" in texts(at)  # never blank
    assert at.dataframe[0].value["map"][0] == "PCA"
    finish(at)
    assert button(at, "run map") is None
    assert at.dataframe[0].value["map"][0] == drawing
    assert "Trustworthiness is 0.9" in texts(at)
    assert at.query_params["run"]  # the link now says that it was run


def test_a_link_to_a_map_that_was_run_draws_it_by_itself() -> None:
    first = finish(visit("space", map="UMAP", seed="3"))
    again = visit("space", map="UMAP", seed="3", run=first.query_params["run"])
    assert button(again, "run map") is None
    finish(again)
    assert again.dataframe[0].value["map"][0] == "UMAP"
    assert texts(again) == texts(first)


def test_a_foreign_run_in_a_link_starts_nothing() -> None:
    at = visit("space", map="UMAP", seed="4", run="0123456789")
    assert button(at, "run map") is not None
    assert not any(str(each.key).startswith("cancel") for each in at.button)


def test_a_changed_parameter_grows_out_of_the_map_on_the_screen_and_the_link_leads_through_both() -> None:
    at = finish(visit("space", map="t-SNE", perplexity="5"))
    at.slider(key="perplexity").set_value(12).run()
    assert "t-SNE with perplexity 5" in texts(at)  # what is still shown
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
    assert button(at, "run map") is not None


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
    said = " ".join(element.value for element in at.markdown)
    assert expected in said.replace("\\", "")
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
    at = visit("space", near="cat", space_tab="A word")
    tables = [frame.value for frame in at.dataframe[1:4]]
    assert [table.columns[-1] for table in tables] == ["cosine", "dot product", "distance"]
    assert all("dog" in list(table["point"])[:3] for table in tables)
    assert list(tables[2]["distance"]) == sorted(tables[2]["distance"])
    at = visit("space", near="cat", space_tab="A word", among="all 400,000 words")
    vectors = embedlab.load_word_vectors("glove-6b-50d")
    assert list(at.dataframe[1].value["point"]) == vectors.neighbors("cat", k=10).words


def test_choosing_a_word_colors_by_true_distance_and_draws_lines() -> None:
    plain, chosen = figure(visit("space")), figure(visit("space", near="cat"))
    assert len(chosen["data"]) != len(plain["data"])
    lines = [trace for trace in chosen["data"] if trace.get("mode") == "lines"]
    assert len(lines) == 1
    assert chosen["data"][0]["marker"]["colorbar"]["title"]["text"] == "true cosine"


def test_a_new_word_is_added_where_the_method_can() -> None:
    at = visit("space", near="oak")
    assert "It was added afterwards" in texts(at)
    at = finish(visit("space", near="oak", map="UMAP"))
    assert "It was added afterwards" in texts(at)
    at = finish(visit("space", near="oak", map="t-SNE"))
    assert "t-SNE cannot place a new word" in warnings(at)
    assert "Close spellings" in warnings(visit("space", near="zzzqqq"))


@pytest.mark.parametrize("color", ["group", "neighbors kept", "k-means", "HDBSCAN", "frequency"])
@pytest.mark.parametrize("source", ["word groups", "toy", "sentences"])
def test_every_color_works_for_every_source(color: str, source: str) -> None:
    at = visit("space", show=source, color=color)
    assert not at.exception
    assert not at.warning, warnings(at)


@pytest.mark.parametrize("tab", TABS)
@pytest.mark.parametrize("drawing", ["PCA", "t-SNE", "UMAP", "Named axes"])
def test_every_tab_works_for_every_map(tab: str, drawing: str) -> None:
    at = finish(visit("space", map=drawing, space_tab=tab, groups="animals", near="cat"))
    for place in ("seeds", "twin", "random twin", "multiples", "beside"):
        finish(at, place)
    assert not at.exception
    assert not at.warning, warnings(at)
    assert at.button_group(key="space_tab").value == tab
    exec(compile(at.code[0].value, "view", "exec"), {})


def test_the_twin_of_real_vectors_keeps_fewer_neighbors() -> None:
    at = visit("space", space_tab="Real or random?")
    finish(at, "twin")
    finish(at, "random twin")
    said = next(element.value for element in at.text if "random ones" in element.value)
    real, random = (float(part.split("%")[0].split()[-1]) for part in said.split(";"))
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
    return at


def table(count: int = 20, dim: int = 8) -> bytes:
    rows = np.random.default_rng(0).normal(size=(count, dim))
    lines = (f"w{number} " + " ".join(f"{x:.4f}" for x in row) for number, row in enumerate(rows))
    return "\n".join(lines).encode()


def test_an_uploaded_table_is_drawn_and_named_as_what_it_is() -> None:
    at = upload(visit("space", show="your table"), table())
    assert not at.exception
    assert at.dataframe[0].value["points"][0] == 20
    said = " ".join(element.value for element in at.markdown).translate(UNESCAPED)
    assert "mine.txt, read as GloVe text" in said
    finish(upload(visit("space", show="your table", map="UMAP"), table()))


ACTIVE = ["<script>alert(1)</script>", "[x](javascript:alert(1))", ":red[x]", "$x$", "=cmd()"]


@pytest.mark.parametrize("label", ACTIVE)
def test_labels_of_a_table_are_text(label: str) -> None:
    content = table().replace(b"w3 ", label.replace(" ", "").encode() + b" ")
    at = upload(visit("space", show="your table", near=label, space_tab="A word"), content)
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
