"""A hub on this machine: as much of it as a download needs."""

from __future__ import annotations

import contextlib
import hashlib
import json
import threading
from collections.abc import Iterator
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Any

SHA = "0123456789abcdef0123456789abcdef01234567"


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
        if owner == "portal":
            self.reply(200, b"<html>Log in, please</html>", Content_Type="text/html")
            return
        if owner == "drop":
            self.send_response(200)
            self.send_header("Content-Length", "1000")
            self.end_headers()
            with contextlib.suppress(OSError):
                for _ in range(40):
                    self.wfile.write(b" ")
                    threading.Event().wait(0.5)
            return
        if owner in {"elsewhere", "local"}:
            host = "https://evil.example" if owner == "elsewhere" else "http://127.0.0.1:9"
            self.reply(302, Location=f"{host}/api/models/{name}")
            return
        files = Hub.repositories.get(name, {})
        siblings: list[dict[str, Any]] = []
        for file, content in files.items():
            sibling: dict[str, Any] = {
                "rfilename": file,
                "size": "abc" if owner == "letters" else Hub.sizes.get(file, len(content)),
            }
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
        threading.Thread(target=server.serve_forever, args=(0.02,), daemon=True).start()
        yield f"http://127.0.0.1:{server.server_port}"
        server.shutdown()
