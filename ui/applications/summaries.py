"""Results as sentences: the applications page and its parts."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING

import numpy as np

from embedlab.numerals import count_text, number_text, percent_text
from ui.layout import escape, listed

if TYPE_CHECKING:
    from collections.abc import Mapping

    from embedlab.applications import (
        BatchSpeed,
        Clustering,
        CollectionCost,
        CrossValidation,
        GroupCounts,
        LabelCurve,
        SourceScore,
    )
    from ui.applications.results import View

__all__ = [
    "clusters", "confusion", "cost", "counts", "curve", "deciding", "shorter", "sources", "summary",
    "validated",
]  # fmt: skip

SURE = 0.5  # probability below which no class is likelier than all others together
SHORT = 46  # characters of a text in a headline


def summary(view: View) -> str:
    """Say what the picture shows; the first sentence is the headline."""
    best, text = view.prediction, _cut(view.query.text)
    share = percent_text(float(best.probabilities[0]))
    classes = f"{len(best.labels)} classes"
    if best.probabilities[0] < SURE:
        first = f"“{text}” could be {best.labels[0]} ({share}) or {best.labels[1]} ({percent_text(float(best.probabilities[1]))})."
    else:
        first = f"“{text}” goes to {best.label} ({share})."
    return (
        f"{first} The classifier read {count_text(len(view.data.texts), 'labeled text')} in {classes} and has "
        "never seen this one; it must choose a class even where none fits."
    )


def deciding(view: View, rows: Sequence[int]) -> str:
    """Return Markdown: the examples that added most to the score of the class."""
    lines = [f"**What decided for {escape(view.prediction.label)}:** these examples added most to its score."]
    for row in rows:
        value = number_text(float(view.contributions[row]))
        sign = "+" if view.contributions[row] > 0 else ""
        lines.append(
            f"- **{sign}{value}** {escape(view.data.texts[row])} *({escape(view.data.labels[row])})*"
        )
    against = int(np.argmin(view.contributions))
    if view.contributions[against] < 0:
        value = number_text(float(view.contributions[against]))
        lines.append(
            f"\nMost against it: **{value}** {escape(view.data.texts[against])} *({escape(view.data.labels[against])})*"
        )
    return "\n".join(lines)


def validated(result: CrossValidation) -> str:
    """Say how good a classifier is on texts that it has not seen."""
    low, high = (percent_text(bound) for bound in result.interval)
    return (
        f"Of texts it has not seen, {percent_text(result.accuracy)} are sorted right. "
        f"With 95% confidence between {low} and {high}; always naming the largest class gives "
        f"{percent_text(result.data.majority)}.{_copies(result)}"
    )


def _copies(result: CrossValidation) -> str:
    copies = len(result.groups) - len(np.unique(result.groups))
    if not copies:
        return " No two texts are nearly equal, so none is tested by its own copy."
    return f" {count_text(copies, 'text')} nearly equal to another {'is' if copies == 1 else 'are'} kept on the same side of every test."


def curve(result: LabelCurve) -> str:
    """Say what labels buy."""
    best, *_ = result.accuracies
    means = {name: values.mean(axis=1) for name, values in result.accuracies.items()}
    words = means["word counts"]
    first, last = result.counts[0], result.counts[-1]
    gap, end = means[best][0] - words[0], means[best][-1] - words[-1]
    trend = "catch up" if end < gap - 0.02 else "do not catch up here"
    return (
        f"With {count_text(first, 'label')} a class, vectors sort {percent_text(means[best][0])} right. "
        f"Word counts sort {percent_text(words[0])}. With {last} a class it is {percent_text(means[best][-1])} "
        f"and {percent_text(words[-1])}: word counts {trend}. Bars show the spread of {result.accuracies[best].shape[1]} draws; "
        f"with shuffled labels {percent_text(means['shuffled labels'][-1])} are right, by chance."
    )


def confusion(result: CrossValidation) -> str:
    """Say which classes are taken for each other most."""
    counts = result.confusion.copy()
    np.fill_diagonal(counts, 0)
    if not counts.any():
        return "Not one text is sorted wrong."
    row, column = np.unravel_index(counts.argmax(), counts.shape)
    classes = result.data.classes
    wrong = int((~result.is_right).sum())
    return (
        f"Texts on “{classes[row]}” are taken for “{classes[column]}” most often: {count_text(int(counts[row, column]), 'time')}. "
        f"{wrong} of {count_text(len(result.data.texts), 'text')} are sorted wrong. {validated(result)}"
    )


def clusters(result: Clustering, names: Sequence[Sequence[str]], outside: int) -> str:
    """Say how well groups stand apart, and whether they are the labels."""
    if result.count < 2:
        return (
            f"HDBSCAN finds {count_text(result.count, 'group')} here. It puts {count_text(outside, 'text')} in none: in "
            "hundreds of dimensions the texts lie too evenly for groups of different density."
        )
    left = f" {count_text(outside, 'text')} are in no group." if outside else ""
    agree = (
        ""
        if np.isnan(result.agreement)
        else f" They agree with the labels to {number_text(result.agreement)} (adjusted Rand index: 1 the same, 0 as by chance)."
    )
    apart = "nan" if np.isnan(result.silhouette) else number_text(result.silhouette)
    random = "none" if np.isnan(result.random_silhouette) else number_text(result.random_silhouette)
    telling = listed([f"“{words[0]}”" for words in names if words][:3])
    return (
        f"{count_text(result.count, 'group')} stand out without any label, such as {telling}.{left}{agree} "
        f"Silhouette {apart} (1: far apart, 0: touching); random vectors give {random}. The texts were grouped in all "
        "dimensions first and then drawn in two, so groups may overlap in the picture."
    )


def counts(result: GroupCounts) -> str:
    """Say which number of groups looks best by which measure."""
    by_shape = result.counts[int(np.argmax(result.silhouettes))]
    text = f"The silhouette prefers {count_text(by_shape, 'group')}. "
    if not np.isnan(result.agreements).all():
        by_label = result.counts[int(np.nanargmax(result.agreements))]
        text += f"The labels agree most with {by_label}. "
    return (
        text
        + "No measure knows the right number: it depends on what the groups are for. All silhouettes are small, yet far above those of random vectors."
        * bool((result.silhouettes > result.random_silhouettes).all())
    )


def shorter(dims: Sequence[int], recalls: Mapping[str, Sequence[float]], at: int) -> str:
    """Say what shorter vectors keep."""
    place = list(dims).index(at)
    first, random, pca = (recalls[name][place] for name in ("first", "random", "PCA"))
    return (
        f"{at} random numbers keep {percent_text(random)} of the nearest neighbors. The first {at} keep {percent_text(first)}: "
        f"no more, so the order of the dimensions means nothing (a Matryoshka model is trained to put the most into the first). "
        f"PCA, fitted to these texts, keeps {percent_text(pca)}."
    )


def cost(result: CollectionCost, speed: BatchSpeed) -> str:
    """Say what a collection costs."""
    each = speed.batch_seconds / speed.texts
    hours = each * result.texts / 3_600
    whole = f"{hours:,.1f} hours" if hours >= 1 else f"{60 * hours:,.1f} minutes"
    return (
        f"{result.texts:,} such texts are {result.tokens:,} tokens: {result.price:,.2f} at this price. This server would "
        f"need {whole}, {1_000 * each:.0f} ms a text in batches and {1_000 * speed.single_seconds / speed.texts:.0f} ms one by "
        f"one. Both ways give the same vectors up to {speed.max_difference:.0e}, not to the last bit. Whoever keeps vectors "
        "keeps beside them the model, its revision, the pooling and the text: vectors of another model have the same "
        "shape and mean nothing here."
    )


def sources(scores: Sequence[SourceScore]) -> str:
    """Say which vectors serve the task best."""
    best, static = max(scores, key=lambda score: score.accuracy), scores[0]
    low, high = (percent_text(bound) for bound in best.interval)
    return (
        f"{best.name.capitalize()} sorts best: {percent_text(best.accuracy)} right. With 95% confidence between {low} and "
        f"{high}. Word vectors, which no context ever changes, reach {percent_text(static.accuracy)}, in "
        f"{_seconds(static.seconds)} instead of {_seconds(best.seconds)} for all texts."
    )


def _seconds(seconds: float) -> str:
    return f"{1_000 * seconds:.0f} ms" if seconds < 1 else f"{seconds:.1f} s"


def _cut(text: str) -> str:
    return text if len(text) <= SHORT else text[: SHORT - 1].rstrip() + "…"
