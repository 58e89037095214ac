"""The terms of the field: what each means, which experiment shows it, and how a text explains them in place.

In Markdown a term becomes a dotted link to its entry in the glossary. `terms.js` shows the definition when
the link is pointed at, reached with the keyboard or tapped; without it, the link still works.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from functools import lru_cache
from urllib.parse import urlencode

import streamlit as st

from ui.navigation import PAGES

__all__ = ["TERMS", "Term", "mark", "start", "tab_key", "term"]

STATE = "terms on this page"  # name -> the text that explains it
SKIPPED = r"`[^`]*`|\$[^$]*\$|\[[^\]]*\]\([^)]*\)|:[a-z]+/[a-z_]+:"  # code, formulas, links, icons


@dataclass(frozen=True)
class Term:
    """A term, its definition in at most twelve words, and where it is shown."""

    name: str
    definition: str
    page: str  # of ui.navigation.PAGES
    part: str = ""  # of that page; "" for the page itself

    @property
    def anchor(self) -> str:
        """Its place in the glossary."""
        return re.sub(r"[^a-z0-9]+", "-", self.name.lower()).strip("-") or "continuation"

    @property
    def address(self) -> str:
        """The address of the experiment that shows it, below that of the app."""
        address, _ = PAGES[self.page]
        return f"{address}?{urlencode({tab_key(self.page): self.part})}" if self.part else address


def tab_key(page: str) -> str:
    """Return the key in the link that names the open part of a page."""
    return {"positional": "position_tab", "applications": "sort_tab"}.get(page, f"{page}_tab")


# (page, part) -> terms that it shows
_WRITTEN = {
    ("home", ""): {
        "embedding": "A list of numbers that stands for a token, word or text.",
        "id": "A token's number: its row in the model's table.",
        "matrix": "A table of numbers, in rows and columns.",
    },
    ("lookup", ""): {
        "embedding matrix": "The table with one row of numbers for each id.",
        "one-hot": "All zeros, and a single 1 at the place of the id.",
    },
    ("search", ""): {
        "BM25": "Scores a text by the query's words in it, rare ones more.",
        "reciprocal rank fusion": "Joins two rankings by adding 1 / (60 + rank).",
    },
    ("search", "What is a chunk?"): {
        "chunk": "A piece of a document that gets a vector of its own.",
    },
    ("applications", ""): {
        "classifier": "Sorts a text into one of several classes.",
        "logistic regression": "Adds weighted numbers of a vector; gives each class a probability.",
    },
    ("applications", "How many labels?"): {
        "percentile": "The value below which so many percent of all values lie.",
    },
    ("applications", "Read the mistakes"): {
        "confusion matrix": "Counts how often each class was taken for each.",
        "cross-validation": "Each text is tested by a model that never read it.",
    },
    ("applications", "Groups without labels"): {
        "adjusted Rand index": "Do two groupings agree? 1: the same, 0: as by chance.",
        "c-TF-IDF": "Finds words that are frequent in one group only.",
        "HDBSCAN": "Groups points where they lie dense; leaves others out.",
        "k-means": "Puts each point into the group whose mean is nearest.",
    },
    ("applications", "Shorter vectors"): {
        "Matryoshka model": "Trained so that the first numbers of a vector matter most.",
        "rank correlation": "Do two lists have the same order? 1: yes, 0: unrelated.",
    },
    ("applications", "Batches and caches"): {
        "batch": "Texts that go through a model together.",
        "cache": "Keeps results, so that they are not computed again.",
        "padding": "Filler tokens that make all texts of a batch equally long.",
    },
    ("lookup", "Can the same table write?"): {
        "logit": "A token's score before the scores become probabilities.",
    },
    ("lookup", "Which rows learn?"): {
        "gradient": "How the loss changes when a number changes a little.",
    },
    ("training", ""): {
        "held-out": "Text that training never saw; it gives the score.",
        "loss": "How badly a model predicts; training lowers it.",
        "nats": "Unit of loss: −ln of the probability given.",
        "row": "The numbers that stand for one letter or word.",
    },
    ("training", "One pair at a time"): {
        "center": "The word of a pair whose input row learns.",
        "negatives": "Words drawn at random, pushed away from the center.",
        "output row": "A word’s second vector, used where it is predicted.",
    },
    ("tokens", ""): {
        "token": "A piece of text from a fixed list; what a model reads.",
        "tokenizer": "The program that cuts text into tokens.",
    },
    ("tokens", "What does it cost in other languages?"): {
        "[UNK]": "Unknown: stands for text that no token covers.",
        "byte": "A number from 0 to 255; a character takes 1 to 4.",
    },
    ("tokens", "Stages and chat"): {
        "[CLS]": "Special token that BERT puts at the start of every text.",
        "[SEP]": "Special token that BERT puts at the end of every text.",
        "normalization": "The text is tidied before it is cut: case, accents.",
        "special token": "Added by the tokenizer, not cut from your text.",
    },
    ("tokens", "Train your own"): {
        "BPE": "Byte-pair encoding: joins the most frequent pair, again and again.",
        "Unigram": "Takes the pieces that are together the most probable.",
    },
    ("tokens", "Vocabulary"): {
        "vocabulary": "The fixed list of all tokens that a model knows.",
    },
    ("tokens", "Why this token?"): {
        "##": "Marks a WordPiece token that continues a word.",
        "merge": "Two neighboring pieces joined into one.",
        "WordPiece": "Cuts a word from the left into the longest known pieces.",
    },
    ("space", ""): {
        "PCA": "The flat view that keeps the most spread of the points.",
        "UMAP": "A map like t-SNE, built from a graph of neighbors.",
    },
    ("space", "A word and its true neighbors"): {
        "neighbor": "A word whose vector is among the nearest.",
    },
    ("space", "Would it look the same tomorrow?"): {
        "seed": "Fixes the random start, so that a run repeats exactly.",
        "perplexity": "Roughly how many neighbors t-SNE tries to keep near.",
    },
    ("space", "Is this real or random?"): {
        "baseline": "What chance alone gives; a real effect must beat it.",
    },
    ("space", "How far to trust it"): {
        "trustworthiness": "Are neighbors on the map true neighbors? 1: all are.",
    },
    ("space", "Watch it form"): {
        "t-SNE": "A map that keeps near neighbors near; far distances mean little.",
    },
    ("vectors", ""): {
        "analogy": "a is to b as c is to what? Answered with vectors.",
        "rank": "A place in an order, 1 first: best score, earliest merge.",
    },
    ("vectors", "Is it bias?"): {
        "bias": "A habit of the training text that the vectors repeat.",
    },
    ("vectors", "The numbers themselves"): {
        "parallelogram": "The shape of king − man + woman, if the analogy holds.",
        "dimension": "One of the numbers of a vector.",
        "vector": "A list of numbers: an arrow, or a point in space.",
    },
    ("vectors", "What is a cosine?"): {
        "cosine": "Same direction? 1: the same, 0: unrelated, −1: opposite.",
        "distance": "Same place? How far apart two points lie.",
        "dot product": "Direction and length: multiply number by number, then add.",
    },
    ("context", ""): {
        "contextual": "Computed from the whole sentence around the word.",
        "layer": "One round in which every token reads the others.",
    },
    ("context", "One vector for all"): {
        "GloVe": "Static vectors learned from which words occur together.",
        "static": "One vector per word, whatever stands around it.",
    },
    ("context", "Attention"): {
        "attention": "How much each token takes from every other token.",
        "attention head": "One of several attentions side by side in a layer.",
    },
    ("context", "Can a word know what follows?"): {
        "causal": "Each token reads only the tokens before it.",
        "decoder": "A model that reads left to right and predicts the next token.",
        "encoder": "A model in which every token reads all the others.",
    },
    ("context", "Pieces and pooling"): {
        "pooling": "Many token vectors become one, often by averaging.",
    },
    ("context", "Where do they separate?"): {
        "centroid": "The mean of a group's vectors: its center.",
        "silhouette": "Nearer to its own group than to the next? −1 to 1.",
    },
    ("attention", ""): {
        "head": "One of several attentions of a layer, with matrices of its own.",
        "key": "What a token offers to be compared with.",
        "query": "What a token asks the others for.",
        "value": "What a token gives where it is attended to.",
    },
    ("attention", "What do heads look at?"): {
        "induction": "Attending to what followed the same token last time.",
    },
    ("attention", "All heads at once"): {
        "attention sink": "A token, mostly the first, on which heads rest.",
        "softmax": "Turns scores into positive shares that sum to 1.",
    },
    ("attention", "Through the layers"): {
        "feed-forward": "The part of a layer that treats each token alone.",
        "residual stream": "A token's state, to which each layer adds.",
    },
    ("attention", "What do layers know?"): {
        "probe": "A simple classifier that tests what vectors hold.",
    },
    ("attention", "Which token comes next?"): {
        "temperature": "Below 1 sharpens the distribution, above 1 flattens it.",
    },
    ("attention", "What would each layer write?"): {
        "logit lens": "Reads the state of any layer with the output matrix.",
    },
    ("positional", "Added or not"): {
        "LayerNorm": "Shifts and scales each vector to mean 0 and spread 1.",
    },
    ("positional", "A clock for every pair"): {
        "rotary": "Turns pairs of numbers by an angle that grows with position.",
    },
    ("positional", "Summary"): {
        "ALiBi": "A penalty on attention that grows with distance.",
        "T5": "Adds a learned number to attention for each range of distances.",
    },
    ("positional", "Rows and columns"): {
        "sinusoidal": "Positions written as sine and cosine waves, fast to slow.",
    },
    ("positional", "Why position?"): {
        "position": "A token's number in the order of the text.",
    },
}
TERMS = {
    name: Term(name, definition, page, part)
    for (page, part), written in _WRITTEN.items()
    for name, definition in written.items()
}


def term(name: str, text: str = "") -> str:
    """Return Markdown of a term that explains itself, in other words if `text` is given.

    Raises:
        KeyError: the term has no definition.
    """
    entry = TERMS[name]
    label = text or re.sub(r"([^\w ])", r"\\\1", name)
    return f'[{label}](glossary#{entry.anchor} "{entry.definition}")'


def mark(text: str) -> str:
    """Return Markdown of ours in which each term explains itself where it first stands on the page."""
    seen: dict[str, str] = st.session_state.setdefault(STATE, {})
    pieces, done = [], 0
    for name, start, end in _first_terms(text):
        if seen.setdefault(name, text) == text:
            pieces += [text[done:start], term(name, text[start:end])]
            done = end
    return "".join([*pieces, text[done:]])


@lru_cache(maxsize=512)
def _first_terms(text: str) -> Sequence[tuple[str, int, int]]:
    """Return where each term first stands in a text: a rerun marks the same texts again."""
    first: dict[str, tuple[str, int, int]] = {}
    for match in _PATTERN.finditer(text):
        if match.lastgroup:
            name = _NAMES[match.lastgroup]
            first.setdefault(name, (name, *match.span()))
    return tuple(first.values())


def start() -> None:
    """Begin a page: no term is explained yet."""
    st.session_state[STATE] = {}


def _pattern(name: str) -> str:
    """Return what matches a term in Markdown, its signs escaped or not, a plural included."""
    pattern = re.sub(r"[^\w ]", lambda sign: rf"\\?{re.escape(sign[0])}\u2060?", name)
    if name[0].islower():
        pattern = f"[{name[0]}{name[0].upper()}]{pattern[1:]}"
    if name.endswith("y"):
        return rf"(?<!\w)(?:{pattern}|{pattern[:-1]}ies)(?!\w)"
    return rf"(?<!\w){pattern}(?:e?s)?(?!\w)"


_NAMES = {f"term{index}": name for index, name in enumerate(sorted(TERMS, key=len, reverse=True))}
_PATTERN = re.compile("|".join([SKIPPED, *(f"(?P<{key}>{_pattern(name)})" for key, name in _NAMES.items())]))
