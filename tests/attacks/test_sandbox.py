"""What comes back from a sandbox is data or it is refused; a process that does not listen has an end."""

from __future__ import annotations

import io
import itertools
import os
import pickle
import signal
import subprocess
import sys
import time
from typing import Any

import numpy as np
import pytest

from embedlab.errors import InvalidInputError, TimedOutError, UnavailableError
from embedlab.processes import Pool, Sandbox, child_process, messages
from embedlab.tables import read_untrusted_table, read_vector_table
from tests.support import tasks
from tests.support.jobs import LONG, result_of, until

READY = "embedlab.processes.child:ready"
# answers whatever it is asked, which it does not read, with the bytes of `answer`
LIAR = "import sys; sys.stdin.buffer.readline(); sys.stdout.buffer.write({answer!r})"
# a worker that says it is warm, and answers every job with the bytes of `answer`
LYING_WORKER = """
import sys
sys.stdin.buffer.readline()
sys.stdout.buffer.write(b'[{{}}, {{"value": ""}}, {{}}]\\n')
sys.stdout.buffer.flush()
for line in sys.stdin.buffer:
    sys.stdout.buffer.write({answer!r})
    sys.stdout.buffer.flush()
"""


class Bomb:
    """Pickled, it runs code where it is unpickled."""

    def __reduce__(self) -> tuple[object, ...]:
        return os.kill, (os.getpid(), signal.SIGKILL)


def frame(kind: object, shape: object, content: bytes) -> bytes:
    spelled = repr([{}, {"labels": ["a"]}, {"matrix": [kind, shape]}]).replace("'", '"')
    return spelled.encode() + b"\n" + content


@pytest.mark.parametrize(
    "answer",
    [
        b"no JSON\n",
        b"[1, 2]\n",
        b'"abc"\n',
        b"[{}, null, {}]",  # cut
        b"\xff\xfe\n",
        b"[" * 100_000 + b"\n",
        pickle.dumps(Bomb()) + b"\n",
        frame("|O", [1], pickle.dumps(Bomb())),
        frame("object", [1], b"12345678"),
        frame("<U4", [1], b"a\0\0\0" * 4),
        frame("<c8", [1], b"12345678"),
        frame("f4,O", [1], b"12345678"),
        frame(4, [1], b"1234"),
        frame("<f4", [-1, -6], b"1234" * 6),
        frame("<f4", [1.0], b"1234"),
        frame("<f4", "2", b"1234"),
        frame("<f4", [1] * 40, b"1234"),
        frame("bytes", [-5], b"1234"),
        frame("<f4", [1 << 40], b"1234"),  # more bytes than are read
        frame("<f8", [1 << 13, 1 << 13], b"1234"),
        b'[{}, {"matrix": 1}, {"matrix": ["<f4", [1]]}]\n1234',
        b'[{}, [1], {"matrix": ["<f4", [1]]}]\n1234',
        b'[{}, {}, {"matrix": ["<f4", [1], 3]}]\n1234',
    ],
    ids=map(str, itertools.count()),  # the answers hold the number of this process
)
def test_a_malformed_answer_is_refused(answer: bytes, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(child_process, "COMMAND", (sys.executable, "-c", LIAR.format(answer=answer)))
    with Sandbox("The table", remedy="choose another file") as liar:
        with pytest.raises(
            InvalidInputError, match=r"^The table sent an unreadable answer .* another file\.$"
        ):
            liar.ask(READY, seconds=30)
        assert not liar.is_running


@pytest.mark.parametrize("answer", [b"", frame("<f4", [2, 3], b"1234" * 5)])  # five numbers are not 2 × 3
def test_half_an_answer_is_a_crash(answer: bytes, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(child_process, "COMMAND", (sys.executable, "-c", LIAR.format(answer=answer)))
    with Sandbox("The table") as liar, pytest.raises(InvalidInputError, match="The table crashed on this"):
        liar.ask(READY, seconds=30)


@pytest.mark.parametrize(
    "answer",
    [
        pickle.dumps(Bomb()) + b"\n",
        frame("|O", [1], pickle.dumps(Bomb())),
        b'[{}, {"value": {"type": "os:_exit", "fields": {"status": 3}}}, {}]\n',
        b'[{}, {"value": {"type": "function", "name": "os:getcwd"}}, {}]\n',
        b'[{}, {"value": {"type": "embedlab.space.fitting:MapOptions", "fields": {}}}, {}]\n',
        b'[{}, {"value": {"type": "array", "name": "0"}}, {}]\n',
        b"[{}, null, {}]\n",
    ],
    ids=map(str, itertools.count()),
)
def test_a_worker_that_lies_is_refused(answer: bytes, monkeypatch: pytest.MonkeyPatch) -> None:
    script = (sys.executable, "-c", LYING_WORKER.format(answer=answer))
    monkeypatch.setattr(child_process, "COMMAND", script)
    with Pool(workers=1) as pool:
        pool.start()
        until(lambda: pool.is_warm)
        monkeypatch.undo()  # the next process is an honest one
        job = pool.submit(tasks.add, 1, 2, key="3", owner="me", seconds=LONG)
        with pytest.raises(InvalidInputError, match="sent an unreadable answer and was stopped"):
            result_of(job)
        assert result_of(pool.submit(tasks.add, 1, 2, key="4", owner="me", seconds=LONG)) == 3


@pytest.mark.parametrize("endless", ["b'x' * (1 << 20)", "b'[' * (1 << 20)"])
def test_an_endless_line_is_refused(endless: str, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(messages, "MAX_LINE", 4 << 20)
    script = f"import sys\nwhile True: sys.stdout.buffer.write({endless})"
    monkeypatch.setattr(child_process, "COMMAND", (sys.executable, "-c", script))
    with Sandbox("The table") as liar, pytest.raises(InvalidInputError, match="unreadable answer"):
        liar.ask(READY, seconds=30)


def test_an_error_of_an_unknown_kind_is_only_a_sentence(monkeypatch: pytest.MonkeyPatch) -> None:
    answer = b'[{"error": "Too long.", "kind": "SystemExit"}, null, {}]\n'
    monkeypatch.setattr(child_process, "COMMAND", (sys.executable, "-c", LIAR.format(answer=answer)))
    with Sandbox("The table") as liar, pytest.raises(InvalidInputError, match=r"^Too long\.$"):
        liar.ask(READY, seconds=30)


@pytest.mark.parametrize("size", [10, 300_000, 20_000_000])  # beside and beyond what a pipe holds
def test_a_stopped_process_has_an_end_also_while_it_is_written_to(size: int) -> None:
    with Sandbox("It") as stopped:
        stopped.start()
        assert stopped._child is not None
        os.kill(stopped._child.process.pid, signal.SIGSTOP)
        began = time.monotonic()
        with pytest.raises(TimedOutError, match="It took longer than 1 seconds and was stopped"):
            stopped.ask(READY, seconds=1, content=b"x" * size)
        assert time.monotonic() - began < 20
        assert not stopped.is_running
        assert stopped.ask(READY, seconds=30) is True  # a new one


def test_a_process_that_cannot_be_started_is_a_sentence(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(child_process, "COMMAND", ("/no/such/program",))
    with Sandbox("It") as missing, pytest.raises(UnavailableError, match="cannot start a process for It"):
        missing.ask(READY, seconds=30)


@pytest.mark.parametrize(
    ("content", "labels"),
    [
        (b"cat 1 2\ndog 3 4\ncat 5 6\n\xc3\xa9 7 nan\n", None),  # repeated, and with notes
        (b"word,x,y,group\ncat,1,2,a\ndog,3,4,b\n", None),
        (b"1\t2\n3\t4\n", b"label\tgroup\n=cat\ta\n\x00dog\tb\n"),
    ],
)
def test_an_untrusted_table_is_read_as_a_trusted_one(content: bytes, labels: bytes | None) -> None:
    there = read_untrusted_table(content, labels=labels, name="x")
    here = read_vector_table(content, labels=labels, name="x")
    assert np.array_equal(there.matrix, here.matrix)
    assert there.matrix.dtype == np.float32
    assert (there.labels, there.format, there.notes) == (here.labels, here.format, here.notes)
    assert dict(there.columns) == dict(here.columns)


UPLOAD = """
import pickle, sys
from types import SimpleNamespace
from ui import fits, own_table

fits.visitor = lambda: "me"
classes = []
sys.addaudithook(lambda event, _: classes.append(event) if event == "pickle.find_class" else None)
uploaded = SimpleNamespace(name="mine.txt", getvalue=lambda: b"cat 1 2\\ndog 3 4\\n")
read = own_table.begin(own_table.Request(uploaded, None)).result()
print(read.labels, len(classes))
pickle.loads(pickle.dumps(read))
print(len(classes) > 0)  # the hook sees what is unpickled
"""


def test_nothing_of_an_upload_is_unpickled_in_the_server() -> None:
    ran = subprocess.run([sys.executable, "-c", UPLOAD], capture_output=True, text=True, check=False)
    assert ran.stdout.splitlines() == ["('cat', 'dog') 0", "True"], ran.stderr


@pytest.mark.parametrize("content", [b"", b"\x80\x04.", b"no numbers", b"PK\x03\x04", b"PAR1" + b"\0" * 99])
def test_what_is_not_a_table_is_refused_with_the_sentence_of_its_reader(content: bytes) -> None:
    with pytest.raises(InvalidInputError) as here:
        read_vector_table(content, name="x.csv")
    with pytest.raises(InvalidInputError) as there:
        read_untrusted_table(content, name="x.csv")
    assert str(there.value) == str(here.value)


MATRIX = np.ones((2, 3), np.float32)
WELL = {"labels": ["a", "b"], "columns": {}, "format": "CSV", "notes": [], "matrix": MATRIX} | {
    "reading": "2 rows of 3 numbers.",
    "label": [None],
    "vector": ["v", "v", "w"],
}


@pytest.mark.parametrize(
    "change",
    [
        {"matrix": [[1, 2]]},
        {"matrix": MATRIX.astype(np.float64)},
        {"matrix": MATRIX[0]},
        {"matrix": np.ones((3, 3), np.float32)},  # more rows than labels
        {"matrix": MATRIX * np.nan},
        {"matrix": np.ones((2, 4097), np.float32)},
        {"labels": ["a"]},
        {"labels": ["a", 2]},
        {"labels": "ab"},
        {"labels": None},
        {"columns": {"group": ["a"]}},
        {"columns": {"group": ["a", ["b"]]}},
        {"columns": ["a", "b"]},
        {"notes": None},
        {"notes": [1]},
        {"label": []},
        {"vector": [None, 1]},
    ],
    ids=str,
)
def test_an_answer_that_is_not_a_table_is_refused(
    change: dict[str, Any], monkeypatch: pytest.MonkeyPatch
) -> None:
    def answer(values: dict[str, Any]) -> str:
        content = io.BytesIO()
        messages.write_message(content, {}, values)
        return LIAR.format(answer=content.getvalue())

    monkeypatch.setattr(child_process, "COMMAND", (sys.executable, "-c", answer(WELL)))
    assert read_untrusted_table(b"1", name="x").labels == ("a", "b")
    monkeypatch.setattr(child_process, "COMMAND", (sys.executable, "-c", answer(WELL | change)))
    with pytest.raises(InvalidInputError, match="sent what is not a table"):
        read_untrusted_table(b"1", name="x")


def test_a_killed_process_is_no_proof_against_the_file(monkeypatch: pytest.MonkeyPatch) -> None:
    killed = "import os, sys; sys.stdin.buffer.readline(); os.kill(os.getpid(), 9)"
    with monkeypatch.context() as patch:
        patch.setattr(child_process, "COMMAND", (sys.executable, "-c", killed))
        with pytest.raises(InvalidInputError, match=r"Reading “x\.csv” crashed on this input.*try again"):
            read_untrusted_table(b"cat 1 2\n", name="x.csv")
    assert read_untrusted_table(b"cat 1 2\n", name="x.csv").labels == ("cat",)
