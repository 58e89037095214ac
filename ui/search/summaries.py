"""Results as sentences: the picture of the search page."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from embedlab.errors import quote
from embedlab.numerals import count_text, number_text

if TYPE_CHECKING:
    from collections.abc import Sequence

    from embedlab.search import ChanceBand
    from ui.search.picture import View

__all__ = [
    "HEADS", "NAMES", "NO_WORD", "SCORES", "START_HINT", "column_head", "hit_hint", "ranks", "score", "short", "summary", "waiting",
]  # fmt: skip

NAMES = {"keywords": "keywords", "meaning": "meaning", "hybrid": "both"}
HEADS = {mode: f"By {name}" for mode, name in NAMES.items()}
SCORES = {"keywords": "BM25", "meaning": "cosine", "hybrid": "sum of 1 / (60 + rank)"}
NO_WORD = "No document holds a word of the query."
START_HINT = (
    "Point at a hit: the same document lights up in all columns. Marked: words of the query; by meaning, the most "
    "similar sentence."
)
LONGEST = 26  # characters of a title in a headline


def waiting(texts: Sequence[str]) -> str:
    """Say why nothing is found yet."""
    return (
        f"{count_text(len(texts), 'document')} of {sum(map(len, texts)):,} characters become vectors. That is done once on this server "
        "and takes a minute or more; then each search in them is quick."
    )


def short(title: str, most: int = LONGEST) -> str:
    """Return a title that fits into a sentence, in quotation marks."""
    return f"“{title if len(title) <= most else title[: most - 1].rstrip() + '…'}”"


def score(mode: str, value: float) -> str:
    """Return a score with as many decimals as its scale needs."""
    return number_text(value, 4 if mode == "hybrid" else 2)


def column_head(mode: str, band: ChanceBand | None) -> dict[str, Any]:
    """Return the head of a column, and what its scores are, in one line."""
    scale = f"Tick: {SCORES[mode]}"
    if band is None:
        scale = "Both orders joined: Σ 1 / (60 + rank)"
    elif band.pairs:
        scale += f". Gray: 90% of random pairs, {number_text(band.low)} to {number_text(band.high)}"
    return {"head": HEADS[mode], "scale": f"{scale}."}


def hit_hint(view: View, row: int) -> str:
    """Say where a document stands in each column."""
    places = {mode: view.rank(mode, row) for mode in NAMES}
    listed = [f"by {NAMES[mode]} {f'rank {rank}' if rank else 'not found'}" for mode, rank in places.items()]
    return f"{short(view.title(row), 60)}: {', '.join(listed)}."


def ranks(view: View, row: int) -> str:
    """Say which ranks of a document were joined."""
    parts = [f"{mode} rank {rank}" for mode in ("keywords", "meaning") if (rank := view.rank(mode, row))]
    return " + ".join(parts) or f"beyond rank {len(view.hits['meaning'].rows)} in both"


def summary(view: View) -> str:
    """Say what the picture shows; the first sentence is the headline."""
    top = int(view.hits["meaning"].rows[0])
    title, rank, index = short(view.title(top)), view.rank("keywords", top), view.index
    if not len(view.hits["keywords"].rows):
        first = f"No word matches; by meaning, {title} comes first."
    elif rank == 1:
        first = f"Keywords and meaning both put {title} first."
    else:
        first = f"Meaning puts {title} first; keywords{f', at rank {rank}' if rank else ' miss it'}."
    where = f"{count_text(len(index.texts), 'document')} in {count_text(len(index.chunks), 'chunk')}"
    memory = f" {index.note}" * bool(index.note)
    return (
        f"{first}{memory} Searched for {quote(view.query.text)} among {where}. By keywords (BM25) a document scores for each word that it "
        f"shares with the query, rare words more; by meaning, for the cosine of its best chunk with the query."
    )
