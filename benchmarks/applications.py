"""The applications page: an edited label of 500 texts beside bare scikit-learn, and the label curve."""

from __future__ import annotations

import time
from collections.abc import Callable

import numpy as np

import embedlab
from benchmarks.report import Row
from embedlab import applications
from embedlab.applications.validation import STRENGTH
from embedlab.texts import TICKETS

RUNS = 10
ENDINGS = ("", " Thank you.", " Please answer soon.")
TEXTS = tuple(f"{each.text}{ending}" for ending in ENDINGS for each in TICKETS)[:500]
LABELS = tuple(each.desk for _ in ENDINGS for each in TICKETS)[:500]


def measure() -> list[Row]:
    """Edit a label and ask again; draw the label curve of the help desk."""
    encoder = embedlab.load_encoder("all-MiniLM-L6-v2")
    cache = applications.VectorCache(encoder)
    vectors, question = cache.embed(TEXTS), cache.embed(["The van drove past my house"])[0]

    def edited() -> None:
        data = applications.LabeledTexts(TEXTS, (LABELS[-1], *LABELS[1:]))
        embedded = cache.embed(data.texts)
        weights = applications.fit_weights(embedded, data.targets)
        model = applications.Classifier(data, embedded, *weights)
        model.predict_vector(question)
        model.contributions(question)

    ours, bare = _best(edited), _best(lambda: _bare(vectors, question))
    data = applications.LabeledTexts(TEXTS[:180], LABELS[:180])
    begun = time.process_time()
    applications.label_curve(data, vectors[:180], "glove-6b-50d")
    curve = time.process_time() - begun
    return [
        Row(
            "an edited label, 500 texts: answer and share of each text, processor time",
            f"{ours * 1000:.0f} ms", f"scikit-learn's own fit {bare * 1000:.0f} ms", ours * 1000, 150, "ms",
        ),
        Row(
            "label curve, five kinds, ten draws: processor time", f"{curve:.1f} s", "limit 15 s", curve, 15,
            "s",
        ),
    ]  # fmt: skip


def _bare(vectors: np.ndarray, question: np.ndarray) -> None:
    from sklearn.linear_model import LogisticRegression

    model = LogisticRegression(C=STRENGTH, max_iter=1_000).fit(vectors, LABELS)
    model.predict_proba(question[None])


def _best(work: Callable[[], object]) -> float:
    """Return the processor time of the fastest run: the machine may be busy with something else."""
    seconds = []
    for _ in range(RUNS):
        begun = time.process_time()
        work()
        seconds.append(time.process_time() - begun)
    return min(seconds)
