"""Which rows of its table of positions a model uses, known from its config alone.

fairseq counted positions from the row after that of the padding token, and its heirs do to this day:
RoBERTa's 514 rows are 512 positions. BART and OPT leave out two rows, whatever their padding token is. The
families are those of transformers; a test builds them and compares. What the rows hold is left out.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from embedlab.errors import InvalidInputError

if TYPE_CHECKING:
    from transformers import PreTrainedConfig

__all__ = [
    "AFTER_PADDING",
    "FIRST_TWO",
    "check_placeless",
    "first_position",
    "unused_rows",
    "usable_window",
]

FIRST_TWO = (  # two rows lie before that of position 0
    *("bart", "biogpt", "mbart", "mpnet", "mra", "mvp", "nystromformer", "opt", "plbart", "trocr", "yoso"),
)
AFTER_PADDING = {  # so do as many as the id of the padding token + 1; that id where a config names none
    **{"camembert": 1, "data2vec-text": 1, "esm": 1, "ibert": 1, "layoutlmv3": 1, "lilt": 0},
    **{"longformer": 1, "luke": 1, "markuplm": 0, "roberta": 1, "roberta-prelayernorm": 1},
    **{"xlm-roberta": 1, "xlm-roberta-xl": 1, "xmod": 1},
}


def unused_rows(model_type: str, padding: int | None = None) -> int:
    """Return how many rows come before that of position 0; 0 for a family that is not known.

    Args:
        model_type: of the config, such as "roberta".
        padding: the id of the padding token, where the config names one.

    >>> unused_rows("roberta", 1), unused_rows("opt", 1), unused_rows("bert", 0)
    (2, 2, 0)
    """
    if model_type in FIRST_TWO:
        return 2
    if model_type not in AFTER_PADDING:
        return 0
    return (AFTER_PADDING[model_type] if padding is None else padding) + 1


def first_position(config: PreTrainedConfig) -> int:
    """Return the row of the position table that the first token gets; those before it are never trained."""
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
