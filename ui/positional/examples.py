"""Things to try on the position page: which controls each example sets."""

from __future__ import annotations

from ui import controls

__all__ = [
    "CLOCK_EXAMPLES",
    "FRANCE",
    "INPUT_EXAMPLES",
    "NAMES",
    "ORDER_EXAMPLES",
    "PROMPT_EXAMPLES",
    "SCHEME_EXAMPLES",
]

SCHEME_EXAMPLES = {
    "the paper's sinusoids": {
        "scheme": "sinusoidal",
        "length": 64,
        "dim": 128,
        "base": 10_000,
        "start": 0,
        "layout": "interleaved",
    },
    "learned, to its hard end": {"scheme": "learned", "length": 512, "dim": 384, "start": 0},
    "your words, rotated": {"scheme": "rotary", "dim": 64, "base": 10_000, "rotary_draw": "rotated vectors"},
    "a steep ALiBi head": {"scheme": "ALiBi", "heads": 12, "head": 9, "length": 32, "causal": True},
    "T5's buckets": {"scheme": "T5", "length": 160, "side": "encoder", "buckets": 32, "max_distance": 128},
}
ORDER_EXAMPLES = {
    "who bites whom": {"why_first": "Dog bites man", "why_second": "man bites dog"},
    "not only": {
        "why_first": "not all birds can fly, only some",
        "why_second": "only some birds can fly, not all",
    },
    "one word five times": {
        "why_first": "yes yes yes yes no yes",
        "why_second": "no yes yes yes yes yes",
    },
}
INPUT_EXAMPLES = {
    "the same word twice": {"text": "The bank by the river bank", "added_second": ""},
    "a pair of sentences": {"text": "The dog bites the man", "added_second": "The man runs to the bank"},
    "the default sentence": {"text": controls.DEFAULT_SENTENCE, "added_second": ""},
}
CLOCK_EXAMPLES = {
    "as in the sentence": {"clock_m": 3, "clock_n": 2, "clock_t": 0, "clock_pair": 1},
    "a thousand positions on": {"clock_m": 3, "clock_n": 2, "clock_t": 1000, "clock_pair": 1},
    "far apart": {"clock_m": 64, "clock_n": 2, "clock_t": 0, "clock_pair": 1},
    "a slow pair": {"clock_m": 3, "clock_n": 2, "clock_t": 0, "clock_pair": 13},
}
NAMES = (
    "The names on the list are Keller, Okafor, Lindqvist, Moreau and Tanaka. "
    "Read the list again: the names on the list are Keller, Okafor, Lindqvist, Moreau and"
)
FRANCE = "The capital of France is"
PROMPT_EXAMPLES = {
    "something to copy": {"conv_prompt": NAMES},
    "something well known": {"conv_prompt": FRANCE},
}
