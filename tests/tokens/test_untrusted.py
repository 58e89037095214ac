"""Tokenizers of strangers: they load, they agree, and the hostile ones harm nobody."""

from __future__ import annotations

import contextlib
import json
import threading
import time
from pathlib import Path
from typing import Any

import pytest

import embedlab
from embedlab.catalog import find_entry
from embedlab.models.installed import find_file, read_file
from embedlab.tokens import token_labels, untrusted
from embedlab.tokens.json_tokenizer import JsonTokenizer
from embedlab.tokens.untrusted import MAX_FILE_BYTES, read_tokenizer
from tests.support.texts import TEXTS, fuzzed_texts

pytestmark = pytest.mark.long


@pytest.fixture(scope="module")
def gpt2_json(tmp_path_factory: pytest.TempPathFactory) -> bytes:
    """GPT-2 as a tokenizer.json, written by transformers."""
    from transformers import GPT2TokenizerFast

    folder: Path = tmp_path_factory.mktemp("gpt2")
    entry = find_entry("gpt2", "tokenizer")
    (folder / "vocab.json").write_bytes(find_file(entry, "ids").read_bytes())
    (folder / "merges.txt").write_bytes(find_file(entry, "merges").read_bytes())
    GPT2TokenizerFast.from_pretrained(folder, local_files_only=True).save_pretrained(folder)
    return (folder / "tokenizer.json").read_bytes()


def minilm_json() -> dict[str, Any]:
    return json.loads(read_file(find_entry("all-MiniLM-L6-v2", "tokenizer"), "tokenizer"))


def test_gpt2_uploaded_is_gpt2(gpt2_json: bytes, tokenizers: dict[str, embedlab.tokens.Tokenizer]) -> None:
    uploaded = read_tokenizer(gpt2_json, name="gpt2.json")
    assert uploaded.algorithm == "byte-level BPE"
    assert uploaded.vocabulary_size == 50_257
    for text in TEXTS:
        theirs, ours = uploaded.encode(text), tokenizers["gpt2"].encode(text)
        assert (theirs.ids, theirs.tokens, theirs.offsets) == (ours.ids, ours.tokens, ours.offsets)
        assert theirs.token_bytes == ours.token_bytes
        assert uploaded.decode(theirs.ids) == text
        stages = uploaded.stages(text)
        assert [token_id for word in stages.words for token_id in uploaded.replay(word).ids] == theirs.ids
    assert uploaded.encode("<|endoftext|>").ids != [50_256]  # a text, not the token


def test_here_and_in_a_process_of_its_own_are_the_same() -> None:
    content = json.dumps(minilm_json())
    here = JsonTokenizer(content, name="here")
    there = read_tokenizer(content.encode(), name="there")
    for text in TEXTS + fuzzed_texts(50):
        for special in (False, True):
            one, other = (t.encode(text, special_tokens=special) for t in (here, there))
            assert (one.ids, one.tokens, one.offsets) == (other.ids, other.tokens, other.offsets)
        assert here.stages(text).words == there.stages(text).words
        assert here.stages(text).normalized == there.stages(text).normalized


@pytest.mark.parametrize("kind", ["byte fallback", "unknown", "whole words", "metaspace", "unigram bytes"])
def test_other_models_replay(kind: str) -> None:
    from tokenizers import Tokenizer, models, normalizers, pre_tokenizers

    letters = {"<unk>": 0, "▁": 1, "h": 2, "u": 3, "g": 4, "▁h": 5, "ug": 6, "▁hug": 7}
    merges = [("u", "g"), ("▁", "h"), ("▁h", "ug")]
    if kind == "unigram bytes":
        pieces = [("<unk>", 0.0), *((letter, -2.0) for letter in "▁hugs"), ("▁hug", -3.0)]
        in_bytes = [(f"<0x{byte:02X}>", -9.0) for byte in range(256)]
        engine = Tokenizer(models.Unigram([*pieces, *in_bytes], unk_id=0, byte_fallback=True))
        engine.pre_tokenizer = pre_tokenizers.Metaspace()
    elif kind == "whole words":
        engine = Tokenizer(models.WordLevel({"hug": 1, "<unk>": 0}, unk_token="<unk>"))
        engine.pre_tokenizer = pre_tokenizers.Whitespace()
    else:
        ids = dict(letters)
        if kind == "byte fallback":
            ids |= {f"<0x{byte:02X}>": 8 + byte for byte in range(256)}
        engine = Tokenizer(
            models.BPE(ids, merges, unk_token="<unk>", fuse_unk=True, byte_fallback=kind == "byte fallback")
        )
        if kind == "metaspace":
            engine.pre_tokenizer = pre_tokenizers.Metaspace()
        else:
            engine.normalizer = normalizers.Sequence(
                [normalizers.Prepend("▁"), normalizers.Replace(" ", "▁")]
            )
    tokenizer = JsonTokenizer(engine.to_str(), name=kind)
    for text in ["hug hug", "hugs é🙂 hug", "ugh", *fuzzed_texts(200)]:
        stages = tokenizer.stages(text)
        replayed = [token_id for word in stages.words for token_id in tokenizer.replay(word).ids]
        assert replayed == stages.encoding.ids, text
    if kind == "byte fallback":
        encoding = tokenizer.encode("hug 🙂")
        assert "".join(encoding.text[start:end] for start, end in encoding.offsets) == "hug 🙂"


def broken(**changes: Any) -> bytes:
    return json.dumps(minilm_json() | changes).encode()


@pytest.mark.parametrize(
    ("content", "said"),
    [
        (b"", "no JSON"),
        (b"not json", "no JSON"),
        (b"\xff\xfe\x00", "not UTF-8"),
        (b"[]", "no model"),
        (b"{}", "no model"),
        (b'{"model": {"type": "BPE"}}', "no model with a vocabulary"),
        (b"[" * 100_000, "no JSON"),
        (broken(model={"type": "Magic", "vocab": {}}), "Magic"),
        (broken(model={"type": "WordPiece", "vocab": {"a": "b"}}), "gives up"),
        (broken(added_tokens=[{"id": 4_000_000_000}]), "gives up"),
        (broken(pre_tokenizer={"type": "Nonsense"}), "gives up"),
        (broken(model={"type": ["BPE"], "vocab": {}}), "of the type 'list'"),
        (broken(model={"type": "BPE", "vocab": {}, "merges": []}, added_tokens=[]), "no tokens"),
        (
            broken(model={"type": "BPE", "vocab": {"a": 0}, "merges": [], "dropout": 0.5}, added_tokens=[]),
            "at random",
        ),
        (broken(model={"type": "WordLevel", "vocab": {"a": 3_999_999_999}, "unk_token": "a"}), "ids up to"),
    ],
)
def test_a_file_that_is_no_tokenizer(content: bytes, said: str) -> None:
    with pytest.raises(embedlab.EmbedLabError, match=said) as caught:
        read_tokenizer(content, name="upload.json")
    assert "Traceback" not in str(caught.value)


def test_a_file_that_is_too_large() -> None:
    with pytest.raises(embedlab.EmbedLabError, match="25,000,000"):
        read_tokenizer(b" " * (MAX_FILE_BYTES + 1), name="upload.json")


def test_a_call_that_takes_too_long_is_ended_and_harms_nobody(monkeypatch: pytest.MonkeyPatch) -> None:
    slow = read_tokenizer(json.dumps(minilm_json()).encode(), name="slow.json")
    good = read_tokenizer(json.dumps(minilm_json()).encode(), name="good.json")
    said: list[str] = []

    def ask(text: str) -> None:
        try:
            slow.encode(text)
        except embedlab.EmbedLabError as error:
            said.append(str(error))

    monkeypatch.setattr(untrusted, "CALL_SECONDS", 0.3)
    begun = time.monotonic()
    visitors = [threading.Thread(target=ask, args=("猫 " * 400_000,)) for _ in range(3)]
    for visitor in visitors:
        visitor.start()
    for visitor in visitors:
        visitor.join()
    assert time.monotonic() - begun < 6
    assert len(said) == 3
    assert all("slow.json" in sentence for sentence in said)
    monkeypatch.setattr(untrusted, "CALL_SECONDS", 5.0)
    assert good.encode("still here").tokens == ["still", "here"]
    assert slow.encode("still here").tokens == ["still", "here"]  # started anew, and loaded


def test_an_evil_pattern_ends() -> None:
    pattern = {"type": "Split", "pattern": {"Regex": "(a+)+(?=b)"}, "behavior": "Isolated", "invert": False}
    evil = read_tokenizer(broken(pre_tokenizer=pattern, normalizer=None), name="evil.json")
    begun = time.monotonic()
    with contextlib.suppress(embedlab.EmbedLabError):  # the engine may give such a pattern up by itself
        evil.encode("a" * 5_000)
    assert time.monotonic() - begun < untrusted.CALL_SECONDS + 3
    assert evil.encode("x").ids


def test_a_file_that_is_refused_leaves_no_process() -> None:
    before = len(untrusted._alive)
    with pytest.raises(embedlab.EmbedLabError):
        read_tokenizer(broken(pre_tokenizer={"type": "Nonsense"}), name="refused.json")
    assert len(untrusted._alive) == before


def with_added(content: dict[str, Any], *tokens: str) -> bytes:
    """Return a tokenizer.json with tokens that are cut out of the text before anything else."""
    first = 1 + max(item["id"] for item in content["added_tokens"])
    first = max(first, 1 + max(content["model"]["vocab"].values()))
    extra = [
        {
            "id": first + place,
            "content": token,
            "single_word": False,
            "lstrip": False,
            "rstrip": False,
            "normalized": False,
            "special": False,
        }
        for place, token in enumerate(tokens)
    ]
    return json.dumps(content | {"added_tokens": content["added_tokens"] + extra}).encode()


def test_added_tokens_are_no_words(gpt2_json: bytes) -> None:
    tokenizer = read_tokenizer(with_added(json.loads(gpt2_json), "<think>"), name="thinker.json")
    stages = tokenizer.stages("hi <think> yo me")
    assert [word.added for word in stages.words].count(True) == 1
    for word in stages.words:
        found = tuple(stages.encoding.ids[word.first : word.last])
        assert tokenizer.replay(word).ids == found, word
    assert (
        "".join(stages.text[word.start : word.end] for word in stages.words).replace(" ", "")
        == "hi<think>yome"
    )


def test_bytes_are_right_where_normalization_changes_the_text(gpt2_json: bytes) -> None:
    tokenizer = read_tokenizer(
        json.dumps(json.loads(gpt2_json) | {"normalizer": {"type": "NFC"}}).encode(), name="nfc.json"
    )
    encoding = tokenizer.encode("e\u0301🙂🦜")
    assert b"".join(encoding.token_bytes).decode() == "é🙂🦜"
    kinds = [label.kind for label in token_labels(encoding)]
    assert kinds.count("bytes") >= 2


def test_an_unknown_part_is_told(gpt2_json: bytes) -> None:
    from tokenizers import Tokenizer, models

    engine = Tokenizer(models.Unigram([("<unk>", 0.0), ("a", -1.0), ("b", -2.0)], unk_id=0))
    encoding = JsonTokenizer(engine.to_str(), name="unigram").encode("aéb")
    assert encoding.unknown == [False, True, False]
    assert [label.kind for label in token_labels(encoding)] == ["text", "unknown", "text"]


def test_only_a_few_processes_stay_alive() -> None:
    content = json.dumps(minilm_json()).encode()
    several = [read_tokenizer(content, name=f"{number}.json") for number in range(untrusted.PROCESSES + 2)]
    alive = [each for each in several if each.is_running]
    assert len(alive) == untrusted.PROCESSES
    assert several[0].encode("back again").tokens == ["back", "again"]
