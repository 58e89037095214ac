"""What the analogy page says about scores: how often the arithmetic is right, and how cosines agree with people."""

from __future__ import annotations

import math
from collections.abc import Sequence

import embedlab
from embedlab.numerals import count_text, number_text, percent_text
from ui.layout import listed
from ui.vectors.section_names import section_name


def scores(hidden: embedlab.vectors.AnalogyReport, allowed: embedlab.vectors.AnalogyReport) -> str:
    """Return how often 3CosAdd is right, with the inputs forbidden and with nothing forbidden."""
    return (
        f"With the three words left out, {percent_text(hidden.accuracy)} are right; with no word left out, {percent_text(allowed.accuracy)}. "
        f"3CosAdd answers {percent_text(hidden.accuracy, 1)} of {hidden.total:,} questions right.{_extremes(hidden)} "
        f"{hidden.skipped:,} questions have a word outside the {hidden.vocabulary_limit:,} and are skipped."
    )


def _extremes(report: embedlab.vectors.AnalogyReport) -> str:
    """Return the best and the worst section, all of them where several are equal; "" for one section."""
    shares = {name: share for name, share in report.section_accuracy.items() if not math.isnan(share)}
    if len(shares) < 2 or min(shares.values()) == max(shares.values()):
        return ""
    best, worst = (
        (listed([f"“{section_name(name)}”" for name in shares if shares[name] == end]), percent_text(end))
        for end in (max(shares.values()), min(shares.values()))
    )
    return f" Best: {best[0]}, {best[1]}; worst: {worst[0]}, {worst[1]}."


def growing_vocabulary(reports: Sequence[embedlab.vectors.AnalogyReport]) -> str:
    """Return what more words do to the answers, with the inputs forbidden."""
    hidden = sorted(
        (each for each in reports if each.exclude_inputs), key=lambda each: each.vocabulary_limit or 0
    )
    few, many = hidden[0], hidden[-1]
    return (
        f"With {few.vocabulary_limit:,} words {percent_text(few.accuracy)} are right, with {many.vocabulary_limit:,} {percent_text(many.accuracy)}. "
        "More words are more wrong answers to choose from, and more questions that can be asked."
    )


def rated_pairs(report: embedlab.vectors.PairReport) -> str:
    """Return how the cosines agree with people, and what chance gives."""
    chance = 1.96 * embedlab.vectors.rank_error(len(report.cosines))
    return (
        f"Cosines and people agree with a Spearman correlation of {number_text(report.spearman)}. "
        f"1 is the same order of the {count_text(len(report.cosines), 'pair')}, 0 is no relation (Pearson {number_text(report.pearson)}). "
        f"Vectors without meaning score between {number_text(-chance)} and {number_text(chance)} in 95% of cases. "
        f"{count_text(report.skipped, 'pair')} with a word outside the {report.vocabulary_limit:,} words are skipped."
    )
