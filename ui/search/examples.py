"""Things to try on the search page: which controls each example sets."""

from __future__ import annotations

__all__ = ["EXAMPLES"]

FAQ, TICKETS = "Help pages of a shop", "Messages of its customers"
OWN = "Your own texts"
PYTHON, SOTU = "Python's own help", "State of the Union since 2001"

EXAMPLES = {
    "no word in common": {"search": "How to reset password?", "search_in": FAQ},
    "no answer": {"search": "how do I bake sourdough bread?", "search_in": FAQ},
    "an exact word": {"search": "__getattr__", "search_in": PYTHON},
    "a task in plain words": {"search": "leave a loop early", "search_in": PYTHON},
    "after the attacks": {"search": "who attacked us in September?", "search_in": SOTU},
    "who is angry?": {"search": "this customer is furious", "search_in": TICKETS},
    "feeling down": {
        "search": "feeling down",
        "search_in": OWN,
        "search_texts": "I'm sad today\n\nThe stock went down\n\nWe climbed down the ladder",
    },
}
