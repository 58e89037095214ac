"""A sandbox: what is sent arrives, errors keep their kind, a dead process is replaced."""

from __future__ import annotations

import io
import re
import threading
from pathlib import Path
from typing import Any

import numpy as np
import pytest

from embedlab.errors import EmbedLabError, InvalidInputError
from embedlab.processes import Sandbox
from embedlab.processes.messages import read_message, write_message
from embedlab.processes.sandbox_child import find_task
from tests.support import ROOT
from tests.support.texts import fuzzed_texts

READY = "embedlab.processes.child:ready"
TRAIN = "embedlab.tokens.training:train"


def sent(values: Any) -> Any:
    stream = io.BytesIO()
    write_message(stream, {"task": "x"}, values)
    stream.seek(0)
    head, read = read_message(stream)
    assert head == {"task": "x"}
    assert not stream.read()
    return read


@pytest.mark.parametrize("kind", ["i1", "u1", "<i2", ">i4", "<u8", "<f2", "<f4", ">f8"])
@pytest.mark.parametrize("shape", [(), (0,), (3,), (2, 0), (2, 3), (2, 3, 4)])
def test_arrays_arrive_as_they_are(kind: str, shape: tuple[int, ...]) -> None:
    array = np.arange(np.prod(shape, dtype=int)).reshape(shape).astype(kind)
    read = sent({"array": array, "turned": array.T})
    for one, other in ((array, read["array"]), (array.T, read["turned"])):
        assert np.array_equal(one, other)
        assert one.shape == other.shape
        assert one.dtype == other.dtype.newbyteorder(one.dtype.byteorder)
    read["array"][...] = 7  # writable


def test_json_and_bytes_arrive_as_they_are() -> None:
    values = {"text": "é\ud800\n🙂", "none": None, "list": [1, 2.5, "x"], "raw": b"\n\x00\xff" * 9, "no": b""}
    assert sent(values) == values
    assert sent(["a", [1]]) == ["a", [1]]


@pytest.mark.parametrize("value", [np.array(["a"]), np.array([None]), np.array([1j]), {1}, [b"x"]])
def test_what_is_neither_json_nor_a_plain_array_is_not_sent(value: Any) -> None:
    stream = io.BytesIO()
    with pytest.raises(TypeError):
        write_message(stream, {}, {"value": value})
    assert not stream.getvalue()
    with Sandbox("It") as sandbox:
        sandbox.start()
        with pytest.raises(TypeError):
            sandbox.ask(READY, seconds=30, value=value)


def test_an_error_keeps_its_kind_and_a_failure_is_a_sentence() -> None:
    with Sandbox("It") as sandbox:
        with pytest.raises(
            InvalidInputError, match=r"It failed: the library gives up \(.*unexpected keyword"
        ):
            sandbox.ask(READY, seconds=30, wrong=1)
        with pytest.raises(InvalidInputError, match="is empty or cut"):
            sandbox.ask(
                "embedlab.models.hub_requests:read_part",
                **{"seconds": 30, "repository": "a/b", "file": "c", "commit": "0", "answer_seconds": 1},
                **{"start": 5, "end": 2, "size": 9},
            )
        assert sandbox.ask(READY, seconds=30) is True
    assert not sandbox.is_running


@pytest.mark.parametrize(
    "address",
    ["os:getcwd", "embedlab:load_encoder", "embedlabx.y:z", "embedlab.errors:_rebuild", "ready", ""],
)
def test_only_functions_of_this_package_are_tasks(address: str) -> None:
    with pytest.raises(ValueError, match="is not a task"):
        find_task(address)


def test_every_address_in_the_package_exists() -> None:
    pattern = re.compile(r"\"(embedlab(?:\.\w+)+):(\w+)\"|TASKS = \"([\w.]+)\"|\{TASKS\}:(\w+)")
    addresses = set()
    for path in sorted((ROOT / "embedlab").rglob("*.py")):
        found = pattern.findall(path.read_text("utf-8"))
        owner = next((match[2] for match in found if match[2]), "")
        addresses |= {f"{match[0]}:{match[1]}" for match in found if match[0]}
        addresses |= {f"{owner}:{match[3]}" for match in found if match[3]}
    assert len(addresses) >= 8
    for address in sorted(addresses):
        assert callable(find_task(address)), address


def test_a_process_that_dies_is_a_sentence_and_is_replaced() -> None:
    sandbox = Sandbox("the library")
    small = {"text": "a b\nc", "algorithm": "BPE", "vocabulary_size": 256}
    assert sandbox.ask(TRAIN, seconds=30, **small)
    assert sandbox._child is not None
    running = sandbox._child.process
    text = " ".join(fuzzed_texts(20_000))
    threading.Timer(0.2, running.kill).start()
    with pytest.raises(EmbedLabError, match="crashed"):
        sandbox.ask(TRAIN, seconds=30, text=text, algorithm="BPE", vocabulary_size=20_000)
    assert sandbox.ask(TRAIN, seconds=30, **small)
    sandbox.end()
    assert not sandbox.is_running
    assert not Path(f"/proc/{running.pid}").exists()
