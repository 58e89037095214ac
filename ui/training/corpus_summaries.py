"""Results as sentences: training on a corpus, counting instead, what matters, and the language model."""

from __future__ import annotations

from embedlab import training
from embedlab.numerals import number_text, percent_text
from ui import layout
from ui.training.learned import CorpusQuery, Learned

__all__ = [
    "SETTINGS", "counting", "factors", "film", "gradient_rows", "language_model", "levels", "loss",
    "model_tables", "neighbors", "scores", "seconds", "sweep",
]  # fmt: skip

SETTINGS = {  # in the order of the panels
    "window": "Window",
    "dim": "Dimensions",
    "negative_samples": "Negatives",
    "subsampling": "Subsampling",
    "epochs": "Passes",
    "table": "Table",
}

SURE = 0.95  # share of the resamples in which one table beats another


def film(learning: Learned, snapshots: training.SnapshotMap) -> str:
    """Say what is seen in the film of the snapshots."""
    run = learning.run.trained
    start, end = snapshots.lengths
    epochs = run.options.epochs
    return (
        f"After {epochs} pass{'es' * (epochs > 1)}, rows that began at random have taken sides. A pass reads {run.tokens:,} words. {len(snapshots.words)} of {len(run.vectors):,} words at {len(run.steps)} moments, always on the same two axes, "
        f"which hold {percent_text(snapshots.variance)} of the variance at the end. A group “near …” is a word with its final neighbors. "
        f"Each state fills the picture: in truth the median row grows from length {number_text(start)} to {number_text(end)}."
    )


def scores(query: CorpusQuery, comparison: training.Comparison) -> str:
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
        f"“{word}” ends next to {layout.listed(traced.words[:3])}. At the random start its nearest word was “{traced.nearest[0]}”; "
        f"from {int(run.steps[traced.settled]):,} words on it is “{traced.nearest[-1]}”. {rise} Neighbors are sought among the {run.snapshots.shape[1]:,} most frequent words."
    )


def loss(run: training.TrainingRun) -> str:
    """Say how the loss fell."""
    return (
        f"The loss of a pair falls from {number_text(float(run.losses[0]))} to {number_text(float(run.losses[-1]))} nats. "
        "It is measured on the same pairs and the same negative samples at every snapshot. gensim's own figure is not shown: "
        "its maintainers call it unreliable."
    )


def counting(query: CorpusQuery, pair: training.Comparison) -> str:
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
        f"Counting took {number_text(run.counted.seconds, 1)} s, training {number_text(run.trained.seconds, 1)} s. "
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
    reach, seeds, pairs = scores.reach(most), scores.seed_spread, training.rank_error(scores.pairs)
    names = [SETTINGS[name].lower() for name in SETTINGS if scores.reach(name) > 2 * seeds]
    beyond = (
        f"More than twice that is changed by: {layout.listed(names)}."
        if names
        else "No setting changes more than twice that."
    )
    return (
        f"“{SETTINGS[most]}” changes the score most, by {number_text(reach)}; another seed by {number_text(seeds)}. "
        f"{beyond} A mark is the mean of three seeds, its arms reach from the lowest to the highest; the gray band is what meaningless tables score. "
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


def model_tables(comparison: training.Comparison) -> str:
    """Say how the tables of the models compare with skip-gram's."""
    tied, untied, skip = map(number_text, comparison.spearman)
    return f"The table is a by-product. Its agreement with people: {tied} tied, {untied} untied; skip-gram {skip}. All three on the same {comparison.pairs} rated pairs, so few that most of these differences may be chance: each bar holds 95% of the resamples, the gray band what meaningless tables score."
