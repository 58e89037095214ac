"""Does the number mean anything? Five codings scored on what people say about pairs of words."""

from __future__ import annotations

from functools import partial

import numpy as np

from embedlab import lookup, vectors
from embedlab.figures.lookup import frequency_figure
from embedlab.numerals import number_text
from ui import bets, controls, layout, sources
from ui.cache import cached
from ui.lookup import summaries
from ui.lookup.tables import View
from ui.models import WORD_VECTORS, tokenizer, word_vectors
from ui.part import Part
from ui.shared_figure import SharedFigure, bars

__all__ = ["PART"]

SETS = {"WordSim-353": "wordsim353", "SimLex-999": "simlex999"}
WORDS = ("dog", "puppy", "banana")
CHOICES = ("id", "random number", "one-hot", "learned vector")
PROMPT = (
    "Which of these numbers for a word agrees best with people: a dog is like a puppy, not like a banana?"
)
QUESTION = bets.Question(PROMPT, "", CHOICES, "one-hot")
UNITS = {"id": "ids apart", "random number": "apart"}  # of the others, a cosine


def _ask(view: View) -> str:
    layout.wait_for("vectors", "the word vectors")
    return controls.choice("Ratings of people", tuple(SETS), key="lookup_ratings")


def _show(view: View, ratings: str) -> None:
    bets.show("coding bet", 1, ask=lambda index: QUESTION, reveal=partial(_reveal, ratings))
    frequency, curve = _frequency()
    layout.answer(summaries.frequency(frequency), curve, key="id frequency")
    layout.link_to("training", "How learned vectors come to know it", training_tab="A real corpus")


def _reveal(name: str, index: int) -> bets.Answer:
    results, figure = _scores(name)
    scores = {each.name: np.nan_to_num(each.spearman) for each in results if each.name in CHOICES}
    summary = summaries.codings(results, name)

    def draw() -> None:
        layout.picture(figure, key="codings", alt=summary)
        _draw_example()

    return bets.Answer(max(scores, key=scores.__getitem__), summary, draw)


def _draw_example() -> None:
    """Draw what each coding says of dog beside puppy and banana."""
    similar = lookup.word_similarities(word_vectors(WORD_VECTORS), WORDS)
    first, *others = WORDS

    def write(name: str, value: float) -> str:
        return f"{value:,.0f} {UNITS[name]}" if name in UNITS else f"cosine {number_text(value)}"

    layout.small_table(
        ["coding", *(f"{first} and {word}" for word in others)],
        ([name, *(write(name, value) for value in values.tolist())] for name, values in similar.items()),
    )


@cached(entries=4)
def _scores(name: str) -> tuple[tuple[lookup.Coding, ...], SharedFigure]:
    text = vectors.word_pairs_path(SETS[name]).read_text("utf-8")
    pairs = vectors.read_word_pairs(text, name=name)
    results = lookup.compare_codings(word_vectors(WORD_VECTORS), pairs)
    names, scores = [each.name for each in results], [each.spearman for each in results]
    axis = "correlation with people (1 = the same order)"
    return results, bars(names, scores, axis=axis, outlined=("learned vector",))


@cached(entries=1)
def _frequency() -> tuple[lookup.IdFrequency, SharedFigure]:
    frequency = lookup.id_frequency(tokenizer("gpt2"), word_vectors(WORD_VECTORS))
    return frequency, SharedFigure(frequency_figure(frequency.ids, frequency.ranks))


def _code(view: View, ratings: str) -> list[str]:
    name = SETS[ratings]
    return [
        f"words = embedlab.load_word_vectors({WORD_VECTORS!r})",
        f"text = embedlab.vectors.word_pairs_path({name!r}).read_text('utf-8')",
        f"pairs = embedlab.vectors.read_word_pairs(text, name={name!r})",
        "print(embedlab.lookup.compare_codings(words, pairs))",
        f"print(embedlab.lookup.word_similarities(words, {list(WORDS)!r}))",
        "print(embedlab.lookup.id_frequency(embedlab.load_tokenizer('gpt2'), words).spearman)",
    ]


PART = Part(
    "Does the number mean anything?",
    _ask,
    _show,
    _code,
    lambda view, ratings: [
        sources.model(WORD_VECTORS, "word-vectors", "An id is the row of a word in it."),
        sources.model("gpt2", "tokenizer"),
        sources.computed(
            "Spearman's correlation; random numbers and vectors of 50 dimensions by NumPy, seed 0."
        ),
    ],
    line="Five ways to turn a word into numbers, and which of them knows what a word means.",
)
