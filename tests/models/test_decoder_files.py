"""The files of a decoder: converted once for all who ask, whole or not at all, and verified.

These tests need the decoder (README, "The models"); without it they fail and say so.
"""

from __future__ import annotations

import shutil
import threading
from collections.abc import Iterator
from pathlib import Path

import pytest

import embedlab
from embedlab.catalog import find_entry
from embedlab.models import decoder_files, gguf_file, installed

NAME = "smollm2-135m"


def converted() -> Path:
    """Return the folder of the converted model."""
    return decoder_files.decoder_folder(find_entry(NAME, "decoder"))


@pytest.mark.parametrize("file", [*gguf_file.FILES, gguf_file.CHECKSUMS])
def test_a_damaged_conversion_is_not_loaded(file: str, smollm: embedlab.context.Encoder) -> None:
    folder = converted()
    entry = find_entry(NAME, "decoder")
    path = folder / file
    kept = path.with_name("kept")
    path.rename(kept)
    try:
        assert not decoder_files._is_whole(folder, entry)
        content = bytearray(kept.read_bytes()[:1_000])
        content[0] ^= 1
        path.write_bytes(content)
        assert not decoder_files._is_whole(folder, entry)
    finally:
        kept.replace(path)
    assert decoder_files._is_whole(folder, entry)
    assert smollm.causal


class Conversions:
    """A conversion that writes three small files; counts how often."""

    def __init__(self, *, fails: bool = False) -> None:
        self.made, self.fails = 0, fails

    def __enter__(self) -> Conversions:
        return self

    def __exit__(self, *_: object) -> None:
        pass

    def ask(self, _: str, *, seconds: float, source: str, folder: str) -> bool:
        self.made += 1
        sums = {}
        for name in gguf_file.FILES:
            (Path(folder) / name).write_text(name)
            sums[name] = gguf_file._sum_of(Path(folder) / name)
            if self.fails:
                raise embedlab.InvalidInputError("The conversion crashed.")
        (Path(folder) / gguf_file.CHECKSUMS).write_text(gguf_file.json.dumps(sums))
        return True


@pytest.fixture
def empty_cache(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Path]:
    monkeypatch.setenv("EMBEDLAB_CACHE", str(tmp_path))
    installed._verified_marks.cache_clear()
    yield tmp_path
    installed._verified_marks.cache_clear()


def test_many_who_ask_at_once_share_one_conversion(
    empty_cache: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    conversions = Conversions()
    monkeypatch.setattr(decoder_files, "Sandbox", lambda name, memory: conversions)
    found: list[Path] = []
    threads = [threading.Thread(target=lambda: found.append(converted())) for _ in range(6)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert (conversions.made, len(found), len(set(found))) == (1, 6, 1)
    (found[0] / "config.json").write_text("damaged")
    assert (converted() / "config.json").read_text() == "config.json"  # made anew
    assert conversions.made == 2


def test_a_conversion_that_fails_leaves_nothing(empty_cache: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(decoder_files, "Sandbox", lambda name, memory: Conversions(fails=True))
    with pytest.raises(embedlab.EmbedLabError, match="crashed"):
        converted()
    assert not list((empty_cache / "decoders").iterdir())


def test_a_full_disk_is_a_plain_sentence(empty_cache: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(shutil, "disk_usage", lambda path: type("Usage", (), {"free": 5_000_000})())
    with pytest.raises(embedlab.UnavailableError, match=r"needs 700 MB .* 5 MB are free"):
        converted()
