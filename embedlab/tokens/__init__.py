"""Tokens: how a text becomes the pieces and ids a model reads."""

from embedlab.tokens.best_path import PathReplay
from embedlab.tokens.budget import BudgetCut, cut_to_budget
from embedlab.tokens.chat import CHAT_FORMATS, Message, describe_format, encode_chat
from embedlab.tokens.cost import TokenCost, token_cost
from embedlab.tokens.encoding import Encoding
from embedlab.tokens.exports import tokens_csv, tokens_json, tokens_table
from embedlab.tokens.hub import download_tokenizer
from embedlab.tokens.labels import TokenLabel, bytes_label, shown_as, token_labels
from embedlab.tokens.loading import load_tokenizer
from embedlab.tokens.longest_match import MatchReplay
from embedlab.tokens.merges import MergeReplay
from embedlab.tokens.notices import lost_text, special_in_text
from embedlab.tokens.script_share import count_script_tokens, script_of
from embedlab.tokens.stages import Replay, Stages, Word
from embedlab.tokens.tokenizer import Tokenizer
from embedlab.tokens.training import (
    MAX_TRAINING_BYTES,
    SMALLEST_VOCABULARY,
    TrainedTokenizer,
    train_tokenizer,
)
from embedlab.tokens.untrusted import read_tokenizer
from embedlab.tokens.vocabulary import Vocabulary, WordForm, word_forms

__all__ = [
    "CHAT_FORMATS",
    "MAX_TRAINING_BYTES",
    "SMALLEST_VOCABULARY",
    "BudgetCut",
    "Encoding",
    "MatchReplay",
    "MergeReplay",
    "Message",
    "PathReplay",
    "Replay",
    "Stages",
    "TokenCost",
    "TokenLabel",
    "Tokenizer",
    "TrainedTokenizer",
    "Vocabulary",
    "Word",
    "WordForm",
    "bytes_label",
    "count_script_tokens",
    "cut_to_budget",
    "describe_format",
    "download_tokenizer",
    "encode_chat",
    "load_tokenizer",
    "lost_text",
    "read_tokenizer",
    "script_of",
    "shown_as",
    "special_in_text",
    "token_cost",
    "token_labels",
    "tokens_csv",
    "tokens_json",
    "tokens_table",
    "train_tokenizer",
    "word_forms",
]
