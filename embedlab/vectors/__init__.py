"""Vectors: static word vectors, their neighbors, analogies, and tables of one's own."""

from embedlab.vectors.analogies import analogy
from embedlab.vectors.evaluation import (
    AnalogyQuestions,
    AnalogyReport,
    evaluate_analogies,
    google_analogies_path,
    read_analogies,
)
from embedlab.vectors.plane import AnalogyPlane, analogy_plane
from embedlab.vectors.tables import VectorTable, read_vector_table
from embedlab.vectors.word_groups import WORD_GROUPS
from embedlab.vectors.word_vectors import Neighbors, WordVectors, load_word_vectors

__all__ = [
    "WORD_GROUPS",
    "AnalogyPlane",
    "AnalogyQuestions",
    "AnalogyReport",
    "Neighbors",
    "VectorTable",
    "WordVectors",
    "analogy",
    "analogy_plane",
    "evaluate_analogies",
    "google_analogies_path",
    "load_word_vectors",
    "read_analogies",
    "read_vector_table",
]
