"""Groups of everyday words that belong together, chosen for this project; all are words of glove-6b-50d."""

from __future__ import annotations

__all__ = ["WORD_GROUPS"]

# name -> words
WORD_GROUPS: dict[str, tuple[str, ...]] = {
    name: tuple(words.split())
    for name, words in {
        "animals": "cat dog horse cow lion tiger elephant rabbit wolf bear sheep monkey",
        "foods": "bread cheese apple rice soup meat butter chocolate salad potato banana cake",
        "verbs": "run walk jump swim climb throw carry push pull dance sing write",
        "countries": "france germany japan china brazil egypt canada spain india mexico kenya sweden",
        "capitals": "paris berlin tokyo beijing cairo ottawa madrid delhi nairobi stockholm london rome",
        "professions": "doctor teacher lawyer nurse engineer farmer pilot actor judge chef soldier writer",
        "numbers": "one two three four five six seven eight nine ten hundred thousand",
        "colors": "red blue green yellow black white orange purple brown pink gray silver",
        "family": "mother father sister brother aunt uncle daughter son grandmother grandfather niece cousin",
        "royalty": "king queen prince princess duke duchess emperor throne crown palace kingdom royal",
        "emotions": "happy sad angry afraid proud jealous lonely calm nervous excited bored ashamed",
        "instruments": "piano guitar violin drums trumpet flute cello saxophone clarinet harp organ bass",
    }.items()
}
