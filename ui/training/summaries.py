"""Results as sentences: the picture of the training page and what stands beside it."""

from __future__ import annotations

from typing import TYPE_CHECKING

from embedlab.numerals import count_text, number_text
from ui.training.examples import TEXTS

if TYPE_CHECKING:
    from embedlab.training import LetterRun
    from ui.training.runs import View

__all__ = ["BUNDLED", "baselines", "picture_words", "summary"]

BUNDLED = frozenset(TEXTS)
FEW = 3  # vowels: with fewer, where they lie says nothing


def summary(view: View) -> str:
    """Say what the run shows; the first sentence is the headline."""
    run, known = view.run, view.vowels >= FEW
    steps, bases = f"{view.query.steps:,} steps", run.baselines
    if known:
        first = f"Nobody named the vowels, yet {view.near[-1]} of {view.vowels} end next to another vowel."
    else:
        beats = "beats" if run.loss < bases.bigram else "has not reached"
        first = f"After {steps} the model {beats} counting letter pairs: {number_text(run.loss)} nats."
    wide = f"With 10 columns it predicts better ({number_text(view.wide.loss)}): what looks orderly is not what predicts best."
    if known:
        wide = f"With 10 columns it predicts better ({number_text(view.wide.loss)}), and there {view.wide_near} of {view.vowels} vowels have a vowel nearest: pretty is not the same as good."
    if view.wide.loss >= run.loss:
        wide = f"With 10 columns it predicts no better ({number_text(view.wide.loss)}): the text is too short for more."
    cut = f" The text is cut after {len(run.text.ids):,} letters." * bool(run.text.cut)
    return f"{first} A letter's point is its row of the table, two numbers, and nothing is projected. On text it never saw, the model's loss falls from {number_text(float(run.losses[0]))} to {number_text(run.loss)} nats per letter in {steps}. {wide}{cut}"


def baselines(run: LetterRun) -> list[tuple[str, float]]:
    """Return what guessing costs, with its names, the worst first."""
    bases = run.baselines
    names = (
        ("blind guess", bases.uniform),
        ("letter counts", bases.unigram),
        ("letter pairs", bases.bigram),
    )
    return [(f"{name} {number_text(value)}", value) for name, value in names]


def picture_words(view: View) -> dict[str, str]:
    """Return the words of the picture."""
    letters = count_text(len(view.run.text.characters), "row")
    return {
        "map": f"The table: {letters} × 2 numbers",
        "loss": "Loss on unseen text (nats per letter)",
        "alt": summary(view),
        "near": f"of {view.vowels} vowels next to a vowel" if view.vowels >= FEW else "",
        "vowel": "vowel" if view.vowels else "",
        "other": "other letter",
        "model": "model",
    }
