"""The folder of downloads: the least recently used repositories go first."""

from __future__ import annotations

import os
from pathlib import Path

import pytest

from embedlab.models.downloads import mark_used, trim_downloads


# F29
def test_the_least_recently_used_download_goes_first(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("EMBEDLAB_DOWNLOADS_MB", "1")
    for age, name in enumerate(("new", "a", "b", "old")):
        blobs = tmp_path / f"models--{name}" / "blobs"
        blobs.mkdir(parents=True)
        (blobs / "x").write_bytes(b"x" * 400_000)
        os.utime(blobs.parent, (1_000 - age, 1_000 - age))
    mark_used(tmp_path / "models--b")
    trim_downloads(tmp_path, newest=tmp_path / "models--new")
    assert sorted(path.name for path in tmp_path.iterdir()) == ["models--b", "models--new"]
    monkeypatch.setenv("EMBEDLAB_DOWNLOADS_MB", "0")
    trim_downloads(tmp_path, newest=tmp_path / "models--new")
    assert [path.name for path in tmp_path.iterdir()] == ["models--new"]
