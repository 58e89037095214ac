"""The applications page: what it says of a text, every part, edited labels, and what cannot be learned."""

from __future__ import annotations

import re
from pathlib import Path

import numpy as np
import pytest
from streamlit.testing.v1 import AppTest

from embedlab import applications
from embedlab.applications import LabelCurve
from embedlab.search import IndexStore
from embedlab.store import Store
from tests.support.pages import button, finish, plain, readings, texts, visit, wait, warnings
from ui import fit_kinds, fits, indexes, work
from ui.applications import collections, mistakes, query, results
from ui.applications.collections import ERAS, HELP_DESK, OWN
from ui.edited_rows import ROWS
from ui.models import ENCODER, encoder

PARTS = {
    "Edit the labels": r"Of texts it has not seen, \d\d% are sorted right\.",
    "Read the mistakes": r"Texts on “\w+” are taken for “\w+” most often: \d+ times\.",
    "Groups without labels": r"6 groups stand out without any label, such as “\w+”, “\w+” and “\w+”\."
    r".* The texts were grouped in all dimensions first and then drawn in two",
    "Shorter vectors": r"64 random numbers keep 9\d% of the quality, the first 64 keep 9\d%\.",
    "What does it cost?": r"1,000,000 such texts are [\d,]+ tokens: 0\.\d\d at this price\.",
}


def with_rows(rows: list[tuple[str, str]], **query: str) -> AppTest:
    """Open the page with labeled texts of one's own."""
    at = visit("applications")
    at.session_state[ROWS] = {OWN: tuple(rows)}
    for key, value in ({"sort_collection": OWN} | query).items():
        at.query_params[key] = value
    at.segmented_control(key="sort_collection").set_value(OWN).run()
    assert not at.exception, at.exception[0].message
    return at


def test_the_picture_names_the_desk_and_the_examples_that_decided() -> None:
    at = visit("applications")
    headline = readings(at)[0]
    assert headline.startswith("“The van drove past my house and never stopped” goes to delivery (")
    deciding = next(plain(each.value) for each in at.markdown if "What decided for" in each.value)
    contributions = [float(value) for value in re.findall(r"\*\*\+(\d\.\d\d)\*\*", deciding)]
    assert contributions == sorted(contributions, reverse=True)
    assert len(contributions) == 4


@pytest.mark.parametrize("part", PARTS)
def test_every_part_has_its_finding(part: str) -> None:
    at = visit("applications", sort_tab=part)
    assert not at.exception
    assert re.match(PARTS[part], readings(at)[1]), readings(at)[1]


def test_the_label_curve_shows_that_vectors_need_few_labels() -> None:
    at = finish(visit("applications", sort_tab="How many labels?"), "label curve")
    assert re.match(r"With 1 label a class, vectors sort \d\d% right\.", readings(at)[1])


def test_a_visitor_before_the_vectors_of_the_eras_sees_progress_then_that_word_counts_catch_up(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    index_store, vectors = IndexStore(tmp_path), applications.VectorCache(encoder(ENCODER))
    monkeypatch.setattr(indexes, "_store", lambda: index_store)
    for module in (indexes, results, query):
        monkeypatch.setattr(module, "vector_cache", lambda: vectors)
    results.vectors_of(collections.bundled(HELP_DESK))
    results_store = Store(None, memory_entries=8)
    monkeypatch.setattr(fits, "_store", lambda: results_store)
    at = visit("applications", sort_collection=ERAS, sort_tab="How many labels?")
    assert button(at, "cancel vectors") is not None  # a worker embeds
    assert not readings(at)
    at = wait(at, "cancel vectors")
    assert "249 labeled texts in 8 classes" in texts(at)
    at = finish(at, "label curve")
    assert "word counts catch up. Bands show the spread of 10 draws" in readings(at)[1]


def test_quality_memory_and_time_of_short_vectors_stand_in_one_table() -> None:
    at = finish(visit("applications", sort_tab="Shorter vectors"), "precisions")
    assert re.match(r"\d+ bytes keep 9[5-9]% of the quality of 1,536: \d+ numbers in \w+\.", readings(at)[2])
    grid = next(each.value for each in at.dataframe if "bytes a vector" in each.value)
    assert len(grid) == 7 * 4
    assert (grid["bytes a vector"] == grid["first numbers kept"] * grid["precision"].map(
        {name: bits / 8 for name, bits in applications.PRECISIONS.items()}
    )).all()  # fmt: skip
    whole = grid[(grid["first numbers kept"] == 384) & (grid["precision"] == "float32")].iloc[0]
    assert whole["neighbors kept"] == 1


def test_many_texts_are_learned_from_tested_and_grouped_by_a_worker(monkeypatch: pytest.MonkeyPatch) -> None:
    """What takes long for 5,000 texts, with the few that a test can afford."""
    store = Store(None, memory_entries=8)
    monkeypatch.setattr(fits, "_store", lambda: store)
    monkeypatch.setattr(work, "QUICK", 0.0)
    monkeypatch.setattr(work, "_at_once", lambda _: pytest.fail("computed by the server"))
    at = wait(visit("applications", sort_tab="Read the mistakes"), "cancel ")
    assert "goes to delivery" in readings(at)[0]
    assert re.match(PARTS["Read the mistakes"], readings(at)[1])
    for part in ("Groups without labels", "Files"):
        at = wait(visit("applications", sort_tab=part), "cancel ")
        assert not at.exception
    assert any(each.key == "file predictions.csv" for each in at.get("download_button"))


def test_every_layer_is_compared_by_a_worker() -> None:
    at = finish(visit("applications", sort_tab="Static or contextual?"), "layers")
    assert re.match(r"Layer \d sorts best: \d\d% right\.", readings(at)[1])


def test_batches_and_the_cache_are_measured_by_a_worker() -> None:
    at = finish(visit("applications", sort_tab="Batches and caches"), "batches")
    assert re.search(r"a cache embeds that one: 9\d% of the 32 are hits", readings(at)[1])
    assert re.search(r"was asked for [\d,]+ vectors since it started, and had \d+% of them", texts(at))


def test_a_cell_lists_its_texts_with_their_nearest() -> None:
    at = visit("applications", sort_tab="Read the mistakes")
    data = collections.bundled(HELP_DESK)
    result = results.validation(data, place="test")
    assert result is not None
    name, cell = next(iter(mistakes._cells(data, result).items()))
    at.selectbox(key="sort_cell").set_value(name).run()
    listed = next(plain(each.value) for each in at.markdown if "Nearest:" in each.value)
    label, taken = name.split(" taken for ")
    assert listed.count("Nearest:") == min(6, result.confusion[cell])
    assert listed.count(f"labeled {label}, taken for {taken}") == listed.count("Nearest:")


@pytest.mark.bad_input(83)
@pytest.mark.parametrize(
    ("name", "content", "sentence"),
    [
        ("a.csv", b"name,text\nx,one\ny,two", "The file has no column of labels"),
        ("a.csv", b"label,text\nx,one\ny,two\nx,three\n,four", "“four”, has no label"),
        ("a.jsonl", b"not json", "Line 1 of the file is not JSON"),
        ("a.csv", b"label,text\n" + b"x,one\n" * 100_000, "There are 100,000 texts; at most 2,000"),
    ],
)
def test_a_file_that_cannot_be_used_is_one_sentence(name: str, content: bytes, sentence: str) -> None:
    at = visit("applications", sort_tab="Edit the labels")
    at.file_uploader(key="labeled_file").set_value((name, content, "text/plain")).run()
    at.button(key="use labeled").click().run()
    assert sentence in warnings(at)
    assert "goes to delivery" in readings(at)[0]


def test_an_uploaded_table_is_learned_from() -> None:
    at = visit("applications", sort_tab="Edit the labels", sort_text="How nice!")
    rows = [b"1,I love it", b"2,I hate it", b"1,wonderful", b"2,awful", b"2,"]
    at.file_uploader(key="labeled_file").set_value(
        ("a.csv", b"\n".join([b"label,text", *rows]), "text/csv")
    ).run()
    at.button(key="use labeled").click().run()
    assert "Rows without a text were left out: 1 of 5" in warnings(at)
    assert "The labels are numbers" in texts(at)
    assert "goes to 1" in readings(at)[0]


def test_an_edited_label_changes_the_answer_at_once() -> None:
    data = collections.bundled(HELP_DESK)
    rows = [
        ("spam" if desk == "delivery" else desk, text)
        for desk, text in zip(data.labels, data.texts, strict=True)
    ]
    at = visit("applications")
    at.session_state[ROWS] = {HELP_DESK: tuple(rows)}
    at.run()
    assert "goes to spam" in readings(at)[0]


@pytest.mark.bad_input(82)
def test_a_text_nearly_equal_to_another_is_counted_and_kept_on_its_side() -> None:
    rows = [("x", "My parcel is late."), ("x", "my parcel is late!"), ("x", "Where is my parcel?")]
    at = with_rows([*rows, ("y", "The app crashes."), ("y", "I cannot sign in.")])
    at.query_params["sort_tab"] = "Edit the labels"
    at.run()
    assert "1 text nearly equal to another is kept on the same side of every test" in " ".join(readings(at))


def test_own_texts_are_learned_from() -> None:
    rows = [("praise", "I love it"), ("praise", "wonderful"), ("blame", "I hate it"), ("blame", "awful")]
    at = with_rows(rows, sort_text="How nice!")
    at.text_input(key="sort_text").input("How nice!").run()
    assert "goes to praise" in readings(at)[0]


@pytest.mark.bad_input(81)
@pytest.mark.parametrize(
    ("rows", "sentence"),
    [
        ([("x", "one"), ("x", "two")], "There is one class"),
        ([("x", "one"), ("x", "two"), ("y", "three")], "The class “y” has one text"),
        ([("x", "one"), ("", "two")], "has no label"),
        ([("x", "one"), ("y", " ")], "Text 2 is empty"),
        ([], "There is one class"),
    ],
)
def test_what_cannot_be_learned_is_one_sentence_and_the_page_goes_on(
    rows: list[tuple[str, str]], sentence: str
) -> None:
    at = with_rows(rows)
    assert sentence in warnings(at)
    assert "goes to delivery" in readings(at)[0]  # the table from before


@pytest.mark.bad_input(82)
def test_the_same_text_with_two_labels_is_named() -> None:
    rows = [("x", "same"), ("y", "same"), ("x", "other"), ("y", "third")]
    at = with_rows(rows)
    at.query_params["sort_tab"] = "Edit the labels"
    at.run()
    assert "“same” has several labels: x and y" in warnings(at)


@pytest.mark.bad_input(1)
@pytest.mark.parametrize("text", ["", "   "])
def test_an_empty_text_is_a_hint(text: str) -> None:
    at = visit("applications", sort_text=text)
    at.text_input(key="sort_text").input(text).run()
    assert "Nothing to sort yet" in texts(at)


def test_a_stored_result_of_another_version_is_computed_again(monkeypatch: pytest.MonkeyPatch) -> None:
    store = Store(None, memory_entries=2)
    monkeypatch.setattr(fits, "_store", lambda: store)
    kind = fit_kinds.records(LabelCurve, doing="Training")
    curve = LabelCurve((1, 2), {"largest class": np.ones((2, 3))})
    store.put("a" * 64, *kind.pack(curve))
    store.put("b" * 64, {"largest class": np.ones((2, 3))}, {"counts": [1, 2]})
    again = fits.find("a" * 64, kind)
    assert again.counts == (1, 2)
    np.testing.assert_array_equal(again.accuracies["largest class"], np.ones((2, 3)))
    assert fits.find("b" * 64, kind) is None
