"""Things to try: words of several meanings, each with the sentences written for it."""

from __future__ import annotations

from embedlab.context import sentence_table
from embedlab.texts import AMBIGUOUS_WORDS

__all__ = ["EXAMPLES", "SPLIT_EXAMPLES", "WRITTEN", "written_lines"]

WORDS = ("bank", "bark", "spring", "seal", "bat", "crane", "mole", "light")

# words of several pieces, each in two senses; written for this page
SPLIT: dict[str, dict[str, tuple[str, ...]]] = {
    "kiwi": {
        "bird": (
            "A kiwi cannot fly, but it runs fast",
            "The shy kiwi left its burrow after dark",
            "We heard a kiwi call in the forest at night",
        ),
        "fruit": (
            "She sliced a kiwi into her yogurt",
            "This kiwi is still too hard and sour to eat",
            "He bought two mangoes and a kiwi at the market",
        ),
    },
    "sandbox": {
        "play": (
            "The toddlers dug a tunnel in the sandbox",
            "Her bucket and spade are still in the sandbox",
            "A cat has been visiting the sandbox behind the swings",
        ),
        "computer": (
            "The browser opens every attachment in a sandbox",
            "Run the unknown program in a sandbox first",
            "A virus escaped from the sandbox through a bug",
        ),
    },
    "springboard": {
        "pool": (
            "The diver bounced twice on the springboard",
            "She climbed the wet ladder to the springboard",
            "He won the springboard final with a double somersault",
        ),
        "start": (
            "The small role was a springboard to a career in film",
            "They used the village as a springboard for their tour",
            "A good essay can be a springboard for debate",
        ),
    },
}

# the sentences written for each word, as the lines of the table
WRITTEN: dict[str, str] = {
    name: sentence_table([(*row, 1) for row in zip(word.sentences, word.senses, strict=True)]).lines
    for name, word in AMBIGUOUS_WORDS.items()
} | {
    name: sentence_table([(text, sense, 1) for sense, texts in senses.items() for text in texts]).lines
    for name, senses in SPLIT.items()
}
EXAMPLES = {word: {"word": word, "sentences": WRITTEN[word]} for word in WORDS}
SPLIT_EXAMPLES = {word: {"word": word, "sentences": WRITTEN[word]} for word in SPLIT}


def written_lines(word: str) -> str | None:
    """Return the lines of the sentences written for a word, None where there are none."""
    return WRITTEN.get(word.strip().lower())
