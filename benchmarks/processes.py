"""Starting our server and its peers, and reading their memory."""

from __future__ import annotations

import os
import shutil
import socket
import subprocess
import sys
import tempfile
import time
import urllib.request
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent

# the peers: the same libraries loaded, and either a page of three elements or our own pages
LIBRARIES = """
import torch, transformers, sklearn.manifold, sklearn.decomposition, gensim, umap, openTSNE
from transformers import AutoModel
"""
THREE_ELEMENTS = """
import streamlit as st
st.title("Stock")
st.text_input("Your sentence", "hello")
st.write("A page of three elements")
"""
OUR_PAGES = """
import runpy, sys
sys.path.insert(0, {root!r})
runpy.run_path({main!r}, run_name="__main__")
"""
EMPTY = """
import streamlit as st
st.title("Empty")
"""
EMPTY_APP = """
import streamlit as st, uvicorn, sys
app = st.App({script!r})
uvicorn.run(app, host="127.0.0.1", port=int(sys.argv[1]), log_level="error", ws="websockets-sansio",
            ws_per_message_deflate=False)
"""
START_SECONDS = 600.0  # at most, on a machine that is busy with something else


@dataclass
class Server:
    """A running server."""

    address: str
    process: subprocess.Popen[bytes]
    started: float  # time.perf_counter() at the start of the process

    def memory(self) -> float:
        """Return the resident memory in MB."""
        status = Path(f"/proc/{self.process.pid}/status").read_text()
        return int(status.split("VmRSS:")[1].split()[0]) / 1000 * 1.024

    def processor_seconds(self) -> float:
        """Return the seconds that processors have worked for it, in all its threads."""
        fields = Path(f"/proc/{self.process.pid}/stat").read_text().rpartition(")")[2].split()
        return (int(fields[11]) + int(fields[12])) / os.sysconf("SC_CLK_TCK")


def free_port() -> int:
    """Return a port nobody listens on."""
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])


@contextmanager
def run(arguments: list[str], *, folder: Path, health: str, containing: str = "") -> Iterator[Server]:
    """Start a server; yields it once `health` answers with `containing`."""
    port = free_port()
    begun = time.perf_counter()
    process = subprocess.Popen(
        [sys.executable, *(part.replace("PORT", str(port)) for part in arguments)],
        cwd=folder,
        # nobody has fingers as fast as some of these visitors
        env={**os.environ, "EMBEDLAB_RERUNS_A_SECOND": "0", "EMBEDLAB_METRICS": "1"},
        stdout=subprocess.DEVNULL,
        stderr=subprocess.DEVNULL,
    )
    server = Server(f"http://127.0.0.1:{port}", process, begun)
    try:
        while not answers(server.address + health, containing):
            if process.poll() is not None or time.perf_counter() - begun > START_SECONDS:
                raise RuntimeError(f"the server {arguments} did not start")
            time.sleep(0.02)
        yield server
    finally:
        process.terminate()
        process.wait(30)


def answers(address: str, containing: str) -> bool:
    """Whether an address answers with a text."""
    try:
        with urllib.request.urlopen(address, timeout=10) as response:
            return containing in response.read().decode()
    except OSError:
        return False


@contextmanager
def ours(*, warm: bool) -> Iterator[Server]:
    """Start EmbedLab as `python app.py` does."""
    arguments = ["app.py", "--port", "PORT"]
    with run(arguments, folder=ROOT, health="/healthz", containing="true" if warm else "warm") as server:
        yield server


@contextmanager
def stock(*, our_pages: bool) -> Iterator[Server]:
    """Start `streamlit run` with its own settings, all libraries loaded, on our pages or three elements."""
    own = OUR_PAGES.format(root=str(ROOT), main=str(ROOT / "ui" / "main.py"))
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        (folder / "stock.py").write_text(LIBRARIES + (own if our_pages else THREE_ELEMENTS))
        arguments = [
            "-m",
            "streamlit",
            "run",
            "stock.py",
            "--server.headless",
            "true",
            "--server.port",
            "PORT",
        ]
        with run(arguments, folder=folder, health="/_stcore/health") as server:
            yield server


@contextmanager
def empty_app() -> Iterator[Server]:
    """Serve an `st.App` whose page is one title."""
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        (folder / "empty.py").write_text(EMPTY)
        shutil.copytree(ROOT / ".streamlit", folder / ".streamlit")  # the same settings as ours
        (folder / "app.py").write_text(EMPTY_APP.format(script=str(folder / "empty.py")))
        with run(["app.py", "PORT"], folder=folder, health="/_stcore/health") as server:
            yield server
