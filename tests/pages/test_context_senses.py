"""The parts of the context page on senses: what they say is computed, and too little to say is said."""

from __future__ import annotations

import contextlib
import io
from dataclasses import replace
from typing import Any

import numpy as np
import pytest
from streamlit.testing.v1 import AppTest

import embedlab
from tests.support.pages import SECONDS
from ui.context import cosines, found, separation
from ui.context.view import Asked

BANK = embedlab.texts.AMBIGUOUS_WORDS["bank"]
SENTENCES = BANK.sentences[:4] + BANK.sentences[10:14]
SENSES = BANK.senses[:4] + BANK.senses[10:14]


def asked(
    sentences: tuple[str, ...] = SENTENCES, senses: tuple[str, ...] | None = SENSES, layer: int = 6
) -> Asked:
    senses = ("",) * len(sentences) if senses is None else senses
    return Asked("bank", sentences, senses, (1,) * len(sentences), "mean", layer)


def shown(part: str, question: Asked, **session: Any) -> AppTest:
    """Run one part of the page with these values in its controls."""

    def script(name: str, question: object) -> None:  # runs by itself: nothing of this module is known there
        import importlib

        from ui.context import view

        importlib.import_module(f"ui.context.{name}").show(question, view.words(question))

    at = AppTest.from_function(script, args=(part, question), default_timeout=SECONDS)
    for key, value in session.items():
        at.session_state[key] = value
    at.run()
    assert not at.exception
    return at


def texts(at: AppTest) -> str:
    return "\n".join(element.value for element in at.text)


def run_code(part: Any, question: Asked, encoder: embedlab.context.Encoder) -> str:
    """Run the lines of a part as they stand on the page, and return what they print."""
    names = {
        "embedlab": embedlab,
        "encoder": encoder,
        "sentences": list(question.sentences),
        "senses": list(question.senses),
        "words": embedlab.word_in_context(encoder, question.sentences, "bank"),
    }
    printed = io.StringIO()
    with contextlib.redirect_stdout(printed):
        exec(compile("\n".join(part.code(question)), "view", "exec"), names)
    return printed.getvalue()


def test_the_reading_is_that_of_the_package(encoder: embedlab.context.Encoder) -> None:
    words = embedlab.word_in_context(encoder, SENTENCES, "bank")
    reference = embedlab.context.reference_words(encoder)
    for centered in (False, True):
        center = reference.center if centered else None
        measured = embedlab.context.sense_separation(words, SENSES, center=center)
        random = embedlab.context.anisotropy(reference, center=center)
        probe = embedlab.context.probe_senses(words, SENSES)
        at = shown("separation", asked(layer=4), centered=centered)
        said = texts(at).replace("−", "-")
        assert f"same sense have a cosine of {measured.within[4]:.2f}" in said
        assert f"different senses {measured.between[4]:.2f}" in said
        assert f"two random words {random.mean[4]:.2f} (90 % of pairs between {random.low[4]:.2f}" in said
        assert f"furthest apart at layer {measured.gap.argmax()}" in said
        assert said.startswith("Centered") == centered
        right = round(probe.accuracy[4] * 8)
        assert f"finds the sense of {right} of 8 sentences" in said
        assert f"{probe.chance[4] * 8:.1f} on average (p = {probe.p_value[4]:.3f})" in said
        table = at.dataframe[0].value
        ending = ", centered" if centered else ""
        np.testing.assert_allclose(table[f"same sense{ending}"], measured.within)
        np.testing.assert_allclose(table[f"random words{ending}"], random.mean)
        np.testing.assert_allclose(table["p"], probe.p_value)


def test_without_senses_all_pairs_are_shown_and_what_is_missing() -> None:
    at = shown("separation", asked(senses=None))
    assert "two uses have a cosine of" in texts(at)
    assert "Give at least two senses" in at.info[0].value
    assert "same sense" not in at.dataframe[0].value
    assert not at.warning


def test_few_sentences_are_said_to_prove_nothing() -> None:
    at = shown("separation", asked(SENTENCES[:2] + SENTENCES[4:6], SENSES[:2] + SENSES[4:6]))
    assert "p can hardly fall below 0.33" in texts(at)


def test_senses_of_one_sentence_are_said_to_be_missed() -> None:
    at = shown("separation", asked(SENTENCES[:5], SENSES[:5]))
    assert "1 sense of one sentence cannot be found when that is left out, and counts as missed" in texts(at)
    at = shown("separation", asked(SENTENCES[3:5], SENSES[3:5]))
    assert "No sense has two sentences to compare" in texts(at)
    assert "Each sense has one sentence" in at.info[0].value


def captions(at: AppTest) -> str:
    return "\n".join(element.value for element in at.caption)


def test_the_best_of_several_layers_is_said_to_be_a_selection(encoder: embedlab.context.Encoder) -> None:
    probe = embedlab.context.probe_senses(embedlab.word_in_context(encoder, SENTENCES, "bank"), SENSES)
    said = captions(shown("separation", asked()))
    assert "the best of the 7 layers is a selection" in said
    assert f"5 % of the shuffled labels exceed {probe.chance_high_any:.0%}" in said
    assert "repeat" not in said


def test_repeated_sentences_are_said_to_prove_nothing() -> None:
    again = (*SENTENCES, SENTENCES[0].upper(), SENTENCES[0])
    said = captions(shown("separation", asked(again, (*SENSES, SENSES[0], SENSES[0]))))
    assert "2 sentences repeat another one: equal sentences are left out together" in said
    alone = asked((*SENTENCES[:3], SENTENCES[4], SENTENCES[4].upper()), (*SENSES[:3], *SENSES[4:6]))
    assert "1 sense of one sentence cannot be found" in texts(shown("separation", alone))


@pytest.mark.parametrize(("part", "switch"), [("separation", "centered"), ("cosines", "cosines_centered")])
def test_random_words_pooled_in_another_way_are_told(part: str, switch: str) -> None:
    split = Asked("bankable", ("a bankable star", "one bankable idea"), ("", ""), (1, 1), "max", 6)
    said = "pooled by mean, “bankable” by max"
    assert said in captions(shown(part, split, **{switch: True}))
    assert (said in captions(shown(part, split))) == (part == "separation")  # cosines alone need no center
    assert "pooled by mean" not in captions(shown(part, replace(split, pooling="mean"), **{switch: True}))
    whole = replace(asked(), pooling="max")  # one piece: any pooling is the same
    assert "pooled by mean" not in captions(shown(part, whole, **{switch: True}))


def test_another_layer_draws_no_domino_again(monkeypatch: pytest.MonkeyPatch) -> None:
    from embedlab.figures import context_neighbors

    drawn, draw = [], context_neighbors.dominoes_figure
    monkeypatch.setattr(
        context_neighbors, "dominoes_figure", lambda *a, **k: drawn.append(1) or draw(*a, **k)
    )
    shown("neighbors", asked(SENTENCES[1:7], SENSES[1:7]))
    assert len(drawn) == 2
    shown("neighbors", asked(SENTENCES[1:7], SENSES[1:7], layer=2))
    assert len(drawn) == 2


@pytest.mark.parametrize("centered", [False, True])
def test_the_code_of_the_cosines_prints_what_is_shown(
    centered: bool, encoder: embedlab.context.Encoder, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(cosines.st, "session_state", {"cosines_centered": centered})
    center = embedlab.context.reference_words(encoder).center[6] if centered else None
    words = embedlab.word_in_context(encoder, SENTENCES, "bank")
    expected = f"{embedlab.context.cosine_matrix(words.vectors[6], center=center)}\n"
    assert run_code(cosines, asked(), encoder) == expected


def test_one_sentence_breaks_nothing() -> None:
    for senses in (SENSES[:1], None):
        assert "has no pair" in texts(shown("separation", asked(SENTENCES[:1], senses)))
        at = shown("found", asked(SENTENCES[:1], senses))
        assert len(at.warning) == 1
        assert not at.dataframe


def test_sentences_without_a_sense_are_left_out_of_the_comparison(encoder: embedlab.context.Encoder) -> None:
    question = asked((*SENTENCES, BANK.ambiguous), (*SENSES, ""))
    assert "of 8 sentences" in texts(shown("separation", question))
    lines = separation.code(question)
    place = lines.index("reference = embedlab.context.reference_words(encoder)")
    assert lines[place:] == separation.code(asked())
    names = {
        "embedlab": embedlab,
        "encoder": encoder,
        "sentences": question.sentences,
        "senses": question.senses,
    }
    exec(compile("\n".join(lines[:place]), "view", "exec"), names)
    assert (names["words"].sentences, tuple(names["senses"])) == (SENTENCES, SENSES)


@pytest.mark.parametrize("linkage", ["ward", "average"])
@pytest.mark.parametrize("wanted", ["best", "3"])
def test_the_groups_are_those_of_the_package(
    wanted: str, linkage: str, encoder: embedlab.context.Encoder
) -> None:
    words = embedlab.word_in_context(encoder, SENTENCES, "bank")
    count = None if wanted == "best" else int(wanted)
    expected = embedlab.context.find_senses(words, layer=6, count=count, senses=SENSES, linkage=linkage)
    at = shown("found", asked(), found=wanted, joined=linkage)
    assert at.dataframe[0].value["group"].tolist() == (expected.groups + 1).tolist()
    said = texts(at).replace("−", "-")
    assert f"fall into {expected.count} groups" in said
    assert f"silhouette {expected.silhouettes[expected.count]:.2f}" in said
    assert f"0 is chance): {expected.agreement:.2f}" in said
    singles = np.bincount(expected.groups).tolist().count(1)
    assert ("hardly a sense of its own" in said) == bool(singles)


def test_groups_without_senses_say_what_is_missing() -> None:
    assert "Write at least two senses" in texts(shown("found", asked(senses=None)))


def test_more_groups_than_sentences_are_one_plain_sentence() -> None:
    at = shown("found", asked(SENTENCES[:3], SENSES[:3]), found="4")
    assert "3 sentences cannot be parted into 4 groups" in at.warning[0].value.replace("\\", "")


def test_the_code_runs(encoder: embedlab.context.Encoder) -> None:
    printed = run_code(separation, asked(), encoder)
    assert [printed.count(f"{name}(") for name in ("Separation", "Anisotropy", "SenseProbe")] == [2, 2, 1]
    assert not any("senses" in line for line in separation.code(asked(senses=None)))
    for senses in (SENSES, None):
        assert "FoundSenses(layer=6" in run_code(found, asked(senses=senses), encoder)
