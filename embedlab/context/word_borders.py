"""Where a whole word stands in a sentence, in any script and any case.

A word ends where no letter, digit or accent follows. Scripts without a space between words have no such
border, so there a word is found wherever its characters are. Its other forms ("banks" for "bank") are other
words.
"""

from __future__ import annotations

import re
import unicodedata

from embedlab.graphemes import grapheme_edges

__all__ = ["AROUND", "whole_words"]

# what is taken off both ends of a word: white space, controls, and marks of no width that come with a copy
AROUND = "".join(map(chr, range(0x21))) + "\x7f\x85\xa0\u1680\u2028\u2029\u202f\u205f\u3000\ufeff\u200b\u2060"
AROUND += "".join(map(chr, [*range(0x2000, 0x200B), 0x200E, 0x200F, *range(0x202A, 0x202F)]))
AROUND += "".join(map(chr, range(0x2066, 0x206A)))

# written without spaces between words, or with particles joined to them (Korean)
UNSPACED = re.compile(
    "[\u0e00-\u0eff\u0f00-\u109f\u1100-\u11ff\u1780-\u17ff\u19e0-\u19ff\u3005-\u3007\u3040-\u318f\u31a0-\u31ff"
    "\u3400-\u9fff\ua960-\ua97f\uaa60-\uaa7f\uac00-\ud7ff\uf900-\ufaff\uff66-\uff9f\U00020000-\U0003ffff]"
)
ONE_BY_ONE = re.compile(
    "[\u3041-\u3096\u30a1-\u30fa\u3400-\u9fff]"
)  # never joined to the next one: quick to tell
# signs that keyboards and editors write in several ways
ALIKE = {sign: f"[{signs}]" for signs in ("'\u2019\u02bc\uff07", "-\u2010\u2011") for sign in signs}
SOFT = "\u00ad"  # a soft hyphen
LONGER = 4  # the most characters that one becomes when its accents are typed apart
PLAIN = re.compile("[A-Za-z0-9]")
NEAR = 16  # characters around a border that tell whether it cuts a character as read


def whole_words(sentence: str, word: str) -> list[tuple[int, int]]:
    """Return the (start, end) characters of every occurrence of `word` as a whole word, in any case.

    A curly apostrophe is as good as a straight one, an accent typed apart as good as one in its letter, and
    any white space as good as another. A soft hyphen (where a line may break) is no part of a word.

    >>> whole_words("The banker's bank", "Bank"), whole_words("a sav\u00adings bank", "savings")
    ([(13, 17)], [(2, 10)])
    """
    word = word.replace(SOFT, "") if word.strip(SOFT).strip() else word
    if not word.strip() or len(word) > LONGER * len(sentence):
        return []
    spellings = dict.fromkeys((word, unicodedata.normalize("NFC", word), unicodedata.normalize("NFD", word)))
    between = f"{SOFT}*" if SOFT in sentence else ""
    pattern = "|".join(_pattern(spelling, between) for spelling in spellings)
    spans = []
    start = 0
    searched = re.compile(pattern, re.IGNORECASE)
    while match := searched.search(sentence, start):
        first, last = match.span()
        whole = _is_border(sentence, first) and _is_border(sentence, last)
        if whole:
            spans.append((first, last))
        start = last if whole else first + 1
    return spans


def _pattern(word: str, between: str) -> str:
    """Return a regular expression for one spelling of a word, with what may stand between its characters."""
    parts = []
    for piece in word.split():
        parts.append(between.join(ALIKE.get(character, re.escape(character)) for character in piece))
    # what `_is_border` would refuse anyway; in a long run of letters it is far quicker here
    before, after = (PLAIN.match(edge) is not None for edge in (word.strip()[0], word.strip()[-1]))
    return ("(?<![a-z0-9])" if before else "") + r"\s+".join(parts) + ("(?![a-z0-9])" if after else "")


def _is_border(sentence: str, place: int) -> bool:
    """Whether a word may begin or end before the character at `place`."""
    if place in (0, len(sentence)):
        return True
    first, last = place - 1, place
    while first and sentence[first] == SOFT:
        first -= 1
    while last < len(sentence) - 1 and sentence[last] == SOFT:
        last += 1
    before, after = sentence[first], sentence[last]
    if before.isascii() and after.isascii():
        return not (before.isalnum() and after.isalnum())
    spaced = not (UNSPACED.match(before) or UNSPACED.match(after))
    if spaced and _is_letter(before) and _is_letter(after):
        return False
    if ONE_BY_ONE.match(before) and ONE_BY_ONE.match(after):
        return True
    near = sentence[max(0, place - NEAR) : place + NEAR]
    return min(place, NEAR) in grapheme_edges(near)


def _is_letter(character: str) -> bool:
    """Whether a character is part of a word: a letter, a digit, or an accent on one of them."""
    return character.isalnum() or unicodedata.category(character).startswith("M")
