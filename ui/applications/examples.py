"""Things to try on the applications page: which controls each example sets."""

from __future__ import annotations

__all__ = ["DEFAULT", "EXAMPLES"]

DEFAULT = "The van drove past my house and never stopped"
EXAMPLES = {
    "a missing box": {"sort_text": DEFAULT},
    "no word in common": {"sort_text": "You took money from me two times"},
    "between two desks": {"sort_text": "The wrong book came and I want my money back"},
    "nothing to do with it": {"sort_text": "The moon landing was in 1969"},
    "another language": {"sort_text": "Ich habe mein Passwort vergessen"},
}
