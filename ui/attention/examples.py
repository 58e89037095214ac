"""Things to try on the attention page: which controls each example sets."""

from __future__ import annotations

__all__ = ["BANK", "EXAMPLES", "MILK"]

MILK = "The cat did not drink the milk because it was sour"
BANK = "Otter after otter slid down the muddy river bank"

EXAMPLES = {
    "which word “it” means": {
        "text": MILK,
        "attention_model": "MiniLM",
        "layer": 4,
        "head": 2,
        "token": 10,
    },
    "the token before": {"text": BANK, "attention_model": "MiniLM", "layer": 1, "head": 3, "token": 10},
    "a head that rests": {"text": BANK, "attention_model": "MiniLM", "layer": 4, "head": 1, "token": 10},
    "SmolLM2: only backward": {
        "text": BANK,
        "attention_model": "SmolLM2",
        "decoder_layer": 12,
        "decoder_head": 2,
        "token": 13,
    },
}
