"""What the tests of the commands share: settings that go with the test."""

from __future__ import annotations

import os
from pathlib import Path

import pytest


@pytest.fixture(autouse=True)
def folder(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> Path:
    """Return the working directory, with an environment that goes with the test."""
    monkeypatch.setattr(os, "environ", dict(os.environ))
    monkeypatch.chdir(tmp_path)
    os.environ |= {"EMBEDLAB_TABLES": str(tmp_path / "tables"), "EMBEDLAB_CACHE": str(tmp_path / "cache")}
    return tmp_path
