"""Hostile and unlucky downloads of encoders, the rows of docs/bad_input.md about models by name."""

from __future__ import annotations

import contextlib
import json
import shutil
import socket
import threading
import time
from pathlib import Path
from typing import Any

import pytest

import embedlab
from embedlab.models import hub
from embedlab.processes import Sandbox
from embedlab.tokens import untrusted
from tests.support.hub import Hub
from tests.support.models import files_of, tiny_model

pytestmark = pytest.mark.long


@pytest.fixture(scope="module")
def whole(tmp_path_factory: pytest.TempPathFactory) -> dict[str, bytes]:
    folder = tmp_path_factory.mktemp("model")
    tiny_model(folder)
    return files_of(folder)


@pytest.fixture(autouse=True)
def repositories(fake_hub: type[Hub], whole: dict[str, bytes]) -> None:
    fake_hub.repositories |= {f"{owner}/model": whole for owner in ("good", "gated", "breaks")}


def refusal(repository: str) -> str:
    with pytest.raises((embedlab.InvalidInputError, embedlab.UnavailableError)) as caught:
        embedlab.context.download_encoder(repository)
    message = str(caught.value)
    assert len(message) < 300
    assert message.endswith(".")
    return message


def fetched() -> set[str]:
    return {path.split("/")[-1] for path in Hub.asked if "resolve" in path}


NAMES = "../../etc|/etc/passwd|C:\\models|\\\\host\\share|https://hf.co/x|a--b|owner/|x/.git| ||a/b/c"
NONE = [*NAMES.split("|"), "a" * 97, "m\x00", "модель", "<b>x</b>", "~", "file:///etc"]


@pytest.mark.parametrize("name", NONE)
@pytest.mark.bad_input(48)
def test_a_name_that_is_none_reaches_no_library(name: str, tmp_path: Path) -> None:
    assert "owner/name" in refusal(name)
    assert not Hub.asked
    assert not list(tmp_path.iterdir())


@pytest.mark.parametrize("file", ["modeling_evil.py", "configuration_evil.py", "tokenization_evil.py"])
@pytest.mark.bad_input(49)
def test_custom_code_is_refused(file: str, whole: dict[str, bytes]) -> None:
    Hub.repositories["odd/model"] = whole | {file: b"import os"}
    assert "custom code" in refusal("odd/model")
    assert not fetched()


@pytest.mark.bad_input(49)
def test_so_is_a_config_that_names_code(whole: dict[str, bytes]) -> None:
    config = json.loads(whole["config.json"]) | {"auto_map": {"AutoModel": "other/repo--modeling.Evil"}}
    Hub.repositories["odd/model"] = whole | {"config.json": json.dumps(config).encode()}
    assert "custom code" in refusal("odd/model")
    assert fetched() == {"config.json"}


@pytest.mark.bad_input(49)
def test_a_script_of_its_makers_is_left_where_it_is(whole: dict[str, bytes]) -> None:
    Hub.repositories["odd/model"] = whole | {"train_script.py": b"raise SystemExit"}
    assert embedlab.context.download_encoder("odd/model").layers == 2
    assert fetched() == {"config.json", "tokenizer.json", "model.safetensors"}


@pytest.mark.parametrize(
    ("name", "said"),
    [
        ("gated/model", "is gated"),
        ("e403/model", "is gated"),
        ("e404/model", "does not exist or is private"),
        ("e401/model", "does not exist or is private"),
        ("huge/model", "20,000 MB of weights, and at most 500 MB"),
        ("parts/model", "20,000 MB of weights"),
        ("pickles/model", "only pickle files"),
    ],
)
@pytest.mark.bad_input(50)
def test_each_reason_has_its_own_sentence(name: str, said: str, whole: dict[str, bytes]) -> None:
    plain = {"config.json": b"{}", "tokenizer.json": b"{}"}
    part = {"model-00001-of-00002.safetensors": b"", "model.safetensors.index.json": b"{}"}
    Hub.repositories |= {"huge/model": whole, "parts/model": plain | part}
    Hub.repositories["pickles/model"] = plain | {"pytorch_model.bin": b""}
    Hub.sizes = dict.fromkeys(("model.safetensors", "model-00001-of-00002.safetensors"), 20_000_000_000)
    message = refusal(name)
    assert said in message
    assert message.startswith(f"The repository {name}")
    assert not fetched()


@pytest.mark.bad_input(51)
def test_an_expression_that_never_ends_is_ended(
    whole: dict[str, bytes], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(untrusted, "CALL_SECONDS", 2.0)
    pattern = {"type": "Split", "pattern": {"Regex": "(a+)+(?=b)"}, "behavior": "Isolated", "invert": False}
    evil = json.loads(whole["tokenizer.json"]) | {"pre_tokenizer": pattern}
    Hub.repositories["odd/model"] = whole | {"tokenizer.json": json.dumps(evil).encode()}
    encoder = embedlab.context.download_encoder("odd/model")
    begun = time.monotonic()
    with contextlib.suppress(embedlab.EmbedLabError):  # the engine may give such a pattern up by itself
        encoder.encode(["a" * 5_000])
    assert time.monotonic() - begun < 6
    assert encoder.encode(["c"])[0].ids  # a new process answers


@pytest.mark.parametrize(
    "content", [b"{}", b"\xff", b"[" * 50_000, b'{"model": {"type": "BPE", "vocab": {}}}']
)
@pytest.mark.bad_input(51)
def test_a_tokenizer_that_is_none(content: bytes, whole: dict[str, bytes]) -> None:
    Hub.repositories["odd/model"] = whole | {"tokenizer.json": content}
    assert "odd/model" in refusal("odd/model")


@pytest.mark.bad_input("F1")
def test_without_a_network_nothing_is_waited_for(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("EMBEDLAB_OFFLINE", "1")

    def refuse(*_: object) -> None:
        raise AssertionError("a connection was opened")

    monkeypatch.setattr(socket.socket, "connect", refuse)
    assert "switched off" in refusal("good/model")
    assert embedlab.load_encoder("all-MiniLM-L6-v2").embed(["hello"]).shape == (1, 384)


@pytest.mark.bad_input("F2")
def test_a_hub_that_hangs_is_left_alone(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(hub, "ANSWER_SECONDS", 2)
    assert "did not answer" in refusal("hangs/model")
    Hub.asked.clear()
    assert "try again in 5 minutes" in refusal("good/model")
    assert not Hub.asked


@pytest.mark.bad_input("F2")
def test_a_hub_that_answers_byte_by_byte_is_left_alone(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(hub, "ANSWER_SECONDS", 2)
    monkeypatch.setattr(hub, "SPARE_SECONDS", 1)
    assert "took longer than 3 seconds" in refusal("drop/model")
    assert "try again in 5 minutes" in refusal("good/model")


@pytest.mark.parametrize(
    ("name", "said"),
    [
        ("portal/model", "is not the hub; check the network of this server, which may ask for a login"),
        ("elsewhere/model", "sends the download to “evil.example”, which is not one of its own hosts"),
        ("local/model", "sends the download to “127.0.0.1”, which is not one of its own hosts"),
        ("letters/model", "gives “abc” as the size of a file of letters/model"),
    ],
)
@pytest.mark.bad_input("F3")
def test_what_is_not_the_hub_gets_its_own_sentence(name: str, said: str, whole: dict[str, bytes]) -> None:
    Hub.repositories |= {"letters/model": whole}
    assert said in refusal(name)
    assert not fetched()


@pytest.mark.parametrize(("seconds", "said"), [(1, "1 minute,"), (60.5, "2 minutes,"), (300, "5 minutes,")])
@pytest.mark.bad_input("F2")
def test_the_wait_is_never_0_minutes(seconds: float, said: str, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(hub, "_paused_until", time.monotonic() + seconds)
    assert f"try again in {said}" in refusal("good/model")


@pytest.mark.bad_input("F2")
def test_who_waited_behind_a_silent_hub_gets_what_is_there(monkeypatch: pytest.MonkeyPatch) -> None:
    embedlab.context.download_encoder("good/model")
    silences = iter([0.0])  # it answered before the wait, and no longer after it
    monkeypatch.setattr(hub, "_pause", lambda: next(silences, 100.0))
    Hub.asked.clear()
    assert embedlab.context.download_encoder("good/model").layers == 2
    silences = iter([0.0])
    assert "try again in 2 minutes" in refusal("gated/model")
    assert not Hub.asked


@pytest.mark.parametrize(("code", "said"), [("e429", "fewer requests"), ("e500", r"error (500)")])
@pytest.mark.bad_input("F3")
def test_an_error_of_the_hub_is_said_and_not_repeated(code: str, said: str) -> None:
    assert said in refusal(f"{code}/model")
    assert len(Hub.asked) == 1


@pytest.mark.bad_input("F3")
def test_a_class_that_asks_at_once_shares_one_download() -> None:
    loaded: list[embedlab.context.Encoder] = []
    threads = [
        threading.Thread(target=lambda: loaded.append(embedlab.context.download_encoder("good/model")))
        for _ in range(3)
    ]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert len(loaded) == 3
    weights = [path for path in Hub.asked if path.startswith("GET") and path.endswith("model.safetensors")]
    assert len(weights) == 1


@pytest.mark.bad_input("F5")
def test_a_full_disk_is_seen_before_the_download(
    whole: dict[str, bytes], monkeypatch: pytest.MonkeyPatch
) -> None:
    size = sum(map(len, whole.values()))
    usage = shutil._ntuple_diskusage  # type: ignore[attr-defined]
    monkeypatch.setattr(shutil, "disk_usage", lambda _: usage(0, 0, int(1.2 * size) - 1))
    message = refusal("good/model")
    assert "make room" in message
    assert not fetched()
    monkeypatch.setattr(shutil, "disk_usage", lambda _: usage(0, 0, int(1.2 * size) + 1))
    assert embedlab.context.download_encoder("good/model").layers == 2
    monkeypatch.setattr(shutil, "disk_usage", lambda _: usage(0, 0, 0))
    assert embedlab.context.download_encoder("good/model").layers == 2  # it is there already


@pytest.mark.bad_input("F4")
def test_a_download_that_takes_too_long_says_so_and_leaves_nothing(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def ask(sandbox: Sandbox, task: str, *, seconds: float, **values: Any) -> Any:
        if task == f"{hub.TASKS}:fetch_files" and "model.safetensors" in values["sums"]:
            blobs = tmp_path / "cache" / "hub" / "models--good--model" / "blobs"
            (blobs / "0123.incomplete").write_bytes(b"half")
            task, seconds = f"{hub.TASKS}:look_up", 1.0  # of a hub that hangs
            values = {"repository": "hangs/model", "revision": "main", "answer_seconds": 20}
        return asked(sandbox, task, seconds=seconds, **values)

    asked = Sandbox.ask
    monkeypatch.setattr(Sandbox, "ask", ask)
    message = refusal("good/model")
    assert message.startswith("The download of good/model took longer than 1 seconds")
    assert message.endswith("try again later or choose a smaller model.")
    assert not list(tmp_path.rglob("*.incomplete"))


@pytest.mark.bad_input("F4")
def test_a_download_that_breaks_off_leaves_no_model(tmp_path: Path) -> None:
    assert "download it again" in refusal("breaks/model")
    assert not list(tmp_path.rglob("model.safetensors"))
    assert not list(tmp_path.rglob("*.incomplete"))
    assert not list(tmp_path.rglob("refs/main"))  # the name is found only when all is there
