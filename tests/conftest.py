"""What all tests share: no network, a cache folder of their own, and the bundled models, loaded once."""

from __future__ import annotations

import functools
import hashlib
import os
import socket
import sys
from collections.abc import Iterator
from pathlib import Path

import numpy as np
import pytest

os.environ.setdefault("HF_HUB_OFFLINE", "1")
os.environ.setdefault("OMP_WAIT_POLICY", "PASSIVE")  # as in the server; tests often run on a busy machine
os.environ.setdefault("EMBEDLAB_WORKERS", "1")  # a test runs one map at a time; each worker costs its warm-up

import embedlab
from embedlab.models import hub
from tests.support.hub import Hub, running_hub


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """Mark what runs a large model, a page or a browser: `make check` leaves it out."""
    for item in items:
        if isinstance(item, pytest.Function) and (
            {"encoder", "smollm", "browser"} & set(item.fixturenames)
            or item.path.parent.name in {"pages", "browser"}
            or hasattr(item.module, "visit")
        ):
            item.add_marker("model")


@pytest.fixture(scope="session", autouse=True)
def no_network() -> Iterator[None]:
    """Refuse every connection that leaves this machine."""
    connect = socket.socket.connect

    def refuse(self: socket.socket, address: object) -> None:
        host = address[0] if isinstance(address, tuple) else ""
        if isinstance(address, tuple) and host not in {"127.0.0.1", "::1", "localhost"}:
            raise AssertionError(f"a test tried to reach {host}")
        connect(self, address)  # type: ignore[arg-type]

    patch = pytest.MonkeyPatch()
    patch.setattr(socket.socket, "connect", refuse)
    yield
    patch.undo()


@pytest.fixture(scope="session", autouse=True)
def own_cache(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Path]:
    """Keep what is remembered between runs out of the tests."""
    folder = tmp_path_factory.mktemp("cache")
    patch = pytest.MonkeyPatch()
    patch.setenv("EMBEDLAB_CACHE", str(folder))
    patch.setenv("EMBEDLAB_TABLES", str(folder / "tables"))
    yield folder
    patch.undo()


@pytest.fixture(scope="session", autouse=True)
def packages_scanned_once() -> Iterator[None]:
    """Look for components in the installed packages once: AppTest does so at every run, 0.3 s each time."""
    from streamlit.components.v2 import manifest_scanner

    patch = pytest.MonkeyPatch()
    scan = functools.cache(manifest_scanner.scan_component_manifests)
    patch.setattr(manifest_scanner, "scan_component_manifests", scan)
    yield
    patch.undo()


@pytest.fixture(scope="module", autouse=True)
def fresh_caches() -> Iterator[None]:
    """Leave no result of a page to the next module of tests."""
    yield
    if "ui.cache" in sys.modules:
        sys.modules["ui.cache"].clear()


@pytest.fixture(scope="session")
def vectors() -> embedlab.vectors.WordVectors:
    return embedlab.load_word_vectors("glove-6b-50d")


@pytest.fixture(scope="session")
def encoder() -> embedlab.context.Encoder:
    return embedlab.load_encoder("all-MiniLM-L6-v2")


@pytest.fixture(scope="session")
def smollm(own_cache: Path) -> embedlab.context.Encoder:
    """The optional decoder; converting it takes half a minute, once a session."""
    try:
        return embedlab.load_decoder("smollm2-135m")
    except embedlab.MissingModelError as error:
        pytest.fail(f"`make test` installs what this test needs. {error}")


@pytest.fixture(scope="session")
def tokenizers() -> dict[str, embedlab.tokens.Tokenizer]:
    return {name: embedlab.load_tokenizer(name) for name in embedlab.names_of("tokenizer")}


@pytest.fixture
def fake_hub(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[type[Hub]]:
    """A hub on this machine without a repository, and a cache folder that nothing was downloaded to."""
    monkeypatch.setenv("EMBEDLAB_CACHE", str(tmp_path / "cache"))
    monkeypatch.delenv("EMBEDLAB_OFFLINE", raising=False)
    monkeypatch.setattr(hub, "_paused_until", 0.0)
    monkeypatch.setattr(Hub, "repositories", {})
    monkeypatch.setattr(Hub, "sizes", {})
    Hub.asked.clear()
    with running_hub() as address:
        monkeypatch.setenv("HF_ENDPOINT", address)
        yield Hub


@pytest.fixture
def tiny_vectors() -> embedlab.vectors.WordVectors:
    """Five words in two dimensions, with a zero vector and a repeated word."""
    matrix = np.array([[1, 0], [0, 1], [2, 2], [0, 0], [-1, 0]], dtype=np.float32)
    return embedlab.vectors.WordVectors(
        ["east", "north", "northeast", "nowhere", "west"], matrix, name="compass"
    )


@pytest.fixture(scope="session")
def openai_files(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A folder in which the official tiktoken finds its rank files, so that it downloads nothing."""
    from embedlab.catalog import find_entry
    from embedlab.models.installed import read_file

    folder = tmp_path_factory.mktemp("tiktoken")
    host = "https://openaipublic.blob.core.windows.net"
    urls = {
        f"{host}/encodings/cl100k_base.tiktoken": ("cl100k_base", "ranks"),
        f"{host}/encodings/o200k_base.tiktoken": ("o200k_base", "ranks"),
        f"{host}/gpt-2/encodings/main/vocab.bpe": ("gpt2", "merges"),
        f"{host}/gpt-2/encodings/main/encoder.json": ("gpt2", "ids"),
    }
    for url, (name, role) in urls.items():
        content = read_file(find_entry(name, "tokenizer"), role)
        (folder / hashlib.sha1(url.encode()).hexdigest()).write_bytes(content)
    return folder
