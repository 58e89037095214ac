"""The settings of an operator: their order, their limits, their table, and that nothing goes around them."""

from __future__ import annotations

import ast
import os
import re
import subprocess
import sys
from pathlib import Path

import pytest

from embedlab import InvalidInputError, settings
from tests.support import ROOT


@pytest.fixture
def folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """Return the working directory of a process without settings."""
    for name in [name for name in os.environ if name.startswith(settings.PREFIX)]:
        monkeypatch.delenv(name)
    monkeypatch.chdir(tmp_path)
    # so that what `apply` writes goes with the test
    monkeypatch.setattr(os, "environ", dict(os.environ))
    return tmp_path


def test_a_flag_wins_over_a_variable_over_the_file_over_the_default(folder: Path) -> None:
    setting = settings.UPLOADS_MB
    assert (setting.value(), setting.source) == (400, "default")
    (folder / "embedlab.toml").write_text("uploads_mb = 300\nahead = false\n")
    assert (setting.value(), setting.source) == (300, "embedlab.toml")
    os.environ["EMBEDLAB_UPLOADS_MB"] = "200"
    assert (setting.value(), setting.source) == (200, "EMBEDLAB_UPLOADS_MB")
    settings.apply({"uploads_mb": "100"})
    assert (setting.value(), setting.source) == (100, "flag")
    assert (settings.AHEAD.value(), settings.AHEAD.source) == (False, "embedlab.toml")
    # a process that starts elsewhere sees the flag and the file
    code = "from embedlab import settings; print(settings.UPLOADS_MB.value(), settings.AHEAD.value())"
    environment = {**os.environ, "PYTHONPATH": str(ROOT)}
    line = subprocess.run(
        [sys.executable, "-c", code], cwd="/", env=environment, capture_output=True, text=True, check=True
    )
    assert line.stdout.split() == ["100", "False"]


def test_a_list_in_the_file_is_a_text_with_spaces(folder: Path) -> None:
    (folder / "embedlab.toml").write_text('frame_ancestors = ["https://a.example", "https://b.example"]\n')
    assert settings.FRAME_ANCESTORS.value() == "https://a.example https://b.example"


@pytest.mark.parametrize(
    ("name", "text", "value"),
    [
        ("OFFLINE", "yes", True),
        ("OFFLINE", "0", False),
        ("WORKERS", "", 2),
        ("RERUNS_A_SECOND", "2.5", 2.5),
    ],
)
def test_values_are_read_as_their_type(folder: Path, name: str, text: str, value: object) -> None:
    os.environ[f"EMBEDLAB_{name}"] = text
    assert getattr(settings, name).value() == value


@pytest.mark.parametrize(
    ("name", "text"),
    [
        *(("WORKERS", text) for text in ("many", "0", "65", "1.5")),
        *(("RERUNS_A_SECOND", text) for text in ("nan", "inf", "-1")),
        ("OFFLINE", "perhaps"),
        ("FRAME_ANCESTORS", "https://moodle.example.edu; script-src *"),
    ],
)
def test_a_bad_value_is_a_sentence_with_value_limits_and_remedy(folder: Path, name: str, text: str) -> None:
    os.environ[f"EMBEDLAB_{name}"] = text
    setting = getattr(settings, name)
    with pytest.raises(InvalidInputError) as error:
        settings.apply()
    for part in (f"EMBEDLAB_{name} is “{text[:10]}", setting.limits, "remove it for the default"):
        assert part in str(error.value)


@pytest.mark.parametrize(
    ("content", "sentence"),
    [
        ("wrokers = 1", "no setting named “wrokers” .*did you mean workers"),
        ("workers = 0", "workers in embedlab.toml is “0”"),
        ("workers =", "cannot be read as TOML"),
        ("[workers]\ncount = 1", "one line name = value"),
    ],
)
def test_a_bad_file_is_a_sentence(folder: Path, content: str, sentence: str) -> None:
    (folder / "embedlab.toml").write_text(content)
    with pytest.raises(InvalidInputError, match=sentence):
        settings.apply()


def test_a_named_file_must_be_there(folder: Path) -> None:
    os.environ["EMBEDLAB_CONFIG"] = "missing.toml"
    with pytest.raises(InvalidInputError, match=r"names the file “missing\.toml”"):
        settings.WORKERS.value()


def test_a_misspelled_variable_is_noticed(folder: Path) -> None:
    os.environ["EMBEDLAB_WROKERS"] = "1"
    assert settings.unknown_variables() == ["EMBEDLAB_WROKERS"]


def test_the_table_of_the_documentation_is_that_of_the_code() -> None:
    rows = [
        line
        for line in (ROOT / "docs" / "settings.md").read_text("utf-8").splitlines()
        if line.startswith("| `")
    ]
    assert rows == [setting.row for setting in settings.SETTINGS.values()]


def test_nobody_else_reads_a_setting_from_the_environment() -> None:
    """A text that is a variable's name, or its beginning, would be there to read it."""
    files = [
        *(ROOT / "embedlab").rglob("*.py"),
        *(ROOT / "ui").rglob("*.py"),
        *(ROOT / "pages").rglob("*.py"),
        ROOT / "app.py",
    ]
    for path in files:
        if path.parent.name != "embedlab" or path.stem not in {"setting", "settings"}:
            names = [
                node.value
                for node in ast.walk(ast.parse(path.read_text("utf-8")))
                if isinstance(node, ast.Constant)
                and isinstance(node.value, str)
                and re.fullmatch(rf"{settings.PREFIX}\w*", node.value)
            ]
            assert not names, path


def test_limits_of_lessons_are_settings(monkeypatch: pytest.MonkeyPatch) -> None:
    from embedlab.applications import LabeledTexts
    from embedlab.documents import read_documents
    from embedlab.texts import read_corpus

    texts = tuple(f"text {number}" for number in range(101))
    labels = ("a", "b") * 50 + ("a",)
    LabeledTexts(texts, labels)
    long = b"many words and more \n\n" * 60_000
    assert sum(map(len, read_documents(long, name="a.txt").texts)) < 1_000_000
    small = {"LABELED_TEXTS": "100", "DOCUMENTS_MB": "1", "DOCUMENT_CHARACTERS": "10000", "CORPUS_MB": "0.5"}
    for name, value in small.items():
        monkeypatch.setenv(f"EMBEDLAB_{name}", value)
    with pytest.raises(InvalidInputError, match="101 texts; at most 100"):
        LabeledTexts(texts, labels)
    with pytest.raises(InvalidInputError, match=r"1\.3 MB and at most 1 MB"):
        read_documents(long, name="a.txt")
    assert "at most 10,000 characters" in read_documents(long[:500_000], name="a.txt").notes[0]
    with pytest.raises(InvalidInputError, match=r"1\.3 MB; at most 0\.5 MB"):
        read_corpus(long)
