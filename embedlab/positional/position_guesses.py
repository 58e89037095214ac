"""Three questions about positions whose answers surprise; each answer is computed when it is asked for.

The texts and choices stand here; nothing of what is true does.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np
from numpy.typing import NDArray

from embedlab.context import Encoder
from embedlab.cosine import cosine_matrix, paired_cosines, vector_lengths
from embedlab.errors import InvalidInputError
from embedlab.numerals import number_text
from embedlab.positional.head_vectors import head_vectors
from embedlab.positional.learned import PARAMETER
from embedlab.positional.rotary_pair import move_both, rotary_pair

__all__ = ["GUESS_ORDERS", "POSITION_GUESSES", "PositionAnswer", "PositionGuess", "answer_guess"]

WORDS = ("the", "dog", "bit", "the", "angry", "man")
SHUFFLED = (0, 5, 2, 3, 4, 1)  # the man and the dog change places
WATCHED = 1  # "dog"
# the two sentences of the first question
GUESS_ORDERS = (" ".join(WORDS), " ".join(WORDS[place] for place in SHUFFLED))
QUERY, KEY, HEAD = 3, 2, 1  # places among the tokens, and the head
SENTENCE = "The cat sat on the mat"
M, N, FAR = 5, 2, 1_000
ROUNDING = 1e-5  # what two passes of float32 differ by
NEAREST = (1, 3, 100, 511)


@dataclass(frozen=True)
class PositionGuess:
    """A question and what may be bet on."""

    question: str
    choices: tuple[str, ...]
    expected: str  # what most people say


@dataclass(frozen=True)
class PositionAnswer:
    """What is true, one of the choices, and the numbers that show it."""

    choice: str
    reason: str


# the questions, in their order
POSITION_GUESSES = (
    PositionGuess(
        f"MiniLM's position table is set to zero. “{GUESS_ORDERS[0]}” becomes "
        f"“{GUESS_ORDERS[1]}”. After all six layers, what has happened to the "
        f"vector of “{WORDS[WATCHED]}”?",
        ("It is the same", "It changed a little (cosine above 0.9)", "It changed a lot"),
        "It changed a lot",
    ),
    PositionGuess(
        f"Rotary: a query at position {M}, a key at {N}. Which changes their score more: moving both on by "
        f"{FAR:,} positions, or moving the query alone by one?",
        (f"Both by {FAR:,}", "The query alone by one", "Neither changes it"),
        f"Both by {FAR:,}",
    ),
    PositionGuess(
        "MiniLM learned a vector for each of its 512 positions. Which of these points most nearly the same "
        "way as that of position 0?",
        tuple(f"position {place}" for place in NEAREST),
        "position 1",
    ),
)


def answer_guess(place: int, encoder: Encoder, table: NDArray[np.floating]) -> PositionAnswer:
    """Compute the answer to a question.

    Args:
        place: of the question in `POSITION_GUESSES`, from 0.
        encoder: of the BERT family.
        table: its learned positions, (window, dim).

    Raises:
        InvalidInputError: no such question, or an encoder of another family.
    """
    if not 0 <= place < len(POSITION_GUESSES):
        raise InvalidInputError(f"There is no question {place}; choose 0 to {len(POSITION_GUESSES) - 1}.")
    if place == 0:
        return _without_positions(encoder)
    return _far_away(encoder) if place == 1 else _nearest(table)


def _without_positions(encoder: Encoder) -> PositionAnswer:
    texts = GUESS_ORDERS
    encoded = [encoder.tokenizer.encode(text, special_tokens=True) for text in texts]
    ids = [one.ids for one in encoded]
    places = [
        _place(one.offsets, text.index(WORDS[WATCHED])) for one, text in zip(encoded, texts, strict=True)
    ]
    cosines, differences = [], []
    for weights in ({PARAMETER: 0 * _learned(encoder)}, {}):
        layers = encoder.last_layer_with(ids, weights)
        one, other = (layers[row][places[row]].astype(np.float64) for row in (0, 1))
        cosines.append(float(paired_cosines(one, other)))
        differences.append(float(np.abs(one - other).max()))
    same = differences[0] < ROUNDING
    choices = POSITION_GUESSES[0].choices
    choice = choices[0] if same else choices[1] if cosines[0] > 0.9 else choices[2]
    why = "attention sees a bag of tokens" if same else "something else tells the two orders apart"
    most = "no more than rounding" if same else f"at most {differences[0]:.1g}"
    return PositionAnswer(
        choice,
        f"Without positions the two vectors of “{WORDS[WATCHED]}” differ by {most} "
        f"in any of their {encoder.dim} numbers (cosine {number_text(cosines[0])}): {why}. "
        f"With the positions back, their cosine is {number_text(cosines[1])}.",
    )


def _learned(encoder: Encoder) -> Any:
    """Return the position table of the model, a tensor (positions, dim)."""
    parameters = dict(encoder.model.named_parameters())
    if PARAMETER not in parameters:
        raise InvalidInputError(
            f"{encoder.name} has no learned positions where BERT has them; choose an encoder of the BERT "
            "family, as all-MiniLM-L6-v2."
        )
    return parameters[PARAMETER]


def _place(offsets: Sequence[tuple[int, int]], character: int) -> int:
    """Return the token that holds a character."""
    return next(place for place, (first, last) in enumerate(offsets) if first <= character < last)


def _far_away(encoder: Encoder) -> PositionAnswer:
    head = head_vectors(encoder, SENTENCE, head=HEAD)
    pair = rotary_pair(head.queries[QUERY], head.keys[KEY], M, N)
    both = abs(float(move_both(pair, [FAR])[0]) - pair.total)
    alone = abs(rotary_pair(head.queries[QUERY], head.keys[KEY], M + 1, N).total - pair.total)
    choices = POSITION_GUESSES[1].choices
    choice = choices[2] if max(both, alone) < ROUNDING else choices[0] if both > alone else choices[1]
    far = both < ROUNDING
    return PositionAnswer(
        choice,
        f"The score of “{head.tokens[QUERY]}” and “{head.tokens[KEY]}” is {number_text(pair.total, 3)}. "
        f"Moving both by {FAR:,} changes it by {'no more than rounding' if far else f'{both:.1g}'}; "
        f"moving the query by one changes it by {number_text(alone, 3)}."
        f"{' Only the distance counts.' if far else ''}",
    )


def _nearest(table: NDArray[np.floating]) -> PositionAnswer:
    every, lengths = cosine_matrix(table), vector_lengths(table)
    cosines = every[0]
    best = max(NEAREST, key=lambda place: cosines[place])
    listed = ", ".join(f"{place}: {number_text(cosines[place])}" for place in NEAREST)
    second = np.sort(every[1:, 1:], axis=1)[:, -2]  # each position's nearest other
    return PositionAnswer(
        f"position {best}",
        f"Cosines with position 0: {listed}. Position 0 always holds [CLS]: its vector is "
        f"{lengths[0]:.1f} long, those of the others {lengths[1:].mean():.1f} on average. "
        f"Anywhere else, the nearest other position has a cosine of {second.mean():.2f} on average.",
    )
