"""The foot of the search page: sources, code and files."""

from __future__ import annotations

from ui import sources
from ui.models import ENCODER
from ui.search.picture import View

__all__ = ["code", "origins"]


def origins(view: View) -> list[str]:
    """Say where the numbers of the picture come from."""
    where = "a LanceDB table in the cache folder" if view.index.path else "memory"
    return [
        sources.model(ENCODER, "encoder", "The mean of the last layer's tokens, length 1."),
        sources.computed(
            "BM25 with k1 = 1.2 and b = 0.75, words in lower case; reciprocal rank fusion with 60; exact search: one "
            f"matrix product with the vectors, read from {where}."
        ),
    ]


def code(view: View) -> list[str]:
    """Return lines that search the same documents."""
    name, chunking = view.documents.name, view.query.chunking
    own = name == "your own"
    load = (
        f"texts = {sources.shorten(repr(list(view.documents.texts)))}"
        if own
        else f"documents = embedlab.search.load_collection({name!r})"
    )
    texts = "texts" if own else "documents.texts"
    return [
        "import embedlab",
        "",
        load,
        f"encoder = embedlab.load_encoder({ENCODER!r})",
        f"chunking = embedlab.search.Chunking({chunking.size}, {chunking.overlap}, {chunking.unit!r})",
        f"index = embedlab.build_search_index({texts}, encoder, chunking=chunking)",
        f"for mode in {('keywords', 'meaning', 'hybrid')!r}:",
        f"    print(mode, index.search({view.query.text!r}, 5, mode=mode))",
    ]
