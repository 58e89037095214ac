"""Cutting a text at a number of tokens, without breaking what a reader takes for one character."""

from __future__ import annotations

from bisect import bisect_right
from dataclasses import dataclass

from embedlab.errors import InvalidInputError
from embedlab.graphemes import grapheme_edges
from embedlab.tokens.encoding import begins_inside
from embedlab.tokens.tokenizer import Tokenizer

__all__ = ["BudgetCut", "cut_to_budget"]


@dataclass(frozen=True)
class BudgetCut:
    """A text cut in two."""

    head: str
    rest: str
    tokens: int  # of `head` by itself, special tokens included where asked for
    total: int  # of the whole text
    snapped: int  # characters given up so that no grapheme is broken


def cut_to_budget(tokenizer: Tokenizer, text: str, budget: int, *, special_tokens: bool = False) -> BudgetCut:
    """Return the beginning of `text` that needs at most `budget` tokens, and the rest.

    The text is cut where its own token number `budget` ends, then back to the nearest border of a grapheme.
    A beginning can need more tokens by itself than it had in the whole text; then the cut moves back further.

    Raises:
        InvalidInputError: the budget is below 1, or the text is empty.
    """
    if budget < 1:
        raise InvalidInputError(f"A budget of {budget:,} tokens keeps nothing; choose at least 1.")
    whole = tokenizer.encode(text, special_tokens=special_tokens)
    text = whole.text
    if len(whole) <= budget:
        return BudgetCut(text, "", len(whole), len(whole), 0)
    # special tokens behind the text ([SEP]) take part of the budget before any text is kept
    written = [place for place, special in enumerate(whole.special) if not special]
    room = budget - (len(whole) - len(written))
    end = max((whole.offsets[place][1] for place in written[: max(0, room)]), default=0)
    edges = grapheme_edges(text)
    reached = end
    # a character whose last bytes lie beyond the budget is not kept
    if 0 < room < len(written):
        end = min(end, _whole_until(whole.token_bytes, whole.offsets, written, room))
    place = bisect_right(edges, end) - 1
    snapped = reached - edges[place]
    while place > 0:
        head = text[: edges[place]]
        needed = len(tokenizer.encode(head, special_tokens=special_tokens))
        if needed <= budget:
            return BudgetCut(head, text[edges[place] :], needed, len(whole), snapped)
        place -= 1
    return BudgetCut("", text, 0, len(whole), snapped)


def _whole_until(
    token_bytes: list[bytes], offsets: list[tuple[int, int]], written: list[int], room: int
) -> int:
    """Return the end of the last character that the first `room` tokens hold whole.

    The next token begins inside a character where its bytes do.
    """
    end = offsets[written[room - 1]][1]
    return end - 1 if begins_inside(token_bytes[written[room]]) else end
