"""Pairs of sentences to compare, and ten questions to bet on. The answers are not here: a model gives them.

`expected` is what a person would say. Which of them a model gets wrong is for `compare_poolings` to say.
"""

from __future__ import annotations

from dataclasses import dataclass

__all__ = ["SENTENCE_GUESSES", "SENTENCE_PAIRS", "SentenceGuess", "SentencePair"]


@dataclass(frozen=True)
class SentencePair:
    """Two sentences and how they belong together."""

    first: str
    second: str
    kind: str = "own"


@dataclass(frozen=True)
class SentenceGuess:
    """A sentence and two others: which of them does the model place nearer to it?"""

    sentence: str
    choices: tuple[str, str]
    kinds: tuple[str, str]  # how each choice belongs to the sentence
    expected: str  # the choice a person would call nearer in meaning

    @property
    def pairs(self) -> tuple[SentencePair, SentencePair]:
        """The sentence with each choice."""
        one, other = self.choices
        return (
            SentencePair(self.sentence, one, self.kinds[0]),
            SentencePair(self.sentence, other, self.kinds[1]),
        )


# kind -> pairs, a bar between the two sentences
WRITTEN = {
    "paraphrase": """A young child is riding a horse | A little kid sits in the saddle of a pony
The film made everyone in the room cry | Nobody could hold back their tears during the movie
He lost his job because the factory shut down | The closure of the plant left him unemployed
Please be quiet, the baby is asleep | Do not make any noise, or you will wake the little one""",
    "same words, other meaning": """The dog bit the man | The man bit the dog
Anna gave Ben a book | Ben gave Anna a book
Only my sister eats fish on Fridays | My sister eats only fish on Fridays
He sat on the bank of the river | He sat on the board of the bank""",
    "negation": """The restaurant is open on Sundays | The restaurant is not open on Sundays
I can swim | I cannot swim
The doctor found something wrong with my heart | The doctor found nothing wrong with my heart
This mushroom is safe to eat | This mushroom is never safe to eat""",
    "one detail changed": """The train leaves at seven | The train leaves at eight
The ticket costs five dollars | The ticket costs five hundred dollars
Turn left after the bridge | Turn right after the bridge
The king died before the war | The king died after the war""",
    "related": """The orchestra tuned its instruments | The audience took their seats
It rained for three days | The cellar was flooded
She planted tomatoes in the garden | The salad was fresh and delicious
The goalkeeper dropped the ball | A groan went through the stadium""",
    "unrelated": """The volcano erupted at night | My printer needs new ink
He irons his shirts in the kitchen | Whales sing under water
The judge believed the witness | Add two eggs to the flour
Our bus was late again | Diamonds are made of carbon""",
}


def _pair(line: str, kind: str) -> SentencePair:
    first, second = line.split(" | ")
    return SentencePair(first, second, kind)


# pairs of sentences, kind after kind
SENTENCE_PAIRS: tuple[SentencePair, ...] = tuple(
    _pair(line, kind) for kind, lines in WRITTEN.items() for line in lines.splitlines()
)

# a sentence, and how each choice belongs to it; a star before the one that people expect
BETS = """\
How old are you?
- shared words: How are you?
* paraphrase: What is your age?

The shop opens at eight
- negation: The shop does not open at eight
* paraphrase: You can go shopping there from eight on

He is broke
* paraphrase: He has no money left
- shared words: He broke his leg

The cat chased the mouse
* paraphrase: A rodent ran away from a tomcat
- word order: The mouse chased the cat

He put his savings in the bank
- shared words: He sat down on the bank
* paraphrase: His money is in an account

The movie was wonderful
- opposite: The movie was terrible
* paraphrase: I enjoyed every minute in the cinema

The baby fell asleep
* paraphrase: The infant is sleeping now
- shared words: The baby fell down the stairs

The concert was canceled
- shared words: The order was canceled
* paraphrase: There will be no music tonight

Prices are rising
- shared words: The sun is rising
* paraphrase: Everything is becoming more expensive

Where is the train station?
* translation: Wo ist der Bahnhof?
- shared words: Where is the fire station?"""


def _guess(written: str) -> SentenceGuess:
    sentence, *lines = written.splitlines()
    (kind, choice), (other_kind, other) = (line[2:].split(": ") for line in lines)
    expected = choice if lines[0].startswith("*") else other
    return SentenceGuess(sentence, (choice, other), (kind, other_kind), expected)


# sentences to predict
SENTENCE_GUESSES: tuple[SentenceGuess, ...] = tuple(_guess(written) for written in BETS.split("\n\n"))
