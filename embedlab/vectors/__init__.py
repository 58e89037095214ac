"""Vectors: static word vectors, their neighbors, analogies, and tables of one's own."""

from embedlab.vectors.added_tables import add_table, added_tables, remove_table, tables_folder
from embedlab.vectors.analogies import METHODS, analogy
from embedlab.vectors.analogy_questions import (
    AnalogyQuestions,
    google_analogies_path,
    read_analogies,
    read_analogy_text,
)
from embedlab.vectors.audit import AnalogyAudit, Placed, audit_analogy
from embedlab.vectors.comparison import (
    Comparison,
    compare_tables,
    random_vectors,
    rank_error,
    word_sim,
)
from embedlab.vectors.directions import WordsAlong, word_direction, words_along
from embedlab.vectors.equation import Equation, analogy_equation, formula_equation
from embedlab.vectors.evaluation import AnalogyReport, evaluate_analogies
from embedlab.vectors.formula import Formula, Term, parse_formula, solve_formula
from embedlab.vectors.loading import load_word_vectors
from embedlab.vectors.mapped import open_word_vectors, save_word_vectors
from embedlab.vectors.named_axis import NamedAxis, named_axis
from embedlab.vectors.offsets import RelationOffsets, relation_offsets
from embedlab.vectors.plane import AnalogyPlane, analogy_plane
from embedlab.vectors.removal import Removal, removal_effect
from embedlab.vectors.scoreboard import Scoreboard, score_methods
from embedlab.vectors.similarity import (
    OddOneOut,
    RandomPairs,
    most_similar_pair,
    odd_one_out,
    random_pair_cosines,
    similarity_matrix,
)
from embedlab.vectors.table_files import TableFile, inspect_table_file
from embedlab.vectors.text_means import mean_word_vectors
from embedlab.vectors.word_pairs import (
    PairReport,
    WordPairs,
    evaluate_word_pairs,
    read_word_pairs,
    word_pairs_path,
)
from embedlab.vectors.word_vectors import WordVectors

__all__ = [
    "METHODS",
    "AnalogyAudit",
    "AnalogyPlane",
    "AnalogyQuestions",
    "AnalogyReport",
    "Comparison",
    "Equation",
    "Formula",
    "NamedAxis",
    "OddOneOut",
    "PairReport",
    "Placed",
    "RandomPairs",
    "RelationOffsets",
    "Removal",
    "Scoreboard",
    "TableFile",
    "Term",
    "WordPairs",
    "WordVectors",
    "WordsAlong",
    "add_table",
    "added_tables",
    "analogy",
    "analogy_equation",
    "analogy_plane",
    "audit_analogy",
    "compare_tables",
    "evaluate_analogies",
    "evaluate_word_pairs",
    "formula_equation",
    "google_analogies_path",
    "inspect_table_file",
    "load_word_vectors",
    "mean_word_vectors",
    "most_similar_pair",
    "named_axis",
    "odd_one_out",
    "open_word_vectors",
    "parse_formula",
    "random_pair_cosines",
    "random_vectors",
    "rank_error",
    "read_analogies",
    "read_analogy_text",
    "read_word_pairs",
    "relation_offsets",
    "removal_effect",
    "remove_table",
    "save_word_vectors",
    "score_methods",
    "similarity_matrix",
    "solve_formula",
    "tables_folder",
    "word_direction",
    "word_pairs_path",
    "word_sim",
    "words_along",
]
