"""The corpus parts of the training page: a run in a worker, its score, and what cannot be trained."""

from __future__ import annotations

import numpy as np
import pytest
from streamlit.testing.v1 import AppTest

from embedlab.training import Sweep
from embedlab.training.corpus_run import learn_next_words
from tests.support import ROOT, tasks
from tests.support.pages import button, finish, readings, run_script, texts, visit, wait, warnings
from ui.training import corpus_run

SCRIPT = """
import streamlit as st
from ui.training import {module}
part = {module}.PART
options = part.ask(None)
part.show(None, options)
st.code("\\n".join(part.code(None, options)))
"""
FEW = {"corpus_dim": "10", "passes_lee": "5"}


def open_part(module: str, **link: str) -> AppTest:
    return finish(run_script(SCRIPT.format(module=module), **FEW, **link), module)


@pytest.fixture(scope="module")
def corpus() -> AppTest:
    return open_part("corpus")


def test_the_part_shows_a_run_its_score_and_what_is_not_covered(corpus: AppTest) -> None:
    found = " ".join(readings(corpus))
    assert "After 5 passes, rows that began at random have taken sides. A pass reads 59,576 words" in found
    assert "62% of the 353 rated pairs have a word that the text lacks" in found
    assert "“police” ends next to" in found
    assert "The loss of a pair falls from 4.16 to" in found


def test_another_word_is_followed_and_an_unknown_one_is_named(corpus: AppTest) -> None:
    corpus.text_input(key="corpus_word").set_value("government")
    assert any("“government” ends next to" in each for each in readings(corpus.run()))
    corpus.text_input(key="corpus_word").set_value("xylophone")
    assert "“xylophone” is not among" in warnings(corpus.run())
    assert corpus.text_input(key="corpus_word").value == "xylophone"


def test_counting_shares_the_run_and_shows_both_scores() -> None:
    at = open_part("counting")
    found = " ".join(readings(at))
    assert "resamples of the 133 pairs" in found
    assert "Skip-gram approximates a table of counts: correlation 0." in found
    assert "count_vectors(text, dim=run.options.dim, window=run.options.window)" in at.code[0].value


@pytest.mark.bad_input(58)
def test_a_text_too_short_is_refused_and_stays_and_the_former_run_is_still_shown(corpus: AppTest) -> None:
    corpus.button_group(key="corpus").set_value("your text")
    corpus.run()
    assert "Nothing to train on yet" in corpus.info[0].value
    corpus.text_area(key="corpus_own").set_value("one sentence only")
    corpus.run()
    assert "The text has 3 words; training needs at least 200" in warnings(corpus)
    assert corpus.text_area(key="corpus_own").value == "one sentence only"
    assert any("Below you still see" in str(each.value) for each in corpus.caption)
    assert any("The loss of a pair falls" in each for each in readings(corpus))


@pytest.mark.bad_input("F9")
@pytest.mark.parametrize("end", ["cancel", "crash"])
def test_what_was_shown_stays_when_the_next_run_is_canceled_or_crashes(
    end: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    at = open_part("corpus")
    if end == "crash":  # the process of the worker is killed in the middle of its work
        monkeypatch.setattr(corpus_run, "learn_corpus", tasks.kill_itself_at_work)
    at.slider(key="corpus_dim").set_value(100)  # another run, which begins by itself
    at.run()
    if end == "cancel":
        at.button(key="cancel corpus").click().run()
    else:
        wait(at, "cancel ")
        assert "crashed" in warnings(at)
    assert not at.exception
    assert button(at, "run corpus") is not None  # to try again
    assert "Below you still see the corpus “Lee: short news”, 5 passes" in texts(at)
    assert any("The loss of a pair falls from" in each for each in readings(at))


def test_the_table_goes_along_to_other_pages() -> None:
    at = finish(visit("training", training_tab="Take the vectors along", **FEW), "along")
    assert any("4,041 words × 10 numbers go with you" in each for each in readings(at))
    at.switch_page(str(ROOT / "pages" / "space.py"))
    at.query_params["show"] = "your table"
    at.run()
    assert not at.exception
    assert at.toggle(key="use_trained").value
    assert "4,041" in " ".join(readings(at)) + texts(at)
    at.switch_page(str(ROOT / "pages" / "vectors.py"))
    at.query_params["table"] = "your table"
    at.run()
    assert not at.exception
    assert "4,041" in " ".join(str(each.value) for each in at.markdown) + texts(at)
    at.switch_page(str(ROOT / "pages" / "lookup.py"))
    at.query_params["lookup_table"] = "your table"
    at.query_params["lookup_tab"] = "Which rows are near?"
    at.run()
    at.text_input(key="text").input("Police, fire and xylophones").run()
    assert not at.exception
    found = readings(at)
    assert found[0].startswith("3 ids pick 3 rows of 4,041")
    assert "1 words without a row are left out" in found[0]
    assert any(each.startswith("Nearest to “and”") for each in found)
    at.text_input(key="row_of").input("police").run()
    assert any(each.startswith("Nearest to “police”") for each in readings(at))


def test_what_matters_is_offered_and_shown_once_somebody_had_it(monkeypatch: pytest.MonkeyPatch) -> None:
    from ui import fits
    from ui.training.summaries import SETTINGS

    script = SCRIPT.format(module="sweep")
    monkeypatch.setattr(fits, "find", lambda key, kind: None)
    assert "Train 33 times" in run_script(script).button[0].label
    spread = np.array([-0.01, 0.0, 0.01])  # made up: only the window matters, beyond its seeds
    scores = {
        name: {value: spread + 0.1 * (name == "window") * int(value) for value in "123"} for name in SETTINGS
    }
    monkeypatch.setattr(fits, "find", lambda key, kind: Sweep(scores, 133))
    found = readings(run_script(script))[0]
    assert "“Window” changes the score most, by 0.20; another seed by 0.01" in found
    assert "More than twice that is changed by: window." in found
    assert "uncertain by 0.09" in found


def test_a_language_model_shows_its_loss_its_rows_and_what_its_table_is_worth(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    from ui import fits

    found = learn_next_words(3)
    script = SCRIPT.format(module="language_model")
    monkeypatch.setattr(fits, "find", lambda key, kind: found)
    shown = " ".join(readings(run_script(script)))
    assert "nats a word. On unseen text" in shown
    assert "of 2,000 input rows get a gradient; tied, 2,000 do" in shown
    assert "The table is a by-product" in shown
