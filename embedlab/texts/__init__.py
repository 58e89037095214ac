"""Texts: what was written for EmbedLab, such as sentences and word lists, and corpora that packages carry."""

from embedlab.texts.ambiguous_words import AMBIGUOUS_WORDS, AmbiguousWord
from embedlab.texts.collections import COLLECTIONS, Collection, load_collection, make_collection
from embedlab.texts.corpora import (
    CORPORA,
    Message,
    load_corpus,
    read_corpus,
    split_words,
    state_of_the_union,
)
from embedlab.texts.eras import era_of, era_passages
from embedlab.texts.help_desk import FAQ, FAQ_QUERIES, Article, LabeledQuery, read_queries
from embedlab.texts.languages import LANGUAGES
from embedlab.texts.message_queries import MESSAGE_QUERIES
from embedlab.texts.python_queries import PYTHON_QUERIES
from embedlab.texts.quiz import CHALLENGES, Challenge
from embedlab.texts.rated_pairs import RATED_PAIRS, RatedPair
from embedlab.texts.reference_sentences import REFERENCE_SENTENCES
from embedlab.texts.relations import PRESETS, RELATIONS, Preset, Relation
from embedlab.texts.sentence_pairs import SENTENCE_GUESSES, SENTENCE_PAIRS, SentenceGuess, SentencePair
from embedlab.texts.tagged_sentences import PARTS_OF_SPEECH, TAGGED_SENTENCES
from embedlab.texts.ticket_queries import TICKET_QUERIES
from embedlab.texts.tickets import TICKETS, Ticket
from embedlab.texts.word_groups import WORD_GROUPS

__all__ = [
    "AMBIGUOUS_WORDS",
    "CHALLENGES",
    "COLLECTIONS",
    "CORPORA",
    "FAQ",
    "FAQ_QUERIES",
    "LANGUAGES",
    "MESSAGE_QUERIES",
    "PARTS_OF_SPEECH",
    "PRESETS",
    "PYTHON_QUERIES",
    "RATED_PAIRS",
    "REFERENCE_SENTENCES",
    "RELATIONS",
    "SENTENCE_GUESSES",
    "SENTENCE_PAIRS",
    "TAGGED_SENTENCES",
    "TICKETS",
    "TICKET_QUERIES",
    "WORD_GROUPS",
    "AmbiguousWord",
    "Article",
    "Challenge",
    "Collection",
    "LabeledQuery",
    "Message",
    "Preset",
    "RatedPair",
    "Relation",
    "SentenceGuess",
    "SentencePair",
    "Ticket",
    "era_of",
    "era_passages",
    "load_collection",
    "load_corpus",
    "make_collection",
    "read_corpus",
    "read_queries",
    "split_words",
    "state_of_the_union",
]
