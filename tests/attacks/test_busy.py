"""Short work of a visitor beside fits: it does not wait for them and cancels none."""

from __future__ import annotations

import pickle
import sys
import threading
import time
from collections.abc import Iterator
from pathlib import Path
from types import SimpleNamespace
from typing import Any

import numpy as np
import pytest

import embedlab
from embedlab.catalog import find_entry
from embedlab.documents import read_untrusted_documents
from embedlab.models.installed import read_file
from embedlab.processes import Job, Pool, SandboxLine, child_process, report
from embedlab.space.fitting import MapOptions, fit_map, fit_series
from embedlab.tables import VectorTable, untrusted
from embedlab.tokens import read_tokenizer
from embedlab.vectors import AnalogyQuestions, WordVectors, score_methods
from tests.support import pages, tasks
from tests.support.jobs import LONG, result_of, until
from tests.support.pages import visit
from ui import fit_kinds, fits, own_table, readings
from ui.search.examples import OWN
from ui.tokens import custom
from ui.vectors.analogy_scores import SCORES

TABLE = b"cat 1 2\ndog 3 4\nbird 5 6\n"


@pytest.fixture(scope="module")
def pool() -> Iterator[Pool]:
    with Pool(workers=2) as pool:
        yield pool


@pytest.fixture
def busy(pool: Pool, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[list[Job[str]]]:
    """Fits of three visitors, the first of them "me", on two workers."""
    monkeypatch.setattr(fits, "pool", lambda: pool)
    monkeypatch.setattr(fits, "visitor", lambda: "me")
    jobs = [
        pool.submit(tasks.hold, str(tmp_path), name, key=f"{tmp_path}{name}", owner=name, seconds=LONG)
        for name in ("me", "another", "third")
    ]
    until(lambda: len(list(tmp_path.glob("*.began"))) == 2)
    yield jobs
    for name in ("me", "another", "third"):
        (tmp_path / f"{name}.go").touch()
    assert [result_of(job) for job in jobs] == ["me", "another", "third"]


def uploaded(name: str, content: bytes) -> Any:
    return SimpleNamespace(name=name, getvalue=lambda: content)


@pytest.mark.bad_input("F17", "F18")
def test_an_upload_is_read_while_all_workers_fit(busy: list[Job[str]]) -> None:
    assert result_of(begin_reading("me")).labels == ("cat", "dog", "bird")
    assert [job.state for job in busy] == ["running", "running", "waiting"]


@pytest.mark.bad_input("F17")
def test_a_word_is_placed_while_all_workers_fit(busy: list[Job[str]]) -> None:
    points = np.random.default_rng(0).normal(size=(40, 5)).astype(np.float32)
    projection = embedlab.project(points, method="pca")
    placed = fits.run_now("a word", embedlab.space.place_points, points, projection, points[:1])
    assert np.allclose(placed, projection.coordinates[:1], atol=1e-5)
    assert [job.state for job in busy] == ["running", "running", "waiting"]


@pytest.fixture
def unpickled() -> Iterator[list[object]]:
    """What is unpickled in this process meanwhile."""
    heard: list[object] = []
    is_over = threading.Event()  # a hook stays for good
    sys.addaudithook(
        lambda event, values: (
            heard.append(values) if event == "pickle.find_class" and not is_over.is_set() else None
        )
    )
    pickle.loads(pickle.dumps(Path()))
    assert heard  # the hook hears it
    heard.clear()
    yield heard
    is_over.set()


def test_nothing_of_an_upload_is_parsed_or_unpickled_in_the_server(
    monkeypatch: pytest.MonkeyPatch, unpickled: list[object]
) -> None:
    def refuse(*_: object, **__: object) -> None:
        raise AssertionError("parsed in the server")

    for module in (embedlab.tables, untrusted):
        monkeypatch.setattr(module, "read_vector_table", refuse)
    assert result_of(begin_reading("mine")).labels == ("cat", "dog", "bird")
    request = own_table.Request(uploaded("mine.pkl", pickle.dumps(Path())), None)
    monkeypatch.setattr(fits, "visitor", lambda: "me")
    with pytest.raises(embedlab.InvalidInputError, match="pickle"):
        result_of(own_table.begin(request))
    assert not unpickled


def test_nothing_that_a_worker_computes_is_unpickled_in_the_server(
    pool: Pool, unpickled: list[object]
) -> None:
    points = np.random.default_rng(0).normal(size=(40, 5)).astype(np.float32)
    options = MapOptions("pca")

    def compute(task: Any, *values: Any, kind: fit_kinds.Kind = fit_kinds.MAPS) -> Any:
        key = f"{task.__name__} {len(values)}"
        job = pool.submit(
            task, *values, key=key, owner="me", seconds=LONG, returns=kind.returns, watch=report
        )
        return result_of(job)

    fit = compute(fit_map, points, options)
    expected = fit_map(points, options)
    assert np.array_equal(fit.projection.coordinates, expected.projection.coordinates)
    assert fit_kinds.MAPS.pack(fit)[1]["quality"] == fit_kinds.MAPS.pack(expected)[1]["quality"]
    series = compute(fit_series, points, [options, MapOptions("pca", metric="euclidean")])
    assert series.coordinates.shape == (2, 40, 2)
    words = WordVectors(["man", "king", "woman", "queen"], points[:4])
    questions = AnalogyQuestions({"royal": (("man", "king", "woman", "queen"),)})
    board = compute(score_methods, words, questions, 4, kind=SCORES)
    assert board == score_methods(words, questions, 4)
    failed = pool.submit(tasks.divide, key="divide", owner="me", seconds=LONG)
    with pytest.raises(embedlab.InvalidInputError, match="division by zero"):
        result_of(failed)
    assert not unpickled


def begin_reading(name: str, owner: str = "") -> Job[VectorTable]:
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(fits, "visitor", lambda: owner or name)
        return own_table.begin(own_table.Request(uploaded(f"{name}.txt", TABLE), None))


@pytest.fixture
def stopped(monkeypatch: pytest.MonkeyPatch) -> Iterator[list[Job[VectorTable]]]:
    """Two tables whose processes never answer, and a third one that waits."""
    line = SandboxLine(at_once=2, waiting=1)
    monkeypatch.setattr(readings, "line", lambda: line)
    with monkeypatch.context() as patch:
        patch.setattr(child_process, "COMMAND", (sys.executable, "-c", "import time; time.sleep(600)"))
        jobs = [begin_reading(name) for name in ("ada", "bob")]
        until(lambda: [job.state for job in jobs] == ["running", "running"])
        until(lambda: len(children(child_process.COMMAND[-1])) == 2)
    jobs.append(begin_reading("cy"))
    yield jobs
    line.end()


def children(script: str) -> list[int]:
    """Return the processes that run a script."""
    lines = {path: path.read_bytes() for path in Path("/proc").glob("[0-9]*/cmdline")}
    return [int(path.parent.name) for path, line in lines.items() if script.encode() in line]


def test_an_upload_has_a_place_in_the_line_and_can_be_canceled(stopped: list[Job[VectorTable]]) -> None:
    first, second, third = stopped
    assert [readings.line().position(job) for job in stopped] == [0, 0, 1]
    doing = "Reading it"
    waits = "Waiting: number 1 in line; 2 files are read at a time."
    assert readings.say(third, doing=doing) == (None, waits)
    assert readings.say(first, doing=doing)[1].startswith("Reading it: ")
    with pytest.raises(embedlab.UnavailableError, match="no more than 1 can"):
        begin_reading("dan")
    readings.line().cancel(first, "ada")
    assert first.state == "canceled"
    assert result_of(third).labels == ("cat", "dog", "bird")  # in the place of the first
    assert second.state == "running"
    until(lambda: len(children("time.sleep(600)")) == 1)  # the process of the first has ended


def test_a_visitor_reads_one_table_at_a_time_and_equal_ones_are_one(stopped: list[Job[VectorTable]]) -> None:
    third = stopped[2]
    assert begin_reading("cy", owner="eve") is third
    readings.line().cancel(third, "cy")
    assert third.state == "waiting"  # eve still wants it
    readings.line().cancel(third, "eve")
    assert third.state == "canceled"


@pytest.mark.bad_input("F30")
def test_a_tokenizer_has_a_place_in_the_line_and_can_be_canceled(monkeypatch: pytest.MonkeyPatch) -> None:
    line = SandboxLine(at_once=1, waiting=5)
    monkeypatch.setattr(readings, "line", lambda: line)
    monkeypatch.setattr(fits, "SHORT", 0.1)
    content = read_file(find_entry("all-MiniLM-L6-v2", "tokenizer"), "tokenizer")
    at = visit("tokens")
    with monkeypatch.context() as patch:  # another visitor's file, whose process never answers
        patch.setattr(child_process, "COMMAND", (sys.executable, "-c", "import time; time.sleep(600)"))
        other = line.submit(custom.read_file, "other", content, key="other", owner="other")
        until(lambda: other.state == "running")
        at.file_uploader(key="own_file").set_value(("mine.json", content, "application/json")).run()
    assert any("Waiting: number 1 in line" in each.value for each in at.markdown)
    next(button for button in at.button if button.label == "Cancel").click().run()
    assert not at.exception
    assert "Loading the tokenizer was canceled" in at.warning[0].value
    line.cancel(other, "other")  # and its process ends
    at.file_uploader(key="own_file").set_value(("mine.json", content + b" ", "application/json")).run()
    until(lambda: any("mine" in name for name in at.run().pills(key="tokenizers").options))
    line.end()


@pytest.mark.bad_input("F30")
def test_documents_have_a_place_in_the_line_and_can_be_canceled(monkeypatch: pytest.MonkeyPatch) -> None:
    line = SandboxLine(at_once=1, waiting=5)
    monkeypatch.setattr(readings, "line", lambda: line)
    monkeypatch.setattr(fits, "SHORT", 0.1)
    content = b"I'm sad today\n\nThe stock went down"
    at = visit("search", search="unhappy", search_in=OWN)
    with monkeypatch.context() as patch:  # another visitor's file, whose process never answers
        patch.setattr(child_process, "COMMAND", (sys.executable, "-c", "import time; time.sleep(600)"))
        other = line.submit(read_untrusted_documents, content, name="o.txt", key="other", owner="other")
        until(lambda: other.state == "running")
        at.file_uploader(key="search_file").set_value(("mine.txt", content, "text/plain")).run()
    assert any("Waiting: number 1 in line" in each.value for each in at.markdown)
    next(button for button in at.button if button.label == "Cancel").click().run()
    assert not at.exception
    assert "Reading the documents was canceled" in at.warning[0].value
    line.cancel(other, "other")  # and its process ends
    next(button for button in at.button if button.label == "Read it again").click().run()
    until(lambda: "“I'm sad today”" in " ".join(pages.readings(at.run())))
    line.end()


def test_the_process_of_a_tokenizer_that_was_loaded_lives_on() -> None:
    line = SandboxLine(at_once=1, waiting=1)
    content = read_file(find_entry("all-MiniLM-L6-v2", "tokenizer"), "tokenizer")
    tokenizer = result_of(line.submit(read_tokenizer, content, name="mine", key="mine", owner="me"))
    time.sleep(0.5)  # what ends it would have done so
    assert tokenizer.is_running
    line.end()
    assert tokenizer.is_running
