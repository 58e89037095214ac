"""Results as sentences: the letters, one pair, a corpus, counting instead, what matters, the language model."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from embedlab import training
from embedlab.numerals import count_text, number_text, percent_text
from embedlab.space import shepard_diagram
from embedlab.vectors import Comparison, rank_error
from ui.layout import escape, listed

if TYPE_CHECKING:
    from ui.training.corpus_run import CorpusQuery, CorpusView
    from ui.training.view import View

__all__ = [
    "SETTINGS", "WHY_RUNS_DIFFER", "counting", "factors", "film", "gradient_rows", "language_model", "levels",
    "loss", "model_tables", "neighbors", "pair", "pair_rows", "picture_words", "repeats", "scores", "seconds",
    "summary", "sweep", "table_titles",
]  # fmt: skip

FEW = 3  # vowels: with fewer, where they lie says nothing
SURE = 0.95  # share of the resamples in which one table beats another
SETTINGS = {  # in the order of the panels
    "window": "Window",
    "dim": "Dimensions",
    "negative_samples": "Negatives",
    "subsampling": "Subsampling",
    "epochs": "Passes",
    "table": "Table",
}


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
        "loss": "How badly it guesses unseen letters (loss in nats)",
        "alt": summary(view),
        "near": f"of {view.vowels} vowels next to a vowel" if view.vowels >= FEW else "",
        "vowel": "vowel" if view.vowels else "",
        "other": "other letter",
        "model": "model",
    }


def pair(update: training.PairUpdate, number: int) -> str:
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


def table_titles(update: training.PairUpdate) -> tuple[str, str]:
    """Return what stands above the two tables of a pair."""
    center, context = update.words[update.center], update.words[update.context]
    return (
        f"Input table · ● {center} moves",
        f"Output table · ■ {context} is pulled, ◆ negatives are pushed",
    )


def pair_rows(update: training.PairUpdate) -> list[tuple[str, ...]]:
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


def repeats(first: training.LetterRun, again: training.LetterRun, other: training.LetterRun) -> str:
    """Say how two runs with one seed and one with another compare; the first sentence is the headline."""
    table, same, changed = (run.tables[-1] for run in (first, again, other))
    differ = int((table != same).sum())
    opening = "Two runs of one seed differ" if differ else "The same seed gives the same table"
    order = shepard_diagram(table, changed, metric="euclidean").rank_correlation
    return (
        f"{opening}: {differ} of {table.size} numbers differ. Another seed changes {(table != changed).sum()} of {table.size} numbers, and every letter lies elsewhere; "
        f"the loss is nearly the same ({number_text(first.loss)} and {number_text(other.loss)}). Which letters are near and which are far agrees partly: rank correlation {number_text(order)}. A place in a table means nothing by itself, so never compare vectors of two runs number by number."
    )


def film(view: CorpusView, snapshots: training.SnapshotMap) -> str:
    """Say what is seen in the film of the snapshots."""
    run = view.run.trained
    start, end = snapshots.lengths
    epochs = run.options.epochs
    return (
        f"After {epochs} pass{'es' * (epochs > 1)}, rows that began at random have taken sides. A pass reads {run.tokens:,} words. {len(snapshots.words)} of {len(run.vectors):,} words at {len(run.steps)} moments, always on the same two axes, "
        f"which hold {percent_text(snapshots.variance)} of the variance at the end. A group “near …” is a word with its final neighbors. "
        f"Each state fills the picture: in truth the median row grows from length {number_text(start)} to {number_text(end)}."
    )


def scores(query: CorpusQuery, comparison: Comparison) -> str:
    """Say how the tables agree with people, and what the text does not cover."""
    if not comparison.has_scores:
        return f"There is no score: {query.name} covers {comparison.pairs} of the {comparison.total} rated pairs of words. Of so few, a correlation says nothing."
    first, *_, glove = map(number_text, comparison.spearman)
    ahead = f"ahead of random vectors in {percent_text(1 - comparison.better[3], 1)} of 1,000 resamples"
    return (
        f"The trained vectors agree with people at {first}, GloVe at {glove}. They are {ahead}. GloVe read 6 billion words. "
        f"{percent_text(1 - comparison.pairs / comparison.total)} of the {comparison.total} rated pairs have a word that the text lacks; all tables are scored on the other {comparison.pairs}. "
        "The bars hold 95% of the scores when the pairs are drawn anew; 1 would be perfect agreement, and the gray band is what chance gives."
    )


def neighbors(word: str, traced: training.TracedNeighbors, run: training.TrainingRun) -> str:
    """Say when a word found its neighbors."""
    rise = f"Its cosine with the average word is {number_text(float(traced.average.max()))} at its highest and {number_text(float(traced.average[-1]))} at the end: at first all rows move the same way, then they part."
    return (
        f"“{word}” ends next to {listed(traced.words[:3])}. At the random start its nearest word was “{traced.nearest[0]}”; "
        f"from {int(run.steps[traced.settled]):,} words on it is “{traced.nearest[-1]}”. {rise} Neighbors are sought among the {run.snapshots.shape[1]:,} most frequent words."
    )


def loss(run: training.TrainingRun) -> str:
    """Say how the loss fell."""
    return (
        f"The loss of a pair falls from {number_text(float(run.losses[0]))} to {number_text(float(run.losses[-1]))} nats. "
        "It is measured on the same pairs and the same negative samples at every snapshot. gensim's own figure is not shown: "
        "its maintainers call it unreliable."
    )


def counting(query: CorpusQuery, pair: Comparison) -> str:
    """Say whether counting or training agrees better with people on this text."""
    if not pair.has_scores:
        return f"Nothing can be compared: {query.name} covers {pair.pairs} of the {pair.total} rated pairs. Train on a longer text."
    trained, counted, _ = map(number_text, pair.spearman)
    better = float(pair.better[1])
    winner = "Counting wins on this text" if better >= SURE else "Training wins on this text"
    first = winner if not 1 - SURE < better < SURE else "Counting or training, this text cannot tell"
    return (
        f"{first}: {counted} against {trained}. Counting is ahead in {percent_text(better)} of 1,000 resamples of the {pair.pairs} pairs. "
        "Both read the same words with the same window and end with as many numbers per word; nothing is trained in the counted table."
    )


def seconds(run: training.CorpusRun) -> str:
    """Say how long both took."""
    return (
        f"Counting took one processor {number_text(run.counted.seconds, 1)} s, training {number_text(run.trained.seconds, 1)} s. "
        f"{run.counted.nonzero:,} pairs of words stand together more often than chance."
    )


def factors(comparison: training.Factors, k: int) -> str:
    """Say how close the trained product is to the counted table."""
    return (
        f"Skip-gram approximates a table of counts: correlation {number_text(comparison.correlation)}. "
        f"Each dot is one of {len(comparison.products):,} pairs that a pass of the training meets 20 times or more, frequent words dropped at random as there. In theory (Levy and Goldberg 2014) the product of "
        f"the two trained vectors is the PMI of the pair minus log {k}, on the dashed line."
    )


def sweep(scores: training.Sweep) -> str:
    """Say which setting changes the score most, and whether that is more than chance."""
    most = max(SETTINGS, key=scores.reach)
    reach, seeds, pairs = scores.reach(most), scores.seed_spread, rank_error(scores.pairs)
    names = [SETTINGS[name].lower() for name in SETTINGS if scores.reach(name) > 2 * seeds]
    return (
        f"“{SETTINGS[most]}” changes the score most, by {number_text(reach)}; another seed by {number_text(seeds)}. "
        f"More than twice that is changed by: {listed(names) or 'no setting'}. A mark is the mean of three seeds, its arms reach from the lowest to the highest; the gray band is what meaningless tables score. "
        f"With {scores.pairs} rated pairs the score of any table is uncertain by {number_text(pairs)} (one standard error): on a small corpus, "
        "a difference smaller than that is no reason to prefer a setting."
    )


def levels(baselines: training.Baselines, sign: str = "word") -> dict[str, float]:
    """Return what guessing costs, with its names, the worst first."""
    names = ("blind guess", f"{sign} counts", f"{sign} pairs")
    return dict(zip(names, (baselines.uniform, baselines.unigram, baselines.bigram), strict=True))


def language_model(run: training.LanguageModelRun) -> str:
    """Say how far both models come, beside what guessing costs."""
    counts, pairs = run.baselines.unigram, run.baselines.bigram
    tied, untied = float(run.tied.losses[-1]), float(run.untied.losses[-1])
    best = min(tied, untied)
    first = "beats word counts and word pairs" if best < pairs else "beats word counts, not word pairs"
    if best >= counts:
        first = "does not beat word counts"
    return (
        f"The model {first}: {number_text(best)} nats a word. On unseen text, after {int(run.steps[-1]):,} steps. With one tied table it ends at {number_text(tied)}, with an output table of its own at {number_text(untied)}; "
        f"word counts cost {number_text(counts)}, word pairs {number_text(pairs)}. The text is short for a model."
    )


def gradient_rows(run: training.LanguageModelRun) -> str:
    """Say which rows of the input table the first step moves."""
    return (
        f"Untied, {run.untied.rows_with_gradient:,} of {len(run.words):,} input rows get a gradient; tied, {run.tied.rows_with_gradient:,} do. The first batch holds {run.batch_rows:,} different words, and only their rows were looked up. A tied table is also the output: "
        "every word is scored at each guess, so every row is pushed."
    )


def model_tables(comparison: Comparison) -> str:
    """Say how the tables of the models compare with skip-gram's."""
    tied, untied, skip = map(number_text, comparison.spearman)
    return f"The table is a by-product. Its agreement with people: {tied} tied, {untied} untied; skip-gram {skip}. All three on the same {comparison.pairs} rated pairs, so few that most of these differences may be chance: each bar holds 95% of the resamples, the gray band what meaningless tables score."


WHY_RUNS_DIFFER = """**Why do runs differ elsewhere?** Word2vec in gensim repeats itself only if all of this is fixed; EmbedLab fixes it:
- **one thread**: several threads write to the same rows in an order that nobody controls;
- **one order of the text**: words of equal frequency stand in the order in which they first occur;
- **its own random numbers**: gensim starts from the seed it is given; with Python’s own `hash` it would depend on the process.

The letters here are computed in products so small that any number of cores computes them alike."""
