"""A text, or a pair, as the first layer of an encoder gets it: tokens, and the parts of their inputs."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np
from numpy.typing import NDArray

from embedlab.cosine import cosine_matrix
from embedlab.errors import InvalidInputError
from embedlab.positional.position_parts import InputParts, InputTables, input_parts, pair_ids

if TYPE_CHECKING:
    from embedlab.context import Encoder

__all__ = ["InputMeans", "InputText", "input_text"]


@dataclass(frozen=True)
class InputMeans:
    """Means over the tokens of a text; [CLS] and [SEP] count only where there is nothing else."""

    tokens: int
    norms: NDArray[np.float64]  # (5,) of token, position, segment, their sum, and that after LayerNorm
    cosines: NDArray[np.float64]  # (3,) of the sum with token, position and segment
    normalized_cosines: NDArray[np.float64]  # (3,) the same after LayerNorm
    crossing: float  # cosine of a token's vector with that of its position
    crossing_range: tuple[float, float]


@dataclass(frozen=True)
class InputText:
    """A text, or a pair, and the parts of each token's input."""

    tokens: tuple[str, ...]
    ids: tuple[int, ...]
    special: tuple[bool, ...]
    parts: InputParts
    cut: int  # tokens beyond the model's window

    @property
    def words(self) -> list[str]:
        """Different tokens of the text, those that come several times first."""
        words = [self.tokens[index] for index in self._inner]
        return sorted(dict.fromkeys(words), key=lambda token: words.count(token) < 2)

    @property
    def means(self) -> InputMeans:
        """Lengths and cosines of the parts on average."""
        rows = self._inner if len(self._inner) else np.arange(len(self.tokens))
        parts, crossing = self.parts, self.parts.crossing[rows]
        return InputMeans(
            tokens=len(rows),
            norms=parts.norms[:, rows].mean(axis=1),
            cosines=parts.cosines[:, rows].mean(axis=1),
            normalized_cosines=parts.normalized_cosines[:, rows].mean(axis=1),
            crossing=float(crossing.mean()),
            crossing_range=(float(crossing.min()), float(crossing.max())),
        )

    @property
    def other_token_cosine(self) -> float:
        """Mean cosine of the inputs of two different tokens after LayerNorm; nan where all are the same."""
        cosines = cosine_matrix(self.parts.normalized[self._inner])
        ids = np.array(self.ids)[self._inner]
        different = ids[:, None] != ids[None, :]
        return float(cosines[different].mean()) if different.any() else float("nan")

    def positions(self, token: str) -> list[int]:
        """Return the positions of a token in the text."""
        return [int(index) for index in self._inner if self.tokens[index] == token]

    @property
    def _inner(self) -> NDArray[np.int64]:
        """Positions of the tokens that are not special."""
        return np.flatnonzero(~np.array(self.special))


def input_text(encoder: Encoder, tables: InputTables, text: str, second: str = "") -> InputText:
    """Encode a text, or a pair of texts, and take the input of each token apart.

    Args:
        encoder: of the BERT family.
        tables: of this encoder.
        text: cut at the encoder's window.
        second: the second text of a pair; none where it is empty.

    Raises:
        InvalidInputError: the text is empty.
    """
    if not text.strip():
        raise InvalidInputError("The sentence is empty; type at least one word.")
    if second.strip():
        one, other = (encoder.tokenizer.encode(part, special_tokens=True) for part in (text, second))
        ids, segments, cut = pair_ids(one.ids, other.ids, encoder.window)
    else:
        (encoding,) = encoder.encode([text], attentions=False)
        ids, segments, cut = encoding.ids, [0] * len(encoding.ids), encoding.cut
    ends = {0, segments.count(0) - 1, len(ids) - 1}  # [CLS] and each [SEP]
    return InputText(
        tokens=tuple(encoder.tokenizer.spelled(token_id) for token_id in ids),
        ids=tuple(ids),
        special=tuple(index in ends for index in range(len(ids))),
        parts=input_parts(tables, encoder.token_embeddings[ids], segments=segments),
        cut=cut,
    )
