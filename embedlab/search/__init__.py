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
from embedlab.search.chunks import UNITS, Chunk, Chunking, chunk_text, split_sentences
from embedlab.search.collections import COLLECTIONS, Collection, load_collection, make_collection
from embedlab.search.evaluation import METRICS, Evaluation, evaluate_search
from embedlab.search.failures import (
    CONTRASTS,
    Contrast,
    best_scores,
    compare_contrasts,
    count_hits,
    separation,
)  # fmt: skip
from embedlab.search.highlights import ChanceBand, best_sentences, chance_band, matching_words, word_start
from embedlab.search.index import MODES, Hits, SearchIndex
from embedlab.search.keywords import KeywordIndex, word_spans, words_of
from embedlab.search.layout import ChunkLayout, Segment, lay_out_chunks
from embedlab.search.metrics import ndcg_at_k, recall_at_k, reciprocal_rank_at_k
from embedlab.search.mixed_models import ROTATED, TABLE_MEAN, MixedModels, mix_models
from embedlab.search.similar import WAYS, Recommendation, nearest_points, recommend, text_vectors
from embedlab.search.storage import IndexStore, open_table

__all__ = [
    "COLLECTIONS", "CONTRASTS", "METRICS", "MODES", "ROTATED", "TABLE_MEAN", "UNITS", "VECTOR_SETS", "WAYS",
    "Answer", "ChanceBand", "Chunk", "ChunkLayout", "Chunking", "Collection", "Contrast", "Documents",
    "Evaluation", "Hits", "IndexComparison", "IndexStore", "KeywordIndex", "MixedModels", "Prompt",
    "Recommendation", "SearchIndex", "Segment", "Source", "answer_query", "best_scores", "best_sentences",
    "bootstrap_interval", "build_search_index", "chance_band", "chunk_text", "compare_contrasts",
    "compare_indexes", "count_hits", "cut_texts", "embed_chunks", "encode_prompt", "encoder_key",
    "evaluate_search", "find_sources", "index_key", "lay_out_chunks", "load_collection", "load_vector_set",
    "make_collection", "make_messages", "matching_words", "mix_models", "ndcg_at_k", "nearest_points",
    "open_table", "read_documents", "read_untrusted_documents", "recall_at_k", "reciprocal_rank_at_k",
    "recommend", "separation", "split_sentences", "text_vectors", "word_spans", "word_start", "words_of",
    "write_with",
]  # fmt: skip
