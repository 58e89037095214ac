"""Applications: what vectors are good for, beside simple baselines, and what they cost."""

from embedlab.applications.batches import BatchSpeeds, measure_batches
from embedlab.applications.classifier import Classifier, Prediction, fit_classifier, train_classifier
from embedlab.applications.clusters import (
    CLUSTERINGS,
    MAX_GROUPS,
    OUTSIDE,
    Clustering,
    cluster_vectors,
    compare_counts,
    name_clusters,
)  # fmt: skip
from embedlab.applications.costs import MAX_COPIES, CollectionCost, collection_cost
from embedlab.applications.labeled_texts import (
    LabeledTexts,
    conflicting_texts,
    duplicate_groups,
    label_documents,
    read_labeled_lines,
)  # fmt: skip
from embedlab.applications.shortening import WAYS, neighbor_recall, rating_correlation, scan_seconds, shorten
from embedlab.applications.sources import SourceScore, compare_sources, layer_vectors, text_vectors
from embedlab.applications.validation import (
    BASELINES,
    STRENGTH,
    CrossValidation,
    LabelCurve,
    cross_validate,
    label_curve,
)
from embedlab.context.vector_cache import VectorCache
from embedlab.intervals import score_interval
from embedlab.precision import PRECISIONS, quantize, restore
from embedlab.vectors import mean_word_vectors

__all__ = [
    "BASELINES", "CLUSTERINGS", "MAX_COPIES", "MAX_GROUPS", "OUTSIDE", "PRECISIONS", "STRENGTH", "WAYS",
    "BatchSpeeds", "Classifier", "Clustering", "CollectionCost", "CrossValidation", "LabelCurve",
    "LabeledTexts", "Prediction", "SourceScore", "VectorCache", "cluster_vectors", "collection_cost",
    "compare_counts", "compare_sources", "conflicting_texts", "cross_validate", "duplicate_groups",
    "fit_classifier", "label_curve", "label_documents", "layer_vectors", "mean_word_vectors",
    "measure_batches", "name_clusters", "neighbor_recall", "quantize", "rating_correlation",
    "read_labeled_lines", "restore", "scan_seconds", "score_interval", "shorten", "text_vectors",
    "train_classifier",
]  # fmt: skip
