"""Tokens: how a text becomes the pieces and ids a model reads."""

from embedlab.tokens.encoding import Encoding
from embedlab.tokens.loading import load_tokenizer
from embedlab.tokens.tokenizer import Tokenizer

__all__ = ["Encoding", "Tokenizer", "load_tokenizer"]
