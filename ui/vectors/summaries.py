"""What the analogy page says about its results."""

from __future__ import annotations

import math

import embedlab
from embedlab.numerals import count_text
from embedlab.ranking import Ranking
from ui.vectors.answers import Answers, View
from ui.vectors.methods import METHODS
from ui.vectors.query import Question, Sum
from ui.vectors.word_table import WordTable


def summary(view: View) -> str:
    """Return who is first and what hiding the inputs does; "" without answers."""
    answers = view.answers
    if answers is None:
        return ""
    if answers.audit is None:
        return _first(view.table, answers, " with the words of the formula hidden", "they do", "them")
    sentence = _first(view.table, answers, "", "the three inputs do", "the inputs")
    sentence += _about_neighbors(answers.audit)
    is_guess = not isinstance(view.question, Sum) and view.question.expected
    return sentence + (_about_expected(answers.audit) if is_guess else "")


def _first(table: WordTable, answers: Answers, when: str, inputs: str, hidden: str) -> str:
    standard, allowed = answers.columns["standard"], answers.columns["allowed"]
    best, first = standard.words[0], allowed.words[0]
    sentence = f"{best} is first of {table.count} at {standard.scores[0]:.2f}{when}; "
    if first == best:
        return f"{sentence}{inputs} not come before it."
    return f"{sentence}without hiding {hidden}, {first} would be, at {allowed.scores[0]:.2f}."


def _about_neighbors(audit: embedlab.vectors.AnalogyAudit) -> str:
    """Return what b alone and c alone would say."""
    sentence, best = "", audit.standard.words[0]
    _, b, c = audit.words
    for name, near in {b: audit.near_b, c: audit.near_c}.items():
        if best in near.words:
            rank = near.words.index(best) + 1
            where = "the nearest word of all" if rank == 1 else f"already number {rank}"
            sentence += f" Near {name} alone, without any arithmetic, {best} is {where}."
    return sentence


def _about_expected(audit: embedlab.vectors.AnalogyAudit) -> str:
    """Return where the expected answer stands in each column."""
    expected = audit.expected
    if expected is None:
        return ""
    rank = expected.ranks["standard"]
    if rank is None and expected.word in audit.words:
        return f" The expected {expected.word} is one of the inputs, so it is hidden."
    if rank is None:
        return f" The expected {expected.word} has no score under this method: its vector, or its step from c, has no direction."
    if rank == 1:
        return " It is the expected word."
    return f" The expected {expected.word} is number {rank:,}, at {expected.scores['standard']:.2f}."


def explanation(question: Question) -> str:
    """Return by which formula the answers were found."""
    if isinstance(question, Sum):
        return "the cosine of every word of the table with the weighted sum of the vectors, each scaled to length 1 first."
    method = METHODS[question.method]
    return (
        f"$\\displaystyle {method.formula}$ over the whole table, on vectors scaled to length 1: {method.paper}. "
        "“Near b” and “near c” are the nearest words to one input by cosine, without arithmetic (Linzen 2016)."
    )


def parallelogram(plane: embedlab.vectors.AnalogyPlane, best: str) -> str:
    """Return how far the answer lies off the plane and from the corner."""
    return (
        f"{best} lies {plane.off_plane[3]:.2f} off this plane, and its shadow {plane.target_distances[3]:.2f} "
        "from the corner where the arithmetic points (all vectors have length 1)."
    )


def strips(equation: embedlab.vectors.Equation, dim: int) -> str:
    """Return the lengths of the vectors, and how close the answer is to the sum."""
    about = (
        "The sum is zero, so it has no direction."
        if math.isnan(equation.cosine)
        else f"The sum and {equation.names[-1]} have a cosine of {equation.cosine:.2f}."
    )
    lengths = ", ".join(f"{word} {length:.1f}" for word, length in equation.stored_lengths.items())
    return (
        f"The {dim} real numbers of each vector, one column a dimension. Stored lengths: {lengths}. {about}"
    )


def relation(offsets: embedlab.vectors.RelationOffsets) -> str:
    """Return how parallel the steps of a relation are."""
    return (
        f"Two steps of this relation have a cosine of {offsets.mean_cosine:.2f} on average; when the second words are dealt out anew, {offsets.mean_shuffled:.2f}. "
        f"The drawing holds {offsets.explained:.0%} of the steps' squared length."
    )


def scores(hidden: embedlab.vectors.AnalogyReport, allowed: embedlab.vectors.AnalogyReport) -> str:
    """Return how often 3CosAdd is right, with the inputs hidden and allowed."""
    return (
        f"With the inputs hidden, 3CosAdd finds the right word for {hidden.accuracy:.1%} of {hidden.total:,} questions; with every word allowed, for {allowed.accuracy:.1%}. "
        f"{hidden.skipped:,} questions have a word outside the {hidden.vocabulary_limit:,} and are not asked."
    )


def rated_pairs(report: embedlab.vectors.PairReport) -> str:
    """Return how the cosines agree with people."""
    return (
        f"The order of the {len(report.cosines):,} pairs by cosine agrees with the order by people at a Spearman correlation of {report.spearman:.2f} "
        f"(Pearson {report.pearson:.2f}); {report.skipped:,} pairs have a word outside the {report.vocabulary_limit:,} words."
    )


def all_pairs(words: int, first: str, second: str, measure: str, value: float) -> str:
    """Return which two of some words are most alike."""
    return f"Of {count_text(math.comb(words, 2), 'pair')}, {first} and {second} are the most alike ({measure} {value:.2f})."


def random_pairs(random: embedlab.vectors.RandomPairs, first: str, second: str, cosine: float) -> str:
    """Return what a cosine is beside those of random pairs."""
    return (
        f"Two words taken at random have a cosine of {random.mean:.2f} on average, and 90% of such pairs lie between {random.low:.2f} and {random.high:.2f}. "
        f"{first} and {second} have {cosine:.2f}; {random.reaching(cosine):,} of {len(random.cosines):,} random pairs reach that."
    )


def odd_one(odd: embedlab.vectors.OddOneOut) -> str:
    """Return which word fits least."""
    return f"{odd.odd} fits least: its cosine with the mean of all {len(odd.words)} vectors is {odd.cosines.min():.2f}, {odd.margin:.2f} below the next."


def along(along: embedlab.vectors.WordsAlong, low: str, high: str) -> str:
    """Return which words lie at the two ends of a direction."""
    return (
        f"Of the first {along.among:,} words of the table, the pairs left out, {along.low.words[0]} lies furthest toward {low} ({along.low.scores[0]:.2f}) "
        f"and {along.high.words[0]} furthest toward {high} ({along.high.scores[0]:.2f})."
    )


def removal(removal: embedlab.vectors.Removal, k: int) -> str:
    """Return what changes most when a direction is taken away."""
    changed = int(removal.kept.argmin())
    sentence = f"Without the direction, {removal.words[changed]} keeps {removal.kept[changed]:.0%} of its {k} nearest words."
    if removal.others:
        name, (before, after) = max(removal.others.items(), key=lambda item: abs(item[1][1] - item[1][0]))
        sentence += f" Of the relations, “{name}” changes most: {before:.2f} to {after:.2f}."
    if removal.moved.words:
        sentence += f" Most changed of all: {', '.join(removal.moved.words[:6])}."
    return sentence


def two_tables(first: tuple[str, Answers], second: tuple[str, Answers]) -> str:
    """Return whether two tables, each by its name, answer the same."""
    (name, answers), (other_name, others) = first, second
    if answers.best == others.best:
        sentence = f"Both tables answer {answers.best}."
    else:
        sentence = f"{name} answers {answers.best}; {other_name} answers {others.best}."
    shared = set(answers.columns["standard"].words) & set(others.columns["standard"].words)
    return f"{sentence} They share {count_text(len(shared), 'word')} among the best answers listed."


def verdict(challenge: embedlab.texts.Challenge, answers: Ranking) -> str:
    """Return what the model answers to a challenge, and what people expect."""
    first, second, third = answers.words
    expected = first == challenge.expected
    return f"The model answers {first}, then {second} and {third}. " + (
        "That is the answer people expect." if expected else f"People expect {challenge.expected}."
    )
