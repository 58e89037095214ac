"""What the home page says about a sentence, its tokens and the word in two sentences."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import numpy as np
from numpy.typing import NDArray

from embedlab.display import visible_text
from embedlab.numerals import count_text, number_text, percent_text

if TYPE_CHECKING:
    from embedlab.context.pipeline import Pipeline
    from ui.home.query import Stages

__all__ = [
    "GRID_LABEL",
    "UNKNOWN",
    "band_note",
    "brief_names",
    "curve_headline",
    "key",
    "missing_word",
    "row_names",
    "summary",
    "token_hint",
]

UNKNOWN = "[UNK]"
LONGEST = 12  # characters of a token in a headline
TWO_MEANINGS = 0.7  # of the bundled pairs with one meaning, 3% have a lower cosine after the last layer
NEARLY_SAME = 0.9
GRID_LABEL = "Tokens of the sentence; arrow keys select one"
HINTS = {
    "[CLS]": "the model adds it before every text",
    "[SEP]": "the model adds it after every text",
    UNKNOWN: "unknown: no piece in the model's list fits, so what stood here is lost",
}
CONTINUATION = "## goes on with the word before it"


def summary(stages: Stages) -> str:
    """Return where the selected token comes from, and how many tokens and numbers the sentence became."""
    pipeline = stages.pipeline
    tokens, ids = pipeline.encoding.tokens, pipeline.encoding.ids
    count, dim = pipeline.contextual_vectors.shape
    cut = pipeline.encoding.cut
    left_out = (
        f"; the last {cut:,} do not fit into the model's window and are left out" if cut else ""
    )  # fmt: skip
    repeated = len(ids) - len(set(ids))
    sentences = [
        f"“{shorten(tokens[stages.token])}” starts as row {ids[stages.token]} of a table; its sentence changes it.",
        f"The sentence became {count_text(count + cut, 'token')} with [CLS] and [SEP], which the model adds{left_out}.",
        f"Each token becomes a vector of {dim} numbers.",
    ]
    if repeated:
        verb = "repeats" if repeated == 1 else "repeat"
        sentences.append(
            f"{count_text(repeated, 'token')} {verb} an earlier one: same id, same row, and another vector at the end."
        )
    sentences.append(
        "Before the first layer the model also adds one vector that all tokens share, and scales the sum."
    )
    return " ".join(sentences)


def shorten(token: str) -> str:
    """Return a token as a headline holds it."""
    visible = visible_text(token)
    return visible if len(visible) <= LONGEST else visible[: LONGEST - 1] + "…"


def row_names(vocabulary_size: int, layers: int) -> list[dict[str, Any]]:
    """Return the name of each row, what happens there, and the row of the grid it stands at."""
    rows = [
        (1, "token", "from a fixed list"),
        (2, "id", "its number in the list"),
        (4, "token vector", f"row {{id}} of a table with {vocabulary_size:,} rows"),
        (5, "+ position vector", "row {position} of another table"),
        (6, f"after {layers} layers", "in each, every token reads all the others"),
    ]
    return [{"row": row, "name": name, "caption": caption} for row, name, caption in rows]


def brief_names(layers: int) -> list[str]:
    """Return the heads of the columns on a narrow screen."""
    return ["token, id", "3 looked up", "4 + position", f"5 after {layers} layers"]


def key(pipeline: Pipeline, numbers: int, columns: int) -> dict[str, Any]:
    """Return the key of the stripes, and a line for each kind of token that needs one."""
    tokens = pipeline.encoding.tokens
    special = [token for token in ("[CLS]", "[SEP]") if token in tokens]
    lines = [f"{' and '.join(special)}: the model adds them around every text."] if special else []
    if UNKNOWN in tokens:
        lines.append(f"{UNKNOWN}: {HINTS[UNKNOWN]}.")
    if any(map(_continues, tokens)):
        lines.append(f"{CONTINUATION}.")
    if len(tokens) > columns:
        lines.append(f"The first {columns:,} of {len(tokens):,} tokens are drawn.")
    return {
        "negative": "negative",
        "positive": "positive",
        "numbers": f"{numbers} of {pipeline.token_vectors.shape[1]} numbers; faint is near 0, each row has its own scale",
        "lines": lines,
    }


def token_hint(token: str) -> str:
    """Return what a special token or a piece is; "" for a whole word."""
    return HINTS.get(token, CONTINUATION if _continues(token) else "")


def _continues(token: str) -> bool:
    return token.startswith("##") and token != "##"


def curve_headline(word: str, cosines: NDArray[np.float64], *, ambiguous: bool) -> str:
    """Return what becomes of a word that goes through the layers in two sentences.

    Args:
        word: the word.
        cosines: of its two vectors, layer by layer.
        ambiguous: whether it is known to have several meanings.
    """
    ends = f"{number_text(cosines[0])} → {number_text(cosines[-1])}"
    if cosines[-1] >= NEARLY_SAME:
        return f"“{shorten(word)}” goes in and comes out nearly the same: {ends}"
    if ambiguous and cosines[-1] < TWO_MEANINGS:
        return f"One word goes in, two meanings come out: {ends}"
    return f"One word goes in, two vectors come out: {ends}"


def missing_word(word: str, second: str) -> str:
    """Return why there is no curve, and what to do."""
    visible = visible_text(word)
    if not second.strip():
        return f"There is no second sentence. Type one with “{visible}” in it."
    return f"“{visible}” is not in the second sentence. Write it there, or select another word."


def band_note(word: str, pairs: int, sentences: int, share: float) -> str:
    """Return what the curve and the gray band are."""
    return (
        f"Line: cosine of “{visible_text(word)}” in the two sentences; at layer 0 only the position can differ. Gray: "
        f"{percent_text(share)} of {pairs:,} random pairs of words from {sentences:,} bundled sentences."
    )
