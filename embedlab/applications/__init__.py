"""Applications: what vectors are good for, beside simple baselines, and what they cost."""

from embedlab.applications.batches import BatchSpeeds, measure_batches
from embedlab.applications.classifier import Classifier, fit_weights, train_classifier
from embedlab.applications.clusters import OUTSIDE, Clustering, cluster_vectors, compare_counts, name_clusters
from embedlab.applications.costs import MAX_COPIES, CollectionCost, collection_cost
from embedlab.applications.labeled_texts import (
    LabeledTexts,
    conflicting_texts,
    duplicate_groups,
    label_documents,
    read_labeled_lines,
)  # fmt: skip
from embedlab.applications.shortening import WAYS, compare_ways, rating_correlation, scan_seconds, shorten
from embedlab.applications.sources import SourceScore, compare_sources, text_vectors
from embedlab.applications.validation import CrossValidation, LabelCurve, cross_validate, label_curve
from embedlab.context.vector_cache import VectorCache
from embedlab.intervals import score_interval
from embedlab.precision import PRECISIONS, quantize, restore
from embedlab.vectors import mean_word_vectors

__all__ = [
    "MAX_COPIES", "OUTSIDE", "PRECISIONS", "WAYS", "BatchSpeeds", "Classifier", "Clustering",
    "CollectionCost", "CrossValidation", "LabelCurve", "LabeledTexts", "SourceScore", "VectorCache",
    "cluster_vectors", "collection_cost", "compare_counts", "compare_sources", "compare_ways",
    "conflicting_texts", "cross_validate", "duplicate_groups", "fit_weights", "label_curve",
    "label_documents", "mean_word_vectors", "measure_batches", "name_clusters", "quantize",
    "rating_correlation", "read_labeled_lines", "restore", "scan_seconds", "score_interval", "shorten",
    "text_vectors", "train_classifier",
]  # fmt: skip
