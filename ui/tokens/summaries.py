"""What the tokenization lesson says about a text."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

import embedlab
from embedlab.display import visible_text
from embedlab.numerals import count_text, number_text
from embedlab.tokens import (
    BudgetCut,
    MatchReplay,
    MergeReplay,
    PathReplay,
    Stages,
    TokenCost,
    TrainedTokenizer,
    Vocabulary,
    bytes_label,
)
from ui import layout
from ui.tokens.results import LanguageCosts

__all__ = [
    "UNREADABLE",
    "about_added",
    "about_algorithms",
    "about_bet",
    "about_budget",
    "about_forms",
    "about_languages",
    "about_left_out",
    "about_lengths",
    "about_listed",
    "about_match",
    "about_merge",
    "about_merges",
    "about_path",
    "about_special",
    "about_stages",
    "about_training",
    "summary",
]

MOST_QUOTES, LONGEST_QUOTE = 3, 20  # parts of a text that are named, and characters of each

UNREADABLE = (
    "The text holds U+FFFD, the sign for a character that could not be read, such as half a surrogate pair."
)


def summary(
    text: str,
    sizes: Mapping[str, int],
    unknown: Mapping[str, int],
    lost: Mapping[str, Sequence[str]] | None = None,
    special: Mapping[str, Sequence[str]] | None = None,
) -> str:
    """Return how many tokens each tokenizer needs, and what of the text its model does not see as written.

    Args:
        text: what was tokenized.
        sizes: tokens by tokenizer.
        unknown: unknown tokens by tokenizer, where there are any.
        lost: what has no token at all, by tokenizer.
        special: special tokens that were typed and taken for real ones, by tokenizer.
    """
    fewest, most = min(sizes, key=lambda name: sizes[name]), max(sizes, key=lambda name: sizes[name])
    size, long = count_text(sizes[most], "token"), count_text(len(text), "character")
    if sizes[fewest] == sizes[most]:
        sentence = f"{layout.listed(list(sizes))} need{'s' if len(sizes) == 1 else ''} {size} for {long}."
    elif not sizes[fewest]:
        why = f" {fewest} drops white space." if not text.strip() else ""
        sentence = f"{most} needs {size}, {fewest} none.{why}"
    else:
        times = sizes[most] / sizes[fewest]
        compared = f"{times:,.2f} times as many" if times >= 1.005 else "nearly the same number"
        sentence = (
            f"{most} needs {size}, {fewest} needs {sizes[fewest]:,}. That is {compared} for the same {long}."
        )
    for name, count in unknown.items():
        sentence += (
            f" {name} has no token for a part of the text and puts {count_text(count, 'unknown token')} there: "
            "the model never sees that part."
        )
    for name, parts in (lost or {}).items():
        sentence += (
            f" {name} has no token for {_quoted(parts)}, and no unknown token to put there. That part of the text "
            "is lost: the model never sees it."
        )
    for name, tokens in (special or {}).items():
        sentence += (
            f" {name} reads the typed {_quoted(tokens)} as its special token: its vocabulary holds that as an "
            "ordinary piece, so the model cannot tell the two apart."
        )
    return sentence


def about_algorithms(algorithms: Mapping[str, str]) -> str:
    """Return how the list of each tokenizer was learned, where that is known."""
    known = [f"{name} by {how}" for name, how in algorithms.items() if how]
    return f" How the lists were learned: {layout.listed(known)}." if known else ""


def about_left_out(around: Mapping[str, Sequence[str]]) -> str:
    """Return which special tokens a tokenizer puts around a text, by tokenizer, and that they are not counted."""
    return "".join(
        f" Not counted: {layout.listed(list(tokens))}, which {name} adds around every text."
        for name, tokens in around.items()
        if tokens
    )


def _quoted(parts: Sequence[str]) -> str:
    """Return the first few of some parts of a text in quotation marks; a space in words."""
    return layout.listed(
        [
            f"“{visible_text(part[:LONGEST_QUOTE])}”" if part.strip(" ") else "the space"
            for part in parts[:MOST_QUOTES]
        ]
    )


def about_bet(labels: Sequence[str], name: str) -> str:
    """Return how a short text was cut, and why its longest token is one."""
    longest = max(labels, key=len, default="")
    if len(labels) == 1:
        return f"{name} makes a single token of it: the whole text is in its vocabulary."
    return (
        f"{name} cuts it into {' · '.join(labels)}. “{longest}” was common enough in its training text to be "
        "one token."
    )


def about_special(label: str, name: str) -> str:
    """Return why a special token is there."""
    return f"{label} is a special token. {name} puts it there itself, whatever the text; nothing was cut."


def about_added(label: str, name: str) -> str:
    """Return why a token that was added to the vocabulary is there."""
    return (
        f"{label} was added to the vocabulary of {name}. It is looked for in the text before anything is "
        "split, so the algorithm never sees it."
    )


def about_merges(word: str, replay: MergeReplay, name: str) -> str:
    """Return what all merges of a word come to."""
    if not replay.steps:
        if len(replay.start) == 1:
            return f"“{word}” is a single symbol of the alphabet. Nothing is merged."
        return (
            f"“{word}” stays as its {len(replay.start)} symbols. {name} can merge no two neighbors of them."
        )
    ids = ", ".join(map(str, replay.ids))
    end = f"no pair is left that {name} can merge" if len(replay.pieces) > 1 else "one piece is left"
    return (
        f"“{word}” becomes {count_text(len(replay.ids), 'token')} in {count_text(len(replay.steps), 'merge')}. "
        f"It starts as {len(replay.start)} symbols. Each merge joins the neighbors whose pair has the lowest rank, "
        f"until {end}: ids {ids}. The rank says how early, so how common, a pair was when the list was learned."
    )


def about_merge(done: int, replay: MergeReplay) -> str:
    """Return what the last of some merges joined."""
    step = replay.steps[done - 1]
    left, right = bytes_label(step.left)[0], bytes_label(step.right)[0]
    return (
        f"Merge {done} of {len(replay.steps)} joins {left} and {right}. Of all neighboring pairs it has the "
        "lowest rank: it was learned first."
    )


def about_match(replay: MatchReplay, name: str) -> str:
    """Return how the longest pieces cut a word."""
    word = visible_text(replay.word, mark_spaces=False)
    ids = ", ".join(map(str, replay.ids))
    if replay.too_long:
        return f"The word is unknown. It has {len(replay.word):,} characters, more than {name} looks at."
    if not replay.steps:
        return f"“{word}” has the id {ids}. {name} knows whole words only."
    if any(step.match is None for step in replay.steps):
        unknown = replay.pieces[0] if replay.pieces else "nothing"
        return (
            f"“{word}” becomes {unknown}. From left to right, each piece is the longest that the vocabulary has; "
            "somewhere none fits, so the whole word is lost."
        )
    return (
        f"“{word}” becomes {count_text(len(replay.ids), 'token')}. From left to right, each piece is the longest that the "
        f"vocabulary has: {' + '.join(visible_text(piece) for piece in replay.pieces)}, ids {ids}."
    )


def about_path(replay: PathReplay) -> str:
    """Return how probable the best way to cut a word is, and the next best."""
    last = replay.steps[-1] if replay.steps else None
    total = last.total if last else 0.0
    sentence = (
        f"“{visible_text(replay.word, mark_spaces=False)}” becomes its most probable pieces. Of all ways to cut it, "
        f"their log-probabilities add up to the most: {number_text(total)}."
    )
    if last and last.rejected:
        piece, score = last.rejected[0]
        sentence += f" The next best way ends with {visible_text(piece)} and has {number_text(score)}."
    return sentence


def about_stages(stages: Stages, text: str, name: str) -> str:
    """Return how many parts and tokens a text becomes."""
    return (
        f"{name} makes {count_text(len(stages.words), 'part')}, then {count_text(len(stages.encoding), 'token')}. "
        f"The text has {count_text(len(text), 'character')}. No token crosses the border of a part, so where the "
        "text is split first decides which words can become one token."
    )


def about_listed(count: int, vocabulary: Vocabulary, what: str, most: int) -> str:
    """Return how many tokens of a vocabulary were found."""
    many = f" The shortest {most} are listed." if count > most else ""
    return f"{count:,} of the {len(vocabulary):,} tokens of {vocabulary.tokenizer.name} {what}.{many}"


def about_forms(ways: int, distinct: int, name: str) -> str:
    """Return how many inputs the spellings of a word are to a model."""
    same = "one and the same input" if distinct == 1 else f"{distinct} different inputs"
    return (
        f"To {name}, {count_text(ways, 'spelling')} of this word are {same}. "
        "The model never sees letters, only the ids below the tokens."
    )


def about_lengths(lengths: Mapping[int, int], name: str) -> str:
    """Return how long the tokens of a vocabulary are."""
    most = max(lengths, key=lambda length: lengths[length])
    return (
        f"Tokens of {name} most often have {count_text(most, 'character')}. That many have {lengths[most]:,} of "
        f"{sum(lengths.values()):,} tokens; the longest has {max(lengths):,}, and {lengths.get(0, 0):,} hold only "
        "a part of a character."
    )


def about_languages(view: LanguageCosts, name: str, price: float) -> str:
    """Return what the same sentence costs in English and in the most expensive language."""
    costs = view.costs[name]
    english = costs[0]
    row = max(range(len(embedlab.texts.LANGUAGES)), key=lambda index: costs[index].tokens)
    most = costs[row]
    times = most.tokens / max(1, english.tokens)
    language = view.languages[row]
    sentence = (
        f"{language} costs {times:.1f} times as many tokens as English. "
        if row
        else "English costs the most. "
    )
    sentence += (
        f"In {name}, the same sentence has {english.tokens} tokens in English and {most.tokens} in {language}"
        f"{_about_bytes(most)}. At {price:,.2f} for a million tokens, a million such texts cost "
        f"{english.price(price) * 1e6:,.2f} and {most.price(price) * 1e6:,.2f}."
    )
    for other, row_costs in view.costs.items():
        if count := sum(bool(cost.unknown) for cost in row_costs):
            sentence += (
                f" {other} has no token for a part of {count} of these texts (“unread”): few tokens are no "
                "bargain there, the model never sees what they stood for."
            )
    return sentence


def _about_bytes(cost: TokenCost) -> str:
    """Return why a text takes many tokens, where its characters take several bytes."""
    size = cost.utf8_bytes / max(1, cost.characters)
    if size < 1.5:
        return ""
    return f": a character there takes {number_text(size, 1)} bytes, and few of its words are in the list"


def about_budget(cut: BudgetCut, text: str, budget: int, special: bool) -> str:
    """Return how much of a text fits into a number of tokens."""
    size = count_text(budget, "token")
    if not cut.rest:
        return f"The whole text fits into {size}. It has {cut.total:,}."
    if not cut.head:
        needs = "With the special tokens, the" if special else "The"
        return f"Nothing fits into {size}. {needs} first character needs more."
    back = (
        f" The cut moved back by {count_text(cut.snapped, 'code point')}, so that no character breaks."
        if cut.snapped
        else ""
    )
    return (
        f"The first {len(cut.head):,} of {count_text(len(text), 'character')} fit into {size}. "
        f"By themselves they have {count_text(cut.tokens, 'token')}.{back}"
    )


def about_training(trained: TrainedTokenizer, characters: int, algorithm: str, size: int) -> str:
    """Return what was learned, and whether the vocabulary has the size asked for."""
    learned, tokenizer = trained.learned, trained.tokenizer
    made = tokenizer.vocabulary_size
    first = f"The first is {bytes_label(tokenizer.file.bytes_of(learned[0].piece))[0]}. " if learned else ""
    if made == size:
        sizes = f"The vocabulary has the {made:,} tokens you asked for."
    elif made < size:
        sizes = f"The vocabulary has {made:,} tokens, fewer than the {size:,} you asked for: the text has no more to learn."
    else:
        sizes = f"The vocabulary has {made:,} tokens, more than the {size:,} you asked for: its alphabet alone has that many."
    return (
        f"{algorithm} learned {count_text(len(learned), 'piece')} from {count_text(characters, 'character')}. "
        f"{first}{sizes}"
    )
