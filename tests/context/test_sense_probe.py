"""The probe gives what scikit-learn gives, with labels as they are and shuffled, and is honest where few."""

from __future__ import annotations

from dataclasses import replace
from itertools import permutations
from typing import Any

import numpy as np
import pytest
from sklearn.metrics import silhouette_score
from sklearn.model_selection import LeaveOneGroupOut, LeaveOneOut, cross_val_predict, permutation_test_score
from sklearn.neighbors import NearestCentroid
from sklearn.preprocessing import normalize

import embedlab
from embedlab.context.sense_probe import AT_ONCE, MAX_PERMUTATIONS, _groups, _nearest, _shuffled

RIVER = [
    "I sat on the river bank",
    "The river burst its bank",
    "Reeds grew along the muddy bank",
    "A heron stood on the bank of the stream",
]
MONEY = [
    "The bank lent me money",
    "She has a savings account at the bank",
    "The Bank raised its interest rates",
    "He robbed a bank in town",
    "My bank charges a fee",
]
SENSES = ["river"] * 4 + ["money"] * 5


@pytest.fixture(scope="module")
def bank(encoder: embedlab.context.Encoder) -> embedlab.context.WordInContext:
    return embedlab.word_in_context(encoder, RIVER + MONEY, "bank")


@pytest.fixture(scope="module")
def probe(bank: embedlab.context.WordInContext) -> embedlab.context.SenseProbe:
    return embedlab.context.probe_senses(bank, SENSES)


@pytest.fixture
def made(bank: embedlab.context.WordInContext) -> Any:
    """Return layers of a word with the given vectors, (sentences, dim) or (layers + 1, sentences, dim)."""

    def make(vectors: object, texts: tuple[str, ...] = ()) -> embedlab.context.WordInContext:
        layers = np.asarray(vectors, dtype=np.float32)
        layers = layers if layers.ndim == 3 else layers[None]
        numbered = tuple(f"bank {number}" for number in range(layers.shape[1]))
        return replace(bank, sentences=texts or numbered, vectors=layers)

    return make


def by_sklearn(vectors: np.ndarray, senses: list[str]) -> list[str]:
    units = normalize(vectors.astype(np.float64))
    return cross_val_predict(NearestCentroid(), units, senses, cv=LeaveOneOut()).tolist()


def test_every_sentence_is_judged_as_by_scikit_learn(
    bank: embedlab.context.WordInContext, probe: embedlab.context.SenseProbe
) -> None:
    for layer in range(7):
        expected = by_sklearn(bank.vectors[layer], SENSES)
        assert list(probe.predicted[layer]) == expected
        assert probe.accuracy[layer] == pytest.approx(np.mean(np.array(expected) == SENSES))
    assert probe.accuracy.max() == 1
    assert probe.majority == 5 / 9


@pytest.mark.parametrize("sizes", [(2, 9), (3, 3, 3), (5, 2, 2, 4), (12, 8)])
def test_any_number_of_senses_of_any_size(sizes: tuple[int, ...], made: Any) -> None:
    random = np.random.default_rng(7)
    senses = random.permutation(np.repeat([f"sense {n}" for n in range(len(sizes))], sizes)).tolist()
    vectors = random.normal(size=(5, sum(sizes), 6)) * random.uniform(0.1, 9, size=(5, sum(sizes), 1))
    probe = embedlab.context.probe_senses(made(vectors), senses, permutations=9)
    for layer in range(5):
        expected = by_sklearn(vectors[layer].astype(np.float32), senses)
        assert list(probe.predicted[layer]) == expected
    assert probe.majority == max(sizes) / sum(sizes)


def test_shuffled_labels_are_judged_as_by_scikit_learn(bank: embedlab.context.WordInContext) -> None:
    random = np.random.default_rng(7)
    units = normalize(bank.vectors[3].astype(np.float64))
    labelings = random.permuted(np.tile([0] * 4 + [1] * 3 + [2] * 2, (12, 1)), axis=1)
    found = _nearest(units @ units.T, labelings, np.arange(9))
    for row, labels in zip(found, labelings, strict=True):
        assert row.tolist() == cross_val_predict(NearestCentroid(), units, labels, cv=LeaveOneOut()).tolist()


def test_chance_is_that_of_scikit_learn(made: Any) -> None:
    vectors = np.random.default_rng(9).normal(size=(12, 5))
    senses = ["a"] * 7 + ["b"] * 5
    vectors[:7, 0] += 1.2  # a little to be found
    probe = embedlab.context.probe_senses(made(vectors), senses, permutations=9_999)
    units = normalize(vectors.astype(np.float32).astype(np.float64))
    score, shuffled, p_value = permutation_test_score(
        NearestCentroid(), units, senses, cv=LeaveOneOut(), n_permutations=80, random_state=0
    )
    assert probe.accuracy[0] == pytest.approx(score)
    assert probe.chance[0] == pytest.approx(shuffled.mean(), abs=0.05)
    assert probe.chance_high[0] == pytest.approx(np.quantile(shuffled, 0.95), abs=0.08)
    assert probe.p_value[0] == pytest.approx(p_value, abs=0.1)
    assert 0.01 < p_value < 0.5  # a case in which the p-value could be wrong either way


def test_p_counts_the_labelings_that_do_as_well(made: Any) -> None:
    # every order of the labels, judged one by one
    vectors = np.array([[1, 0.1], [1, 0.3], [1, 0.9], [0.1, 1], [0.8, 1], [0.2, 1]])
    senses = ["a", "a", "b", "b", "b", "b"]
    orders = sorted(set(permutations(senses)))
    reached = [np.mean(np.array(by_sklearn(vectors, list(order))) == order) for order in orders]
    observed = np.mean(np.array(by_sklearn(vectors, senses)) == senses)
    exact = np.mean(np.array(reached) >= observed - 1e-9)
    assert 0.1 < exact < 0.9
    probe = embedlab.context.probe_senses(made(vectors), senses, permutations=20_000)
    assert probe.accuracy[0] == observed
    assert probe.p_value[0] == pytest.approx(exact, abs=0.015)
    assert probe.chance[0] == pytest.approx(np.mean(reached), abs=0.01)


def test_senses_that_part_are_no_accident(probe: embedlab.context.SenseProbe) -> None:
    assert probe.p_value[-1] < 0.02
    assert (probe.chance < 0.6).all()
    assert (probe.chance <= probe.chance_high).all()
    assert (probe.p_value >= 1 / 1_000).all()


def test_silhouettes_are_those_of_scikit_learn(
    bank: embedlab.context.WordInContext, probe: embedlab.context.SenseProbe
) -> None:
    expected = [silhouette_score(layer.astype(np.float64), SENSES, metric="cosine") for layer in bank.vectors]
    np.testing.assert_allclose(probe.silhouette, expected, atol=1e-9)


def test_a_sense_of_one_sentence_is_missed(made: Any) -> None:
    probe = embedlab.context.probe_senses(made([[1, 0], [1, 0.1], [0, 1]]), ["a", "a", "b"], permutations=9)
    assert probe.predicted[0] == ("a", "a", "a")
    assert probe.accuracy[0] == pytest.approx(2 / 3)
    assert not np.isnan(probe.silhouette).any()


def test_two_sentences_of_two_senses_cannot_be_told(made: Any) -> None:
    probe = embedlab.context.probe_senses(made(np.eye(2)), ["a", "b"])
    assert probe.predicted[0] == ("b", "a")
    assert (probe.accuracy[0], probe.chance[0], probe.p_value[0], probe.smallest_p) == (0, 0, 1, 1)
    assert np.isnan(probe.silhouette).all()  # every sentence its own sense


def test_the_first_of_equally_near_senses_is_taken(made: Any) -> None:
    third = np.float32(1 / 3)
    vectors = [[third, 0.1, 0.7]] * 6  # one vector, whose length is rounded
    for senses in (["b", "b", "b", "a", "a", "a"], ["a", "b", "c", "c", "b", "a"]):
        probe = embedlab.context.probe_senses(made(vectors), senses)
        assert set(probe.predicted[0]) == {senses[0]}
        assert probe.p_value[0] == 1


def test_lengths_do_not_matter_and_zero_vectors_do_no_harm(made: Any) -> None:
    random = np.random.default_rng(7)
    vectors = random.normal(size=(8, 4))
    senses = ["a", "b"] * 4
    once = embedlab.context.probe_senses(made(vectors), senses, permutations=50)
    longer = embedlab.context.probe_senses(made(vectors * np.arange(1, 9)[:, None]), senses, permutations=50)
    assert once.predicted == longer.predicted
    np.testing.assert_allclose(once.chance, longer.chance)
    vectors[3] = 0
    probe = embedlab.context.probe_senses(made(vectors), senses, permutations=50)
    assert list(probe.predicted[0]) == by_sklearn(vectors, senses)
    assert np.isfinite(probe.silhouette).all()


def test_the_smallest_p_is_that_of_all_labelings(made: Any) -> None:
    random = np.random.default_rng(7)

    def smallest(senses: str, shuffles: int = 999) -> float:
        vectors = random.normal(size=(len(senses), 3))
        return embedlab.context.probe_senses(made(vectors), list(senses), permutations=shuffles).smallest_p

    assert smallest("aabb") == pytest.approx(2 / 6)  # the senses may trade their names
    assert smallest("aaabb") == pytest.approx(1 / 10)
    assert smallest("aabbcc") == pytest.approx(6 / 90)
    assert smallest("a" * 10 + "b" * 10) == 1 / 1_000
    assert smallest("a" * 10 + "b" * 10, 99) == 1 / 100


def test_the_same_seed_shuffles_alike(
    bank: embedlab.context.WordInContext, probe: embedlab.context.SenseProbe
) -> None:
    again = embedlab.context.probe_senses(bank, SENSES)
    other = embedlab.context.probe_senses(bank, SENSES, random_state=1)
    np.testing.assert_array_equal(probe.chance, again.chance)
    assert (probe.chance != other.chance).any()


def test_many_shuffles_in_parts_are_all_counted(made: Any) -> None:
    random = np.random.default_rng(7)
    senses = ["a"] * 25 + ["b"] * 25
    probe = embedlab.context.probe_senses(
        made(random.normal(size=(50, 2))), senses, permutations=AT_ONCE // 50 + 1
    )
    assert (probe.p_value[0] * (AT_ONCE // 50 + 2)) == pytest.approx(
        round(probe.p_value[0] * (AT_ONCE // 50 + 2))
    )
    assert 0.4 < probe.chance[0] < 0.5
    assert 0.55 < probe.chance_high[0] < 0.7  # 1 of 20 lies above; the highest of 20,000 lies near 0.8


def twice(count: int) -> tuple[str, ...]:
    """Return sentences each of which has a twin that is written a little otherwise."""
    return tuple(f"The bank {n}" for n in range(count)) + tuple(f" the  BANK {n}" for n in range(count))


def test_repeated_sentences_do_not_make_chance_look_like_sense(made: Any) -> None:
    random = np.random.default_rng(7)
    low = []
    for _ in range(100):
        vectors, senses = random.normal(size=(10, 20)), random.permutation(["a"] * 5 + ["b"] * 5).tolist()
        words = made(np.concatenate([vectors, vectors]), twice(10))
        low.append(embedlab.context.probe_senses(words, senses * 2, permutations=199).p_value[0] <= 0.05)
    assert np.mean(low) < 0.1  # 0.73 where the twin stays
    real = np.concatenate([np.eye(20)[0] * (n < 5) * 8 + random.normal(size=20) for n in range(10)])
    found = embedlab.context.probe_senses(
        made([*real.reshape(10, 20)] * 2, twice(10)), ["a"] * 5 + ["b"] * 5 + ["a"] * 5 + ["b"] * 5
    )
    assert found.p_value[0] < 0.05
    assert found.repeated == 10


def test_equal_sentences_are_left_out_together_as_by_scikit_learn(made: Any) -> None:
    random = np.random.default_rng(7)
    texts = tuple(f"bank {number}" for number in (0, 1, 0, 2, 3, 3, 3, 4, 5, 6, 1, 7))
    vectors = random.normal(size=(12, 4))
    senses = [*"aabbbabaaabc"]  # twins of different senses and of one, and other occurrences of the word
    probe = embedlab.context.probe_senses(made(vectors, texts), senses, permutations=9)
    units = normalize(vectors.astype(np.float32).astype(np.float64))
    expected = cross_val_predict(NearestCentroid(), units, senses, groups=texts, cv=LeaveOneGroupOut())
    assert list(probe.predicted[0]) == expected.tolist()
    assert list(probe.predicted[0]) != by_sklearn(vectors.astype(np.float32), senses)
    assert probe.repeated == 4


def test_twins_get_their_labels_from_twins() -> None:
    groups = _groups(["A bank", "one bank", "a  bank", "ONE bank", "the bank", "no bank", "my bank"])
    assert groups.tolist() == [0, 1, 0, 1, 2, 3, 4]
    rows = _shuffled(np.array([0, 1, 0, 2, 1, 2, 0]), groups, 400, 0).tolist()
    assert {(row[0], row[2], row[1], row[3]) for row in rows} == {(0, 0, 1, 2), (1, 2, 0, 0)}
    assert {tuple(row[4:]) for row in rows} == set(permutations((1, 2, 0)))


def test_the_smallest_p_counts_only_labelings_that_keep_twins_together(made: Any) -> None:
    random = np.random.default_rng(7)

    def smallest(texts: str, senses: str) -> float:
        words = made(random.normal(size=(len(texts), 3)), tuple(texts))
        return embedlab.context.probe_senses(words, list(senses)).smallest_p

    assert smallest("vwxyvwxy", "aabbaabb") == pytest.approx(2 / 6)  # as without the twins
    assert smallest("vvwxyz", "aabbbc") == pytest.approx(1 / 4)  # only the single ones are shuffled
    assert smallest("vvwx", "aabb") == 1
    assert smallest("vvwwxxyz", "ababbaab") == pytest.approx(1 / 6)  # at least: ab, ab, ba and the two


def test_only_equal_sentences_of_two_senses_find_nothing(made: Any) -> None:
    probe = embedlab.context.probe_senses(made(np.eye(2), ("a bank", "A bank")), ["a", "b"])
    assert probe.predicted[0] == ("", "")
    assert (probe.accuracy[0], probe.p_value[0], probe.smallest_p, probe.repeated) == (0, 1, 1, 1)


def test_the_best_of_several_layers_has_a_chance_of_its_own(made: Any) -> None:
    layers = np.random.default_rng(7).normal(size=(7, 12, 5)).astype(np.float32)
    probe = embedlab.context.probe_senses(made(layers), ["a", "b"] * 6, permutations=300, random_state=3)
    groups, labels = np.arange(12), np.array([0, 1] * 6)
    best = []
    for row in _shuffled(labels, groups, 300, 3):
        units = normalize(layers.reshape(-1, 5).astype(np.float64)).reshape(layers.shape)
        best.append(max((_nearest(layer @ layer.T, row[None], groups)[0] == row).mean() for layer in units))
    assert probe.chance_high_any == pytest.approx(np.quantile(best, 0.95))
    assert probe.chance_high_any > probe.chance_high.max()
    one = embedlab.context.probe_senses(made(layers[:1]), ["a", "b"] * 6)
    assert one.chance_high_any == one.chance_high[0]


@pytest.mark.parametrize(
    ("senses", "options", "message"),
    [
        (["a", "b"], {}, "2 sense labels for 9 sentences"),
        (["a"] * 9, {}, "All 9 sentences have the sense “a”"),
        (["a"] * 4 + [""] + ["b"] * 4, {}, "Sentence 5 has no sense"),
        (SENSES, {"permutations": 0}, "shuffled 0 times"),
        (SENSES, {"permutations": MAX_PERMUTATIONS + 1}, "shuffled 100,000 times; choose 1 to 99,999"),
    ],
)
def test_bad_input_is_named(
    senses: list[str], options: dict[str, int], message: str, bank: embedlab.context.WordInContext
) -> None:
    with pytest.raises(embedlab.InvalidInputError, match=message):
        embedlab.context.probe_senses(bank, senses, **options)


def test_too_many_senses_and_one_sentence(made: Any) -> None:
    with pytest.raises(embedlab.InvalidInputError, match="25 different senses and at most 24"):
        embedlab.context.probe_senses(made(np.eye(25)), [str(number) for number in range(25)])
    with pytest.raises(embedlab.InvalidInputError, match="sense “a”"):
        embedlab.context.probe_senses(made([[1, 0]]), ["a"])
