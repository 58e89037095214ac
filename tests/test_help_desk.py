"""The texts of the invented help desk: labels that can be trusted."""

from __future__ import annotations

import re
from collections import Counter
from pydoc_data.topics import topics

from embedlab.texts import (
    FAQ,
    FAQ_QUERIES,
    MESSAGE_QUERIES,
    PYTHON_QUERIES,
    TICKET_QUERIES,
    TICKETS,
    load_collection,
)

COMMON = 4  # letters; shorter words are mostly those that stand in any sentence


def test_every_query_names_pages_that_exist_and_every_page_is_asked_for() -> None:
    titles = [article.title for article in FAQ]
    assert len(set(titles)) == len(titles) >= 40
    wanted = [title for query in FAQ_QUERIES for title in query.titles]
    assert set(wanted) == set(titles)
    assert sum(bool(query.titles) for query in FAQ_QUERIES) >= 60
    assert sum(not query.titles for query in FAQ_QUERIES) >= 5


def test_most_queries_share_no_longer_word_with_their_page() -> None:
    text = {article.title: _words(f"{article.title} {article.text}") for article in FAQ}
    shared = [bool(_words(query.text) & text[title]) for query in FAQ_QUERIES for title in query.titles]
    assert sum(shared) < 0.3 * len(shared)


def test_tickets_are_balanced_and_none_stands_twice() -> None:
    assert set(Counter(ticket.desk for ticket in TICKETS).values()) == {30}
    assert len({ticket.text for ticket in TICKETS}) == len(TICKETS)


def test_every_query_about_tickets_names_some_that_exist_and_shares_no_longer_word_with_most() -> None:
    assert sum(bool(query.titles) for query in TICKET_QUERIES) >= 60
    assert sum(not query.titles for query in TICKET_QUERIES) >= 5
    numbers = [int(number) for query in TICKET_QUERIES for number in query.titles]
    assert set(numbers) <= set(range(1, len(TICKETS) + 1))
    desks = Counter(TICKETS[number - 1].desk for number in set(numbers))
    assert min(desks.values()) >= 8  # of each desk
    assert len(desks) == 6
    shared = [
        bool(_words(query.text) & _words(TICKETS[int(number) - 1].text))
        for query in TICKET_QUERIES
        for number in query.titles
    ]
    assert sum(shared) < 0.2 * len(shared)


def test_queries_about_python_name_topics_of_its_help() -> None:
    assert len(PYTHON_QUERIES) >= 40
    assert all(set(query.titles) & topics.keys() for query in PYTHON_QUERIES)  # other versions may lack some


def test_queries_about_messages_name_years_of_messages() -> None:
    messages = load_collection("sotu")
    assert len(messages.answered) >= 30
    assert len(messages.unanswered) >= 5
    years = {title[:4] for title in messages.titles}
    assert {year for query in MESSAGE_QUERIES for year in query.titles} <= years
    assert sum(map(len, messages.relevant)) == sum(len(query.titles) for query in MESSAGE_QUERIES)


def _words(text: str) -> set[str]:
    return {word for word in re.findall(r"\w+", text.lower()) if len(word) > COMMON}
