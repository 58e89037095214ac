"""How large tables are: counted from configurations, equal to what was published."""

from __future__ import annotations

import pytest

import embedlab
from embedlab import lookup

SIZES = {size.name: size for size in lookup.MODEL_SIZES}
PUBLISHED = {  # parameters of the checkpoints, as their authors and transformers count them
    "all-MiniLM-L6-v2": 22_713_728,
    "BERT base": 109_482_240,
    "GPT-2 small": 124_439_808,
    "GPT-2 XL": 1_557_611_200,
    "SmolLM2-135M": 134_515_008,
    "Qwen2.5-0.5B": 494_032_768,
    "Gemma 2B": 2_506_172_416,
    "Llama 3 8B": 8_030_261_248,
}


@pytest.mark.parametrize("name", SIZES)
def test_the_count_from_the_configuration_is_that_of_the_checkpoint(name: str) -> None:
    assert SIZES[name].total() == PUBLISHED[name]


@pytest.mark.parametrize(
    ("name", "share"), [("GPT-2 small", 0.310), ("all-MiniLM-L6-v2", 0.516), ("SmolLM2-135M", 0.210)]
)
def test_the_share_of_the_table(name: str, share: float) -> None:
    assert round(SIZES[name].share(), 3) == share


def test_gpt2_has_124_or_163_million_parameters_by_how_one_counts() -> None:
    gpt2 = SIZES["GPT-2 small"]
    assert gpt2.table == 38_597_376
    assert gpt2.total(tied=False) == 163_037_184
    assert gpt2.total(tied=False) - 12 * 3 * 768 == 163_009_536  # without biases of queries, keys and values


def test_a_table_has_as_many_bytes_as_its_numbers_take() -> None:
    assert lookup.table_size(30_522, 384).bytes == 30_522 * 384 * 4
    half = lookup.table_size(30_522, 384, dtype="bfloat16", tied=False)
    assert half.total_bytes == 30_522 * 384 * 4


@pytest.mark.bad_input(62)
def test_a_table_beyond_the_limit_is_one_sentence() -> None:
    assert lookup.table_size(10**6, 10**6).numbers == 10**12
    with pytest.raises(embedlab.EmbedLabError, match="are 1,000,001,000,000, and at most 1,000,000,000,000"):
        lookup.table_size(1_000_001, 10**6)
    with pytest.raises(embedlab.EmbedLabError, match="is empty; choose at least 1"):
        lookup.table_size(0, 5)
