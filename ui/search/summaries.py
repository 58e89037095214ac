"""Results as sentences: the picture of the search page."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from embedlab.errors import quote
from embedlab.numerals import count_text, number_text

if TYPE_CHECKING:
    from embedlab.search import ChanceBand
    from ui.search.picture import View

__all__ = [
    "HEADS", "NO_WORD", "SCORES", "START_HINT", "column_head", "hit_hint", "ranks", "score", "short", "summary",
]  # fmt: skip

HEADS = {"keywords": "By keywords", "meaning": "By meaning", "hybrid": "By both"}
SCORES = {"keywords": "BM25", "meaning": "cosine", "hybrid": "sum of 1 / (60 + rank)"}
NO_WORD = "No document holds a word of the query."
START_HINT = (
    "Point at a hit: the same document lights up in all columns. Marked: words of the query; by meaning, the most "
    "similar sentence."
)
LONGEST = 26  # characters of a title in a headline


def short(title: str, most: int = LONGEST) -> str:
    """Return a title that fits into a sentence, in quotation marks."""
    return f"“{title if len(title) <= most else title[: most - 1].rstrip() + '…'}”"


def score(mode: str, value: float) -> str:
    """Return a score with as many decimals as its scale needs."""
    return number_text(value, 4 if mode == "hybrid" else 2)


def column_head(mode: str, band: ChanceBand | None) -> dict[str, Any]:
    """Return the head of a column, and what its scores are."""
    if band is None:
        return {"head": HEADS[mode], "scale": "Both orders joined: Σ 1 / (60 + rank)."}
    name = SCORES[mode]
    if band.low != band.low:  # nan: a single document has no pairs
        return {"head": HEADS[mode], "scale": f"{name}."}
    return {
        "head": HEADS[mode],
        "scale": f"{name}, the tick; gray: 90% of {band.pairs:,} random pairs, {number_text(band.low)} to {number_text(band.high)}.",
    }


def hit_hint(view: View, row: int) -> str:
    """Say where a document stands in each column."""
    places = []
    for mode in ("keywords", "meaning", "hybrid"):
        rank = view.rank(mode, row)
        places.append(f"{HEADS[mode].lower()} {'not found' if rank is None else f'rank {rank}'}")
    return f"{short(view.title(row), 60)}: {', '.join(places)}."


def ranks(view: View, row: int) -> str:
    """Say which ranks of a document were joined."""
    parts = [f"{mode} rank {rank}" for mode in ("keywords", "meaning") if (rank := view.rank(mode, row))]
    return " + ".join(parts) or f"beyond rank {len(view.hits['meaning'].rows)} in both"


def summary(view: View) -> str:
    """Say what the picture shows; the first sentence is the headline."""
    top = int(view.hits["meaning"].rows[0])
    title, hits = short(view.title(top)), len(view.hits["keywords"].rows)
    rank = view.rank("keywords", top)
    if not hits:
        first = f"No word matches; by meaning, {title} comes first."
    elif rank == 1:
        first = f"Keywords and meaning both put {title} first."
    elif rank is None:
        first = f"Meaning puts {title} first; keywords miss it."
    else:
        first = f"Meaning puts {title} first; keywords, at rank {rank}."
    index = view.index
    where = f"{count_text(len(index.texts), 'document')} in {count_text(len(index.chunks), 'chunk')}"
    memory = f" {index.note}" * bool(index.note)
    return (
        f"{first} Searched for {quote(view.query.text)} among {where}. By keywords (BM25) a document scores for each word that it "
        f"shares with the query, rare words more; by meaning, for the cosine of its best chunk with the query.{memory}"
    )
