"""Collections of documents, some with labeled queries: those that come with EmbedLab, and a visitor's own."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from functools import cache, cached_property

from embedlab.content_key import content_key
from embedlab.errors import check_choice
from embedlab.texts.corpora import state_of_the_union
from embedlab.texts.help_desk import FAQ, FAQ_QUERIES, LabeledQuery
from embedlab.texts.message_queries import MESSAGE_QUERIES
from embedlab.texts.python_queries import PYTHON_QUERIES
from embedlab.texts.ticket_queries import TICKET_QUERIES
from embedlab.texts.tickets import TICKETS

__all__ = ["COLLECTIONS", "Collection", "load_collection", "make_collection"]

# names that `load_collection` takes
COLLECTIONS = ("faq", "tickets", "python-topics", "sotu")
SINCE = 2001  # the first year of "sotu"


@dataclass(frozen=True)
class Collection:
    """Documents, with the queries whose answers among them are known."""

    name: str
    titles: tuple[str, ...]
    texts: tuple[str, ...]
    queries: tuple[LabeledQuery, ...]
    key: str  # of all of it

    @property
    def answered(self) -> tuple[LabeledQuery, ...]:
        """The queries that at least one document answers."""
        known = set(self.titles)  # the topics of another version of Python may lack some
        return tuple(query for query in self.queries if known & set(query.titles))

    @property
    def unanswered(self) -> tuple[LabeledQuery, ...]:
        """The queries that no document answers."""
        return tuple(query for query in self.queries if not query.titles)

    @cached_property
    def without_queries(self) -> Collection:
        """The documents alone, whose key does not change with the queries."""
        return make_collection(self.name, self.titles, self.texts)

    @property
    def relevant(self) -> tuple[frozenset[int], ...]:
        """For each answered query, the rows of the documents that answer it."""
        rows = {title: row for row, title in enumerate(self.titles)}
        return tuple(
            frozenset(rows[title] for title in query.titles if title in rows) for query in self.answered
        )


def make_collection(
    name: str, titles: Sequence[str], texts: Sequence[str], queries: Sequence[LabeledQuery] = ()
) -> Collection:
    """Return a collection with its key."""
    key = content_key("collection", name, list(titles), list(texts), list(queries))
    return Collection(name, tuple(titles), tuple(texts), tuple(queries), key)


@cache
def load_collection(name: str) -> Collection:
    """Return a collection that comes with EmbedLab.

    Args:
        name: "faq" (help pages of an invented shop), "tickets" (what its customers write), "python-topics"
            (Python's own help, `pydoc_data.topics`) or "sotu" (State of the Union messages since 2001).

    Raises:
        UnknownNameError: no such collection.
        MissingModelError: the package sotu is not installed.
    """
    check_choice(name, COLLECTIONS, "collection")
    if name == "faq":
        texts = [f"{article.title}\n\n{article.text}" for article in FAQ]
        return make_collection(name, [article.title for article in FAQ], texts, FAQ_QUERIES)
    if name == "tickets":
        titles = [f"{number}, {ticket.desk}" for number, ticket in enumerate(TICKETS, 1)]
        queries = [
            LabeledQuery(query.text, tuple(titles[int(number) - 1] for number in query.titles))
            for query in TICKET_QUERIES
        ]
        return make_collection(name, titles, [ticket.text for ticket in TICKETS], queries)
    if name == "sotu":
        messages = [message for message in state_of_the_union() if message.year >= SINCE]
        titles = [f"{message.year} {message.president}" for message in messages]
        title_of = {title[:4]: title for title in titles}
        queries = [
            LabeledQuery(query.text, tuple(title_of.get(year, year) for year in query.titles))
            for query in MESSAGE_QUERIES
        ]
        return make_collection(name, titles, [message.text for message in messages], queries)
    from pydoc_data.topics import topics

    return make_collection(name, list(topics), list(topics.values()), PYTHON_QUERIES)
