"""The cache folder: where it is, that it is written atomically, that it has a limit and room is checked."""

from __future__ import annotations

import contextlib
import errno
import os
import shutil
import tempfile
from pathlib import Path

import pytest

import embedlab
from embedlab.models import disk


def test_a_folder_that_cannot_be_written_is_passed_over(
    monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    (tmp_path / "file").write_text("not a folder")
    monkeypatch.setenv("EMBEDLAB_CACHE", str(tmp_path / "file" / "below"))
    folder = disk.cache_folder()
    assert folder is not None
    assert str(tmp_path) not in str(folder)


def test_the_named_folder_needs_no_temporary_one(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    def none() -> str:
        raise FileNotFoundError("No usable temporary directory found")

    monkeypatch.setattr(tempfile, "gettempdir", none)
    monkeypatch.setenv("EMBEDLAB_CACHE", str(tmp_path / "named"))
    assert disk.cache_folder() == tmp_path / "named"
    (tmp_path / "file").touch()
    monkeypatch.setenv("EMBEDLAB_CACHE", str(tmp_path / "file" / "below"))
    monkeypatch.setenv("XDG_CACHE_HOME", str(tmp_path / "file"))
    assert disk.cache_folder() is None


def test_a_file_is_written_whole_or_not_at_all(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    path = tmp_path / "a.json"
    disk.write_atomic(path, b"old")

    def full(*_: object) -> None:
        raise OSError(errno.ENOSPC, "No space left on device")

    monkeypatch.setattr(os, "replace", full)
    with pytest.raises(OSError, match="No space left"):
        disk.write_atomic(path, b"new")
    assert [(file.name, file.read_bytes()) for file in tmp_path.iterdir()] == [("a.json", b"old")]


def test_the_least_recently_used_files_are_deleted(tmp_path: Path) -> None:
    for age, name in enumerate(("c.x", "b.x", "a.x", "other.y")):
        (tmp_path / name).write_bytes(b"12345")
        os.utime(tmp_path / name, (1_000 - age, 1_000 - age))
    (tmp_path / "old.unfinished").touch()
    os.utime(tmp_path / "old.unfinished", (1_000, 1_000))
    (tmp_path / "young.unfinished").touch()
    disk.trim_folder(tmp_path, 10, newest=tmp_path / "a.x")  # the newest by name, the oldest by its time
    assert {file.name for file in tmp_path.iterdir()} == {"a.x", "c.x", "other.y", "young.unfinished"}


def test_files_of_subfolders_count_and_an_empty_one_goes(tmp_path: Path) -> None:
    for age, name in enumerate(("new", "old", "both")):
        (tmp_path / name).mkdir()
        (tmp_path / name / "a.x").write_bytes(b"12345")
        os.utime(tmp_path / name / "a.x", (1_000 - age, 1_000 - age))
    (tmp_path / "both" / "b.y").touch()
    disk.trim_folder(tmp_path, 5, newest=tmp_path / "new" / "a.x")
    assert {str(path.relative_to(tmp_path)) for path in tmp_path.rglob("*")} == {
        *("new", "new/a.x", "both", "both/b.y")
    }


def test_a_folder_is_replaced_whole_or_not_at_all(tmp_path: Path) -> None:
    target = tmp_path / "models" / "a"
    with disk.replace_folder(target) as folder:
        (folder / "first").touch()
    with contextlib.suppress(ZeroDivisionError), disk.replace_folder(target) as folder:
        (folder / "second").touch()
        1 / 0  # noqa: B018
    assert [path.name for path in tmp_path.rglob("*")] == ["models", "a", "first"]
    with disk.replace_folder(target) as folder:
        (folder / "second").touch()
    assert [path.name for path in tmp_path.rglob("*")] == ["models", "a", "second"]


def test_room_is_checked_before_the_folder_is_made(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    usage = shutil.disk_usage(tmp_path)._replace(free=5_000_000)
    monkeypatch.setattr(shutil, "disk_usage", lambda folder: usage if folder == tmp_path else 1 / 0)
    folder = tmp_path / "not" / "yet"
    disk.check_space(folder, 5_000_000, what="It", remedy="")
    with pytest.raises(embedlab.UnavailableError, match=r"It needs 6 MB .* 5 MB are free; make room"):
        disk.check_space(folder, 6_000_000, what="It", remedy="wait")
    assert not folder.exists()
