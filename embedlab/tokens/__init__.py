"""Tokens: how a text becomes the pieces and ids a model reads."""

from embedlab.tokens.budget import BudgetCut, cut_to_budget
from embedlab.tokens.chat import Message, encode_chat
from embedlab.tokens.cost import TokenCost, token_cost
from embedlab.tokens.encoding import Encoding
from embedlab.tokens.foreign import read_tokenizer
from embedlab.tokens.hub import download_tokenizer
from embedlab.tokens.loading import load_tokenizer
from embedlab.tokens.stages import Stages, Word
from embedlab.tokens.tokenizer import Tokenizer
from embedlab.tokens.training import TrainedTokenizer, train_tokenizer
from embedlab.tokens.vocabulary import Vocabulary, word_forms

__all__ = [
    "BudgetCut",
    "Encoding",
    "Message",
    "Stages",
    "TokenCost",
    "Tokenizer",
    "TrainedTokenizer",
    "Vocabulary",
    "Word",
    "cut_to_budget",
    "download_tokenizer",
    "encode_chat",
    "load_tokenizer",
    "read_tokenizer",
    "token_cost",
    "train_tokenizer",
    "word_forms",
]
