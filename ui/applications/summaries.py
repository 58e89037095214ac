"""Results as sentences: the applications page and its parts."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

import numpy as np
from numpy.typing import NDArray

from embedlab import applications
from embedlab.figures.lettering import cut_text
from embedlab.numerals import count_text, duration_text, number_text, percent_text
from ui.applications.examples import CATCH_UP
from ui.applications.query import Query
from ui.layout import escape, listed

__all__ = [
    "batches", "clusters", "confusion", "cost", "counts", "curve", "deciding", "duration", "mistake",
    "precisions", "shorter", "sources", "summary", "validated",
]  # fmt: skip

SURE = 0.5  # probability below which no class is likelier than all others together
SHORT = 46  # characters of a text in a headline
LONG = 160  # and in a list
ALIKE = 0.05  # difference of shares that is no more than random dimensions vary by


def summary(query: Query) -> str:
    """Say what the picture shows; the first sentence is the headline."""
    best, text = query.prediction, cut_text(query.text, SHORT)
    share = percent_text(float(best.scores[0]))
    if best.scores[0] < SURE:
        first = f"“{text}” could be {best.labels[0]} ({share}) or {best.labels[1]} ({percent_text(float(best.scores[1]))})."
    else:
        first = f"“{text}” goes to {best.labels[0]} ({share})."
    return (
        f"{first} The classifier read {count_text(len(query.data.texts), 'labeled text')} in {len(best.labels)} classes and has "
        "never seen this one; it must choose a class even where none fits."
    )


def deciding(query: Query, rows: Sequence[int]) -> str:
    """Return Markdown: the examples that added most to the score of the class."""
    values = query.contributions
    examples = [
        f"**{'+' * bool(values[row] > 0)}{number_text(float(values[row]))}** {escape(cut_text(query.data.texts[row], LONG))} "
        f"*({escape(query.data.labels[row])})*"
        for row in [*rows, int(np.argmin(values))]
    ]
    head = f"**What decided for {escape(query.prediction.labels[0])}:** what each of these labeled texts added to its score (1 more makes a class {number_text(float(np.e), 1)} times as likely beside another).\n"
    against = examples.pop()
    return "\n- ".join([head, *examples]) + f"\n\nMost against it: {against}" * bool(values.min() < 0)


def validated(data: applications.LabeledTexts, result: applications.CrossValidation) -> str:
    """Say how good a classifier is on texts that it has not seen."""
    low, high = (percent_text(bound) for bound in result.interval)
    copies = len(result.groups) - len(np.unique(result.groups))
    equal = f"{count_text(copies, 'text')} nearly equal to another {'is' if copies == 1 else 'are'} kept on the same side of every test."
    return (
        f"Of texts it has not seen, {percent_text(result.accuracy)} are sorted right. With 95% confidence between {low} and "
        f"{high}; always naming the largest class gives {percent_text(data.majority)}. "
        f"{equal if copies else 'No two texts are nearly equal, so none is tested by its own copy.'}"
    )


def curve(result: applications.LabelCurve) -> str:
    """Say what labels buy."""
    best, first, last = next(iter(result.accuracies)), result.counts[0], result.counts[-1]
    means = {name: values.mean(axis=1) for name, values in result.accuracies.items()}
    words, lead = means["word counts"], means[best] - means["word counts"]
    behind = f"do not catch up here (see the example “{CATCH_UP}”)" if lead[-1] > 0 else "are ahead"
    closer = "catch up" if lead[-1] <= ALIKE else "come closer"
    trend = closer if lead.max() > 0 and lead[-1] < lead.max() / 2 else behind
    return (
        f"With {count_text(first, 'label')} a class, vectors sort {percent_text(means[best][0])} right. "
        f"Word counts sort {percent_text(words[0])}. With {last} a class it is {percent_text(means[best][-1])} "
        f"and {percent_text(words[-1])}: word counts {trend}. Bands show the spread of {result.accuracies[best].shape[1]} draws; "
        f"with shuffled labels {percent_text(means['shuffled labels'][-1])} are right, by chance."
    )


def confusion(data: applications.LabeledTexts, result: applications.CrossValidation) -> str:
    """Say which classes are taken for each other most."""
    if not result.mistakes:
        return "Not one text is sorted wrong."
    (label, taken), times = result.mistakes[0]
    wrong = sum(count for _, count in result.mistakes)
    return (
        f"Texts on “{data.classes[label]}” are taken for “{data.classes[taken]}” most often: {count_text(times, 'time')}. "
        f"{wrong} of {count_text(len(data.texts), 'text')} are sorted wrong. {validated(data, result)}"
    )


def mistake(
    data: applications.LabeledTexts, result: applications.CrossValidation, row: int, near: Sequence[int]
) -> str:
    """Return Markdown of a text: its label, what it was taken for, and its nearest labeled neighbors."""
    label, taken = data.labels[row], data.classes[result.predicted[row]]
    share = percent_text(float(result.probabilities[row].max()))
    if label == taken:
        verdict = f"unsure: {escape(taken)}, as labeled, with {share} only"
    else:
        mislabeled = all(data.labels[each] != label for each in near)
        verdict = f"labeled {escape(label)}, taken for {escape(taken)} ({share})"
        verdict = f"possibly mislabeled: {verdict}" if mislabeled else verdict
    neighbors = "; ".join(
        f"{escape(cut_text(data.texts[each], SHORT))} ({escape(data.labels[each])})" for each in near
    )
    return f"- {escape(cut_text(data.texts[row], LONG))}  \n  **{verdict}**  \n  *Nearest:* {neighbors}"


def clusters(result: applications.Clustering, names: Sequence[Sequence[str]], outside: int) -> str:
    """Say how well groups stand apart, and whether they are the labels."""
    if result.count < 2:
        return (
            f"HDBSCAN finds {count_text(result.count, 'group')} here. It puts {count_text(outside, 'text')} in none: in "
            "hundreds of dimensions the texts lie too evenly for groups of different density."
        )
    left = f" {count_text(outside, 'text')} are in no group." if outside else ""
    labeled = not np.isnan(result.agreement)
    scale = "(adjusted Rand index: 1 the same, 0 as by chance)"
    agree = f" They agree with the labels to {number_text(result.agreement)} {scale}." * labeled
    random = "none" if np.isnan(result.random_silhouette) else number_text(result.random_silhouette)
    telling = listed([f"“{words[0]}”" for words in names if words][:3])
    return (
        f"{count_text(result.count, 'group')} stand out without any label, such as {telling}.{left}{agree} "
        f"Silhouette {number_text(result.silhouette)} (1: far apart, 0: touching); random vectors give {random}. The texts were grouped in all "
        "dimensions first and then drawn in two, so groups may overlap in the picture."
    )


def counts(results: Sequence[applications.Clustering]) -> str:
    """Say which number of groups looks best by which measure."""
    by_shape = max(results, key=lambda each: each.silhouette).count
    by_label = max(results, key=lambda each: each.agreement).count
    above = all(each.silhouette > each.random_silhouette for each in results)
    small = " All silhouettes are small, yet far above those of random vectors." * above
    return (
        f"The silhouette prefers {count_text(by_shape, 'group')}. The labels agree most with {by_label}. No measure knows "
        f"the right number: it depends on what the groups are for.{small}"
    )


def shorter(
    dims: Sequence[int],
    ratings: Mapping[str, NDArray[np.float64]],
    recalls: Mapping[str, NDArray[np.float64]],
    at: int,
) -> str:
    """Say what shorter vectors keep, by people's ratings and by neighbors."""
    row = list(dims).index(at)
    full = ratings["first"][-1]
    first, random, raw = (ratings[name][row] / full for name in ("first", "random", "not rescaled"))
    alike = abs(first - random) < ALIKE
    order = "the order of the dimensions means nothing here" if alike else "the order matters for these texts"
    return (
        f"{at} random numbers keep {percent_text(random)} of the quality, the first {at} keep {percent_text(first)}. "
        f"So {order}: MiniLM is not a Matryoshka model, which is trained to put the most into the first. Measured by the rank "
        f"correlation of cosines with our ratings of sentence pairs, {number_text(full)} with all {dims[-1]}. Not scaled "
        f"back to length 1, the first {at} keep {percent_text(raw)}. Neighbors are a stricter test: of the ten nearest of "
        f"each text, {at} random numbers keep {percent_text(recalls['random'][row])}, and PCA, fitted to these texts, "
        f"{percent_text(recalls['PCA'][row])}."
    )


def precisions(rows: Sequence[Sequence[Any]], smallest: int) -> str:
    """Say how small a vector can be that is nearly as good; a row is as in the table of the part."""
    dim, precision, quality, neighbors, size, milliseconds = rows[smallest]
    whole = next(row for row in reversed(rows) if row[1] == "float32")
    return (
        f"{size} bytes keep {percent_text(quality / whole[2])} of the quality of {whole[4]:,}: {dim} numbers in {precision}. Each cell holds the rank "
        "correlation with our ratings, the bytes of a vector, and the time to compare it with 20,000 others on this machine: here "
        f"{duration_text(milliseconds / 1_000)} instead of {duration_text(whole[5] / 1_000)}. Of the ten nearest of each text, "
        f"{percent_text(neighbors)} stay. Fewer bytes need not be faster: it depends on what a processor can do at once."
    )


def cost(result: applications.CollectionCost) -> str:
    """Say what a collection costs."""
    return (
        f"{result.texts:,} such texts are {result.tokens:,} tokens: {result.price:,.2f} at this price. A token is counted "
        "once for each time its text is embedded, so keep the vectors."
    )


def duration(texts: int, speeds: applications.BatchSpeeds) -> str:
    """Say how long a collection takes on this machine."""
    whole = duration_text(texts / speeds.best)
    return f"This machine would need {whole} for them, at {speeds.best:.0f} texts a second, its fastest under “Batches and caches”."


def batches(speeds: applications.BatchSpeeds) -> str:
    """Say what batches, their order and a second thread buy, and what a cache saves."""
    alone = float(next(iter(speeds.speeds.values()))[0])
    best = max(speeds.speeds, key=lambda way: speeds.speeds[way].max())
    size = speeds.sizes[int(speeds.speeds[best].argmax())]
    sorted_padding, padding = (percent_text(share) for share in speeds.padding.values())
    return (
        f"{number_text(alone, 0)} texts a second one by one, {number_text(speeds.best, 0)} at best. That is in batches of {size}, {best}. A batch is "
        f"filled up to its longest text: with {speeds.middle} in each, {padding} of the tokens are such padding as the texts come, and "
        f"{sorted_padding} when they are sorted. Alone or in a batch, the numbers of a vector differ by at most "
        f"{speeds.max_difference:.0g}. With one text changed, a cache embeds that one: {percent_text(speeds.hit_rate)} of "
        f"the {speeds.texts} are hits, and it takes {duration_text(speeds.warm_seconds)} instead of {duration_text(speeds.cold_seconds)}."
    )


def sources(scores: Sequence[applications.SourceScore]) -> str:
    """Say which vectors serve the task best."""
    best, static = max(scores, key=lambda score: score.accuracy), scores[0]
    low, high = (percent_text(bound) for bound in best.interval)
    return (
        f"{best.name.capitalize()} sorts best: {percent_text(best.accuracy)} right. With 95% confidence between {low} and "
        f"{high}. Word vectors, which no context ever changes, reach {percent_text(static.accuracy)}, in "
        f"{duration_text(static.seconds)} instead of {duration_text(best.seconds)} for all texts."
    )
