"""The sections of the Google analogy set in words; a section of another set keeps its own name."""

from __future__ import annotations

__all__ = ["section_name"]

NAMES = {
    "capital-common-countries": "capitals of large countries",
    "capital-world": "capitals of the world",
    "currency": "currencies",
    "city-in-state": "cities in their state",
    "family": "family, he and she",
    "gram1-adjective-to-adverb": "calm → calmly",
    "gram2-opposite": "possible → impossible",
    "gram3-comparative": "bad → worse",
    "gram4-superlative": "bad → worst",
    "gram5-present-participle": "code → coding",
    "gram6-nationality-adjective": "Spain → Spanish",
    "gram7-past-tense": "dancing → danced",
    "gram8-plural": "bird → birds",
    "gram9-plural-verbs": "go → goes",
}


def section_name(section: str) -> str:
    """Return a section's name as people say it.

    >>> section_name("gram9-plural-verbs"), section_name("my own")
    ('go → goes', 'my own')
    """
    return NAMES.get(section, section)
