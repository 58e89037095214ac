"""Predict: four questions about *bank*, answered by the model."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

import embedlab
from embedlab.numerals import number_text
from ui import bets
from ui.cache import cached
from ui.context import prediction_summaries as summaries
from ui.context import uses
from ui.context.picture import View, measure
from ui.models import ENCODER, encoder
from ui.part import Part, no_options

__all__ = ["PART"]

WORD = "bank"
BESIDE = (6, 8, 15)  # rows of sentences that could as well be the one nearest to the other meaning
DECIDED = 2  # the row of the sentence whose deciding word is asked for
CHOICES = ("otter", "slid", "muddy", "vanished")


@dataclass(frozen=True)
class Facts:
    """What the model makes of the sentences."""

    cosines: tuple[float, float, float]  # lowest, mean and highest of two uses at layer 0
    silhouette: tuple[float, ...]  # by layer
    margins: tuple[float, ...]  # of each sentence at the best layer: own meaning minus the other
    influences: dict[str, float]  # of the choices, at the best layer

    @property
    def best(self) -> int:
        """The layer of the highest silhouette."""
        return int(np.argmax(self.silhouette))


def show(view: View, options: None) -> None:
    """Ask, and answer when Reveal is pressed."""
    bets.show("context bet", 4, ask=_ask, reveal=_reveal)


def _ask(index: int) -> bets.Question:
    sentences, facts = uses.example(WORD).sentences, _facts()
    if index == 0:
        return bets.Question(
            "Cosine of bank with bank in another sentence, before any context (layer 0)?",
            f"{WORD} · {WORD}",
            _cosine_choices(facts),
        )
    if index == 1:
        return bets.Question(
            f"At which of the layers 0 to {len(facts.silhouette) - 1} do its two meanings separate best?",
            WORD,
            bets.number_choices(facts.best, [len(facts.silhouette) - 1, 1, 0], low=0),
        )
    if index == 2:
        rows = sorted({_nearest_to_other(facts), *BESIDE})[:4]
        return bets.Question(
            f"Which sentence lies nearest to the other meaning, at layer {facts.best}?",
            "",
            tuple(sentences[row] for row in rows),
        )
    return bets.Question("Which word, left out, turns the vector of bank most?", sentences[DECIDED], CHOICES)


def _reveal(index: int) -> bets.Answer:
    facts, example = _facts(), uses.example(WORD)
    if index == 0:
        return bets.Answer(number_text(facts.cosines[1]), summaries.cosine(*facts.cosines))
    if index == 1:
        return bets.Answer(str(facts.best), summaries.best_layer(facts.silhouette))
    if index == 2:
        row = _nearest_to_other(facts)
        return bets.Answer(
            example.sentences[row], summaries.nearest_to_other(example.senses[row], facts.margins[row])
        )
    word = max(CHOICES, key=lambda choice: facts.influences[choice])
    return bets.Answer(word, summaries.deciding_word(word, facts.influences, facts.best))


def _cosine_choices(facts: Facts) -> tuple[str, ...]:
    return tuple(sorted({"0.00", "0.50", number_text(facts.cosines[1]), "1.00"}))


def _nearest_to_other(facts: Facts) -> int:
    return int(np.argmin(facts.margins))


@cached(entries=1)
def _facts() -> Facts:
    example = uses.example(WORD)
    word_uses = uses.use(example, "mean")
    words, silhouette = word_uses.words, measure(word_uses).silhouette
    assert silhouette is not None  # two senses of ten sentences each
    best = int(np.argmax(silhouette))
    cosines = embedlab.context.cosine_matrix(words.vectors[0])[np.triu_indices(len(words.sentences), 1)]
    margins = []
    for row, sense in enumerate(example.senses):
        reading = embedlab.context.read_sense(words.vectors[:, row], words, example.senses, leave_out=row)
        own = reading.senses.index(sense)
        margins.append(float(reading.cosines[best, own] - np.delete(reading.cosines[best], own).max()))
    influence = embedlab.context.word_influence(
        encoder(ENCODER), words.sentences[DECIDED], words.spans[DECIDED], how="remove", pooling="mean"
    )
    by_word = dict(zip(influence.words, influence.influences[best].tolist(), strict=True))
    return Facts(
        (float(cosines.min()), float(cosines.mean()), float(cosines.max())),
        silhouette,
        tuple(margins),
        {word: by_word[word] for word in CHOICES},
    )


PART: Part[View, None] = Part(
    "Predict",
    no_options,
    show,
    lambda view, options: [],
    lambda view, options: [],
    line="Say what the model will do with “bank” before it is shown.",
)
