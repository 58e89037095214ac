"""Whose positions are shown: downloaded by a button and never by a link, said where it is not here."""

from __future__ import annotations

import json
from pathlib import Path

import numpy as np
import pytest
from safetensors.numpy import save
from streamlit.testing.v1 import AppTest

import embedlab
from embedlab import positional
from tests.support.hub import SHA, Hub
from tests.support.pages import run_script
from ui import cache
from ui.positional import tables
from ui.positional.checkpoints import Checkpoint, read
from ui.positional.schemes import Learned

TABLE = np.random.default_rng(0).normal(size=(24, 6)).astype(np.float32)
BIAS = np.random.default_rng(1).normal(size=(32, 4)).astype(np.float32)
BLOCK = "block.0.layer.0.SelfAttention.relative_attention_bias.weight"
GPT2 = {"config.json": b"{}", "model.safetensors": save({"wpe.weight": TABLE})}
T5 = {
    "config.json": json.dumps({"model_type": "t5"}).encode(),
    "model.safetensors": save({f"encoder.{BLOCK}": BIAS}),
}
SCRIPT = """
import streamlit as st
from ui.positional import checkpoints

chosen = checkpoints.choose({kind!r})
st.text(repr(chosen and (chosen.repository, chosen.commit)))
if chosen:
    st.text(checkpoints.read(chosen).tensor)
"""
KEYS = {"learned": "table_of", "relative": "bias_of"}
NOBODY = {"learned": "all-MiniLM-L6-v2", "relative": "none yet"}
NAMES = {"learned": "good/gpt2", "relative": "good/t5"}
GOOD = Checkpoint("learned", "good/gpt2", SHA)


@pytest.fixture(autouse=True)
def repositories(fake_hub: type[Hub]) -> None:
    cache.clear()
    fake_hub.repositories |= {"good/gpt2": GPT2, "good/t5": T5}


def page(kind: str = "learned", **query: str) -> AppTest:
    return run_script(SCRIPT.format(kind=kind), **query)


def press(at: AppTest, kind: str, name: str) -> AppTest:
    at.text_input(key=f"{KEYS[kind]} name").set_value(name)
    return at.button(key=f"{KEYS[kind]} name button").click().run()


def shown(at: AppTest) -> list[str]:
    assert not at.exception
    return [text.value for text in at.text]


@pytest.mark.parametrize("kind", ["learned", "relative"])
def test_at_first_nothing_is_fetched(kind: str) -> None:
    at = page(kind)
    assert shown(at) == ["None"]
    assert at.selectbox(key=KEYS[kind]).options == [NOBODY[kind]]
    at.text_input(key=f"{KEYS[kind]} name").set_value(NAMES[kind]).run()  # typing is not asking
    assert not Hub.asked


@pytest.mark.parametrize("kind", ["learned", "relative"])
def test_the_button_downloads_and_chooses_it(kind: str) -> None:
    at = press(page(kind), kind, f" {NAMES[kind]} ")
    label = f"{NAMES[kind]}@{SHA}"
    assert shown(at) == [repr((NAMES[kind], SHA)), "wpe.weight" if kind == "learned" else f"encoder.{BLOCK}"]
    assert not at.warning
    assert at.selectbox(key=KEYS[kind]).value == label
    assert at.selectbox(key=KEYS[kind]).options == [NOBODY[kind], label]
    Hub.asked.clear()
    assert shown(at.selectbox(key=KEYS[kind]).set_value(NOBODY[kind]).run()) == ["None"]
    assert shown(at.selectbox(key=KEYS[kind]).set_value(label).run())[0] == repr((NAMES[kind], SHA))
    assert not Hub.asked
    values = read(Checkpoint(kind, NAMES[kind], SHA)).values
    np.testing.assert_array_equal(values, TABLE if kind == "learned" else BIAS)


def test_a_link_shows_what_is_here_already(monkeypatch: pytest.MonkeyPatch) -> None:
    positional.download_position_table("good/gpt2")
    Hub.asked.clear()
    monkeypatch.setenv("EMBEDLAB_OFFLINE", "1")
    at = page(table_of=f"good/gpt2@{SHA}")
    assert shown(at) == [repr(("good/gpt2", SHA)), "wpe.weight"]
    assert not Hub.asked
    assert not at.toast
    assert any("switched off" in found.value for found in at.caption)


@pytest.mark.parametrize("kind", ["learned", "relative"])
def test_a_link_to_what_is_not_here_says_so_and_fetches_nothing(kind: str) -> None:
    at = page(kind, **{KEYS[kind]: f"{NAMES[kind]}@{SHA}"})
    assert shown(at) == ["None"]
    assert not Hub.asked
    summary = [found.value for found in at.caption if "is not on this server" in found.value]
    assert len(summary) == 1
    assert "nothing was fetched" in summary[0]
    assert at.text_input(key=f"{KEYS[kind]} name").value == NAMES[kind]  # one press away
    at = at.run()
    assert any("is not on this server" in found.value for found in at.caption)  # it stays said
    at = at.button(key=f"{KEYS[kind]} name button").click().run()
    assert shown(at)[0] == repr((NAMES[kind], SHA))
    assert not any("is not on this server" in found.value for found in at.caption)


@pytest.mark.parametrize(
    "link",
    [
        "<script>alert(1)</script>",
        "good/gpt2",
        f"../../etc@{SHA}",
        f"a/b/../c@{SHA}",
        f"good/gpt2@{SHA}x",
        f"good/gpt2@{'g' * 40}",
        "x" * 5_000,
        "a\x00b",
        "",
    ],
)
def test_a_link_that_makes_no_sense_shows_the_bundled_table(link: str) -> None:
    at = page(table_of=link)
    assert shown(at) == ["None"]
    assert at.toast
    assert at.text_input(key="table_of name").value == ""
    assert not Hub.asked


@pytest.mark.parametrize("name", ["", "../../etc", "<b>x</b>", "missing/model", "good/t5", "a/b/c"])
def test_a_name_that_is_none_is_a_plain_sentence(name: str) -> None:
    at = press(page(), "learned", name)
    assert shown(at) == ["None"]
    assert len(at.warning) == 1
    assert at.selectbox(key="table_of").options == [NOBODY["learned"]]


def test_where_downloads_are_off_it_is_said(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("EMBEDLAB_OFFLINE", "1")
    at = page()
    assert any("switched off" in found.value for found in at.caption)
    assert "switched off" in press(at, "learned", "good/gpt2").warning[0].value
    assert not Hub.asked


def test_the_list_keeps_the_newest(monkeypatch: pytest.MonkeyPatch) -> None:
    for number in range(6):
        Hub.repositories[f"good/model{number}"] = GPT2
    at = page()
    for number in range(6):
        at = press(at, "learned", f"good/model{number}")
    found = at.selectbox(key="table_of").options
    assert found == [NOBODY["learned"], *(f"good/model{number}@{SHA}" for number in range(2, 6))]


def test_a_table_is_read_once() -> None:
    positional.download_position_table("good/gpt2")
    assert read(GOOD) is read(GOOD)


def test_a_part_of_a_table_does_not_keep_the_whole() -> None:
    positional.download_position_table("good/gpt2")
    part = tables.table(Learned(3, dim=2, start=1, checkpoint=GOOD))
    np.testing.assert_array_equal(part, TABLE[1:4, :2])
    assert part.base is None


def test_what_was_forgotten_is_a_plain_sentence(tmp_path: Path) -> None:
    positional.download_position_table("good/gpt2")
    (path,) = (tmp_path / "cache").rglob("*.safetensors")
    path.unlink()
    with pytest.raises(embedlab.InvalidInputError, match="no longer in the cache folder"):
        read(GOOD)
    assert shown(page(table_of=f"good/gpt2@{SHA}")) == ["None"]
