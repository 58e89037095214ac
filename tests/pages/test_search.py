"""The search page: what a query finds in each column, and every part."""

from __future__ import annotations

import re
import shutil
import zipfile
from pathlib import Path
from typing import Any

import pytest
from streamlit.testing.v1 import AppTest

from embedlab.search import IndexStore
from tests.support.pages import finish, plain, readings, texts, visit, warnings
from ui import indexes
from ui.search import answering, exports
from ui.search.examples import EXAMPLES, OWN, PYTHON, SOTU
from ui.search.picture import COLUMNS, _data, search_for
from ui.search.query import Query
from ui.search.settings import FIRST

FAQ = "faq"


def query(text: str, documents: str = FAQ) -> Query:
    from embedlab.search import load_collection

    return Query(text, load_collection(documents), FIRST)


def ask(text: str, **link: Any) -> AppTest:
    at = visit("search", search=text, **link)
    assert not at.exception, at.exception[0].message
    return at


def test_the_first_visit_finds_the_page_that_shares_no_word() -> None:
    at = visit("search")
    assert readings(at)[0].startswith("Meaning puts “Account recovery steps” first; keywords, at rank")
    table = next(each.value for each in at.dataframe if "cosine" in each.value)
    assert table["document"].iloc[0] == "Account recovery steps"


def test_each_column_marks_why_it_found_a_document() -> None:
    columns = {each["mode"]: each for each in _data(query("How to reset password?"))["columns"]}
    assert list(columns) == list(COLUMNS)
    words = {
        words.lower()
        for item in columns["keywords"]["items"]
        for words, marked in (*item["title"], *item["parts"])
        if marked
    }
    assert "password" in words
    assert words <= {"how", "to", "reset", "password"}
    for item in columns["meaning"]["items"]:
        assert any(marked for _, marked in (*item["title"], *item["parts"]))
    left, width = columns["meaning"]["band"]
    assert columns["meaning"]["items"][0]["at"] > left + width  # beyond random pairs


def test_the_column_of_both_says_which_ranks_it_joined() -> None:
    view = search_for(query("How to reset password?"))
    items = _data(view.query)["columns"][2]["items"]
    for item in items:
        for mode, rank in re.findall(r"(keywords|meaning) rank (\d+)", item["ranks"]):
            assert view.hits[mode].rows[int(rank) - 1] == item["row"]


def test_a_query_without_a_word_of_the_documents_leaves_one_column_empty() -> None:
    assert readings(ask("zzzz qqqq"))[0].startswith("No word matches; by meaning")
    assert not _data(query("zzzz qqqq"))["columns"][0]["items"]


@pytest.mark.bad_input("F5")
def test_on_a_full_disk_the_page_says_that_the_index_is_in_memory(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    store = IndexStore(tmp_path)
    monkeypatch.setattr(indexes, "_store", lambda: store)
    monkeypatch.setattr(shutil, "disk_usage", lambda path: shutil._ntuple_diskusage(10, 10, 0))
    at = ask("glad", search_in=OWN, search_texts="I'm happy today\n\nThe bond went down")
    assert "“I'm happy today” comes first" in readings(at)[0]
    assert "The index is kept in memory only and is built again after a restart" in readings(at)[0]
    assert not list(tmp_path.rglob("*.lance"))


def test_own_texts_are_searched() -> None:
    at = ask("unhappy", search_in=OWN, search_texts="I'm sad today\n\nThe stock went down")
    assert "“I'm sad today”" in readings(at)[0]
    assert "2 documents" in readings(at)[0]


@pytest.mark.bad_input(1)
@pytest.mark.parametrize("link", [{"search": " "}, {"search_in": OWN}])
def test_nothing_to_search_is_a_hint(link: dict[str, Any]) -> None:
    at = visit("search", **link)
    assert not at.exception
    assert "Nothing to" in at.info[0].value


@pytest.mark.bad_input(15, 7, 12)
def test_markup_in_query_and_documents_is_shown_as_text() -> None:
    hostile = "<script>alert(1)</script> **bold** \u202e :smile:"
    at = ask(hostile, search_in=OWN, search_texts=f"{hostile}\n\n<b>two</b>")
    assert "<script>" in readings(at)[0]
    assert not warnings(at)


@pytest.mark.bad_input(53)
def test_a_link_that_makes_no_sense_falls_back() -> None:
    at = visit("search", search_in="nowhere", search_cut="in half", search="x" * 400)
    assert not at.exception
    assert readings(at)


# the documents of the others are embedded in a worker process, for minutes on a slow machine
@pytest.mark.parametrize(
    "example", [name for name in EXAMPLES if EXAMPLES[name]["search_in"] not in (PYTHON, SOTU)]
)
def test_an_example_finds_something(example: str) -> None:
    link = {key: str(value) for key, value in EXAMPLES[example].items()}
    assert readings(ask(**{"text": link.pop("search")}, **link))


def test_a_document_is_cut_into_chunks_as_it_is_asked() -> None:
    at = visit("search", search_tab="What is a chunk?", chunk_by="sentences", chunk_sentences="1")
    assert not at.exception
    assert any("the model reads every token" in each for each in readings(at))
    at = visit("search", search_tab="What is a chunk?", chunk_tokens="8", overlap_tokens="8")
    assert "An overlap of 8 tokens is not possible" in warnings(at)


def test_meaning_finds_what_was_worded_differently_and_its_failures_can_be_tried() -> None:
    at = visit("search", search_tab="How well does it find?", search_k="5")
    assert not at.exception, at.exception[0].message
    means = re.search(
        r"Recall at 5: meaning (0\.\d+), keywords (0\.\d+), both (0\.\d+)", " ".join(readings(at))
    )
    assert means
    meaning, keywords, both = map(float, means.groups())
    assert meaning > both > keywords
    failing = next(each for each in at.button if str(each.key).startswith("failing "))
    failing.click()
    at.run()
    assert plain(failing.label) in readings(at)[0]


def test_labels_of_ones_own_are_measured() -> None:
    at = visit(
        "search",
        search_in=OWN,
        search_texts="I'm sad today\n\nThe stock went down",
        search_tab="How well does it find?",
        search_labels="query,document\nunhappy,I'm sad today\nmarkets,The stock went down\ncake,",
        search_k="1",
    )
    assert not at.exception, at.exception[0].message
    assert "Recall at 1: meaning 1.00, keywords 0.00, both 1.00" in " ".join(readings(at))
    assert "2 questions with known answers" in " ".join(readings(at))


def test_a_label_of_an_unknown_document_is_told_and_the_own_queries_stay() -> None:
    at = visit("search", search_tab="How well does it find?", search_labels="my box,Parcels")
    assert "Line 1 of the labels names the document “Parcels”" in warnings(at)
    assert "76 questions with known answers" in " ".join(readings(at))


def test_without_labels_the_part_says_what_to_write() -> None:
    own = {"search_in": OWN, "search_texts": "I'm sad today"}
    at = visit("search", **own, search_tab="How well does it find?")
    assert "No labeled queries come with these documents" in at.info[0].value


def test_failures_are_shown_with_their_scores() -> None:
    at = visit("search", search_tab="Where does it fail?")
    assert not at.exception, at.exception[0].message
    shown = " ".join(readings(at))
    assert re.search(r"A “not” leaves a cosine of 0\.\d+; another language", shown)
    assert "A score cannot prove an answer" in shown
    assert re.search(r"comes up for \d+ of 76 queries", shown)


def test_three_predictions_have_answers() -> None:
    at = visit("search")
    for index in range(3):
        at.button(key="search bet B").click().run()
        at.button(key="search bets reveal").click().run()
        assert not at.exception, at.exception[0].message
        at.button(key="search bets next").click().run()
        assert index == 2 or f"Question {index + 2} of 3" in texts(at)
    assert "You foresaw" in at.success[0].value


PARTS = (
    "Predict",
    "What is a chunk?",
    "How well does it find?",
    "Where does it fail?",
    "Where does the query lie?",
    "More like this",
    "The index",
    "Files",
)


@pytest.mark.parametrize("part", PARTS)
def test_the_code_of_a_part_runs(part: str) -> None:
    at = visit("search", search_tab=part, search_vectors_count="8,000")
    exec(compile(at.code[0].value, part, "exec"), {})


def test_the_map_says_how_many_hits_are_near_on_it() -> None:
    at = visit("search", search_tab="Where does the query lie?")
    assert not at.exception, at.exception[0].message
    assert re.search(r"The map puts [0-5] of the 5 best hits nearest to the query", " ".join(readings(at)))


def test_the_map_opens_in_space_with_the_query() -> None:
    at = visit("search", search_tab="Where does the query lie?")
    at = at.button(key="documents in space").click().run()
    assert not at.exception, at.exception[0].message
    assert "Use the vectors of the query and of faq" in [each.label for each in at.toggle]
    assert "your query" in texts(at)


def test_likes_that_lie_apart_make_the_two_ways_differ() -> None:
    at = visit(
        "search", search_tab="More like this", like1="Account recovery steps", like2="Making a calendar"
    )
    assert not at.exception, at.exception[0].message
    assert re.search(r"The two ways share [0-6] of 6 recommendations", " ".join(readings(at)))
    at.selectbox(key="like1").select("—")
    at.selectbox(key="like2").select("—").run()
    assert "choose at least one document" in at.info[0].value


def test_the_index_is_handed_over_as_a_folder_that_lancedb_opens(tmp_path: Path) -> None:
    import lancedb

    view = search_for(query("How to reset password?"))
    (tmp_path / "index.zip").write_bytes(exports._zipped(Path(view.index.path)))
    with zipfile.ZipFile(tmp_path / "index.zip") as archive:
        archive.extractall(tmp_path / "index")
    table = lancedb.connect(str(tmp_path / "index")).open_table("chunks")
    assert table.count_rows() == len(view.index.chunks)


def test_the_index_is_compared_in_a_worker_and_a_mix_of_models_is_shown() -> None:
    vectors = {"search_vectors": "MiniLM's input table", "search_vectors_count": "8,000"}
    link: dict[str, Any] = {"search_tab": "The index", **vectors}
    at = finish(visit("search", **link), "index comparison")
    found = " ".join(readings(at))
    assert re.search(r"With all 7,950, a query takes \d+\.\d ms exactly", found)
    assert re.search(r"recall falls from 0\.9\d to 0\.[01]\d, without an error", found)
    assert "EmbedLab's store refuses it" in found
    assert {"vectors", "build (s)", "20 probed: recall"} <= {
        name for each in at.dataframe for name in each.value.columns
    }


ANSWER: dict[str, Any] = {"search_tab": "Answer from passages", "answer_passages": "1"}


def test_the_prompt_is_shown_as_it_is_sent_with_its_price() -> None:
    at = visit("search", **ANSWER, answer_price="2.5")
    assert not at.exception, at.exception[0].message
    prompt = next(each.value for each in at.code if "<|im_start|>" in each.value)
    assert "[1] Account recovery steps" in prompt
    assert prompt.endswith("Question: How to reset password?<|im_end|>\n<|im_start|>assistant")
    shown = " ".join(each.value for each in at.markdown)
    count, price = re.findall(r"(\d+) tokens; a million such prompts cost (\d+)", shown)[0]
    assert float(price) == pytest.approx(2.5 * int(count), abs=0.5)


def test_the_decoder_answers_in_a_worker_and_each_sentence_names_its_passage(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr(answering, "LIMIT", 10)  # tokens, so that it ends soon
    at = finish(visit("search", **ANSWER), "answers")
    assert not warnings(at)
    assert "So small a model answers badly" in " ".join(readings(at))
    assert any("(nearest: passage 1, " in each.value for each in at.markdown)


def test_without_the_decoder_one_sentence_says_how_to_add_it(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("ui.decoder.is_installed", lambda name: False)
    at = visit("search", **ANSWER)
    assert not at.exception, at.exception[0].message
    assert "smollm2-135m is optional and not installed here" in at.info[0].value
