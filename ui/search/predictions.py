"""Three predictions to make before revealing; every answer is computed."""

from __future__ import annotations

from embedlab import search
from embedlab.numerals import number_text, percent_text
from ui import bets, sources
from ui.models import ENCODER, encoder
from ui.search.how_well import evaluate
from ui.search.picture import search_for
from ui.search.query import Query
from ui.search.settings import FIRST

__all__ = ["PART"]

TITLE, QUERY = "Account recovery steps", "How to reset password?"
WAYS = {"keywords": "Only keywords", "meaning": "Only meaning"}
BOTH, NEITHER = "Keywords and meaning", "Neither"
SHARES = (0.02, 0.5, 0.75)  # that someone could believe
COSINES = ("near 1: almost the same", "about ½: related", "about 0: unrelated", "below 0: the opposite")
LIMITS = (0.75, 0.25, -0.1)  # where one of these ends and the next begins
PAIR = next(each for each in search.CONTRASTS if each.kind == "negation")


def _ask(index: int) -> bets.Question:
    if index == 0:
        prompt = (
            f"A help page is called “{TITLE}”. Somebody types “{QUERY}”. Which search puts the page first?"
        )
        return bets.Question(prompt, "", (*WAYS.values(), BOTH, NEITHER), BOTH)
    if index == 1:
        result = evaluate(search.load_collection("faq"), FIRST, 5)
        prompt = f"{len(result.queries)} questions were worded to avoid the words of their answer. How many of the answers do keywords put among the first 5?"
        shares = tuple(map(percent_text, sorted([*SHARES, result.recall["keywords"]])))
        return bets.Question(prompt, "", shares, percent_text(SHARES[0]))
    prompt = f"“{PAIR.first}” and “{PAIR.second}”: what is the cosine of their vectors?"
    return bets.Question(prompt, "", COSINES, COSINES[3])


def _reveal(index: int) -> bets.Answer:
    faq = search.load_collection("faq")
    if index == 0:
        view = search_for(Query(QUERY, faq, FIRST))
        ranks = {mode: view.rank(mode, faq.titles.index(TITLE)) for mode in WAYS}
        first = [WAYS[mode] for mode, rank in ranks.items() if rank == 1]
        listed = ", ".join(
            f"{mode}: {'not found' if rank is None else f'rank {rank}'}" for mode, rank in ranks.items()
        )
        choice = BOTH if len(first) == 2 else first[0] if first else NEITHER
        return bets.Answer(choice, f"Query and page share no telling word ({listed}).")
    if index == 1:
        recall = {mode: percent_text(share) for mode, share in evaluate(faq, FIRST, 5).recall.items()}
        reason = (
            f"Small words match by accident now and then. Meaning puts {recall['meaning']} of them there."
        )
        return bets.Answer(recall["keywords"], reason)
    (cosine,) = search.compare_contrasts(encoder(ENCODER), [PAIR]).tolist()
    return bets.Answer(
        COSINES[sum(cosine < limit for limit in LIMITS)],
        f"It is {number_text(cosine)}: both speak of paying by card, and one “not” moves the vector only a little.",
    )


PART = bets.part(
    "search bet",
    _ask,
    _reveal,
    code=lambda view, options: [
        "faq = embedlab.search.load_collection('faq')",
        "pages = embedlab.build_search_index(faq.texts, encoder, chunking=embedlab.search.Chunking(128))",
        f"print([faq.titles[row] for row in pages.search({QUERY!r}, mode='keywords').rows])",
        "queries = [query.text for query in faq.answered]",
        "print(embedlab.search.evaluate_search(pages, queries, faq.relevant, k=5).recall)",
        f"pair = [each for each in embedlab.search.CONTRASTS if each.kind == {PAIR.kind!r}]",
        "print(embedlab.search.compare_contrasts(encoder, pair))",
    ],
    sources=lambda view, options: [sources.model(ENCODER, "encoder")],
)
