"""From a catalog name to a tokenizer."""

from __future__ import annotations

from collections.abc import Callable

from embedlab.catalog import CatalogEntry, find_entry
from embedlab.models.installed import read_file
from embedlab.tokens.tokenizer import Tokenizer

__all__ = ["load_tokenizer"]


def load_tokenizer(name: str) -> Tokenizer:
    """Load a tokenizer of the catalog.

    >>> load_tokenizer("gpt2").encode("The cat sat on the mat").ids
    [464, 3797, 3332, 319, 262, 2603]

    Raises:
        UnknownNameError: no tokenizer of that name.
        MissingModelError: the package that carries it is not installed.
        CorruptModelError: its file is not the one the catalog names.
    """
    entry = find_entry(name, "tokenizer")
    return LOADERS[entry.algorithm](entry)


def load_byte_pair(entry: CatalogEntry) -> Tokenizer:
    """Load a byte-level BPE tokenizer from whichever of the three file formats it has."""
    from embedlab.tokens.byte_pair import BytePairTokenizer
    from embedlab.tokens.byte_pair_rules import gpt2_rules, tekken_rules, tiktoken_rules

    if "merges" in entry.files:
        rules = gpt2_rules(read_file(entry, "merges"), read_file(entry, "ids"))
    elif "ranks" in entry.files:
        rules = tiktoken_rules(entry.name, read_file(entry, "ranks"))
    else:
        rules = tekken_rules(read_file(entry, "vocabulary"))
    return BytePairTokenizer(rules, name=entry.name, algorithm=entry.algorithm)


def load_sentence_piece(entry: CatalogEntry) -> Tokenizer:
    """Load a SentencePiece tokenizer."""
    from embedlab.tokens.sentence_piece import SentencePieceTokenizer

    return SentencePieceTokenizer(read_file(entry, "model"), name=entry.name, algorithm=entry.algorithm)


def load_tokenizer_json(entry: CatalogEntry) -> Tokenizer:
    """Load a tokenizer that comes as a `tokenizer.json`."""
    from embedlab.tokens.json_tokenizer import JsonTokenizer

    content = read_file(entry, "tokenizer").decode()
    return JsonTokenizer(content, name=entry.name, algorithm=entry.algorithm)


LOADERS: dict[str, Callable[[CatalogEntry], Tokenizer]] = {
    "byte-level BPE": load_byte_pair,
    "SentencePiece BPE": load_sentence_piece,
    "WordPiece": load_tokenizer_json,
}
