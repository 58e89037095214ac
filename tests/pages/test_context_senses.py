"""The parts of the context page on senses: what they say is computed, and too little to say is said."""

from __future__ import annotations

from collections import Counter

import numpy as np
import pytest
from streamlit.testing.v1 import AppTest

import embedlab
from tests.support.context_parts import in_sentences, run_code, run_part
from tests.support.pages import readings
from ui.context.query import Sentences

BANK = embedlab.texts.AMBIGUOUS_WORDS["bank"]
SENTENCES = BANK.sentences[:4] + BANK.sentences[10:14]
SENSES = BANK.senses[:4] + BANK.senses[10:14]


def run(
    part: str,
    sentences: tuple[str, ...] = SENTENCES,
    senses: tuple[str, ...] | None = SENSES,
    *,
    layer: int = 6,
    pooling: str = "mean",
    **query: str,
) -> AppTest:
    """Run one part of the page with these values in the link."""
    return run_part(part, in_sentences(sentences, senses), layer=layer, pooling=pooling, **query)


def texts(at: AppTest) -> str:
    return "\n".join(readings(at))


def test_the_reading_is_that_of_the_package(encoder: embedlab.context.Encoder) -> None:
    words = embedlab.word_in_context(encoder, SENTENCES, "bank")
    reference = embedlab.context.reference_words(encoder)
    for centered in (False, True):
        center = reference.center if centered else None
        measured = embedlab.context.sense_separation(words, SENSES, center=center)
        random = embedlab.context.anisotropy(reference, center=center)
        chance = embedlab.context.shuffled_senses(words, SENSES, center=center)
        probe = embedlab.context.probe_senses(words, SENSES)
        at = run("separation", centered=str(centered).lower())
        silhouette, gap, found = (summary.replace("−", "-") for summary in readings(at))
        best = int(probe.silhouette.argmax())
        assert f"best at layer {best}: silhouette {probe.silhouette[best]:.2f}" in silhouette
        assert f"shuffled labels reach {chance.silhouette_high[best]:.2f}" in silhouette
        widest = int(measured.gap.argmax())
        assert f"widest at layer {widest}: {measured.gap[widest]:.3f}" in gap
        within, between = measured.within[widest], measured.between[widest]
        assert f"({within:.2f}) minus that of different meanings ({between:.2f})" in gap
        assert ("Centered." in gap) == centered
        most = int(probe.accuracy.argmax())
        right = round(probe.accuracy[most] * 8)
        assert f"finds {right} of 8 at layer {most}" in found
        assert f"{probe.chance[most] * 8:.1f} on average (p = {probe.p_value[most]:.3f})" in found
        table = at.dataframe[0].value
        ending = ", centered" if centered else ""
        np.testing.assert_allclose(table[f"same sense{ending}"], measured.within)
        np.testing.assert_allclose(table[f"random words{ending}"], random.mean)
        np.testing.assert_allclose(table["p"], probe.p_value)


def test_without_senses_all_pairs_are_shown_and_what_is_missing() -> None:
    at = run("separation", senses=None)
    assert "two uses have a cosine of" in texts(at)
    assert "Give at least two senses" in at.info[0].value
    assert "same sense" not in at.dataframe[0].value
    assert not at.warning


def test_few_sentences_are_said_to_prove_nothing() -> None:
    at = run("separation", SENTENCES[:2] + SENTENCES[4:6], SENSES[:2] + SENSES[4:6])
    assert "p can hardly fall below 0.33" in texts(at)


def test_senses_of_one_sentence_are_said_to_be_missed() -> None:
    at = run("separation", SENTENCES[:5], SENSES[:5])
    assert "1 sense of one sentence cannot be found when that is left out, and counts as missed" in texts(at)
    at = run("separation", SENTENCES[3:5], SENSES[3:5])
    assert "Each sense has one sentence" in at.info[0].value


def captions(at: AppTest) -> str:
    return "\n".join(element.value for element in at.caption)


def test_the_best_of_several_layers_is_said_to_be_a_selection(encoder: embedlab.context.Encoder) -> None:
    probe = embedlab.context.probe_senses(embedlab.word_in_context(encoder, SENTENCES, "bank"), SENSES)
    summary = texts(run("separation"))
    assert "the best of 7 layers is itself a selection" in summary
    assert f"5% of them exceed {probe.chance_high_any:.0%}" in summary
    assert "repeat" not in summary


def test_repeated_sentences_are_said_to_prove_nothing() -> None:
    again = (*SENTENCES, SENTENCES[0].upper(), SENTENCES[0])
    summary = texts(run("separation", again, (*SENSES, SENSES[0], SENSES[0])))
    assert "2 sentences repeat another one: equal sentences are left out together" in summary
    alone = (*SENTENCES[:3], SENTENCES[4], SENTENCES[4].upper())
    at = run("separation", alone, (*SENSES[:3], *SENSES[4:6]))
    assert "1 sense of one sentence cannot be found" in texts(at)


@pytest.mark.parametrize(("part", "switch"), [("separation", "centered"), ("cosines", "cosines_centered")])
def test_random_words_pooled_in_another_way_are_told(part: str, switch: str) -> None:
    def summary(sentences: Sentences, pooling: str, **query: str) -> str:
        return captions(run_part(part, sentences, pooling=pooling, **query))

    split = in_sentences(["a bankable star", "one bankable idea"], word="bankable")
    sentence = "pooled by mean, “bankable” by max"
    assert sentence in summary(split, "max", **{switch: "true"})
    assert (sentence in summary(split, "max")) == (part == "separation")  # cosines alone need no center
    assert "pooled by mean" not in summary(split, "mean", **{switch: "true"})
    whole = in_sentences(SENTENCES, SENSES)  # one piece: any pooling is the same
    assert "pooled by mean" not in summary(whole, "max", **{switch: "true"})


def test_nearest_words_are_those_of_the_package(encoder: embedlab.context.Encoder) -> None:
    words = embedlab.word_in_context(encoder, SENTENCES, "bank")
    found = embedlab.context.dominoes(words, embedlab.context.reference_words(encoder), k=6)
    kept = embedlab.context.mean_shared(found)
    assert f"“bank” keeps {kept:.1f} of its 6 nearest words" in texts(run("neighbors"))


@pytest.mark.parametrize("centered", [False, True])
def test_the_code_of_the_cosines_prints_what_is_shown(
    centered: bool, encoder: embedlab.context.Encoder
) -> None:
    center = embedlab.context.reference_words(encoder).center[6] if centered else None
    words = embedlab.word_in_context(encoder, SENTENCES, "bank")
    expected = f"{embedlab.context.cosine_matrix(words.vectors[6], center=center)}\n"
    assert run_code(run("cosines", cosines_centered=str(centered).lower()), encoder) == expected


def test_one_sentence_breaks_nothing() -> None:
    for senses in (SENSES[:1], None):
        assert "has no pair" in texts(run("separation", SENTENCES[:1], senses))
        at = run("groups", SENTENCES[:1], senses)
        assert len(at.warning) == 1
        assert not at.dataframe


def test_sentences_without_a_sense_are_left_out_of_the_comparison(encoder: embedlab.context.Encoder) -> None:
    at = run("separation", (*SENTENCES, BANK.ambiguous), (*SENSES, ""))
    assert "of 8 at layer" in texts(at)
    assert run_code(at, encoder) == run_code(run("separation"), encoder)


@pytest.mark.parametrize("linkage", ["ward", "average"])
@pytest.mark.parametrize("wanted", ["best", "3"])
def test_the_groups_are_those_of_the_package(
    wanted: str, linkage: str, encoder: embedlab.context.Encoder
) -> None:
    words = embedlab.word_in_context(encoder, SENTENCES, "bank")
    count = None if wanted == "best" else int(wanted)
    expected = embedlab.context.find_senses(words, layer=6, count=count, senses=SENSES, linkage=linkage)
    at = run("groups", found=wanted, joined=linkage)
    assert at.dataframe[0].value["group"].tolist() == (expected.groups + 1).tolist()
    summary = texts(at).replace("−", "-")
    assert f"fall into {expected.count} groups" in summary
    right = sum(
        max(Counter(np.array(SENSES)[expected.groups == group].tolist()).values())
        for group in range(expected.count)
    )
    assert f"Without labels, {right} of 8" in summary
    assert f"silhouette {expected.silhouettes[expected.count]:.2f}" in summary
    assert f"0 is chance): {expected.agreement:.2f}" in summary
    singles = np.bincount(expected.groups).tolist().count(1)
    assert ("hardly a sense of its own" in summary) == bool(singles)


def test_groups_without_senses_say_what_is_missing() -> None:
    assert "Write at least two senses" in texts(run("groups", senses=None))


def test_more_groups_than_sentences_are_one_plain_sentence() -> None:
    at = run("groups", SENTENCES[:3], SENSES[:3], found="4")
    assert "3 sentences cannot be parted into 4 groups" in at.warning[0].value.replace("\\", "")


def test_the_code_runs(encoder: embedlab.context.Encoder) -> None:
    printed = run_code(run("separation"), encoder)
    assert [
        printed.count(f"{name}(") for name in ("Separation", "Anisotropy", "SenseProbe", "ShuffledSenses")
    ] == [*(2, 2, 1, 1)]
    assert "senses)" not in run("separation", senses=None).code[-1].value
    for senses in (SENSES, None):
        assert "FoundSenses(layer=6" in run_code(run("groups", senses=senses), encoder)
