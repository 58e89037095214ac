"""Vectors: static word vectors, their neighbors, analogies, and tables of one's own."""

from embedlab.vectors.analogies import analogy
from embedlab.vectors.analogy_questions import (
    AnalogyQuestions,
    google_analogies_path,
    read_analogies,
    read_analogy_text,
)
from embedlab.vectors.audit import AnalogyAudit, Placed, audit_analogy
from embedlab.vectors.directions import WordsAlong, remove_direction, word_direction, words_along
from embedlab.vectors.evaluation import AnalogyReport, evaluate_analogies
from embedlab.vectors.formula import Formula, Term, formula_vector, parse_formula, solve_formula
from embedlab.vectors.mapped import open_word_vectors, save_word_vectors
from embedlab.vectors.named_axis import NamedAxis, named_axis
from embedlab.vectors.offsets import RelationOffsets, relation_offsets
from embedlab.vectors.plane import AnalogyPlane, analogy_plane
from embedlab.vectors.removal import Removal, removal_effect
from embedlab.vectors.similarity import (
    OddOneOut,
    RandomPairs,
    odd_one_out,
    random_pair_cosines,
    similarity_matrix,
)
from embedlab.vectors.word_pairs import (
    PairReport,
    WordPairs,
    evaluate_word_pairs,
    read_word_pairs,
    word_pairs_path,
)
from embedlab.vectors.word_vectors import WordVectors, load_word_vectors

__all__ = [
    "AnalogyAudit",
    "AnalogyPlane",
    "AnalogyQuestions",
    "AnalogyReport",
    "Formula",
    "NamedAxis",
    "OddOneOut",
    "PairReport",
    "Placed",
    "RandomPairs",
    "RelationOffsets",
    "Removal",
    "Term",
    "WordPairs",
    "WordVectors",
    "WordsAlong",
    "analogy",
    "analogy_plane",
    "audit_analogy",
    "evaluate_analogies",
    "evaluate_word_pairs",
    "formula_vector",
    "google_analogies_path",
    "load_word_vectors",
    "named_axis",
    "odd_one_out",
    "open_word_vectors",
    "parse_formula",
    "random_pair_cosines",
    "read_analogies",
    "read_analogy_text",
    "read_word_pairs",
    "relation_offsets",
    "removal_effect",
    "remove_direction",
    "save_word_vectors",
    "similarity_matrix",
    "solve_formula",
    "word_direction",
    "word_pairs_path",
    "words_along",
]
