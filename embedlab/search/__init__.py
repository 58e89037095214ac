"""Search: find texts by meaning, by keywords and by both, and measure how well that works."""

from embedlab.context.vector_cache import encoder_key
from embedlab.documents import Documents, read_documents, read_untrusted_documents
from embedlab.intervals import bootstrap_interval
from embedlab.search.answering import (
    Answer,
    Prompt,
    Source,
    answer_query,
    encode_prompt,
    find_sources,
    make_messages,
    write_with,
)  # fmt: skip
from embedlab.search.approximate import VECTOR_SETS, IndexComparison, compare_indexes, load_vector_set
from embedlab.search.building import build_search_index, cut_texts, embed_chunks, index_key
from embedlab.search.chunk_layout import ChunkLayout, Segment, lay_out_chunks
from embedlab.search.evaluation import METRICS, Evaluation, evaluate_search, rank_metrics, read_labels
from embedlab.search.failures import (
    CONTRASTS,
    SAME,
    best_scores,
    compare_contrasts,
    count_hits,
    separation,
)  # fmt: skip
from embedlab.search.highlights import ChanceBand, best_sentences, chance_band
from embedlab.search.index import MODES, Hits, SearchIndex
from embedlab.search.keywords import KeywordIndex, matching_words, words_of
from embedlab.search.mixed_models import ROTATED, TABLE_MEAN, MixedModels, mix_models
from embedlab.search.similar import WAYS, Recommendation, recommend, text_vectors
from embedlab.search.storage import IndexStore
from embedlab.texts import COLLECTIONS, Collection, load_collection, make_collection
from embedlab.tokens.chunks import UNITS, Chunk, Chunking, chunk_text, split_sentences
from embedlab.vector_table import open_table

__all__ = [
    "COLLECTIONS", "CONTRASTS", "METRICS", "MODES", "ROTATED", "SAME", "TABLE_MEAN", "UNITS", "VECTOR_SETS",
    "WAYS", "Answer", "ChanceBand", "Chunk", "ChunkLayout", "Chunking", "Collection", "Documents",
    "Evaluation", "Hits", "IndexComparison", "IndexStore", "KeywordIndex", "MixedModels", "Prompt",
    "Recommendation", "SearchIndex", "Segment", "Source", "answer_query", "best_scores", "best_sentences",
    "bootstrap_interval", "build_search_index", "chance_band", "chunk_text", "compare_contrasts",
    "compare_indexes", "count_hits", "cut_texts", "embed_chunks", "encode_prompt", "encoder_key",
    "evaluate_search", "find_sources", "index_key", "lay_out_chunks", "load_collection", "load_vector_set",
    "make_collection", "make_messages", "matching_words", "mix_models", "open_table", "rank_metrics",
    "read_documents", "read_labels", "read_untrusted_documents", "recommend", "separation",
    "split_sentences", "text_vectors", "words_of", "write_with",
]  # fmt: skip
