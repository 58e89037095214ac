"""EmbedLab: token embeddings, computed live by real models.

>>> import embedlab
>>> embedlab.load_tokenizer("gpt2").encode("The cat sat on the mat").ids
[464, 3797, 3332, 319, 262, 2603]

Everything is loaded on first use: `import embedlab` by itself imports no numpy, torch or transformers.
"""

from __future__ import annotations

import importlib
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:  # for editors and type checkers; at run time __getattr__ does it
    from embedlab import positional as positional
    from embedlab.catalog import CATALOG as CATALOG
    from embedlab.catalog import names_of as names_of
    from embedlab.context import *
    from embedlab.errors import *
    from embedlab.positional import load_position_table as load_position_table
    from embedlab.space import *
    from embedlab.tokens import *
    from embedlab.vectors import *

# package or module -> what it offers here; a test compares it with what each of them exports
EXPORTS: dict[str, tuple[str, ...]] = {
    "catalog": ("CATALOG", "names_of"),
    "context": (
        "AMBIGUOUS_WORDS",
        "CAUSAL_PAIRS",
        "REFERENCE_SENTENCES",
        "SENTENCE_GUESSES",
        "SENTENCE_PAIRS",
        "AmbiguousWord",
        "Anisotropy",
        "CausalPair",
        "ChangedWords",
        "ContextNeighbors",
        "ContextualEncoding",
        "Domino",
        "Encoder",
        "FoundSenses",
        "Influence",
        "InputVectors",
        "LayerMap",
        "PairCosines",
        "PoolingEffect",
        "PrefixEffect",
        "ReferenceWords",
        "Replacement",
        "SenseProbe",
        "SenseReading",
        "SentenceGuess",
        "SentencePair",
        "Separation",
        "WordAttention",
        "WordChange",
        "WordInContext",
        "WordOrder",
        "anisotropy",
        "attention_agreement",
        "changed_words",
        "compare_poolings",
        "context_neighbors",
        "cosine_matrix",
        "dominoes",
        "download_encoder",
        "find_senses",
        "input_table_dominoes",
        "input_table_neighbors",
        "input_vectors",
        "input_word_vectors",
        "layer_map",
        "load_decoder",
        "load_encoder",
        "neighbor_overlap",
        "pooling_effect",
        "prefix_effect",
        "probe_senses",
        "read_encoder",
        "read_sense",
        "reference_words",
        "replace_word",
        "sense_separation",
        "shuffle_words",
        "special_attention",
        "word_attention",
        "word_in_context",
        "word_influence",
    ),
    "errors": (
        "CorruptModelError",
        "EmbedLabError",
        "FormulaError",
        "InvalidInputError",
        "MissingModelError",
        "UnknownNameError",
        "UnknownWordError",
    ),
    "positional": ("load_position_table",),
    "space": (
        "TOYS",
        "Alignment",
        "AxisMap",
        "Clusters",
        "NamedAxis",
        "Projection",
        "ProjectionQuality",
        "RankedRows",
        "ShepardDiagram",
        "Stability",
        "Toy",
        "align",
        "axis_map",
        "find_clusters",
        "map_stability",
        "named_axis",
        "place_points",
        "project",
        "projection_quality",
        "random_twin",
        "rank_rows",
        "shepard_diagram",
        "toy_points",
    ),
    "tokens": (
        "LANGUAGES",
        "BudgetCut",
        "Encoding",
        "Message",
        "Stages",
        "TokenCost",
        "Tokenizer",
        "TrainedTokenizer",
        "Vocabulary",
        "Word",
        "cut_to_budget",
        "download_tokenizer",
        "encode_chat",
        "load_tokenizer",
        "read_tokenizer",
        "token_cost",
        "train_tokenizer",
        "word_forms",
    ),
    "vectors": (
        "CHALLENGES",
        "PRESETS",
        "RELATIONS",
        "WORD_GROUPS",
        "AnalogyAudit",
        "AnalogyPlane",
        "AnalogyQuestions",
        "AnalogyReport",
        "Challenge",
        "Formula",
        "Neighbors",
        "OddOneOut",
        "PairReport",
        "Placed",
        "Preset",
        "RandomPairs",
        "Relation",
        "RelationOffsets",
        "Removal",
        "Term",
        "VectorTable",
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
        "odd_one_out",
        "open_word_vectors",
        "parse_formula",
        "random_pair_cosines",
        "read_analogies",
        "read_analogy_text",
        "read_vector_table",
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
    ),
}
HOME_OF = {name: home for home, names in EXPORTS.items() for name in names}

__all__ = sorted([*HOME_OF, "positional"])  # noqa: PLE0605


def __getattr__(name: str) -> Any:
    if name in EXPORTS:
        return importlib.import_module(f"{__name__}.{name}")
    if name not in HOME_OF:
        raise AttributeError(f"module {__name__!r} has no attribute {name!r}")
    value = getattr(importlib.import_module(f"{__name__}.{HOME_OF[name]}"), name)
    globals()[name] = value
    return value


def __dir__() -> list[str]:
    return __all__
