"""Results as sentences: the parts of the search page."""

from __future__ import annotations

from typing import TYPE_CHECKING

from embedlab.numerals import count_text, percent_text

if TYPE_CHECKING:
    from embedlab.search import ChunkLayout, Segment
    from ui.search.chunks import Options

__all__ = ["chunks", "segment"]


def chunks(layout: ChunkLayout, options: Options, *, whole: bool) -> str:
    """Say how a document is cut, and what the model never reads of it."""
    count, cut = len(layout.tokens), int((layout.unread > 0).sum())
    if cut:
        first = f"{count_text(count, 'chunk')}; of {cut:,} the model never reads the end ({percent_text(layout.unread_share)} of all tokens)."
        more = (
            f"It reads {layout.window} tokens of a chunk and drops the rest without a word: gray in the text."
        )
    else:
        first = f"{count_text(count, 'chunk')}, and the model reads every token."
        more = f"No chunk exceeds its window of {layout.window} tokens."
    shared = (
        f" Neighbors share {count_text(options.overlap, options.unit.removesuffix('s'))}: a sentence at a border stands whole in one of the two, and is embedded twice."
        * (options.overlap > 0 and count > 1)
    )
    return f"{first} {more}{shared}{'' if whole else ' The beginning of the document is shown.'}"


def segment(each: Segment) -> str:
    """Say to which chunks a stretch belongs."""
    numbers = " and ".join(str(number + 1) for number in each.chunks)
    held = f"chunk {numbers}" if len(each.chunks) == 1 else f"chunks {numbers}" if each.chunks else "no chunk"
    return held if each.read or not each.chunks else f"{held}, never read"
