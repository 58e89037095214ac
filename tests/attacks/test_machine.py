"""A machine that lacks something: a temporary folder, room on the disk, a package."""

from __future__ import annotations

import errno
import os
import subprocess
import sys
import tempfile
from pathlib import Path

import pytest

import ui
from embedlab import store
from embedlab.errors import MissingModelError, describe_missing
from embedlab.models.disk import is_private
from embedlab.processes import Pool
from embedlab.processes.worker_child import _explain
from embedlab.store import Store
from tests.support import ROOT, tasks
from tests.support.jobs import LONG, result_of
from tests.support.pages import finish, texts, visit, warnings
from ui import fits


# F14
@pytest.mark.bad_input("F28")
def test_without_a_temporary_folder_jobs_are_computed(monkeypatch: pytest.MonkeyPatch) -> None:
    def none(*_: object, **__: object) -> None:
        raise FileNotFoundError("No usable temporary directory found")

    monkeypatch.setattr(tempfile, "mkstemp", none)
    with Pool(workers=1) as pool:
        assert result_of(pool.submit(tasks.add, 1, 2, key="3", owner="me", seconds=LONG)) == 3


# F15
FULL = """
import sys, errno
from pathlib import Path
from embedlab.space.tsne import give_numba_a_folder
give_numba_a_folder()
from numba.core import caching
def full(self, *_):
    raise OSError(errno.ENOSPC, "No space left on device")
caching.IndexDataCacheFile.save = full
import numba
@numba.njit(cache=True)
def double(x):
    return 2 * x
print(double(21))
"""


@pytest.mark.bad_input("F29")
def test_compiled_code_that_cannot_be_kept_runs(tmp_path: Path) -> None:
    script = tmp_path / "full.py"
    script.write_text(FULL)
    environment = {**os.environ, "EMBEDLAB_CACHE": str(tmp_path / "cache"), "PYTHONPATH": str(ROOT)}
    environment.pop("NUMBA_CACHE_DIR", None)
    ended = subprocess.run(
        [sys.executable, str(script)], env=environment, check=False, capture_output=True, text=True
    )
    assert (ended.stdout, ended.stderr) == ("42\n", "")


@pytest.mark.model
@pytest.mark.bad_input("F29")
def test_a_map_on_a_full_disk_is_shown_with_a_sentence(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def full(*_: object) -> None:
        raise OSError(errno.ENOSPC, os.strerror(errno.ENOSPC))

    results = Store(tmp_path)
    monkeypatch.setattr(fits, "_store", lambda: results)
    monkeypatch.setattr(store, "write_atomic", full)
    at = finish(visit("space", map="t-SNE"))
    assert at.dataframe[0].value["map"][0] == "t-SNE"
    said = "could not be written to the disk of the server (No space left on device)"
    assert said in texts(at)
    assert said in texts(at.run())  # also later, from memory
    monkeypatch.undo()
    monkeypatch.setattr(fits, "_store", lambda: Store(tmp_path))
    assert said not in texts(finish(visit("space", map="t-SNE")))


# F24: no folder can be written, not even a temporary one
READ_ONLY = """
import errno, os, tempfile
tempfile._candidate_tempdir_list = lambda: []
import ui.environment
from embedlab.models.disk import cache_folder
assert cache_folder() is None
import embedlab
from embedlab.space.tsne import give_numba_a_folder
give_numba_a_folder()
import umap.layouts  # numba refuses to be loaded where compiled code cannot be kept
print(umap.layouts.clip(9.0))
print(len(embedlab.load_encoder("all-MiniLM-L6-v2").encode(["a word"])))
from starlette.testclient import TestClient
from app import app
with TestClient(app) as client:
    print("cache" in client.get("/healthz").json()["failed"], client.get("/tokenization").status_code)
"""


@pytest.mark.model
@pytest.mark.bad_input("F31")
def test_a_read_only_file_system_is_no_obstacle() -> None:
    nowhere = dict.fromkeys(("EMBEDLAB_CACHE", "HOME", "XDG_CACHE_HOME", "TMPDIR"), "/proc/nowhere")
    environment = {**os.environ, **nowhere, "PYTHONPATH": str(ROOT), "PYTHONDONTWRITEBYTECODE": "1"}
    environment.pop("NUMBA_CACHE_DIR", None)
    ended = subprocess.run(
        [sys.executable, "-c", READ_ONLY], env=environment, check=False, capture_output=True, text=True
    )
    assert ended.stdout.splitlines() == ["4.0", "1", "True 200"], ended.stderr
    assert "No folder can be written" in ended.stderr


def test_compiled_code_lies_in_a_folder_that_nobody_else_writes(tmp_path: Path) -> None:
    assert is_private(tmp_path / "new")
    (tmp_path / "link").symlink_to(tmp_path / "new", target_is_directory=True)
    assert not is_private(tmp_path / "link")
    (tmp_path / "new").chmod(0o770)
    assert not is_private(tmp_path / "new")
    (tmp_path / "file").touch()
    assert not is_private(tmp_path / "file")
    assert not is_private(tmp_path / "missing" / "below")


# F16
@pytest.mark.bad_input("F16")
@pytest.mark.parametrize(("module", "package"), [("umap", "umap-learn"), ("openTSNE", "openTSNE")])
def test_a_missing_package_is_named_with_the_line_that_installs_it(module: str, package: str) -> None:
    error = ModuleNotFoundError(f"No module named {module}", name=f"{module}.layouts")
    explained = _explain(error)
    assert isinstance(explained, MissingModelError)
    assert str(explained).endswith(f"pip install {package}")


@pytest.mark.model
def test_a_page_without_its_package_is_a_sentence(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(sys.modules, "ui.glossary", None)  # Python then finds no such module
    monkeypatch.delattr(ui, "glossary", raising=False)  # another test may have loaded it
    at = visit("glossary", unfolded=False)
    assert not at.exception
    assert "which is not installed on this server; install it with: pip install" in warnings(at)
    assert not visit("home", unfolded=False).exception


def test_no_name_is_no_crash() -> None:
    assert "cannot be loaded on this server" in describe_missing(ImportError("DLL load failed"))
