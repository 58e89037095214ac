"""Downloads by name, against a hub on this machine that answers, refuses, lies and hangs."""

from __future__ import annotations

import contextlib
import json
import threading
from collections.abc import Iterator
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path

import pytest

import embedlab
from embedlab.catalog import find_entry
from embedlab.models import hub
from embedlab.models.hub import check_repository
from embedlab.models.installed import read_file
from embedlab.tokens import Message, foreign
from embedlab.tokens.chat import describe_format
from embedlab.tokens.foreign import read_tokenizer
from embedlab.tokens.hub import download_tokenizer

SHA = "0123456789abcdef0123456789abcdef01234567"


TEMPLATE = (
    "{{ bos_token }}{% for message in messages %}{% if message.role == 'system' %}"
    "{{ raise_exception('no system prompt') }}{% endif %}"
    "{{ message.role }}: {{ message.content | trim }}{{ eos_token }}{% endfor %}"
)
CONFIG = {"chat_template": TEMPLATE, "bos_token": {"content": "[CLS]"}, "eos_token": "[SEP]"}


class Hub(BaseHTTPRequestHandler):
    """As much of the hub as a download asks for; the name of the repository says how it behaves."""

    content = b""
    asked: list[str] = []  # noqa: RUF012  (one server in this module)

    def log_message(self, *_: object) -> None:
        pass

    def reply(self, status: int, body: bytes = b"", **headers: str) -> None:
        self.send_response(status)
        for name, value in headers.items():
            self.send_header(name.replace("_", "-"), value)
        self.send_header("Content-Length", str(len(body)))
        self.end_headers()
        if self.command != "HEAD":
            with contextlib.suppress(BrokenPipeError):  # whoever asked has given up
                self.wfile.write(body)

    def do_GET(self) -> None:
        Hub.asked.append(f"{self.command} {self.path}")
        name = self.path.split("/")[3 if self.path.startswith("/api") else 1]
        if name == "hangs":
            threading.Event().wait(20)
        if name in {"e401", "e403", "e404", "e429", "e500"}:
            code = {"e401": "RepoNotFound", "e403": "GatedRepo", "e404": "RepoNotFound"}.get(name, "")
            self.reply(int(name[1:]), b"{}", X_Error_Code=code)
        elif self.path.startswith("/api/models/"):
            files = {
                "custom": ["modeling.py", "pytorch_model.bin"],
                "pickles": ["pytorch_model.bin"],
                "empty": ["README.md"],
                "chatty": ["tokenizer.json", "tokenizer_config.json"],
                "separate": ["tokenizer.json", "chat_template.jinja"],
                "broken": ["tokenizer.json", "tokenizer_config.json"],
            }.get(name, ["tokenizer.json"])
            size = 26_000_000_000 if name == "huge" else len(Hub.content)
            body = {
                "id": f"{name}/model",
                "sha": SHA,
                "gated": "manual" if name == "gated" else False,
                "siblings": [{"rfilename": file, "size": size} for file in files],
            }
            self.reply(200, json.dumps(body).encode(), Content_Type="application/json")
        elif self.path.endswith("tokenizer_config.json"):
            content = b"[not json" if name == "broken" else json.dumps(CONFIG).encode()
            self.reply(200, content, ETag=f'"{SHA[::-1]}"', X_Repo_Commit=SHA)
        elif self.path.endswith("chat_template.jinja"):
            self.reply(200, TEMPLATE.encode(), ETag=f'"{SHA[1:]}"', X_Repo_Commit=SHA)
        else:
            self.reply(200, Hub.content, ETag=f'"{SHA}"', X_Repo_Commit=SHA)

    do_HEAD = do_GET  # noqa: N815  (the name http.server calls)


@pytest.fixture(scope="module")
def server() -> Iterator[str]:
    Hub.content = read_file(find_entry("all-MiniLM-L6-v2", "tokenizer"), "tokenizer")
    with ThreadingHTTPServer(("127.0.0.1", 0), Hub) as running:
        running.daemon_threads = True
        threading.Thread(target=running.serve_forever, daemon=True).start()
        yield f"http://127.0.0.1:{running.server_port}"
        running.shutdown()


@pytest.fixture(autouse=True)
def this_hub(server: str, monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    monkeypatch.setenv("HF_ENDPOINT", server)
    monkeypatch.setenv("EMBEDLAB_CACHE", str(tmp_path))
    monkeypatch.delenv("EMBEDLAB_OFFLINE", raising=False)
    monkeypatch.setattr(hub, "_paused_until", 0.0)
    Hub.asked.clear()


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


def test_the_template_equals_that_of_transformers(tmp_path: Path) -> None:
    from transformers import PreTrainedTokenizerFast

    tokenizer = download_tokenizer("chatty/model")
    (tmp_path / "tokenizer.json").write_bytes(Hub.content)
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
def test_an_evil_template_is_a_plain_sentence(template: str, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(foreign, "CALL_SECONDS", 2.0)
    content = json.loads(Hub.content) | {"chat_template": {"template": template}}
    tokenizer = read_tokenizer(json.dumps(content).encode(), name="evil.json")
    with pytest.raises(embedlab.EmbedLabError):
        embedlab.tokens.encode_chat(tokenizer, [Message("user", "hello")])
    assert tokenizer.encode("still here").ids


def test_what_was_downloaded_is_there_without_a_network(monkeypatch: pytest.MonkeyPatch) -> None:
    download_tokenizer("good/model")
    monkeypatch.setenv("HF_ENDPOINT", "http://127.0.0.1:9")  # nobody listens there
    assert download_tokenizer("good/model").name == "good/model@0123456"


def test_a_file_that_is_not_text_is_no_silence_of_the_hub(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(Hub, "content", b"\xff\xfe\x00")
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
def test_each_refusal_has_its_own_sentence(name: str, said: str) -> None:
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
