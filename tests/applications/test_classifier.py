"""The classifier on vectors: scikit-learn's, taken apart into the examples without a remainder."""

from __future__ import annotations

import numpy as np
import pytest
from sklearn.linear_model import LogisticRegression
from sklearn.metrics import confusion_matrix

import embedlab
from embedlab import applications
from embedlab.applications import LabeledTexts
from embedlab.applications.validation import STRENGTH
from embedlab.errors import InvalidInputError
from embedlab.texts import TICKETS


@pytest.fixture(scope="module")
def tickets() -> LabeledTexts:
    return LabeledTexts(tuple(each.text for each in TICKETS), tuple(each.desk for each in TICKETS))


@pytest.fixture(scope="module")
def vectors(tickets: LabeledTexts, encoder: embedlab.context.Encoder) -> np.ndarray:
    return encoder.embed(tickets.texts)


@pytest.mark.parametrize("desks", [6, 2])
def test_the_contributions_of_the_examples_are_the_whole_score(
    tickets: LabeledTexts, vectors: np.ndarray, desks: int
) -> None:
    rows = [row for row, target in enumerate(tickets.targets) if target < desks]
    data = LabeledTexts(tuple(tickets.texts[row] for row in rows), tuple(tickets.labels[row] for row in rows))
    model = applications.Classifier(
        data, vectors[rows], *applications.fit_weights(vectors[rows], data.targets)
    )
    vector = vectors[rows[0]] * 0.5 + vectors[rows[-1]] * 0.5
    scores = model.contributions(vector).sum(axis=0) + model.biases
    np.testing.assert_allclose(scores, vector @ model.weights.T + model.biases, atol=1e-3)
    reference = LogisticRegression(C=STRENGTH, max_iter=5_000, tol=1e-8).fit(
        vectors[rows].astype(float), data.targets
    )
    np.testing.assert_allclose(
        model.probabilities(vector[None]), reference.predict_proba(vector[None]), atol=1e-3
    )


def test_a_ticket_without_a_common_word_is_sorted_by_its_meaning(
    tickets: LabeledTexts, encoder: embedlab.context.Encoder
) -> None:
    model = applications.train_classifier(tickets.texts, tickets.labels, encoder)
    assert model.predict(["The van drove past my house and never stopped"]) == ["delivery"]
    prediction = model.predict_vector(encoder.embed(["You took money from me two times"])[0])
    assert prediction.labels[0] == "payment"
    assert model.accuracy > 0.7 > model.baseline == pytest.approx(1 / 6)
    assert prediction.scores.sum() == pytest.approx(1)


def test_cross_validation_beats_chance_and_counts_as_scikit_learn_does(
    tickets: LabeledTexts, vectors: np.ndarray
) -> None:
    result = applications.cross_validate(tickets, vectors)
    assert result.interval[0] > 0.6 > tickets.majority
    expected = confusion_matrix(tickets.targets, result.predicted)
    np.testing.assert_array_equal(result.confusion, expected)


def test_a_copy_is_never_tested_by_its_original(tickets: LabeledTexts, vectors: np.ndarray) -> None:
    """Copies with shuffled labels on both sides of a test would be answered by heart."""
    labels = tuple(np.random.default_rng(0).permutation(tickets.labels))
    data = LabeledTexts(tickets.texts * 2, labels * 2)
    twice = np.vstack([vectors, vectors])
    assert applications.cross_validate(data, twice).accuracy < 0.35
    by_heart = applications.cross_validate(data, twice, groups=np.arange(len(twice)))
    assert by_heart.accuracy > 0.5


def test_a_copy_of_a_drawn_text_is_not_tested(tickets: LabeledTexts, vectors: np.ndarray) -> None:
    """The labels of the doubled tickets are shuffled, so that only copies could be sorted right."""
    labels = tuple(np.random.default_rng(0).permutation(tickets.labels))
    data = LabeledTexts(tickets.texts * 2, labels * 2)
    twice = np.vstack([vectors, vectors])
    measured = applications.label_curve(data, twice, counts=(20,), draws=3)
    by_heart = applications.label_curve(data, twice, counts=(20,), draws=3, groups=np.arange(len(labels) * 2))
    for name in ("sentence vectors", "word counts"):
        assert measured.accuracies[name].mean() < 0.25  # by chance 1 in 6
        assert by_heart.accuracies[name].mean() > measured.accuracies[name].mean() + 0.1


def test_copies_alone_have_no_curve() -> None:
    data = LabeledTexts(("one", "one", "two", "two"), ("x", "x", "y", "y"))
    with pytest.raises(InvalidInputError, match="Too few texts differ"):
        applications.label_curve(data, np.repeat(np.eye(2), 2, axis=0))


def test_a_wrong_label_is_among_the_first_doubts(tickets: LabeledTexts, vectors: np.ndarray) -> None:
    labels = list(tickets.labels)
    row = tickets.texts.index("The courier came when nobody was home, and there was no note.")
    labels[row] = "payment"
    result = applications.cross_validate(LabeledTexts(tickets.texts, tuple(labels)), vectors)
    assert row in result.doubts[:5]


def test_few_labels_are_enough_for_vectors_and_not_for_word_counts(
    tickets: LabeledTexts, vectors: np.ndarray
) -> None:
    curve = applications.label_curve(tickets, vectors, counts=(1, 10, 40), draws=4)
    assert curve.counts == (1, 10)  # 40 would leave no text to test on
    means = {name: values.mean(axis=1) for name, values in curve.accuracies.items()}
    assert (means["sentence vectors"] > means["word counts"] + 0.15).all()
    assert means["sentence vectors"][1] > means["sentence vectors"][0]
    assert abs(means["shuffled labels"][1] - 1 / 6) < 0.1
    np.testing.assert_allclose(means["largest class"], 1 / 6)


def test_later_layers_sort_tickets_better_than_words(
    tickets: LabeledTexts, vectors: np.ndarray, encoder: embedlab.context.Encoder,
    vectors_of_words: embedlab.vectors.WordVectors,
) -> None:  # fmt: skip
    found = applications.text_vectors(encoder, vectors_of_words, tickets.texts)
    last = found[f"layer {encoder.layers}"][0]
    np.testing.assert_allclose(last, vectors, atol=1e-5)  # the model's own pooling
    rows = encoder.token_embeddings[encoder.encode([tickets.texts[0]])[0].ids].mean(axis=0)
    np.testing.assert_allclose(found["input table"][0][0], rows / np.linalg.norm(rows), atol=1e-6)
    compared = applications.compare_sources(tickets, "all-MiniLM-L6-v2", "glove-6b-50d")
    scores = {each.name: each for each in compared}
    assert list(scores) == list(found)
    whole = applications.cross_validate(tickets, vectors).accuracy
    assert scores[f"layer {encoder.layers}"].accuracy == pytest.approx(whole, abs=0.01)  # the picture's
    for name in ("word vectors", "input table"):
        assert scores[name].accuracy < scores[f"layer {encoder.layers}"].accuracy


@pytest.fixture(scope="module")
def vectors_of_words() -> embedlab.vectors.WordVectors:
    return embedlab.load_word_vectors("glove-6b-50d")


def test_vectors_of_a_batch_are_those_of_single_texts(
    tickets: LabeledTexts, vectors: np.ndarray, encoder: embedlab.context.Encoder
) -> None:
    single = np.vstack([encoder.embed([text]) for text in tickets.texts[:6]])
    np.testing.assert_allclose(single, vectors[:6], atol=1e-6)


@pytest.mark.parametrize(
    ("texts", "labels", "sentence"),
    [
        (("a", "b"), ("x", "x"), "There is one class, “x”"),
        (("a", "b", "c"), ("x", "x", "y"), "The class “y” has one text"),
        (("a", " "), ("x", "y"), "Text 2 is empty"),
        (("a", "b"), ("x", ""), "Text 2, “b”, has no label"),
        (("a",), ("x", "y"), "There are 1 texts and 2 labels"),
        (("a",) * 2_001, ("x",) * 2_001, "There are 2,001 texts; at most 2,000"),
        (tuple("abcdefghijklmnopqrstu"), tuple("abcdefghijklmnopqrstu"), "There are 21 classes; at most 20"),
    ],
)
def test_what_cannot_be_learned_is_one_sentence(
    texts: tuple[str, ...], labels: tuple[str, ...], sentence: str
) -> None:
    with pytest.raises(embedlab.EmbedLabError, match=sentence):
        LabeledTexts(texts, labels)


def test_texts_with_several_labels_are_found() -> None:
    data = LabeledTexts(("same", "same", "other", "third"), ("x", "y", "x", "y"))
    assert applications.conflicting_texts(data) == [("same", ("x", "y"))]
    groups = applications.duplicate_groups(data.texts, np.eye(4))
    assert groups[0] == groups[1] != groups[2]
