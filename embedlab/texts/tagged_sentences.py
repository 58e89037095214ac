"""Sentences in which every word has its part of speech, to test what vectors hold.

Written and tagged by hand for EmbedLab: 44 sentences, 337 words. /n marks a noun, /v a verb, /a an adjective,
/d an adverb; a word without a mark is a function word: article, pronoun, preposition, conjunction or
auxiliary. Words such as "watch" are a noun in one sentence and a verb in another: only context can tell.
"""

from __future__ import annotations

__all__ = ["PARTS_OF_SPEECH", "TAGGED_SENTENCES"]

# mark in the sentences below -> part of speech
PARTS_OF_SPEECH = {"n": "noun", "v": "verb", "a": "adjective", "d": "adverb", "": "function word"}

WRITTEN = """
After lunch/n we often/d walk/v along the narrow/a river/n. Their long/a walk/n ended/v at a wooden/a
bridge/n. The children/n watch/v the quiet/a birds/n from a window/n. His golden/a watch/n suddenly/d
stopped/v. Today/d we plant/v sweet/a carrots/n in the garden/n. That tiny/a plant/n needs/v fresh/a water/n
daily/d. My younger/a cousins/n play/v happily/d with a red/a ball/n. The play/n about the clever/a thief/n
became/v popular/a. They gladly/d dance/v until the music/n ends/v. An old/a dance/n from the mountains/n
returned/v unexpectedly/d. I rarely/d cook/v soup/n without onions/n. The friendly/a cook/n carefully/d
tasted/v the sauce/n. You should never/d paint/v a wet/a wall/n. The green/a paint/n slowly/d dried/v on the
door/n. Tired/a horses/n rest/v quietly/d under a big/a tree/n. After a short/a rest/n she bravely/d
climbed/v another hill/n. If you call/v the doctor/n now/d he will come/v soon/d. A late/a call/n from the
hospital/n woke/v us. Good/a teachers/n sometimes/d change/v their plans/n. This sudden/a change/n of
weather/n surprised/v everyone. Most cats/n drink/v warm/a milk/n silently/d. He quickly/d poured/v a cold/a
drink/n into the empty/a glass/n. Some people/n dream/v of distant/a islands/n. Her strange/a dream/n felt/v
completely/d real/a. They drive/v cautiously/d through the crowded/a village/n. The drive/n to the
beautiful/a coast/n took/v an hour/n. We guess/v the price/n of a cheap/a car/n. Your wild/a guess/n was
almost/d correct/a. Nurses/n help/v sick/a patients/n patiently/d. With the help/n of a generous/a
neighbor/n we repaired/v the roof/n yesterday/d. Ripe/a apples/n smell/v wonderful/a. A terrible/a smell/n
came/v from the dirty/a kitchen/n. Many tourists/n visit/v the famous/a museum/n together/d. Our brief/a
visit/n to the university/n ended/v badly/d. You must answer/v these difficult/a questions/n honestly/d.
The answer/n to her simple/a question/n arrived/v late/d. Thick/a clouds/n cover/v the high/a towers/n.
The soft/a cover/n of this book/n looks/v dusty/a. I hope/v that our team/n wins/v easily/d. There is
still/d some hope/n for the lonely/a sailor/n. The government/n eventually/d built/v expensive/a houses/n
near the station/n. An enormous/a elephant/n gently/d carried/v the heavy/a branches/n. The hungry/a
wolves/n ran/v fast/d because they heard/v a loud/a noise/n. My grandmother/n always/d tells/v incredible/a
stories/n before dinner/n.
"""

# for each sentence its words with their parts of speech
TAGGED_SENTENCES: tuple[tuple[tuple[str, str], ...], ...] = tuple(
    tuple((word.partition("/")[0], PARTS_OF_SPEECH[word.partition("/")[2]]) for word in sentence.split())
    for sentence in WRITTEN.replace("\n", " ").split(". ")
    if sentence.strip()
)
