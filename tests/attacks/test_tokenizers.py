"""Tokenizer files made to be slow: whoever sends one waits alone."""

from __future__ import annotations

import json
import random
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import numpy as np
import pytest

import embedlab
from embedlab.catalog import find_entry
from embedlab.models.installed import read_file
from embedlab.processes import Sandbox
from embedlab.processes.child import SANDBOX_MEMORY
from embedlab.tokens import Message, untrusted
from embedlab.tokens.local_engine import LocalEngine
from embedlab.tokens.untrusted import (
    MAX_FILE_BYTES,
    MAX_READ_BYTES,
    UntrustedTokenizer,
    add_chat_template,
    compact_tokenizer,
    read_tokenizer,
)

pytestmark = pytest.mark.long

MUTANTS = 12


@pytest.fixture
def parsed(monkeypatch: pytest.MonkeyPatch) -> Iterator[list[int]]:
    """The sizes of what this process parses as JSON; it may load no tokenizer."""
    sizes: list[int] = []
    loads = json.loads

    def record(content: str | bytes, **options: Any) -> Any:
        sizes.append(len(content))
        return loads(content, **options)

    monkeypatch.setattr(json, "loads", record)
    monkeypatch.setattr(LocalEngine, "__init__", lambda *_: pytest.fail("the server loaded the tokenizer"))
    monkeypatch.setattr(untrusted, "LOAD_SECONDS", 60.0)
    monkeypatch.setattr(untrusted, "CALL_SECONDS", 60.0)
    yield sizes
    assert max(sizes, default=0) < 10_000


def whole_words(entries: str) -> bytes:
    """Return the tokenizer.json of a model of whole words."""
    return (
        '{"version": "1.0", "truncation": null, "padding": null, "added_tokens": [], "normalizer": null, '
        '"pre_tokenizer": {"type": "Whitespace"}, "post_processor": null, "decoder": null, '
        '"model": {"type": "WordLevel", "unk_token": "w0", "vocab": {' + entries + "}}}"
    ).encode()


@pytest.mark.bad_input(60)
def test_eight_million_empty_lists_are_parsed_outside_the_server(parsed: list[int]) -> None:
    content = b'{"model": {"type": "WordPiece", "vocab": {"a": 0}, "x": [[]' + b",[]" * 7_990_000 + b"]}}"
    assert 23_000_000 < len(content) < MAX_FILE_BYTES
    with pytest.raises(embedlab.EmbedLabError, match=r"lists\.json"):
        read_tokenizer(content, name="lists.json")


@pytest.mark.bad_input(60)
def test_a_vocabulary_of_over_a_million_tokens_is_parsed_outside_the_server(parsed: list[int]) -> None:
    size = 1_200_000
    content = whole_words(",".join(f'"w{token_id}":{token_id}' for token_id in range(size)))
    tokenizer = read_tokenizer(content, name="million.json")
    assert tokenizer.vocabulary_size == size
    assert tokenizer.encode("w7 w1199999 other").ids == [7, size - 1, 0]
    assert tokenizer.spelled(size - 1) == f"w{size - 1}"
    assert tokenizer.rank(5) is None
    assert tokenizer.vocabulary_bytes()[-1] == f"w{size - 1}".encode()


@pytest.mark.bad_input(64)
def test_an_indented_file_counts_without_its_indentation(parsed: list[int]) -> None:
    size = 200_000
    indented = b",\n".join(b" " * 110 + b'"w%d":%d' % (number, number) for number in range(size))
    content = whole_words("\n" + indented.decode() + "\n")
    assert MAX_FILE_BYTES < len(content) < MAX_READ_BYTES
    tokenizer = read_tokenizer(content, name="indented.json")
    assert tokenizer.vocabulary_size == size
    compact = compact_tokenizer(content, name="indented.json")
    assert len(compact) < len(content) / 5
    assert tokenizer.key == read_tokenizer(compact, name="indented.json").key


@pytest.mark.parametrize(
    ("content", "said"),
    [
        (b"{" + b" " * MAX_READ_BYTES + b"}", "36,000,002 bytes; a .* at most 25,000,000"),
        (b"{" + b'"a":0,' * 4_500_000 + b"\n    }", "27,000,007 bytes, 27,000,002 without its indentation"),
        (b"\n" * (MAX_FILE_BYTES + 1), "25,000,001 bytes; a .* at most 25,000,000"),
        (b'{"' + b"\\" * 30_000_000, "30,000,002 bytes; a .* at most 25,000,000"),
    ],
)
def test_what_remains_too_large_is_refused(content: bytes, said: str, parsed: list[int]) -> None:
    with pytest.raises(embedlab.EmbedLabError, match=said):
        read_tokenizer(content, name="large.json")


def test_a_template_does_not_enlarge_a_vocabulary_of_hindi() -> None:
    words = ['"बिल्ली\\ud83d%d": %d' % (number, number) for number in range(2_000)]  # noqa: UP031
    content = whole_words(", ".join(words))
    config = json.dumps({"chat_template": "{{ messages[0].content }}"}).encode()
    merged = add_chat_template(content, config=config, template=b"", name="hindi.json")
    assert len(merged) < len(content) + 200
    assert json.loads(merged)["model"] == json.loads(content)["model"]


def test_a_chat_template_is_put_in_outside_the_server(parsed: list[int]) -> None:
    config = json.dumps({"chat_template": "{{ messages[0].content }}", "x": [[]] * 10_000}).encode()
    entries = ",".join(f'"w{token_id}": {token_id}' for token_id in range(2_000))
    content = add_chat_template(whole_words(entries), config=config, template=b"", name="chatty.json")
    tokenizer = read_tokenizer(content, name="chatty.json")
    assert embedlab.tokens.encode_chat(tokenizer, [Message("user", "w1 w2")]).ids == [1, 2]


# F13
@pytest.mark.bad_input("F27")
@pytest.mark.parametrize(
    "template",
    [
        "{{ 'x' * 3000000000 }}",
        "{% set ns = namespace(text='x') %}{% for i in range(32) %}{% set ns.text = ns.text + ns.text %}"
        "{% endfor %}{{ ns.text }}",
    ],
)
@pytest.mark.skipif(sys.platform != "linux", reason="other systems limit no memory")
def test_a_template_that_builds_gigabytes_gets_half_of_one(template: str) -> None:
    config = json.dumps({"chat_template": template}).encode()
    words = whole_words('"w0": 0, "w1": 1')
    content = add_chat_template(words, config=config, template=b"", name="huge.json")
    tokenizer = read_tokenizer(content, name="huge.json")
    assert tokenizer._sandbox._child is not None
    process = tokenizer._sandbox._child.process
    with pytest.raises(embedlab.EmbedLabError, match=r"huge\.json"):
        embedlab.tokens.encode_chat(tokenizer, [Message("user", "w1")])
    if process.poll() is None:
        peak = Path(f"/proc/{process.pid}/status").read_text().split("VmHWM:")[1].split()[0]
        assert int(peak) << 10 < SANDBOX_MEMORY + (100 << 20)  # with what is mapped from libraries
    assert tokenizer.encode("w1").ids == [1]


@pytest.mark.skipif(sys.platform != "linux", reason="other systems limit no memory")
def test_a_process_may_hold_more_than_its_next_tasks_may_take() -> None:
    script = (
        "import resource; from embedlab.processes import child;"
        "child.limit_process(niceness=0, memory=child.MEMORY);"
        "child.limit_task(child.OPENING_MEMORY); held = bytearray(600 << 20);"
        "child.limit_task(child.SANDBOX_MEMORY); bytearray(100 << 20); print('so far');"
        "bytearray(300 << 20)"
    )
    ended = subprocess.run([sys.executable, "-c", script], check=False, capture_output=True, text=True)
    assert ended.stdout == "so far\n"
    assert "MemoryError" in ended.stderr


def mutants() -> Iterator[bytes]:
    """Return tokenizer files with one thing changed, by bytes and by values."""
    content = read_file(find_entry("all-MiniLM-L6-v2", "tokenizer"), "tokenizer")
    chance = random.Random(0)
    plain = json.loads(content)
    vocabulary = plain["model"]["vocab"]
    plain["model"]["vocab"] = {token: vocabulary[token] for token in [*vocabulary][:1_200]}
    odd = [None, True, -1, 1 << 70, 1e999, "", "\ud800", [], {}, [[]], "a" * 10_000, {"type": "Sequence"}]
    for number in range(MUTANTS):
        if number % 2:
            damaged = bytearray(json.dumps(plain).encode())
            for _ in range(chance.randint(1, 6)):
                damaged[chance.randrange(len(damaged))] = chance.randrange(256)
            yield bytes(damaged)
        else:
            file = json.loads(json.dumps(plain))
            part = chance.choice([file, file["model"], *file["added_tokens"], file["post_processor"]])
            part[chance.choice([*part])] = chance.choice(odd)
            yield json.dumps(file).encode()


def test_a_damaged_file_is_refused_or_works() -> None:
    for number, content in enumerate(mutants()):
        try:
            tokenizer = read_tokenizer(content, name=f"{number}.json")
            stages = tokenizer.stages("naïve [CLS] 猫", special_tokens=True)
            for word in stages.words:
                tokenizer.replay(word)
            tokenizer.decode(tokenizer.encode("naïve 猫").ids)
            assert len(tokenizer.vocabulary_bytes()) == tokenizer.vocabulary_size
        except embedlab.EmbedLabError:
            continue


def lie(monkeypatch: pytest.MonkeyPatch, changes: dict[str, Any]) -> None:
    """Put these into every answer of a sandbox."""
    ask = Sandbox.ask
    monkeypatch.setattr(Sandbox, "ask", lambda *args, **values: ask(*args, **values) | changes)


@pytest.mark.parametrize(
    "changes",
    [
        {"ids": np.zeros(3, np.int64)},
        {"ids": None},
        {"tokens": b"\xff\xfe"},
        {"tokens_lengths": np.array([-1, 3])},
        {"tokens_lengths": np.array([1 << 40, 2])},
        {"ids": np.array([0.5, 1.5])},
        {"ids": np.array([-1, 1])},
        {"ids": np.array([[0], [1]])},
        {"tokens": 7},
        {"offsets": np.zeros(7)},
        {"offsets": np.array([[0, 2], [3, 99]])},
        {"offsets": np.array([[0, 2], [5, 3]])},
        {"offsets": np.array([[0, 2], [-2, 3]])},
        {"special": "yes"},
    ],
)
def test_a_lying_sandbox_is_refused(changes: dict[str, Any], monkeypatch: pytest.MonkeyPatch) -> None:
    tokenizer = read_tokenizer(whole_words('"w0": 0, "w1": 1'), name="liar.json")
    assert tokenizer.encode("w0 w1").ids == [0, 1]
    lie(monkeypatch, changes)
    with pytest.raises(embedlab.EmbedLabError, match="unreadable"):
        tokenizer.encode("w0 w1")


@pytest.mark.parametrize("size", [float("inf"), "many", None])
def test_a_size_that_is_no_number_is_refused(size: Any, monkeypatch: pytest.MonkeyPatch) -> None:
    lie(monkeypatch, {"vocabulary_size": size})
    with pytest.raises(embedlab.EmbedLabError, match="unreadable"):
        read_tokenizer(whole_words('"w0": 0'), name="liar.json")


def test_fewer_spellings_than_ids_are_refused(monkeypatch: pytest.MonkeyPatch) -> None:
    tokenizer = read_tokenizer(whole_words('"w0": 0, "w1": 1'), name="liar.json")
    lie(monkeypatch, {"ranks": np.array([-1])})
    with pytest.raises(embedlab.EmbedLabError, match="unreadable"):
        tokenizer.spelled(1)


def test_a_merged_file_that_is_not_bytes_is_refused(monkeypatch: pytest.MonkeyPatch) -> None:
    lie(monkeypatch, {"content": "text"})
    with pytest.raises(embedlab.EmbedLabError, match="unreadable"):
        add_chat_template(whole_words('"w0": 0'), config=b"{}", template=b"x", name="liar.json")


@pytest.mark.parametrize(
    "answer", [None, [], {"type": "Encoding", "fields": {}}, {"type": "MergeReplay", "fields": {"x": 1}}, "x"]
)
def test_a_replay_that_is_none_is_refused(answer: Any, monkeypatch: pytest.MonkeyPatch) -> None:
    tokenizer = read_tokenizer(whole_words('"w0": 0, "w1": 1'), name="liar.json")
    (word,) = tokenizer.stages("w1").words
    monkeypatch.setattr(Sandbox, "ask", lambda *_, **__: answer)
    with pytest.raises(embedlab.EmbedLabError, match="unreadable"):
        UntrustedTokenizer.replay(tokenizer, word)
