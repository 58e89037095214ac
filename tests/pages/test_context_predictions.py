"""The predictions on the context page: what is revealed is what the package computes."""

from __future__ import annotations

import numpy as np
from streamlit.testing.v1 import AppTest

import embedlab
from tests.support.context_parts import in_sentences, run_part
from tests.support.pages import button, plain

BANK = embedlab.texts.AMBIGUOUS_WORDS["bank"]


def reveal(at: AppTest) -> str:
    """Bet on A, reveal, and return the answer with its reason."""
    at = button(at, "context bet A").click().run()
    at = button(at, "context bets reveal").click().run()
    assert not at.exception
    return " ".join(plain(each.value) for each in at.markdown)


def right(at: AppTest) -> str:
    """Return the choice marked as right."""
    (choice,) = [each for each in at.button if each.icon == ":material/check:"]
    return plain(choice.label)


def test_the_four_answers_are_those_of_the_model(encoder: embedlab.context.Encoder) -> None:
    words = embedlab.word_in_context(encoder, BANK.sentences, "bank")
    silhouette = embedlab.context.probe_senses(words, BANK.senses).silhouette
    best = int(silhouette.argmax())
    cosines = embedlab.context.cosine_matrix(words.vectors[0])[np.triu_indices(20, 1)]
    margins = []
    for row, sense in enumerate(BANK.senses):
        read = embedlab.context.read_sense(words.vectors[:, row], words, BANK.senses, leave_out=row)
        own = read.senses.index(sense)
        margins.append(read.cosines[best, own] - read.cosines[best, 1 - own])
    influence = embedlab.context.word_influence(encoder, BANK.sentences[2], words.spans[2])
    at = run_part("predictions", in_sentences(["my bank"]))
    summary = reveal(at)
    assert f"{cosines.mean():.2f} on average, from {cosines.min():.2f} to {cosines.max():.2f}" in summary
    assert right(at).endswith(f"{cosines.mean():.2f}")
    at = button(at, "context bets next").click().run()
    assert f"{silhouette[best]:.2f} at layer {best}" in reveal(at)
    assert right(at).endswith(f" {best}")
    at = button(at, "context bets next").click().run()
    assert f"{abs(min(margins)):.3f}" in reveal(at)
    assert right(at).endswith(BANK.sentences[int(np.argmin(margins))])
    at = button(at, "context bets next").click().run()
    word = influence.words[influence.strongest(best)]
    assert f"“{word}” {np.nanmax(influence.influences[best]):.3f}" in reveal(at)
    assert right(at).endswith(word)
