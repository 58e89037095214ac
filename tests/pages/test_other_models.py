"""The models that visitors bring: two are cached, one is loaded at a time, and an evicted one is freed."""

from __future__ import annotations

import gc
import threading
import time
import weakref
from typing import Any

import pytest

import embedlab
from ui import memory, models, readiness


class Model:
    """Something that can be let go."""


@pytest.fixture
def loads(monkeypatch: pytest.MonkeyPatch) -> list[str]:
    names: list[str] = []
    alive: list[weakref.ref[Model]] = []

    def load(repository: str, _: str) -> Any:
        assert sum(model() is not None for model in alive) < 2  # with this one, two at most
        time.sleep(0.02)
        if repository == "broken":
            raise embedlab.InvalidInputError("It is broken; choose another one.")
        model = Model()
        model.itself = model  # type: ignore[attr-defined]  # only a collection lets go of it
        alive.append(weakref.ref(model))
        names.append(repository)
        return model

    monkeypatch.setattr(models, "load_commit", load)
    monkeypatch.setattr(models, "_others", {})
    return names


def test_a_third_model_takes_the_place_of_the_one_not_used_for_longest(loads: list[str]) -> None:
    for name in ("a", "b", "a", "c", "a", "b"):
        assert models.other_encoder(name, "1") is models.other_encoder(name, "1")
    assert loads == ["a", "b", "c", "b"]


def test_who_asks_at_once_shares_one_load(loads: list[str]) -> None:
    found: list[Any] = []
    threads = [
        threading.Thread(target=lambda: found.append(models.other_encoder("a", "1"))) for _ in range(4)
    ]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert loads == ["a"]
    assert len({id(model) for model in found}) == 1


def test_a_model_that_is_there_does_not_wait_for_a_load(loads: list[str]) -> None:
    held = models.other_encoder("a", "1")
    with models._others_load:
        assert models.other_encoder("a", "1") is held
    assert loads == ["a"]


def test_a_load_that_fails_leaves_nothing(loads: list[str]) -> None:
    for _ in range(2):
        with pytest.raises(embedlab.InvalidInputError, match="broken"):
            models.other_encoder("broken", "1")
    assert not models._others


def test_an_evicted_model_is_freed_though_it_was_frozen(
    loads: list[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    warm = threading.Event()
    warm.set()
    monkeypatch.setattr(readiness, "_warm", warm)
    first = weakref.ref(models.other_encoder("a", "1"))
    memory.freeze()
    models.other_encoder("b", "1")
    assert first() is not None
    models.other_encoder("c", "1")
    assert first() is None
    gc.unfreeze()
