"""Things to try on the applications page: which controls each example sets."""

from __future__ import annotations

__all__ = ["CATCH_UP", "DEFAULT", "EXAMPLES"]

DEFAULT = "The van drove past my house and never stopped"
SENTENCES = {
    "a missing box": DEFAULT,
    "no word in common": "You took money from me two times",
    "between two classes": "The wrong book came and I want my money back",
    "nothing to do with it": "The moon landing was in 1969",
    "another language": "Ich habe mein Passwort vergessen",
}
ERA = {
    "sort_text": "The telegraph now reaches the Pacific and the rebellion is near its end",
    "sort_collection": "State of the Union",
}
CATCH_UP = "when word counts catch up"
EXAMPLES = {name: {"sort_text": text, "sort_collection": "Help desk"} for name, text in SENTENCES.items()} | {
    "which era?": ERA,
    CATCH_UP: ERA | {"sort_tab": "How many labels?"},
}
