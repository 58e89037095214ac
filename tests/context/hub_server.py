"""A hub on this machine, as much of it as a download asks for, and tiny encoders to lie on it."""

from __future__ import annotations

import contextlib
import hashlib
import json
import threading
from collections.abc import Iterator
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from typing import Any

import numpy as np

SHA = "0123456789abcdef0123456789abcdef01234567"
SMALL = {
    "hidden_size": 16,
    "num_hidden_layers": 2,
    "num_attention_heads": 2,
    "intermediate_size": 32,
    "vocab_size": 40,
    "max_position_embeddings": 24,
    "type_vocab_size": 2,
}
DISTIL = {"dim": 16, "n_layers": 2, "n_heads": 2, "hidden_dim": 32, "vocab_size": 40} | {
    "max_position_embeddings": 24
}
WORDS = [
    *("the", "a", "river", "bank", "money", "sat", "closed", "flooded", "old", "on"),
    *("of", "lent", "me", "it", "and", "cat", "mat", "we", "##s", "##ed"),
]


class Hub(BaseHTTPRequestHandler):
    """The name of a repository's owner says how the hub behaves."""

    repositories: dict[str, dict[str, bytes]] = {}  # noqa: RUF012  (one server at a time)
    sizes: dict[str, int] = {}  # noqa: RUF012  (what the hub claims of a file)
    asked: list[str] = []  # noqa: RUF012

    def log_message(self, *_: object) -> None:
        pass

    def reply(self, status: int, body: bytes = b"", *, cut: bool = False, **headers: str) -> None:
        self.send_response(status)
        for name, value in headers.items():
            self.send_header(name.replace("_", "-"), value)
        self.send_header("Content-Length", str(len(body)))
        self.end_headers()
        if self.command != "HEAD":
            with contextlib.suppress(BrokenPipeError, ConnectionResetError):
                self.wfile.write(body[: len(body) // 2] if cut else body)

    def do_GET(self) -> None:
        Hub.asked.append(f"{self.command} {self.path}")
        parts = self.path.split("?")[0].strip("/").split("/")
        if parts[0] == "api":
            self.list_files("/".join(parts[2:4]))
            return
        content = Hub.repositories["/".join(parts[:2])].get(parts[-1], b"")
        if parts[0] == "swapped" and parts[-1] == "model.safetensors":
            content = content[:-1] + bytes([content[-1] ^ 1])
        tag = hashlib.sha256(content).hexdigest()
        cut = parts[0] == "breaks" and parts[-1] == "model.safetensors"
        if (wanted := self.headers.get("Range")) and parts[0] != "wholesale":
            self.reply_part(content, wanted, owner=parts[0])
            return
        self.reply(200, content, cut=cut, ETag=f'"{tag}"', X_Repo_Commit=SHA)
        if cut:
            self.close_connection = True

    def reply_part(self, content: bytes, wanted: str, *, owner: str) -> None:
        Hub.asked[-1] += f" {wanted}"
        start, last = (int(number) for number in wanted.removeprefix("bytes=").split("-"))
        start += owner == "shifted"
        part = content[start : last + 1]
        size = len(content) + (owner == "grown")
        if owner == "long":
            part += b"x"
        if owner == "drips":
            threading.Event().wait(8)
        place = f"bytes {start}-{start + len(part) - (owner == 'long') - 1}/{size}"
        self.reply(206, part, cut=owner == "breaks", Content_Range=place, X_Repo_Commit=SHA)
        self.close_connection = owner == "breaks"

    def list_files(self, name: str) -> None:
        owner = name.partition("/")[0]
        if owner == "hangs":
            threading.Event().wait(8)
        if owner in {"e401", "e403", "e404", "e429", "e500"}:
            code = {"e401": "RepoNotFound", "e403": "GatedRepo", "e404": "RepoNotFound"}.get(owner, "")
            self.reply(int(owner[1:]), b"{}", X_Error_Code=code)
            return
        files = Hub.repositories.get(name, {})
        siblings: list[dict[str, Any]] = []
        for file, content in files.items():
            sibling: dict[str, Any] = {"rfilename": file, "size": Hub.sizes.get(file, len(content))}
            if file.endswith(".safetensors"):
                digest = hashlib.sha256(content).hexdigest()
                sibling["lfs"] = {"sha256": digest, "size": sibling["size"], "pointerSize": 130}
            siblings.append(sibling)
        body = {
            "id": name,
            "sha": SHA,
            "gated": "manual" if owner == "gated" else False,
            "siblings": siblings,
        }
        self.reply(200, json.dumps(body).encode(), Content_Type="application/json")

    do_HEAD = do_GET  # noqa: N815  (the name http.server calls)


@contextlib.contextmanager
def running_hub() -> Iterator[str]:
    """Serve the repositories of `Hub` and yield the address."""
    with ThreadingHTTPServer(("127.0.0.1", 0), Hub) as server:
        server.daemon_threads = True
        threading.Thread(target=server.serve_forever, daemon=True).start()
        yield f"http://127.0.0.1:{server.server_port}"
        server.shutdown()


def tiny_tokenizer(**model: Any) -> bytes:
    """Return the tokenizer.json of a few words, with [CLS] and [SEP] around a text."""
    from tokenizers import Tokenizer, models, normalizers, pre_tokenizers, processors

    special = ["[PAD]", "[UNK]", "[CLS]", "[SEP]"]
    ids = {token: number for number, token in enumerate([*special, *WORDS])}
    tokenizer = Tokenizer(models.WordPiece(vocab=ids, unk_token="[UNK]", **model))
    tokenizer.normalizer = normalizers.BertNormalizer()
    tokenizer.pre_tokenizer = pre_tokenizers.BertPreTokenizer()
    tokenizer.post_processor = processors.TemplateProcessing(
        single="[CLS] $A [SEP]", special_tokens=[("[CLS]", 2), ("[SEP]", 3)]
    )
    tokenizer.add_special_tokens(special)
    return tokenizer.to_str().encode()


def tiny_model(folder: Path, model_type: str = "bert", **settings: Any) -> Any:
    """Save a tiny encoder of that type with its tokenizer and return it, in evaluation mode."""
    import torch
    from transformers import AutoConfig, AutoModel

    torch.manual_seed(0)
    plain = DISTIL if model_type == "distilbert" else SMALL
    more = {"embedding_size": 16} if model_type == "electra" else {}
    config = AutoConfig.for_model(model_type, **plain | more | settings)
    model = AutoModel.from_config(config, attn_implementation="eager").eval()
    model.save_pretrained(folder)
    (folder / "tokenizer.json").write_bytes(tiny_tokenizer())
    return model


def files_of(folder: Path) -> dict[str, bytes]:
    """Return a repository made of the three files of a folder."""
    names = ("config.json", "tokenizer.json", "model.safetensors")
    return {name: (folder / name).read_bytes() for name in names}


def copy_of(folder: Path, target: Path, **config: Any) -> Path:
    """Return a copy of an encoder's folder with some of its config changed."""
    target.mkdir()
    for name, content in files_of(folder).items():
        (target / name).write_bytes(content)
    given = json.loads((target / "config.json").read_text()) | config
    (target / "config.json").write_text(json.dumps(given))
    return target


def reference_states(model: Any, ids: list[int]) -> np.ndarray:
    """Return what transformers computes for one text, shape (layers + 1, tokens, dim)."""
    import torch

    with torch.inference_mode():
        output = model(
            input_ids=torch.tensor([ids]),
            attention_mask=torch.ones((1, len(ids)), dtype=torch.long),
            output_hidden_states=True,
        )
    return np.stack([state[0].numpy() for state in output.hidden_states])
