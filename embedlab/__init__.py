"""EmbedLab: token embeddings, computed live by real models.

>>> import embedlab
>>> embedlab.load_tokenizer("gpt2").encode("The cat sat on the mat").ids
[464, 3797, 3332, 319, 262, 2603]

The functions most people need stand here; everything else is in the namespace of its lesson, such as
`embedlab.space`. All is loaded on first use: `import embedlab` imports no numpy, torch or transformers.
"""

from __future__ import annotations

import importlib
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:  # for editors and type checkers; at run time __getattr__ does it
    from embedlab import attention as attention
    from embedlab import context as context
    from embedlab import corpora as corpora
    from embedlab import lookup as lookup
    from embedlab import positional as positional
    from embedlab import search as search
    from embedlab import space as space
    from embedlab import tables as tables
    from embedlab import texts as texts
    from embedlab import tokens as tokens
    from embedlab import training as training
    from embedlab import vectors as vectors
    from embedlab.attention import next_tokens as next_tokens
    from embedlab.catalog import CATALOG as CATALOG
    from embedlab.catalog import names_of as names_of
    from embedlab.context import load_decoder as load_decoder
    from embedlab.context import load_encoder as load_encoder
    from embedlab.context.word_in_context import word_in_context as word_in_context
    from embedlab.errors import *
    from embedlab.lookup import load_embedding_matrix as load_embedding_matrix
    from embedlab.positional import load_position_table as load_position_table
    from embedlab.search import build_search_index as build_search_index
    from embedlab.space import project as project
    from embedlab.space import projection_quality as projection_quality
    from embedlab.tokens import load_tokenizer as load_tokenizer
    from embedlab.training import train_word_vectors as train_word_vectors
    from embedlab.vectors import analogy as analogy
    from embedlab.vectors import evaluate_analogies as evaluate_analogies
    from embedlab.vectors import load_word_vectors as load_word_vectors
    from embedlab.vectors import read_analogies as read_analogies

NAMESPACES = (
    "applications", "attention", "context", "corpora", "lookup", "positional", "search", "space", "tables",
    "texts", "tokens", "training", "vectors",
)  # fmt: skip
# where the names of the root are defined
HOMES: dict[str, tuple[str, ...]] = {
    "attention": ("next_tokens",),
    "catalog": ("CATALOG", "names_of"),
    "context": ("load_decoder", "load_encoder", "word_in_context"),
    "errors": (
        "CorruptModelError",
        "EmbedLabError",
        "FormulaError",
        "InvalidInputError",
        "MissingModelError",
        "TimedOutError",
        "UnavailableError",
        "UnknownNameError",
        "UnknownWordError",
    ),
    "lookup": ("load_embedding_matrix",),
    "positional": ("load_position_table",),
    "search": ("build_search_index",),
    "space": ("project", "projection_quality"),
    "tokens": ("load_tokenizer",),
    "training": ("train_word_vectors",),
    "vectors": ("analogy", "evaluate_analogies", "load_word_vectors", "read_analogies"),
}
HOME_OF = {name: home for home, names in HOMES.items() for name in names}

__all__ = sorted([*HOME_OF, *NAMESPACES])  # noqa: PLE0605


def __getattr__(name: str) -> Any:
    if name in NAMESPACES:
        return importlib.import_module(f"{__name__}.{name}")
    if name not in HOME_OF:
        raise AttributeError(f"module {__name__!r} has no attribute {name!r}")
    value = getattr(importlib.import_module(f"{__name__}.{HOME_OF[name]}"), name)
    globals()[name] = value
    return value


def __dir__() -> list[str]:
    return __all__
