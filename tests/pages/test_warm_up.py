"""What the server prepares before anyone asks for it."""

from __future__ import annotations

from pathlib import Path

import pytest

import embedlab
from embedlab.models import decoder_files
from ui import warm_up


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
