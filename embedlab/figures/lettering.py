"""Text in a figure: made visible, cut, and kept apart where labels would cover each other."""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

from embedlab.display import visible_text
from embedlab.graphemes import graphemes
from embedlab.tokens.tokenizer import replace_surrogates

__all__ = ["cut_text", "separate_labels"]


def cut_text(text: str, most: int) -> str:
    """Return `text` on one line and with everything visible, cut after `most` characters as read.

    >>> cut_text("un\\nimaginably", 4)
    'un⏎i…'
    """
    whole = replace_surrogates(text)
    pieces = [whole] if len(whole) <= most else graphemes(whole)
    cut = "".join(pieces[:most]) + ("…" if len(pieces) > most else "")
    return visible_text(cut, mark_spaces=False)


def separate_labels(
    centers: NDArray[np.float64],
    widths: NDArray[np.float64],
    *,
    line: float,
    priority: NDArray[np.int64],
) -> NDArray[np.int64]:
    """Return which labels of one height can be written without covering each other, best first.

    The first is always written, each further one only where none written before it stands in its way.

    Args:
        centers: (n, 2) of the labels, in pixels.
        widths: (n,) of the labels, in pixels.
        line: height of a label, in pixels.
        priority: indices of the labels that may be written, best first.

    Source: the greedy method in Christensen, Marks and Shieber 1995, with one position for each label.
    """
    rest = priority
    x, y, half = centers[rest, 0], centers[rest, 1], widths[rest] / 2
    written: list[int] = []
    while len(rest):
        written.append(int(rest[0]))
        # all labels in its way are struck out in one step: a pass for each label written, not for each pair
        free = (np.abs(y - y[0]) >= line) | (np.abs(x - x[0]) >= half + half[0])
        free[0] = False
        rest, x, y, half = rest[free], x[free], y[free], half[free]
    return np.array(written, dtype=np.int64)
