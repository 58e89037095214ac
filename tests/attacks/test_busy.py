"""Short work of a visitor beside fits: it does not wait for them and cancels none."""

from __future__ import annotations

import pickle
import sys
import threading
from collections.abc import Iterator
from pathlib import Path
from types import SimpleNamespace
from typing import Any

import numpy as np
import pytest

import embedlab
from embedlab.processes import Job, Pool
from embedlab.tables import untrusted
from tests.support import tasks
from tests.support.jobs import LONG, result_of, until
from ui import fits, own_table

TABLE = b"cat 1 2\ndog 3 4\nbird 5 6\n"


@pytest.fixture(scope="module")
def pool() -> Iterator[Pool]:
    with Pool(workers=2) as pool:
        yield pool


@pytest.fixture
def busy(pool: Pool, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[list[Job[str]]]:
    """Fits of three visitors, the first of them "me", on two workers."""
    monkeypatch.setattr(fits, "pool", lambda: pool)
    monkeypatch.setattr(fits, "_visitor", lambda: "me")
    jobs = [
        pool.submit(tasks.hold, tmp_path, name, key=f"{tmp_path}{name}", owner=name, seconds=LONG)
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
    read = own_table._read(uploaded("mine.txt", TABLE), None, 0, "utf-8")
    assert isinstance(read, own_table.OwnTable)
    assert read.table.labels == ("cat", "dog", "bird")
    assert [job.state for job in busy] == ["running", "running", "waiting"]


@pytest.mark.bad_input("F17")
def test_a_word_is_placed_while_all_workers_fit(busy: list[Job[str]]) -> None:
    points = np.random.default_rng(0).normal(size=(40, 5)).astype(np.float32)
    projection = embedlab.project(points, method="pca")
    placed = fits.run_now("a word", embedlab.space.place_points, points, projection, points[:1])
    assert np.allclose(placed, projection.coordinates[:1], atol=1e-5)
    assert [job.state for job in busy] == ["running", "running", "waiting"]


# of a result of any worker, such as one of a test before; what a table holds would come after it
ENVELOPE = ("loky.process_executor", "_ResultItem")


def test_nothing_of_an_upload_is_parsed_or_unpickled_in_the_server(monkeypatch: pytest.MonkeyPatch) -> None:
    def refuse(*_: object, **__: object) -> None:
        raise AssertionError("parsed in the server")

    for module in (embedlab.tables, untrusted):
        monkeypatch.setattr(module, "read_vector_table", refuse)
    unpickled: list[object] = []
    is_over = threading.Event()  # a hook stays for good
    sys.addaudithook(
        lambda event, values: (
            unpickled.append(values)
            if event == "pickle.find_class" and values != ENVELOPE and not is_over.is_set()
            else None
        )
    )
    pickle.loads(pickle.dumps(Path()))
    assert unpickled  # the hook hears it
    unpickled.clear()
    read = own_table._read(uploaded("mine.txt", TABLE), None, 0, "utf-8")
    assert isinstance(read, own_table.OwnTable)
    sentence = own_table._read(uploaded("mine.pkl", pickle.dumps(Path())), None, 0, "utf-8")
    is_over.set()
    assert "pickle" in str(sentence)
    assert not unpickled


def test_no_more_than_two_tables_are_read_at_once(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(untrusted, "SECONDS", 0.2)
    with (
        untrusted._turns,
        untrusted._turns,
        pytest.raises(embedlab.TimedOutError, match="2 tables are being"),
    ):
        embedlab.tables.read_untrusted_table(TABLE, name="mine.txt")
