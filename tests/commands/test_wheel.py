"""The wheel: what `pip install` brings is all that `embedlab run` needs."""

from __future__ import annotations

import zipfile
from pathlib import Path

import pytest
from hatchling.builders.wheel import WheelBuilder

from embedlab.commands import run
from tests.support import ROOT


@pytest.fixture(scope="module")
def unpacked(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Return the folder of an unpacked wheel."""
    folder = tmp_path_factory.mktemp("wheel")
    (wheel,) = WheelBuilder(str(ROOT)).build(directory=str(folder), versions=["standard"])
    with zipfile.ZipFile(wheel) as archive:
        archive.extractall(folder / "unpacked")
    return folder / "unpacked"


def files(folder: Path) -> set[str]:
    return {
        path.relative_to(folder).as_posix()
        for path in folder.rglob("*")
        if path.is_file() and "__pycache__" not in path.parts
    }


def test_every_file_of_the_site_is_inside(unpacked: Path) -> None:
    site = unpacked / "embedlab" / "_site"
    for folder in ("ui", "pages"):
        assert files(ROOT / folder) == files(site / folder)
    for name in ("app.py", ".streamlit/config.toml", "CITATION.cff"):
        assert (ROOT / name).read_bytes() == (site / name).read_bytes()
    assert files(ROOT / "embedlab") <= files(unpacked / "embedlab")


def test_nothing_lies_beside_the_package(unpacked: Path) -> None:
    assert {path.name.partition("-")[2] for path in unpacked.iterdir()} == {"", "0.1.0.dist-info"}
    (entries,) = unpacked.glob("*.dist-info/entry_points.txt")
    assert "embedlab = embedlab.commands.main:main" in entries.read_text("utf-8")


def test_the_site_is_that_of_the_repository_or_that_of_the_package(
    unpacked: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    assert run.site_folder() == ROOT
    monkeypatch.setattr(run, "PACKAGE", unpacked / "embedlab")
    assert (run.site_folder() / "app.py").is_file()
