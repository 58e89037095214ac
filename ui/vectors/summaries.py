"""What the analogy page says about its results: the first sentence of each is a headline."""

from __future__ import annotations

import math

import embedlab
from embedlab.figures.lettering import cut_text
from embedlab.numerals import count_text, number_text, percent_text
from embedlab.ranking import Ranking
from ui.layout import listed
from ui.vectors.answers import Answers, View
from ui.vectors.methods import METHODS
from ui.vectors.query import Question, Sum

HEADLINE = 70  # characters of a headline
WORD = 14  # characters of a word in it
MOST_TIED = 3  # words named in a headline
STOPS = frozenset(".!?")
EQUAL = 1e-6  # scores that differ less are a tie
MEASURES = {"cosine": "cosine", "dot": "dot product", "euclidean": "distance"}


def _headline(*sentences: str) -> str:
    """Return the first of some sentences that is short enough, else the last."""
    return next((sentence for sentence in sentences if len(sentence) <= HEADLINE), sentences[-1])


def _word(word: str) -> str:
    """Return a word as a headline holds it; a stop in it must not end the sentence."""
    cut = cut_text(word, WORD)
    return f"“{cut}”" if STOPS & set(cut) else cut


def _tied(words: list[str]) -> str:
    more = len(words) - MOST_TIED
    return listed([*map(_word, words[:MOST_TIED]), f"{more:,} more"] if more > 0 else list(map(_word, words)))


def _leaders(ranking: Ranking) -> list[str]:
    """Return the first word, and those that have the same score."""
    top = float(ranking.scores[0])
    return [word for word, score in zip(ranking.words, ranking.scores, strict=True) if top - score < EQUAL]


def summary(view: View) -> str:
    """Return who wins with nothing forbidden, and what else the lists say; "" without answers."""
    answers = view.answers
    if answers is None:
        return ""
    standard = answers.columns["standard"]
    sentence = (
        f"{_winner(answers)} With your words left out, {standard.words[0]} has rank 1 of {view.table.count}"
        f" at {number_text(float(standard.scores[0]))}: a rank is a place in the list of all words, best score first."
    )
    if answers.audit is not None:
        sentence += _about_neighbors(answers.audit)
        if not isinstance(view.question, Sum) and view.question.expected:
            sentence += _about_guess(answers.audit)
    return f"{sentence} Hatched: inputs. Outlined: the answer or guess."


def _winner(answers: Answers) -> str:
    standard, allowed = answers.columns["standard"], answers.columns["allowed"]
    first, best = _word(allowed.words[0]), _word(standard.words[0])
    scores = float(allowed.scores[0]), float(standard.scores[0])
    decimals = 2 if number_text(scores[0]) != number_text(scores[1]) else 4
    score, other = (number_text(each, decimals) for each in scores)
    if len(leaders := _leaders(allowed)) > 1:
        return _headline(
            f"With no word left out, {_tied(leaders)} tie at {number_text(scores[0])}.",
            f"With no word left out, {count_text(len(leaders), 'word')} tie at {number_text(scores[0])}.",
        )
    if allowed.words[0] == standard.words[0]:
        return f"Even with no word left out, {best} wins, at {number_text(scores[0])}."
    return _headline(
        f"With no word left out, {first} itself wins: {score} before {best}’s {other}.",
        f"With no word left out, {first} itself wins before {best}.",
    )


def _about_neighbors(audit: embedlab.vectors.AnalogyAudit) -> str:
    """Return what b alone and c alone would say."""
    sentence, best = "", audit.standard.words[0]
    _, b, c = audit.words
    for name, near in {b: audit.near_b, c: audit.near_c}.items():
        if best in near.words:
            rank = near.words.index(best) + 1
            where = "the nearest word of all" if rank == 1 else f"already rank {rank}"
            sentence += f" Near {name} alone, without any arithmetic, {best} is {where}."
    return sentence


def _about_guess(audit: embedlab.vectors.AnalogyAudit) -> str:
    """Return where the guess stands."""
    guess = audit.expected
    if guess is None:
        return ""
    rank = guess.ranks["standard"]
    if rank is None and guess.word in audit.words:
        return f" The guess, {guess.word}, is one of the inputs, so it is forbidden."
    if rank is None:
        return f" The guess, {guess.word}, has no score by this method: its vector, or its step from the third word, has no direction."
    if rank == 1:
        return f" The guess, {guess.word}, comes first."
    return f" The guess, {guess.word}, has rank {rank:,}, at {number_text(guess.scores['standard'])}: {count_text(rank - 1, 'word')} score{'s' if rank == 2 else ''} higher."


def baselines(audit: embedlab.vectors.AnalogyAudit) -> str:
    """Return whether the answer is near b or near c without any arithmetic."""
    best = audit.standard.words[0]
    _, b, c = audit.words
    note = (
        " Each list holds the words nearest to one input, by cosine; the inputs are forbidden (Linzen 2016)."
    )
    ranks = {
        word: near.words.index(best) + 1
        for word, near in {b: audit.near_b, c: audit.near_c}.items()
        if best in near.words
    }
    if not ranks:
        return f"Without arithmetic, {_word(best)} is among the nearest of neither input.{note}"
    word = min(ranks, key=lambda name: ranks[name])
    return f"Without any arithmetic, {_word(best)} has rank {ranks[word]} near {_word(word)}.{note}"


def explanation(question: Question) -> str:
    """Return by which formula the answers were found."""
    if isinstance(question, Sum):
        return "the cosine of every word of the table with the weighted sum of the vectors, each scaled to length 1 first."
    method = METHODS[question.method]
    return (
        f"$\\displaystyle {method.formula}$ over the whole table, on vectors scaled to length 1: {method.paper}. "
        "“Just near” lists the nearest words to one input by cosine, without arithmetic (Linzen 2016)."
    )


def parallelogram(plane: embedlab.vectors.AnalogyPlane, best: str) -> str:
    """Return how far the answer lies from the corner, and off the plane."""
    miss, off = (number_text(float(each)) for each in (plane.target_distances[3], plane.off_plane[3]))
    return (
        f"{_word(best)} misses the fourth corner by {miss}, and the plane by {off}. "
        "All vectors have length 1. The three inputs and the corner are drawn where they are. The answers live in "
        "other dimensions, so their shadows on the plane are drawn."
    )


def strips(equation: embedlab.vectors.Equation, dim: int) -> str:
    """Return how close the answer is to the sum, and the lengths of the vectors."""
    about = (
        "The sum is zero, so it has no direction."
        if math.isnan(equation.cosine)
        else f"The sum and {_word(equation.names[-1])} have a cosine of {number_text(equation.cosine)}."
    )
    lengths = ", ".join(
        f"{word} {number_text(length, 1)}" for word, length in equation.stored_lengths.items()
    )
    return (
        f"{about} Each row is a vector of {dim} numbers, one column a number. No single column means “royal” or "
        f"“female”: meaning is spread over all of them. Lengths as stored: {lengths}."
    )


def relation(offsets: embedlab.vectors.RelationOffsets) -> str:
    """Return how parallel the steps of a relation are."""
    real, shuffled = number_text(offsets.mean_cosine), number_text(offsets.mean_shuffled)
    return (
        f"Two steps have a cosine of {real} on average; with shuffled pairs, {shuffled}. "
        f"Parallel steps would have 1. The drawing shows {percent_text(offsets.explained)} of the steps' squared length. "
        "How far the cosine stays below 1 says how much each pair goes its own way (Rogers, Drozd and Li 2017)."
    )


def cosine(first: str, second: str, value: float) -> str:
    """Return what a cosine is, by an example."""
    return (
        f"{_word(first)} and {_word(second)} point {_direction(value)}. Their cosine is {number_text(value)}. "
        "A cosine compares directions: 1 is the same, 0 unrelated, −1 opposite. The length does not matter."
    )


def _direction(cosine: float) -> str:
    bounds = ((0.6, "almost the same way"), (0.3, "in similar directions"), (-0.3, "in unrelated directions"))
    return next((words for bound, words in bounds if cosine >= bound), "in opposite directions")


def all_pairs(words: int, first: str, second: str, measure: str, value: float) -> str:
    """Return which two of some words are most alike."""
    return (
        f"{_word(first)} and {_word(second)} are the most alike: {MEASURES[measure]} {number_text(value)}. "
        f"They are the first of {count_text(math.comb(words, 2), 'pair')}. "
        "Cosine: same direction. Dot product: direction and length. Distance: same place."
    )


def random_pairs(random: embedlab.vectors.RandomPairs, first: str, second: str, cosine: float) -> str:
    """Return what a cosine is beside those of random pairs."""
    return (
        f"Two random words have a cosine of {number_text(random.mean)} on average. "
        f"90% of random pairs lie between {number_text(random.low)} and {number_text(random.high)}. "
        f"{first} and {second} have {number_text(cosine)}; {random.reaching(cosine):,} of {count_text(len(random.cosines), 'random pair')} reach that."
    )


def odd_one(odd: embedlab.vectors.OddOneOut) -> str:
    """Return which word fits least, or which ones."""
    least = float(odd.cosines.min())
    words = [word for word, cosine in zip(odd.words, odd.cosines, strict=True) if cosine - least < EQUAL]
    note = f"The cosine with the mean of all {len(odd.words)} vectors is {number_text(least)}"
    if len(words) > 1:
        return f"{_tied(words)} fit least, and equally. {note}."
    return f"{_word(odd.odd)} fits least. {note}, {number_text(odd.margin)} below the next."


def along(along: embedlab.vectors.WordsAlong, low: str, high: str) -> str:
    """Return which words lie at the two ends of a direction."""
    first, last = along.low, along.high
    return (
        f"{_word(first.words[0])} leans furthest toward {_word(low)}, {_word(last.words[0])} toward {_word(high)}. "
        f"Their cosines with the direction are {number_text(float(first.scores[0]))} and {number_text(float(last.scores[0]))}, "
        f"of the first {count_text(along.among, 'word')} of the table without the pairs."
    )


def agreement(axis: embedlab.vectors.NamedAxis, pairs: int) -> str:
    """Return how far the pairs of a direction agree, or what a single pair is."""
    if pairs == 1:
        return "One pair is also two particular words with topics of their own: average several, such as he she, man woman, and see which words stay."
    return f"The pairs' own directions have a cosine of {number_text(axis.agreement)} with their mean on average."


def preserved_neighbors(removal: embedlab.vectors.Removal, k: int) -> str:
    """Return which of the words lose most neighbors when a direction is removed."""
    shares = {
        word: share
        for word, share in zip(removal.words, removal.preservation, strict=True)
        if not math.isnan(share)
    }
    if not shares:
        return "None of these words has neighbors without the direction."
    least = min(shares.values())
    words = [word for word, share in shares.items() if share == least]
    keeps = "keeps" if len(words) == 1 else "each keep"
    sentence = _headline(
        f"Without the direction, {_tied(words)} {keeps} {percent_text(least)} of {count_text(k, 'neighbor')}.",
        f"Without it, {count_text(len(words), 'word')} {keeps} {percent_text(least)} of {count_text(k, 'neighbor')}.",
    )
    if len(words) > 1:
        sentence += f" They are {listed(words)}."
    if removal.moved.words:
        sentence += f" The most changed of the {removal.examined:,} words that lie most along the direction: {', '.join(removal.moved.words[:6])}."
    return f"{sentence} Words that leaned the same way stay neighbors: the direction is hidden more than removed (Gonen and Goldberg 2019)."


def relations_without(removal: embedlab.vectors.Removal) -> str:
    """Return which relation changes most when a direction is removed; there is at least one."""
    name, (before, after) = max(removal.others.items(), key=lambda item: abs(item[1][1] - item[1][0]))
    return (
        f"“{cut_text(name, 24)}” changes most: from {number_text(before)} to {number_text(after)}. "
        "Each number is the mean cosine between the steps of a relation's pairs: 1 if all are parallel."
    )


def two_tables(first: tuple[str, Answers], second: tuple[str, Answers]) -> str:
    """Return whether two tables, each by its name, answer the same."""
    (name, answers), (other_name, others) = first, second
    best, other = _word(answers.best), _word(others.best)
    if answers.best == others.best:
        sentence = f"Both tables answer {best}."
    else:
        sentence = _headline(
            f"{cut_text(name, 20)} answers {best}; {cut_text(other_name, 20)} answers {other}.",
            f"The tables answer differently: {best} and {other}.",
        )
    lists = answers.columns["standard"].words, others.columns["standard"].words
    shared = set.intersection(*map(set, lists))
    return (
        f"{sentence} They share {count_text(len(shared), 'word')} among their {max(map(len, lists))} best answers. "
        "Scores of two tables are not on one scale, as each was made from other text or in another way; the order can be compared."
    )


def verdict(challenge: embedlab.texts.Challenge, answers: Ranking) -> str:
    """Return what the model answers to a challenge, and what people expect."""
    first, second, third = answers.words[:3]
    is_expected = first == challenge.expected
    return f"The model answers {first}, then {second} and {third}. " + (
        "That is the answer people expect." if is_expected else f"People expect {challenge.expected}."
    )
