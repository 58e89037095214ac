"""Relations between everyday words, and analogies made of them, written for this project.

All words are in glove-6b-50d. The relations are those on which word vectors are usually tried, the easy ones
(capitals, verb forms) as well as the hard ones (opposites, young animals). The expected answers are what a
person would say; some of them glove-6b-50d does not reach, and they stay in.
"""

from __future__ import annotations

from dataclasses import dataclass

__all__ = ["PRESETS", "RELATIONS", "Preset", "Relation"]


@dataclass(frozen=True)
class Relation:
    """Pairs of words that stand in one relation."""

    name: str
    group: str
    pairs: tuple[tuple[str, str], ...]  # (first word, second word)


@dataclass(frozen=True)
class Preset:
    """An analogy to try: a is to b as c is to the expected word."""

    group: str
    a: str
    b: str
    c: str
    expected: str


def _relation(name: str, group: str, pairs: str) -> Relation:
    """Read pairs written as "first second, first second"."""
    split = (pair.split() for pair in pairs.split(","))
    return Relation(name, group, tuple((first, second) for first, second in split))


# name -> pairs of words
RELATIONS: dict[str, Relation] = {
    relation.name: relation
    for relation in (
        _relation(
            "country → capital",
            "geography",
            "france paris, germany berlin, italy rome, spain madrid, japan tokyo, china beijing, "
            "russia moscow, egypt cairo, greece athens, poland warsaw, sweden stockholm, norway oslo, "
            "canada ottawa, portugal lisbon, austria vienna, hungary budapest, turkey ankara, "
            "iraq baghdad, iran tehran, cuba havana",
        ),
        _relation(
            "country → currency",
            "geography",
            "japan yen, india rupee, russia ruble, britain pound, china yuan, mexico peso, sweden krona, "
            "denmark krone, poland zloty, hungary forint, thailand baht, malaysia ringgit, turkey lira, "
            "iran rial, nigeria naira",
        ),
        _relation(
            "country → language",
            "geography",
            "france french, germany german, italy italian, spain spanish, russia russian, japan japanese, "
            "greece greek, turkey turkish, sweden swedish, poland polish, portugal portuguese, "
            "netherlands dutch, england english, egypt arabic, iran persian, israel hebrew",
        ),
        _relation(
            "state → large city",
            "geography",
            "illinois chicago, texas houston, massachusetts boston, pennsylvania philadelphia, "
            "michigan detroit, georgia atlanta, washington seattle, arizona phoenix, florida miami, "
            "colorado denver, oregon portland, wisconsin milwaukee, maryland baltimore, ohio cleveland, "
            "tennessee memphis, hawaii honolulu",
        ),
        _relation(
            "man → woman",
            "people",
            "man woman, boy girl, father mother, son daughter, brother sister, husband wife, uncle aunt, "
            "grandfather grandmother, nephew niece, grandson granddaughter, groom bride, "
            "stepfather stepmother, dad mom",
        ),
        _relation(
            "king → queen",
            "people",
            "king queen, prince princess, duke duchess, emperor empress, count countess, baron baroness, "
            "lord lady, viscount viscountess, marquis marquise, czar czarina",
        ),
        _relation(
            "actor → actress",
            "people",
            "actor actress, waiter waitress, steward stewardess, host hostess, heir heiress, hero heroine, "
            "policeman policewoman, businessman businesswoman, spokesman spokeswoman, "
            "congressman congresswoman, salesman saleswoman, chairman chairwoman",
        ),
        _relation(
            "verb → person",
            "word forms",
            "teach teacher, write writer, sing singer, dance dancer, play player, run runner, drive driver, "
            "farm farmer, paint painter, manage manager, lead leader, build builder, read reader, "
            "speak speaker",
        ),
        _relation(
            "present → past",
            "word forms",
            "walk walked, swim swam, go went, run ran, see saw, take took, eat ate, write wrote, sing sang, "
            "play played, think thought, buy bought, fly flew, speak spoke, work worked, begin began",
        ),
        _relation(
            "verb → -ing",
            "word forms",
            "walk walking, swim swimming, run running, eat eating, write writing, sing singing, "
            "play playing, think thinking, buy buying, fly flying, speak speaking, work working, "
            "dance dancing, read reading",
        ),
        _relation(
            "singular → plural",
            "word forms",
            "cat cats, dog dogs, car cars, house houses, child children, woman women, man men, mouse mice, "
            "foot feet, tooth teeth, city cities, country countries, knife knives, leaf leaves, eye eyes, "
            "hand hands",
        ),
        _relation(
            "adjective → comparative",
            "word forms",
            "big bigger, small smaller, fast faster, slow slower, good better, bad worse, strong stronger, "
            "weak weaker, cold colder, warm warmer, high higher, low lower, young younger, old older, "
            "long longer, short shorter",
        ),
        _relation(
            "adjective → superlative",
            "word forms",
            "big biggest, small smallest, fast fastest, slow slowest, good best, bad worst, "
            "strong strongest, weak weakest, cold coldest, warm warmest, high highest, low lowest, "
            "young youngest, old oldest, long longest, short shortest",
        ),
        _relation(
            "adjective → adverb",
            "word forms",
            "quick quickly, slow slowly, quiet quietly, happy happily, safe safely, usual usually, "
            "free freely, rapid rapidly, serious seriously, complete completely, careful carefully, "
            "sudden suddenly, perfect perfectly, honest honestly",
        ),
        _relation(
            "word → opposite",
            "meaning",
            "hot cold, big small, good bad, happy sad, rich poor, strong weak, fast slow, high low, "
            "old young, long short, light dark, early late, easy difficult, full empty, open closed, "
            "wide narrow",
        ),
        _relation(
            "animal → young",
            "meaning",
            "dog puppy, cat kitten, cow calf, horse foal, sheep lamb, bear cub, duck duckling, pig piglet, "
            "deer fawn, hen chick, swan cygnet, frog tadpole, goose gosling",
        ),
    )
}


def _presets(group: str, analogies: str) -> tuple[Preset, ...]:
    """Read analogies written as "a b c expected, a b c expected"."""
    split = (analogy.split() for analogy in analogies.split(","))
    return tuple(Preset(group, a, b, c, expected) for a, b, c, expected in split)


# analogies to try
PRESETS: tuple[Preset, ...] = (
    *_presets(
        "royalty",
        "man king woman queen, king prince queen princess, duke duchess emperor empress, "
        "king queen lord lady",
    ),
    *_presets(
        "family",
        "father mother uncle aunt, son daughter nephew niece, brother sister grandfather grandmother, "
        "boy girl brother sister",
    ),
    *_presets(
        "capitals",
        "france paris japan tokyo, italy rome egypt cairo, spain madrid turkey ankara, "
        "germany berlin canada ottawa",
    ),
    *_presets(
        "currencies",
        "japan yen thailand baht, poland zloty hungary forint, russia ruble turkey lira, "
        "japan yen sweden krona",
    ),
    *_presets(
        "languages",
        "france french germany german, sweden swedish poland polish, spain spanish egypt arabic",
    ),
    *_presets(
        "tense", "walk walked swim swam, swim swam run ran, eat ate drink drank, sing sang think thought"
    ),
    *_presets(
        "plural", "cat cats dog dogs, foot feet tooth teeth, man men woman women, man men child children"
    ),
    *_presets(
        "comparative",
        "big bigger fast faster, good better bad worse, strong stronger weak weaker, good best bad worst",
    ),
    # the last one expects an input, which the usual exclusion hides whatever the vectors say
    *_presets(
        "professions",
        "actor actress waiter waitress, painter painting sculptor sculpture, write writer paint painter, "
        "man doctor woman doctor",
    ),
    *_presets("opposites", "strong weak fast slow, hot cold high low, big small hot cold"),
    *_presets("young animals", "dog puppy cat kitten, cow calf horse foal"),
)
