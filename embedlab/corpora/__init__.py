"""Corpora: texts that outgrow one page or one machine, embedded, indexed and mapped."""

from embedlab.corpora.corpus import Corpus, corpora_folder, list_corpora, read_corpus
from embedlab.corpora.embedding import Progress, embed_corpus

__all__ = [
    "Corpus",
    "Progress",
    "corpora_folder",
    "embed_corpus",
    "list_corpora",
    "read_corpus",
]
