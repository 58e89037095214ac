"""Results by content: keys that cannot collide, files that prove themselves, limits that hold."""

from __future__ import annotations

import errno
import os
import threading
from pathlib import Path
from typing import Any

import numpy as np
import pytest

from embedlab.content_key import content_key
from embedlab.store import Store

KEYS = [content_key(i) for i in range(10)]
POINTS = np.arange(6.0).reshape(3, 2)


def arrays_of(store: Store, key: str) -> Any:
    found = store.get(key)
    return None if found is None else found.arrays


@pytest.mark.parametrize("on_disk", [True, False])
def test_what_is_put_comes_back(tmp_path: Path, on_disk: bool) -> None:
    store = Store(tmp_path / "new" / "folder" if on_disk else None)
    arrays = {
        "points": POINTS,
        "file": np.array(3),
        "words": np.array(["ü", ""]),
        "none": np.zeros((0, 2), np.float32),
        "turned": np.asfortranarray(POINTS),
    }
    facts = {"method": "t-SNE", "quality": [0.5, None, float("inf")], "nested": {"a": True}}
    store.put(KEYS[0], arrays, facts)
    for reader in [store, Store(tmp_path / "new" / "folder")] if on_disk else [store]:
        found = reader.get(KEYS[0])
        assert found is not None
        assert found.facts == facts
        assert list(found.arrays) == list(arrays)
        for name, array in arrays.items():
            assert found.arrays[name].dtype == array.dtype
            assert np.array_equal(found.arrays[name], array)
    assert store.get(KEYS[1]) is None


@pytest.mark.parametrize("kept", [64, 0])
def test_nobody_can_change_what_others_get(tmp_path: Path, kept: int) -> None:
    store, points = Store(tmp_path, memory_entries=kept), POINTS.copy()
    store.put(KEYS[0], {"points": points}, {"list": [1]})
    points[:] = 0
    found = store.get(KEYS[0])
    assert found is not None
    with pytest.raises(ValueError, match="read-only"):
        found.arrays["points"][0, 0] = 9
    found.facts["list"].append(2)
    again = store.get(KEYS[0])
    assert again is not None
    assert np.array_equal(again.arrays["points"], POINTS)
    assert again.facts == {"list": [1]}


@pytest.mark.parametrize("key", ["", "../../etc/passwd", "a" * 63, "A" * 64, "a" * 64 + "\n", "g" * 64])
def test_only_a_checksum_is_a_key(tmp_path: Path, key: str) -> None:
    store = Store(tmp_path)
    with pytest.raises(ValueError, match="64 hexadecimal digits"):
        store.get(key)
    with pytest.raises(ValueError, match="64 hexadecimal digits"):
        store.put(key, {}, {})
    assert not list(tmp_path.iterdir())


def test_objects_are_refused(tmp_path: Path) -> None:
    store = Store(tmp_path)
    with pytest.raises(TypeError, match="holds objects"):
        store.put(KEYS[0], {"x": np.array([{}])}, {})
    with pytest.raises(TypeError, match="JSON"):
        store.put(KEYS[0], {}, {"x": {1, 2}})
    assert store.get(KEYS[0]) is None


def test_files_used_longest_ago_make_room(tmp_path: Path) -> None:
    array = np.zeros(1_000, np.uint8)
    store = Store(tmp_path, limit_bytes=5_000, memory_entries=0)
    for i, key in enumerate(KEYS[:3]):
        store.put(key, {"x": array}, {})
        os.utime(tmp_path / f"{key}.stored", (i, i))
    assert store.get(KEYS[0]) is not None  # used now
    for key in KEYS[3:5]:
        store.put(key, {"x": array}, {})
    assert [store.get(key) is not None for key in KEYS[:5]] == [True, False, True, True, True]
    assert sum(path.stat().st_size for path in tmp_path.iterdir()) <= 5_000
    store.put(KEYS[9], {"x": np.zeros(9_000)}, {})  # larger than all there may be
    assert store.get(KEYS[9]) is None
    assert len(list(tmp_path.iterdir())) == 4


def test_memory_keeps_the_newest(tmp_path: Path) -> None:
    store = Store(None, memory_entries=2)
    store.put(KEYS[0], {}, {})
    store.put(KEYS[1], {}, {})
    assert store.get(KEYS[0]) is not None
    store.put(KEYS[2], {}, {})
    assert [store.get(key) is not None for key in KEYS[:3]] == [True, False, True]


def test_what_was_never_finished_is_removed(tmp_path: Path) -> None:
    old, new = tmp_path / "old.unfinished", tmp_path / "new.unfinished"
    old.touch()
    new.touch()
    os.utime(old, (1, 1))
    (tmp_path / "other.txt").touch()
    Store(tmp_path).put(KEYS[0], {}, {})
    assert {path.name for path in tmp_path.iterdir()} == {new.name, "other.txt", f"{KEYS[0]}.stored"}


def test_a_full_disk_leaves_memory(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    def full(*_: object) -> None:
        raise OSError(errno.ENOSPC, "No space left on device")

    monkeypatch.setattr(os, "replace", full)
    store = Store(tmp_path)
    store.put(KEYS[0], {"points": POINTS}, {})
    assert np.array_equal(arrays_of(store, KEYS[0])["points"], POINTS)
    assert not list(tmp_path.iterdir())  # nothing half-written stays


def test_a_folder_that_cannot_be_made_leaves_memory(tmp_path: Path) -> None:
    (tmp_path / "file").touch()
    store = Store(tmp_path / "file" / "folder")
    store.put(KEYS[0], {"points": POINTS}, {})
    assert np.array_equal(arrays_of(store, KEYS[0])["points"], POINTS)
    assert store.get(KEYS[1]) is None


def test_a_hit_on_disk_is_kept_in_memory(tmp_path: Path) -> None:
    Store(tmp_path).put(KEYS[0], {"points": POINTS}, {})
    store = Store(tmp_path)
    assert store.get(KEYS[0]) is not None
    (tmp_path / f"{KEYS[0]}.stored").unlink()
    assert np.array_equal(arrays_of(store, KEYS[0])["points"], POINTS)


def test_many_threads_share_a_store(tmp_path: Path) -> None:
    store, failed = Store(tmp_path, limit_bytes=6_000, memory_entries=2), []

    def use(seed: int) -> None:
        try:
            for i in np.random.default_rng(seed).integers(0, 10, 60).tolist():
                store.put(KEYS[i], {"x": np.full(100, i)}, {})
                found = store.get(KEYS[i])
                assert found is None or (found.arrays["x"] == i).all()
        except BaseException as error:
            failed.append(error)

    threads = [threading.Thread(target=use, args=(seed,)) for seed in range(6)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert not failed
