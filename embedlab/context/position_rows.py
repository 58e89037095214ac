"""Which rows of its position table a model uses, and whether it can be asked to do without positions.

Known from its config alone. Where the table stands in a checkpoint is left to the loaders.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from embedlab.errors import InvalidInputError
from embedlab.unused_rows import unused_rows

if TYPE_CHECKING:
    from transformers import PreTrainedConfig

__all__ = ["check_placeless", "first_position", "usable_window"]


def first_position(config: PreTrainedConfig) -> int:
    """Return the row of the position table that the first token gets; those before it are never trained.

    RoBERTa and its heirs count positions from the one after the padding token's.
    """
    return unused_rows(config.model_type, config.pad_token_id)


def usable_window(config: PreTrainedConfig) -> int:
    """Return how many tokens a text may have, special ones included: of 514 rows of RoBERTa 512."""
    return int(config.max_position_embeddings) - first_position(config)


def check_placeless(config: Any, *, name: str) -> None:
    """Refuse a model whose scores know distances: it tells orders apart at equal positions, too.

    Raises:
        InvalidInputError: the model has a relative bias, as MPNet and DeBERTa.
    """
    if hasattr(config, "relative_attention_num_buckets") or getattr(config, "relative_attention", False):
        raise InvalidInputError(
            f"{name} adds a relative bias to its scores, so it cannot do without positions; choose another "
            "model, as all-MiniLM-L6-v2."
        )
