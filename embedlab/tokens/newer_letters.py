"""Letters, marks and numbers of Unicode 17 and 18, which tiktoken's engine does not know yet.

Python's `regex` library, with which the pre-tokenization is shown, follows newer versions of Unicode than
the engine that encodes. To the engine these characters are unassigned; before the split they are replaced
by one that is unassigned in every version. A test probes the engine for these characters,
their neighbors and a seventh of all others, and fails on the day an update makes this table wrong.
"""

from __future__ import annotations

import re

__all__ = ["as_engine_reads"]

UNASSIGNED = "\u0378"
NEWER = re.compile(
    "["
    "\u0558\u058b-\u058c\u05c8-\u05c9\u088f\u0b53-\u0b54\u0c5c\u0cdc\u1acf-\u1af0\u208f\u209d-\u209f"
    "\ua7ce-\ua7cf\ua7d2\ua7d4\ua7dd\ua7e2\ua7f1\uab6c-\uab6d\U000107bb-\U000107bf"
    "\U00010940-\U00010959\U00010ec5-\U00010ec7\U00010ecb-\U00010ecf\U00010ed9-\U00010eee"
    "\U00010ef0-\U00010efb\U00011b0a\U00011b60-\U00011b67\U00011db0-\U00011ddb\U00011de0-\U00011de9"
    "\U00011df0-\U00011df1\U0001246f\U00012475-\U0001247f\U00012550-\U00012686\U00016ea0-\U00016eb8"
    "\U00016ebb-\U00016ed3\U00016ff2-\U00016ff6\U000187f8-\U000187ff\U00018cd6-\U00018cda"
    "\U00018d09-\U00018d20\U00018d80-\U00018df2\U00018e00-\U00019191\U000191a0-\U000191d2"
    "\U0001b123-\U0001b128\U0001b168\U0001d127-\U0001d128\U0001d250-\U0001d252\U0001d25b-\U0001d25c"
    "\U0001d25f\U0001d280-\U0001d281\U0001d6a6\U0001df1f-\U0001df24\U0001df2b-\U0001df81"
    "\U0001df90-\U0001df96\U0001dfcd-\U0001dfff\U0001e6c0-\U0001e6de\U0001e6e0-\U0001e6f5"
    "\U0001e6fe-\U0001e6ff\U0002b73a-\U0002b73f\U0002b81e\U0002cea2-\U0002cead\U000323b0-\U00033479"
    "\U0003d000-\U0003fc3f"
    "]"
)


def as_engine_reads(text: str) -> str:
    """Return `text`, as long as before, with the characters replaced that the engine does not know.

    >>> as_engine_reads("a\\u088f") == "a\\u0378"
    True
    """
    return NEWER.sub(UNASSIGNED, text)
