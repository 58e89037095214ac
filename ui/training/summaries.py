"""Results as sentences: the picture of the training page and what stands beside it."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from embedlab.numerals import count_text, number_text
from embedlab.space import shepard_diagram
from ui.layout import escape, listed
from ui.training.corpus_summaries import levels

if TYPE_CHECKING:
    from embedlab.training import LetterRun, PairUpdate
    from ui.training.picture import View

__all__ = ["WHY_RUNS_DIFFER", "pair", "pair_rows", "picture_words", "repeats", "summary", "table_titles"]

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
    if view.wide.loss >= run.loss:
        wide = f"With 10 columns it predicts no better ({number_text(view.wide.loss)}): the text is too short for more."
    elif known and view.wide_near < view.near[-1]:
        wide = f"With 10 columns it predicts better ({number_text(view.wide.loss)}), and only {view.wide_near} of {view.vowels} vowels are then next to another vowel: pretty is not the same as good."
    else:
        wide = f"With 10 columns, which no flat picture can show, it predicts better ({number_text(view.wide.loss)})."
    start = f" In the random start it was {view.near[0]} of {view.vowels}." * known
    cut = f" The text is cut after {len(run.text.ids):,} letters." * bool(run.text.cut and view.query.own)
    return f"{first}{start} A letter’s point is its row of the table, two numbers, and nothing is projected. On text it never saw, the model’s loss falls from {number_text(float(run.losses[0]))} to {number_text(run.loss)} nats per letter in {steps}. {wide}{cut}"


def picture_words(view: View) -> dict[str, Any]:
    """Return the words of the picture, and what guessing costs by its names."""
    letters = count_text(len(view.run.text.characters), "row")
    guesses = levels(view.run.baselines, "letter").items()
    return {
        "baselines": [(f"{name} {number_text(value)}", value) for name, value in guesses],
        "map": f"The table: {letters} × 2 numbers",
        "loss": "Loss on unseen text (nats per letter): lower is better",
        "alt": summary(view),
        "near": f"of {view.vowels} vowels next to a vowel" if view.vowels >= FEW else "",
        "vowel": "vowel" if view.vowels else "",
        "other": "other letter",
        "model": "model",
    }


def pair(update: PairUpdate, number: int) -> str:
    """Say what one update does; the first sentence is the headline."""
    step, words = update.step, update.words
    moved, negatives = 2 + len(update.negatives), listed([f"“{words[row]}”" for row in update.negatives])
    falls = "falls" if step.loss_after < step.loss else "rises"
    again = f", round {1 + (number - 1) // update.pairs}" * (number > update.pairs)
    return (
        f"{moved} of {2 * len(words)} rows move; the loss {falls} from {number_text(step.loss)} to {number_text(step.loss_after)}. "
        f"Pair {1 + (number - 1) % update.pairs} of {update.pairs}{again}: “{words[update.center]}” is the center and “{words[update.context]}” stands beside it, so their two rows are pulled together; "
        f"{negatives} {'is' if moved == 3 else 'are'} drawn at random and pushed away. Output rows move along the direction of the center’s row only (dotted). All other rows stay. σ turns a score into a probability: the goal is 1 for the neighbor in the text and 0 for the negatives, which are drawn by count to the power ¾."
    )


def table_titles(update: PairUpdate) -> tuple[str, str]:
    """Return what stands above the two tables of a pair."""
    center, context = update.words[update.center], update.words[update.context]
    return (
        f"Input table · ● {center} moves",
        f"Output table · ■ {context} is pulled, ◆ negatives are pushed",
    )


def pair_rows(update: PairUpdate) -> list[tuple[str, ...]]:
    """Return the scores of the pair and of its negatives, a row for each, in Markdown."""
    step, rows = update.step, [update.context, *update.negatives]
    numbers = zip(step.scores, step.probabilities, step.probabilities_after, strict=True)
    return [
        (
            f"{escape(update.words[row])} ({'negative' if index else 'context'})", "0" if index else "1",
            number_text(score), number_text(before), f"**{number_text(after)}**",
        )
        for index, (row, (score, before, after)) in enumerate(zip(rows, numbers, strict=True))
    ]  # fmt: skip


def repeats(first: LetterRun, again: LetterRun, other: LetterRun) -> str:
    """Say how two runs with one seed and one with another compare; the first sentence is the headline."""
    table, same, changed = (run.tables[-1] for run in (first, again, other))
    differ = int((table != same).sum())
    opening = "Two runs of one seed differ" if differ else "The same seed gives the same table"
    order = shepard_diagram(table, changed, metric="euclidean").rank_correlation
    return (
        f"{opening}: {differ} of {table.size} numbers differ. Another seed changes {(table != changed).sum()} of {table.size} numbers, and every letter lies elsewhere; "
        f"the loss is nearly the same ({number_text(first.loss)} and {number_text(other.loss)}). Which letters are near and which are far agrees partly: rank correlation {number_text(order)}. A place in a table means nothing by itself, so never compare vectors of two runs number by number."
    )


WHY_RUNS_DIFFER = """**Why do runs differ elsewhere?** Word2vec in gensim repeats itself only if all of this is fixed; EmbedLab fixes it:
- **one thread**: several threads write to the same rows in an order that nobody controls;
- **one order of the text**: words of equal frequency stand in the order in which they first occur;
- **its own random numbers**: gensim starts from the seed it is given; with Python’s own `hash` it would depend on the process.

The letters here are computed in products so small that any number of cores computes them alike."""
