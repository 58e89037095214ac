"""Downloads by name, against a hub on this machine that answers, refuses, lies and hangs."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

import embedlab
from embedlab.catalog import find_entry
from embedlab.models import hub
from embedlab.models.hub import check_repository
from embedlab.models.installed import read_file
from embedlab.tokens import Message, untrusted
from embedlab.tokens.chat import describe_format
from embedlab.tokens.hub import download_tokenizer
from embedlab.tokens.untrusted import read_tokenizer
from tests.support.hub import Hub

TEMPLATE = (
    "{{ bos_token }}{% for message in messages %}{% if message.role == 'system' %}"
    "{{ raise_exception('no system prompt') }}{% endif %}"
    "{{ message.role }}: {{ message.content | trim }}{{ eos_token }}{% endfor %}"
)
CONFIG = {"chat_template": TEMPLATE, "bos_token": {"content": "[CLS]"}, "eos_token": "[SEP]"}


@pytest.fixture(scope="module")
def content() -> bytes:
    return read_file(find_entry("all-MiniLM-L6-v2", "tokenizer"), "tokenizer")


@pytest.fixture(autouse=True)
def repositories(fake_hub: type[Hub], content: bytes) -> None:
    plain = {"tokenizer.json": content}
    owners = dict.fromkeys(("good", "gated", "huge"), plain) | {
        "custom": {"modeling.py": b"", "pytorch_model.bin": b""},
        "pickles": {"pytorch_model.bin": b""},
        "empty": {"README.md": b""},
        "chatty": plain | {"tokenizer_config.json": json.dumps(CONFIG).encode()},
        "separate": plain | {"chat_template.jinja": TEMPLATE.encode()},
        "broken": plain | {"tokenizer_config.json": b"[not json"},
    }
    fake_hub.repositories |= {f"{owner}/model": files for owner, files in owners.items()}


def test_a_tokenizer_by_its_name(tokenizers: dict[str, embedlab.tokens.Tokenizer]) -> None:
    downloaded = download_tokenizer("good/model")
    assert downloaded.name == "good/model@0123456"
    expected = tokenizers["all-MiniLM-L6-v2"].encode("unimaginably happy")
    assert downloaded.encode("unimaginably happy").ids == expected.ids
    assert all("tokenizer.json" in path or "/api/models/good/model" in path for path in Hub.asked)


def test_its_chat_template_is_used() -> None:
    tokenizer = download_tokenizer("chatty/model")
    turns = [Message("user", "hello"), Message("assistant", "yes")]
    chat = embedlab.tokens.encode_chat(tokenizer, turns)
    assert chat.text == "[CLS]user: hello[SEP]assistant: yes[SEP]"
    shown = list(zip(chat.tokens, chat.special, strict=True))
    assert [token for token, special in shown if special] == ["[CLS]", "[SEP]", "[SEP]"]
    assert [chat.text[start:end] for start, end in chat.offsets][:3] == ["[CLS]", "user", ":"]
    assert describe_format(tokenizer) == "Its own chat template, from its repository"
    with pytest.raises(embedlab.EmbedLabError, match="no system prompt"):
        embedlab.tokens.encode_chat(tokenizer, [Message("system", "x"), *turns])
    assert tokenizer.encode("[CLS] is text").ids != tokenizer.encode("is text").ids


def test_the_template_equals_that_of_transformers(tmp_path: Path, content: bytes) -> None:
    from transformers import PreTrainedTokenizerFast

    tokenizer = download_tokenizer("chatty/model")
    (tmp_path / "tokenizer.json").write_bytes(content)
    reference = PreTrainedTokenizerFast(
        tokenizer_file=str(tmp_path / "tokenizer.json"),
        bos_token="[CLS]",
        eos_token="[SEP]",
        chat_template=TEMPLATE,
    )
    turns = [{"role": "user", "content": " naïve 🙂 "}, {"role": "assistant", "content": "yes"}]
    expected = reference.apply_chat_template(turns, tokenize=True, return_dict=False)
    ours = embedlab.tokens.encode_chat(tokenizer, [Message(turn["role"], turn["content"]) for turn in turns])
    assert ours.ids == expected


@pytest.mark.parametrize("name", ["separate/model", "broken/model", "good/model"])
def test_other_places_for_a_template(name: str) -> None:
    tokenizer = download_tokenizer(name)
    assert (describe_format(tokenizer) is not None) == (name == "separate/model")
    assert tokenizer.encode("still works").ids


@pytest.mark.parametrize(
    "template",
    ["{{ ''.__class__.__mro__ }}", "{% for i in range(10**9) %}x{% endfor %}", "{{ 1 / 0 }}", "{% if %}", ""],
)
def test_an_evil_template_is_a_plain_sentence(
    template: str, content: bytes, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(untrusted, "CALL_SECONDS", 2.0)
    evil = json.loads(content) | {"chat_template": {"template": template}}
    tokenizer = read_tokenizer(json.dumps(evil).encode(), name="evil.json")
    with pytest.raises(embedlab.EmbedLabError):
        embedlab.tokens.encode_chat(tokenizer, [Message("user", "hello")])
    assert tokenizer.encode("still here").ids


def test_what_was_downloaded_is_there_without_a_network(monkeypatch: pytest.MonkeyPatch) -> None:
    download_tokenizer("good/model")
    monkeypatch.setenv("HF_ENDPOINT", "http://127.0.0.1:9")  # nobody listens there
    assert download_tokenizer("good/model").name == "good/model@0123456"


def test_a_file_that_is_not_text_is_no_silence_of_the_hub(fake_hub: type[Hub]) -> None:
    fake_hub.repositories["good/model"] = {"tokenizer.json": b"\xff\xfe\x00"}
    with pytest.raises(embedlab.EmbedLabError, match="not UTF-8"):
        download_tokenizer("good/model")
    assert hub._paused_until == 0.0


@pytest.mark.parametrize(
    ("name", "said"),
    [
        ("custom/model", "custom code"),
        ("pickles/model", "does not open"),
        ("empty/model", "has no tokenizer.json"),
        ("huge/model", "26,000,000,000 bytes"),
        ("gated/model", "is gated"),
        ("e403/model", "is gated"),
        ("e404/model", "does not exist or is private"),
        ("e429/model", "fewer requests"),
        ("e500/model", r"error \(500\)"),
    ],
)
def test_each_refusal_has_its_own_sentence(name: str, said: str, fake_hub: type[Hub]) -> None:
    if name == "huge/model":
        fake_hub.sizes["tokenizer.json"] = 26_000_000_000
    with pytest.raises(embedlab.EmbedLabError, match=said) as caught:
        download_tokenizer(name)
    assert str(caught.value).startswith(f"The repository {name}")
    assert not any("resolve" in path for path in Hub.asked)  # nothing was fetched


def test_a_hub_that_hangs_is_left_alone_for_a_while(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(hub, "ANSWER_SECONDS", 2)
    with pytest.raises(embedlab.EmbedLabError, match="did not answer"):
        download_tokenizer("hangs/model")
    Hub.asked.clear()
    with pytest.raises(embedlab.EmbedLabError, match="try again in 5 minutes"):
        download_tokenizer("good/model")
    assert not Hub.asked


def test_no_network_at_all(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("HF_ENDPOINT", "http://127.0.0.1:9")
    with pytest.raises(embedlab.EmbedLabError, match="did not answer"):
        download_tokenizer("good/model")


def test_downloads_can_be_switched_off(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("EMBEDLAB_OFFLINE", "1")
    with pytest.raises(embedlab.EmbedLabError, match="switched off"):
        download_tokenizer("good/model")
    assert not Hub.asked


@pytest.mark.parametrize(
    "name",
    [
        "",
        "../../etc",
        "/etc/passwd",
        "C:\\models",
        "\\\\host\\share",
        "https://huggingface.co/gpt2",
        "a--b",
        "a" * 97,
        "owner/name/more",
        "owner/",
        "-x/y",
        "x/.git",
        "name with space",
        "<b>x</b>",
        "x\x00y",
        "модель",
    ],
)
def test_a_name_that_is_none_is_refused_before_anything_is_asked(name: str) -> None:
    with pytest.raises(embedlab.EmbedLabError, match="owner/name"):
        download_tokenizer(name)
    assert not Hub.asked


@pytest.mark.parametrize("name", ["gpt2", "openai-community/gpt2", "a/b.c-d_e", " spaced/name "])
def test_names_of_repositories(name: str) -> None:
    assert check_repository(name) == name.strip()
