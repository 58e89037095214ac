"""Three predictions to make before revealing; every answer is computed."""

from __future__ import annotations

import numpy as np

from embedlab.context import special_attention
from embedlab.cosine import cosine_matrix
from embedlab.numerals import percent_text
from ui import bets, sources
from ui.attention.examples import BANK, MILK
from ui.attention.view import trace
from ui.models import ENCODER

__all__ = ["PART"]

TOKENS = ("cat", "milk", "because", "sour")
LAYER, HEAD = 4, 2
SHARES = (0.05, 0.2, 0.9)  # that someone could believe
RANKS = ("Yes, nearly always", "About half of the time", "Rarely")


def _ask(index: int) -> bets.Question:
    if index == 0:
        prompt = f"Head {HEAD} of layer {LAYER} mixes something into “it”. From where does it take most?"
        return bets.Question(prompt, MILK, TOKENS, "cat")
    if index == 1:
        prompt = "Of all attention in this sentence, how much goes to [CLS] and [SEP], which nobody wrote?"
        shares = tuple(map(percent_text, sorted([*SHARES, _special()])))
        return bets.Question(prompt, BANK, shares, percent_text(SHARES[0]))
    prompt = "Does a head attend most to the token whose vector is most similar to the word's own?"
    return bets.Question(prompt, BANK, RANKS, RANKS[0])


def _reveal(index: int) -> bets.Answer:
    if index == 0:
        result = trace(ENCODER, MILK)
        weights = result.encoding.attentions[LAYER - 1, HEAD - 1, result.tokens.index("it")]
        shares = {token: float(weights[result.tokens.index(token)]) for token in TOKENS}
        best = max(TOKENS, key=shares.__getitem__)
        return bets.Answer(best, f"Its weight is {percent_text(shares[best])}.")
    if index == 1:
        return bets.Answer(
            percent_text(_special()),
            "They have no meaning of their own: many heads rest there when they have nothing to add.",
        )
    share = _same_order()
    return bets.Answer(
        RANKS[0] if share > 0.75 else RANKS[1] if share > 0.35 else RANKS[2],
        f"In {percent_text(share)} of heads and tokens: queries and keys are learned to ask otherwise.",
    )


def _special() -> float:
    """Return the mean share of the attention that goes to special tokens."""
    return float(special_attention(trace(ENCODER, BANK).encoding).mean())


def _same_order() -> float:
    """Return how often the most attended other token is the one with the most similar state."""
    result = trace(ENCODER, BANK)
    cosines = np.stack([cosine_matrix(states) for states in result.states[:-1]])  # (layers, tokens, tokens)
    own = np.eye(len(result.tokens), dtype=bool)
    nearest = np.where(own, -np.inf, cosines).argmax(axis=-1)[:, None]
    attended = np.where(own, -np.inf, result.encoding.attentions).argmax(axis=-1)
    return float((nearest == attended).mean())


PART = bets.part(
    "attention bet",
    _ask,
    _reveal,
    code=lambda view, options: [
        f"minilm = embedlab.load_encoder({ENCODER!r})",
        f"milk, encoding = minilm.encode([{MILK!r}, {BANK!r}])",
        f"print(milk.tokens, milk.attentions[{LAYER - 1}, {HEAD - 1}])",
        "print(embedlab.context.special_attention(encoding).mean())",
    ],
    sources=lambda view, options: [sources.model(ENCODER, "encoder")],
)
