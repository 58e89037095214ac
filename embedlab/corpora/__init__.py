"""Corpora: texts that outgrow one page or one machine, embedded, indexed and mapped."""

from embedlab.corpora.corpus import Corpus, corpora_folder, list_corpora, read_corpus
from embedlab.corpora.embedding import Progress, embed_corpus
from embedlab.corpora.index import CorpusHits, IndexFacts, index_corpus, read_index_facts, search_corpus
from embedlab.corpora.mapping import CorpusMap, MapFacts, map_corpus, read_map

__all__ = [
    "Corpus",
    "CorpusHits",
    "CorpusMap",
    "IndexFacts",
    "MapFacts",
    "Progress",
    "corpora_folder",
    "embed_corpus",
    "index_corpus",
    "list_corpora",
    "map_corpus",
    "read_corpus",
    "read_index_facts",
    "read_map",
    "search_corpus",
]
