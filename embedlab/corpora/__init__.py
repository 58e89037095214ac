"""Corpora: texts that outgrow one page or one machine, embedded, indexed and mapped."""

from embedlab.corpora.corpus import Corpus, corpora_folder, list_corpora, read_corpus
from embedlab.corpora.embedding import Progress, embed_corpus
from embedlab.corpora.index import CorpusHits, IndexFacts, index_corpus, read_index_facts, search_corpus

__all__ = [
    "Corpus",
    "CorpusHits",
    "IndexFacts",
    "Progress",
    "corpora_folder",
    "embed_corpus",
    "index_corpus",
    "list_corpora",
    "read_corpus",
    "read_index_facts",
    "search_corpus",
]
