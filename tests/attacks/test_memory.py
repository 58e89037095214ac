"""What visitors drop is given back: freezing what is alive keeps nothing that was dropped since."""

from __future__ import annotations

import gc
import weakref
from collections.abc import Iterator

import pytest

from ui import memory, readiness


class Cycle:
    """An object that only the collector can free, as models are."""

    def __init__(self) -> None:
        self.itself = self


@pytest.fixture
def frozen() -> Iterator[weakref.ref[Cycle]]:
    """An object that was alive when all was frozen, and was dropped since."""
    alive = Cycle()
    memory.freeze()
    reference = weakref.ref(alive)
    del alive
    yield reference
    gc.unfreeze()


# a model that was evicted stayed for good
def test_what_was_frozen_is_freed_once_it_is_dropped(
    frozen: weakref.ref[Cycle], monkeypatch: pytest.MonkeyPatch
) -> None:
    gc.collect()
    assert frozen() is not None  # no collection sees what is frozen
    monkeypatch.setattr(readiness, "is_warm", lambda: True)
    memory.release()
    assert frozen() is None


def test_a_model_that_is_loaded_later_is_frozen_without_what_was_dropped(
    frozen: weakref.ref[Cycle], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(readiness, "is_warm", lambda: True)
    with memory.load_model():
        later = Cycle()
    assert frozen() is None
    assert gc.get_freeze_count() > 0
    assert later.itself is later
