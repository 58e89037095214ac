"""Probes name labels as scikit-learn does, find a signal only in the layer that has it, and know chance."""

from __future__ import annotations

import numpy as np
import pytest
from sklearn.model_selection import LeaveOneGroupOut, cross_val_predict
from sklearn.neighbors import NearestCentroid
from sklearn.preprocessing import normalize

import embedlab
from embedlab.attention import LayerProbe, layer_probes
from embedlab.attention.probes import _length_class
from embedlab.context import Encoder, probe_labels
from embedlab.texts import PARTS_OF_SPEECH, TAGGED_SENTENCES

COUNT = 60


@pytest.fixture(scope="module")
def random() -> np.random.Generator:
    return np.random.default_rng(3)


def test_labels_are_named_as_by_scikit_learn(random: np.random.Generator) -> None:
    vectors = random.normal(size=(3, COUNT, 5))
    labels = random.choice(list("abcd"), COUNT).tolist()
    groups = random.choice([f"group {number}" for number in range(25)], COUNT).tolist()
    probe = probe_labels(vectors, labels, groups, permutations=3)
    for layer, named in zip(vectors, probe.predicted, strict=True):
        expected = cross_val_predict(
            NearestCentroid(), normalize(layer), labels, groups=groups, cv=LeaveOneGroupOut()
        )
        assert list(named) == expected.tolist()


def test_a_signal_is_found_in_its_layer_and_in_no_other(random: np.random.Generator) -> None:
    vectors = random.normal(size=(4, COUNT, 12))
    labels = ["left", "right"] * (COUNT // 2)
    vectors[2, ::2, 0] += 4
    probe = probe_labels(vectors, labels, [str(row) for row in range(COUNT)], permutations=199)
    assert probe.accuracy.argmax() == 2
    assert probe.accuracy[2] > 0.9
    assert np.delete(probe.accuracy, 2).max() < 0.75
    assert probe.p_value[2] == 1 / 200
    assert (np.delete(probe.p_value, 2) > 0.01).all()
    assert (np.abs(probe.chance - 0.5) < 0.1).all()


@pytest.mark.bad_input(1)
@pytest.mark.parametrize(("labels", "groups"), [("aab", "xyz"), ("aaaa", "wxyz"), ("aabb", "xyz")])
def test_labels_that_cannot_be_probed_are_refused(labels: str, groups: str) -> None:
    with pytest.raises(embedlab.EmbedLabError, match="at least two different labels"):
        probe_labels(np.eye(4)[None], list(labels), list(groups))


def test_the_plateau_holds_what_lies_within_one_standard_error() -> None:
    accuracy = np.array([0.5, 0.88, 0.9, 0.87, 0.86])  # of 100 words: 0.9 ± 0.03
    probe = LayerProbe(accuracy, accuracy, accuracy, 0.3, 100)
    assert (probe.best, probe.plateau) == (2, [1, 2, 3])


def test_every_word_of_the_text_is_tagged_and_some_in_two_ways() -> None:
    words = [pair for sentence in TAGGED_SENTENCES for pair in sentence]
    assert (len(TAGGED_SENTENCES), len(words)) == (44, 337)
    assert {tag for _, tag in words} == set(PARTS_OF_SPEECH.values())
    assert all(word.isalpha() for word, _ in words)
    tags = {tag for word, tag in words if word == "watch"}
    assert tags == {"noun", "verb"}
    assert [_length_class(word) for word in ("cat", "river", "guess", "narrow", "mountains")] == [
        "up to 3", "4 or 5", "4 or 5", "6 or 7", "8 or more"
    ]  # fmt: skip


def test_layers_of_minilm_know_more_than_shuffled_labels(encoder: Encoder) -> None:
    length, speech, sense = layer_probes(encoder, permutations=19).values()
    assert (speech.accuracy > speech.chance_high + 0.3).all()
    assert length.accuracy[0] > length.chance_high[0]
    assert speech.both is not None
    assert speech.both[2] > speech.both[0] + 0.15  # the same word: only context tells noun from verb
    assert sense.accuracy[0] < sense.chance_high[0]  # before the first layer there is no context
    assert (sense.accuracy[2:] > sense.chance_high[2:]).all()
