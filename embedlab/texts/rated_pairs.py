"""Sixty pairs of sentences with a rating of how much they mean the same, to measure vectors by.

The scale is that of the STS benchmark (Cer et al. 2017): 5 the same meaning, 4 but for a detail, 3 roughly
the same with something important different, 2 some details in common, 1 the same topic only, 0 nothing in
common. Sentences and ratings are ours, written before any model had read them: one opinion, no benchmark.
"""

from __future__ import annotations

from dataclasses import dataclass

__all__ = ["RATED_PAIRS", "RatedPair"]


@dataclass(frozen=True)
class RatedPair:
    """Two sentences, and how much they mean the same: 0 nothing in common, 5 the same."""

    first: str
    second: str
    rating: float


# rating -> pairs, a bar between the two sentences
_WRITTEN = {
    5: """The bakery opens at six in the morning. | At six a.m. the bakery opens its doors.
My grandmother taught me how to swim. | It was my grandma who showed me how to swim.
The meeting was put off until Friday. | They postponed the meeting to Friday.
Nobody was hurt in the accident. | The accident caused no injuries.
She is fluent in Spanish. | She speaks Spanish very well.
The lake is frozen solid. | The lake has completely turned to ice.
He quit smoking last year. | A year ago he gave up cigarettes.
This bridge was built by the Romans. | The Romans built this bridge.
I forgot to lock the car. | I did not remember to lock my car.
The price of bread doubled. | Bread now costs twice as much.""",
    4: """A man is playing the guitar on stage. | A man plays an electric guitar on a stage.
The girl is reading a book under a tree. | A girl sits below a tree and reads.
The plane landed two hours late. | The flight arrived with a long delay.
We painted the kitchen yellow. | We painted the kitchen in a bright color.
The cat caught a mouse in the barn. | A mouse was caught by our old cat.
He sold his house and moved to the coast. | He sold the house and now lives by the sea.
The teacher praised her essay. | The teacher liked her essay very much.
Heavy rain flooded the subway. | The subway was under water after the storm.
The shop closes early on Sundays. | On Sundays the store shuts at noon.
Two boys are kicking a ball in the park. | Some children play soccer in the park.""",
    3: """The company hired fifty engineers. | The company laid off fifty engineers.
The train to Berlin leaves at noon. | The train to Munich leaves at noon.
She baked a chocolate cake for the party. | She bought a cake for the party.
The doctor says I should sleep more. | The doctor says I should eat less.
He broke his arm while skiing. | He broke his leg playing soccer.
The museum is free for students. | The museum is half price for children.
Our team won the final by one goal. | Our team lost the final by one goal.
The dog barks whenever the mail comes. | The dog hides whenever the mail comes.
A woman is slicing an onion. | A woman is frying an onion.
The new law lowers taxes on food. | The new law raises taxes on gasoline.""",
    2: """A man is riding a horse on the beach. | A woman is walking along the beach.
She plays the violin in an orchestra. | She teaches the piano to children.
The cook is stirring a pot of soup. | The waiter carries a bowl of soup.
He repaired the roof before winter. | He cleaned the chimney last winter.
The students are writing an exam. | The students complain about the exam room.
The fire destroyed the old theater. | The old theater will show a new play.
A child is drawing a picture of a house. | A child is building a tower of blocks.
The farmer sold his cows. | The farmer milks his cows at dawn.
They flew to Tokyo for a wedding. | They took the train home from the wedding.
The phone rang during the concert. | The singer answered questions after the concert.""",
    1: """The chef seasoned the fish with lemon. | Restaurants are full on Saturday nights.
The goalkeeper saved a penalty. | The stadium was built in 1974.
My laptop battery lasts six hours. | The keyboard of this computer is dirty.
The nurse measured his temperature. | The hospital has a new parking garage.
Snow is expected in the mountains. | It was the hottest summer on record.
She won a prize for her novel. | The library lends out comic books.
The bus was crowded this morning. | A taxi to the airport costs forty dollars.
The violin has four strings. | The band will tour Europe in May.
The bank raised its interest rates. | He lost his wallet with two credit cards.
Bees make honey from nectar. | A spider spun its web in the window.""",
    0: """The bakery opens at six in the morning. | The satellite lost contact with the ground.
A man is playing the guitar on stage. | The recipe needs two cups of flour.
The lake is frozen solid. | The senator answered the letter.
My grandmother taught me how to swim. | The printer is out of paper.
He forgot the password of his account. | Penguins cannot fly.
The price of bread doubled. | Her shoes are under the bed.
The volcano erupted at night. | Please sign the contract on page two.
A woman is slicing an onion. | The moon orbits the earth.
The judge read the verdict. | The soup is too salty.
The old map shows a hidden river. | My brother is allergic to cats.""",
}
# rated from 0 to 5 by the authors: one opinion
RATED_PAIRS = tuple(
    RatedPair(first, second, rating)
    for rating, lines in _WRITTEN.items()
    for first, second in (line.split(" | ") for line in lines.splitlines())
)
