"""Trained vectors: equal to gensim's, to PyTorch's loss, to themselves in another process."""

from __future__ import annotations

import hashlib
import inspect
import os
import subprocess
import sys

import numpy as np
import pytest

import embedlab
from embedlab import training
from embedlab.texts import load_corpus, split_words
from embedlab.training.loss_sample import LossSample
from tests.support import ROOT

pytestmark = pytest.mark.long

SENTENCES = split_words(load_corpus("lee"))[:60]
TWELVE = "alpha beta gamma delta epsilon zeta eta theta iota kappa lambda mu "
SETTINGS = {"dim": 12, "epochs": 3, "random_state": 7}


@pytest.fixture(scope="module")
def run() -> training.TrainingRun:
    return training.train_word_vectors(SENTENCES, **SETTINGS)


def test_the_vectors_are_those_of_a_bare_gensim_call(run: training.TrainingRun) -> None:
    from gensim.models import Word2Vec

    model = Word2Vec(
        SENTENCES, sg=1, vector_size=12, window=5, negative=5, epochs=3, seed=7, workers=1, min_count=2
    )
    assert model.wv.index_to_key == list(run.vectors.words)
    assert np.array_equal(model.wv.vectors, run.vectors.matrix)
    assert np.array_equal(model.syn1neg, run.outputs.matrix)


def digest(run: training.TrainingRun, counted: training.CountedVectors) -> str:
    tables = (run.vectors.matrix, run.outputs.matrix, run.snapshots, run.losses, counted.vectors.matrix)
    return hashlib.sha256(b"".join(table.tobytes() for table in tables)).hexdigest()


OTHER_PROCESS = f"""
import hashlib, os
cores = int(os.environ["OMP_NUM_THREADS"])
if hasattr(os, "sched_setaffinity"):  # of Linux; a machine with one core still tells threads apart
    os.sched_setaffinity(0, sorted(os.sched_getaffinity(0))[:cores])
from embedlab import training
from embedlab.texts import load_corpus, split_words
sentences = split_words(load_corpus("lee"))[:60]
run = training.train_word_vectors(sentences, **{SETTINGS})
counted = training.count_vectors(sentences, dim=12)
{inspect.getsource(digest)}
print(digest(run, counted))
"""


@pytest.mark.parametrize("cores", ["1", "2"])
def test_the_same_seed_gives_the_same_bits_in_another_process_on_any_number_of_cores(
    cores: str, run: training.TrainingRun
) -> None:
    names = ("PYTHONHASHSEED", "OMP_NUM_THREADS", "OPENBLAS_NUM_THREADS", "MKL_NUM_THREADS")
    done = subprocess.run(
        [sys.executable, "-c", OTHER_PROCESS],
        env={**os.environ, **dict.fromkeys(names, cores)}, cwd=ROOT, stdout=subprocess.PIPE, check=True,
    )  # fmt: skip
    assert done.stdout.decode().strip() == digest(run, training.count_vectors(SENTENCES, dim=12))


def test_another_seed_gives_other_vectors(run: training.TrainingRun) -> None:
    other = training.train_word_vectors(SENTENCES, **{**SETTINGS, "random_state": 8})
    assert not np.array_equal(other.vectors.matrix, run.vectors.matrix)


def test_snapshots_lead_from_a_small_random_start_to_the_result(run: training.TrainingRun) -> None:
    assert run.steps[0] == 0
    assert np.all(np.diff(run.steps) > 0)
    assert run.steps[-1] == 3 * sum(map(len, SENTENCES))
    assert np.abs(run.snapshots[0]).max() <= 0.5 / 12 * 2  # gensim's start: uniform, ±1 / dim
    assert np.array_equal(run.snapshots[-1], run.vectors.matrix[:1_000])


def test_the_loss_begins_at_that_of_not_knowing_and_falls(run: training.TrainingRun) -> None:
    assert run.losses[0] == pytest.approx(6 * np.log(2))  # all outputs are 0: each of 1 + 5 answers is a coin
    assert run.losses[-1] < 0.95 * run.losses[0]


def test_the_loss_of_a_pair_equals_that_of_pytorch() -> None:
    import torch
    from torch.nn.functional import logsigmoid

    random = np.random.default_rng(0)
    inputs, outputs = random.normal(size=(2, 9, 4))
    centers, contexts, negatives = np.array([0, 3]), np.array([1, 8]), np.array([[2, 4], [5, 5]])
    ours = LossSample(centers, np.column_stack([contexts, negatives])).loss(inputs, outputs)
    v, u = torch.tensor(inputs[centers]), torch.tensor(outputs)
    expected = -logsigmoid((u[contexts] * v).sum(1)) - logsigmoid(-(u[negatives] * v[:, None]).sum(2)).sum(1)
    assert ours == pytest.approx(expected.mean().item(), rel=1e-12)


def test_training_can_be_stopped_and_tells_how_far_it_is() -> None:
    shares: list[float] = []

    def stop(share: float) -> None:
        shares.append(share)
        if share >= 0.5:
            raise KeyboardInterrupt

    with pytest.raises(KeyboardInterrupt):
        training.train_word_vectors(SENTENCES, **SETTINGS, watch=stop)
    assert shares == sorted(shares)
    assert shares[-1] < 1


def test_one_map_holds_all_snapshots(run: training.TrainingRun) -> None:
    words = [word for word in run.vectors.words if len(word) > 4][:20]
    drawn = training.snapshot_map(run, words)
    assert drawn.frames.shape == (len(run.steps), 20, 2)
    rows = [run.vectors.row(word) for word in words]
    from sklearn.decomposition import PCA

    pca = PCA(2).fit(run.snapshots[-1][rows])
    assert drawn.lengths[0] < drawn.lengths[1]
    assert drawn.variance == pytest.approx(pca.explained_variance_ratio_.sum(), abs=1e-5)
    expected = np.abs(pca.transform(run.snapshots[-1][rows]))  # up to the sign of an axis
    np.testing.assert_allclose(np.abs(drawn.frames[-1]), expected, atol=1e-4)


def test_a_map_begins_with_the_seeds_and_is_filled_with_frequent_words(run: training.TrainingRun) -> None:
    groups = training.map_words(run, ["government", "unheard"])
    names = list(dict.fromkeys(groups.values()))
    assert names[0] == "near government"
    assert len(names) == 5
    near = training.trace_neighbors(run, "government", k=7).words
    assert {word for word, name in groups.items() if name == names[0]} == {"government", *near}
    frequent = [word for word in training.frequent_content(run) if len(word) >= 5 and word != "government"]
    assert names[1] == f"near {next(word for word in frequent if word not in near)}"


def test_traced_neighbors_end_as_those_of_the_table(run: training.TrainingRun) -> None:
    traced = training.trace_neighbors(run, "government", k=4)
    expected = run.vectors.neighbors("government", 4)
    assert list(traced.words) == list(expected.words)
    np.testing.assert_allclose(traced.cosines[-1], expected.scores, atol=1e-5)
    assert traced.nearest[-1] == expected.words[0]
    assert set(traced.nearest[traced.settled :]) == {expected.words[0]}
    assert traced.settled == 0 or traced.nearest[traced.settled - 1] != expected.words[0]


@pytest.mark.bad_input(58)
@pytest.mark.parametrize(
    ("text", "options", "says"),
    [
        ("word", {}, "1 word; training needs at least 200"),
        ("The cat sat on the mat.", {}, "6 words; training needs"),
        ("the of and to in is it that was for " * 40, {}, "besides stop words"),
        (TWELVE * 40, {"negative_samples": 20}, "12 words"),
        ("cat dog " * 200, {"window": 0}, "window = 0 is outside its limits"),
        ("cat dog " * 200, {"snapshots": 1}, "snapshots = 1 is outside its limits; choose 2 to 200"),
        ("cat dog " * 200, {"dim": 10**6}, "dim = 1,000,000 is outside its limits"),
    ],
)  # fmt: skip
def test_what_cannot_be_trained_is_refused_before_any_work(text: str, options: dict, says: str) -> None:
    shares: list[float] = []
    with pytest.raises(embedlab.InvalidInputError, match=says):
        training.train_word_vectors(text, **options, watch=shares.append)
    assert not shares
