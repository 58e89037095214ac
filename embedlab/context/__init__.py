"""Context: what a word's vector becomes inside a sentence, layer by layer."""

from embedlab.context.encoder import ContextualEncoding, Encoder, load_encoder
from embedlab.context.input_table import InputVectors, input_vectors, input_word_vectors
from embedlab.context.layer_map import LayerMap, layer_map
from embedlab.context.separation import Separation, cosine_matrix, sense_separation
from embedlab.context.word_in_context import WordInContext, word_in_context

__all__ = [
    "ContextualEncoding",
    "Encoder",
    "InputVectors",
    "LayerMap",
    "Separation",
    "WordInContext",
    "cosine_matrix",
    "input_vectors",
    "input_word_vectors",
    "layer_map",
    "load_encoder",
    "sense_separation",
    "word_in_context",
]
