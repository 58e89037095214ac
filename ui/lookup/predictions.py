"""Three predictions to make before revealing; every answer is computed."""

from __future__ import annotations

import numpy as np

from embedlab import lookup
from embedlab.numerals import number_text, percent_text
from ui import bets, sources
from ui.lookup.tables import encoder_table
from ui.models import ENCODER

__all__ = ["PART"]

SHARES = (0.02, 0.1, 0.25)  # that someone could believe
WORDS = ("the", "dog", "[CLS]", "[MASK]")
MATRIX, ID = "A one-hot row for id 2924 is multiplied by the matrix. What comes out?", 2924
RESULTS = ("The row 2924, exactly", "About the row 2924, rounded", "The sum of all rows")


def _ask(index: int) -> bets.Question:
    if index == 0:
        return bets.Question(MATRIX, "", RESULTS, RESULTS[1])
    if index == 1:
        prompt = f"{ENCODER} has {encoder_table().parameters:,} numbers. How many of them stand in the table of its ids?"
        choices = tuple(map(percent_text, sorted([*SHARES, encoder_table().share])))
        return bets.Question(prompt, "", choices, percent_text(SHARES[1]))
    return bets.Question("Whose row is the shortest?", "", WORDS, "the")


def _reveal(index: int) -> bets.Answer:
    table = encoder_table()
    if index == 0:
        product = lookup.one_hot_product(table, [ID])
        exact = np.array_equal(product.vectors, table.lookup([ID]))
        reason = f"1 × the row + 0 × all others: the largest difference is {product.max_difference:g}."
        return bets.Answer(RESULTS[0 if exact else 1], reason)
    if index == 1:
        rows, dim = table.matrix.shape
        return bets.Answer(percent_text(table.share), f"{rows:,} rows × {dim} = {rows * dim:,} numbers.")
    norms = {word: float(table.norms[table.ids[word]]) for word in WORDS}
    lengths = ", ".join(f"{word} {number_text(norm)}" for word, norm in norms.items())
    return bets.Answer(
        min(norms, key=lambda word: norms[word]),
        f"Lengths: {lengths}. A model that makes sentence vectors never meets [MASK] after its first training.",
    )


PART = bets.part(
    "lookup bet",
    _ask,
    _reveal,
    code=lambda view, options: [
        f"minilm = embedlab.load_embedding_matrix({ENCODER!r})",
        f"print(embedlab.lookup.one_hot_product(minilm, [{ID}]).max_difference, minilm.share)",
        f"print([(word, minilm.norms[minilm.ids[word]]) for word in {list(WORDS)!r}])",
    ],
    sources=lambda view, options: [sources.model(ENCODER, "encoder", "Its input table.")],
)
