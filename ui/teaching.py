"""What a teacher needs for each lesson: its aim, a question, what a class answers, what is true, "
"the time."""

from __future__ import annotations

from dataclasses import dataclass

__all__ = ["NOTES", "Notes"]


@dataclass(frozen=True)
class Notes:
    """The notes for one lesson, each a sentence or two of our own."""

    aim: str
    ask: str
    answer: str  # what most of a class says
    truth: str
    minutes: int

    def text(self) -> str:
        """Return the notes as Markdown."""
        return (
            f"**Aim.** {self.aim}\n\n**Ask.** {self.ask}\n\n**They will say.** {self.answer}\n\n"
            f"**What is true.** {self.truth}\n\n**Time.** About {self.minutes} minutes with the "
            "predictions. Add "
            "`present=1` to the link, or press L, for the projector."
        )


NOTES = {
    "tokens": Notes(
        aim="A model reads pieces from a fixed list, and the list was learned from text.",
        ask="How many tokens is “unimaginably”? And the same sentence in Hindi?",
        answer="One token per word, and as many in every language.",
        truth="Frequent words are one token, rare ones several. Text in scripts that were rare in "
        "the training "
        "text costs many times more, because the list holds few pieces for it.",
        minutes=15,
    ),
    "lookup": Notes(
        aim="An id is a row number. Looking the row up is a matrix product without the multiplications.",
        ask="What does the model do with id 2924? Does 2925 mean something similar?",
        answer="It calculates with the number. Yes, a little.",
        truth="It takes row 2924 of a table, and nothing is calculated with the number itself. "
        "Neighboring ids mean nothing alike; ids only tell how frequent a word was. The table is a fifth to "
        "a half of a small model.",
        minutes=20,
    ),
    "training": Notes(
        aim="Vectors begin as random numbers. Predicting what comes next moves rows with similar use "
        "together.",
        ask="The rows are random and nobody names the vowels. Where will a, e, i, o, u be after training?",
        answer="Anywhere, as the model knows no vowels.",
        truth="Most vowels end next to another vowel, because similar letters surround them. The order is a "
        "by-product: a wider table predicts better and looks less orderly in its nearest letters.",
        minutes=25,
    ),
    "applications": Notes(
        aim="Vectors of texts make classifiers from a few examples; what they buy is measured beside "
        "simple baselines.",
        ask="How many labeled examples does it take to sort tickets into six desks? What if the labels "
        "are wrong?",
        answer="Hundreds. It will notice.",
        truth="One example of each already sorts almost half right, because the vectors bring meaning "
        "along. Wrong labels are learned as faithfully as right ones.",
        minutes=30,
    ),
    "space": Notes(
        aim="Words with similar use have similar vectors; a flat map of them always loses something.",
        ask="Which word is nearest to “dance”? Are words that look close on the map really close?",
        answer="The one drawn next to it. Yes.",
        truth="Nearness is measured in all dimensions. The map keeps some neighbors and tears "
        "others away; the "
        "panel beside it says which.",
        minutes=20,
    ),
    "vectors": Notes(
        aim="Vector arithmetic finds related words, but the famous result depends on a hidden rule.",
        ask="What is king − man + woman?",
        answer="Queen.",
        truth="The nearest vector to the result is “king” itself. “Queen” is first only because the "
        "inputs are "
        "excluded. Much of the success is plain nearness to one input.",
        minutes=20,
    ),
    "positional": Notes(
        aim="Attention alone does not know the order of words; position has to be put in.",
        ask="Do “dog bites man” and “man bites dog” look the same to attention?",
        answer="No, the words are in another order.",
        truth="Without positions every word gets exactly the same vector in both. Each scheme on "
        "the page puts "
        "the order in at another point.",
        minutes=25,
    ),
    "attention": Notes(
        aim="A token takes in a weighted mean of other tokens. Comparing its query with their keys gives "
        "the weights.",
        ask="Which word does “bank” take most from in “the muddy river bank”: the nearest, the most similar?",
        answer="The most similar word.",
        truth="It depends on the head: one looks at the token before, one at “river”, many at [CLS], "
        "where they rest. Similar vectors do not attend to each other more: queries and keys are learned to "
        "ask otherwise.",
        minutes=25,
    ),
    "context": Notes(
        aim="The vector of a word inside a model depends on its sentence, and grows apart layer by layer.",
        ask="The vectors of “bank” in a river sentence and in a money sentence: same or different? "
        "From which "
        "layer on?",
        answer="Different from the start.",
        truth="Before the first layer they differ by their position only. The layers separate them, "
        "and the last "
        "layer is not the one that separates them best.",
        minutes=20,
    ),
    "search": Notes(
        aim="Searching by meaning compares vectors; how well that works is a number that can be measured.",
        ask="The help page is called “Account recovery steps”. Does a search for “reset password” find it?",
        answer="No, not a word of it is there. Or: of course, the computer understands.",
        truth="Keywords miss it, the vectors find it. For names, ids and exact words it is often the other "
        "way round. Only labeled queries tell which search, and which chunks, do better on these documents.",
        minutes=25,
    ),
}
