"""Sentences about attention, computed from results."""

from __future__ import annotations

import numpy as np

from embedlab.numerals import percent_text
from ui.attention.view import View

__all__ = ["check", "summary"]


def summary(view: View) -> str:
    """Say where the token takes what it mixes in, and that the numbers are the model's."""
    labels, query = view.labels, view.query
    best = int(np.argmax(view.weights))
    where = f"in head {query.head} of layer {query.layer}"
    source = "itself" if best == view.token else f"“{labels[best]}”"
    first = f"“{labels[view.token]}” takes {percent_text(float(view.weights[best]))} from {source} {where}."
    return " ".join(filter(None, [first, check(view), _cut(view)]))


def check(view: View) -> str:
    """Say how far the recomputed output lies from the model's own."""
    own, most = view.errors[view.query.head - 1], view.errors.max()
    return (
        f"Recomputed here step by step, this head's output lies {_tiny(own)} of its length from the model's "
        f"own; of the {len(view.errors)} heads of the layer, none farther than {_tiny(most)}."
    )


def _tiny(share: float) -> str:
    """Return a small share: 4 of 10 million is easier to read than 4e-07.

    >>> _tiny(4.2e-07)
    '0.00000042'
    """
    return "0" if share == 0 else f"{share:.{max(1, 1 - int(np.floor(np.log10(share))))}f}"


def _cut(view: View) -> str:
    cut = view.trace.encoding.cut
    return f"The first {len(view.trace.tokens)} tokens are computed, {cut:,} are left out." if cut else ""
