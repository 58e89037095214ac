"""What the server prepares before anyone asks for it."""

from __future__ import annotations

import time
from pathlib import Path

import pytest

import embedlab
from embedlab.models import decoder_files
from tests.support import tasks
from ui import fit_kinds, fits, warm_up


def test_the_decoder_is_converted_before_anyone_asks(
    own_cache: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    warm_up._convert_decoder()
    monkeypatch.setattr(decoder_files, "_convert", lambda *_: pytest.fail("converted in a visitor's time"))
    assert embedlab.load_decoder("smollm2-135m").causal


def test_a_server_without_room_for_the_decoder_goes_on(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture
) -> None:
    monkeypatch.setenv("EMBEDLAB_CACHE", str(tmp_path))
    monkeypatch.setattr(decoder_files, "SPACE_BYTES", 10**18)
    warm_up._convert_decoder()
    assert "was not converted ahead" in caplog.text


def test_what_is_computed_ahead_is_there_for_the_first_visitor_and_is_not_computed_again(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    key, kind, deadline = "c" * 64, fit_kinds.records(doing="Training"), time.monotonic() + 60
    fits.run_ahead(key, tasks.add_watched, 2, 5, expected=1.0, kind=kind)
    while fits.find(key, kind) is None and time.monotonic() < deadline:  # kept by another thread
        time.sleep(0.05)
    assert fits.find(key, kind) == 7
    monkeypatch.setattr(fits, "_submit", lambda *_, **__: pytest.fail("computed again"))
    fits.run_ahead(key, tasks.add_watched, 2, 5, expected=1.0, kind=kind)
