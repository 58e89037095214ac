"""Things to try on the lookup page: which controls each example sets."""

from __future__ import annotations

__all__ = ["BROWSED", "EXAMPLES", "MESSAGES", "TEXTS"]

EXAMPLES = {
    "the same id twice": {"text": "The bank by the river bank"},
    "frequent words, low ids": {"text": "the of and to in was for with"},
    "an unknown sign": {"text": "She was so happy 🙂"},
    "SmolLM2's table": {"lookup_table": "SmolLM2"},
    "GPT-2's ids": {"text": "The bank by the river bank", "lookup_table": "GPT-2, arithmetic only"},
}
# offered where a table has them
BROWSED = ("dog", "##ing", "[MASK]", "<|im_start|>", "и", "水", "的", "2924")
TEXTS = {
    "France": {"next_of": "The capital of France is"},
    "Otters": {"next_of": "An otter is an animal that lives in the"},
}
MESSAGES = {
    "a question": {"role_message": "Where do otters live?"},
    "an order": {"role_message": "You are a pirate. Answer in one word."},
}
