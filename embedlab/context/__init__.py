"""Context: what a word's vector becomes inside a sentence, layer by layer."""

from embedlab.context.attention import WordAttention, attention_agreement, special_attention, word_attention
from embedlab.context.causal import CAUSAL_PAIRS, CausalPair, PrefixEffect, prefix_effect
from embedlab.context.context_neighbors import context_neighbors
from embedlab.context.decoder import load_decoder
from embedlab.context.dominoes import (
    ChangedWords,
    Domino,
    WordChange,
    changed_words,
    dominoes,
    frequent_neighbors,
    input_table_dominoes,
    mean_shared,
)
from embedlab.context.encoder import ContextualEncoding, Encoder, load_encoder
from embedlab.context.found_senses import FoundSenses, find_senses
from embedlab.context.hub_encoder import download_encoder, read_encoder
from embedlab.context.influence import Influence, Replacement, replace_word, word_influence
from embedlab.context.input_positions import cosine_without_positions
from embedlab.context.input_table import input_vectors, input_word_vectors
from embedlab.context.layer_map import LayerMap, layer_map
from embedlab.context.pooling_effect import PoolingEffect, pooling_effect
from embedlab.context.reference import Anisotropy, ReferenceWords, anisotropy, reference_words
from embedlab.context.sense_probe import LabelProbe, SenseProbe, probe_labels, probe_senses
from embedlab.context.sense_reading import SenseReading, read_sense
from embedlab.context.sentence_table import (
    MAX_SENTENCES,
    SentenceTable,
    read_sentence_table,
    sentence_table,
)
from embedlab.context.sentence_vectors import PairCosines, compare_poolings
from embedlab.context.separation import Separation, sense_separation
from embedlab.context.shuffled_senses import ShuffledSenses, shuffled_senses
from embedlab.context.word_in_context import WordInContext, find_word, tokens_inside, word_in_context
from embedlab.context.word_order import WordOrder, shuffle_words
from embedlab.cosine import cosine_matrix

__all__ = [
    "CAUSAL_PAIRS",
    "MAX_SENTENCES",
    "Anisotropy",
    "CausalPair",
    "ChangedWords",
    "ContextualEncoding",
    "Domino",
    "Encoder",
    "FoundSenses",
    "Influence",
    "LabelProbe",
    "LayerMap",
    "PairCosines",
    "PoolingEffect",
    "PrefixEffect",
    "ReferenceWords",
    "Replacement",
    "SenseProbe",
    "SenseReading",
    "SentenceTable",
    "Separation",
    "ShuffledSenses",
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
    "cosine_without_positions",
    "dominoes",
    "download_encoder",
    "find_senses",
    "find_word",
    "frequent_neighbors",
    "input_table_dominoes",
    "input_vectors",
    "input_word_vectors",
    "layer_map",
    "load_decoder",
    "load_encoder",
    "mean_shared",
    "pooling_effect",
    "prefix_effect",
    "probe_labels",
    "probe_senses",
    "read_encoder",
    "read_sense",
    "read_sentence_table",
    "reference_words",
    "replace_word",
    "sense_separation",
    "sentence_table",
    "shuffle_words",
    "shuffled_senses",
    "special_attention",
    "tokens_inside",
    "word_attention",
    "word_in_context",
    "word_influence",
]
