"""The table behind the ids: its rows, its size, and that a one-hot product gives the same."""

from __future__ import annotations

import json
import struct
from math import prod
from pathlib import Path

import numpy as np
import pytest

import embedlab
from embedlab import lookup
from embedlab.catalog import find_entry
from embedlab.models.installed import find_file

BLOCK = 1_024  # ids whose one-hot rows are multiplied at once


@pytest.fixture(scope="module")
def table(encoder: embedlab.context.Encoder) -> lookup.EmbeddingMatrix:
    return lookup.embedding_matrix(encoder)


def sum_of_tensors(path: Path) -> int:
    with path.open("rb") as stream:
        (length,) = struct.unpack("<Q", stream.read(8))
        header = json.loads(stream.read(length))
    return sum(prod(entry["shape"]) for name, entry in header.items() if name != "__metadata__")


def test_the_row_of_an_id_is_what_the_model_looks_up(
    encoder: embedlab.context.Encoder, table: lookup.EmbeddingMatrix
) -> None:
    import torch

    ids = encoder.tokenizer.encode("The bank by the river bank").ids
    module = encoder.model.get_input_embeddings()
    assert np.array_equal(table.lookup(ids), module(torch.tensor(ids)).numpy())
    assert table.tokens[ids[1]] == "bank"


def test_lookup_equals_the_one_hot_product_for_every_id(table: lookup.EmbeddingMatrix) -> None:
    rows = len(table.matrix)
    for start in range(0, rows, BLOCK):
        ids = range(start, min(start + BLOCK, rows))
        product = lookup.one_hot(ids, rows) @ table.matrix
        assert np.array_equal(product, table.lookup(ids))


def test_the_product_counts_what_it_does(table: lookup.EmbeddingMatrix) -> None:
    product = lookup.one_hot_product(table, [101, 2924, 2924])
    assert product.max_difference == 0
    assert np.array_equal(product.vectors[1], product.vectors[2])
    assert product.multiplications == 3 * 30_522 * 384
    assert product.lookup_bytes == 3 * 384 * 4
    assert product.one_hot_bytes == 4 * (3 * 30_522 + 30_522 * 384)


def test_another_row_with_nan_makes_the_product_differ() -> None:
    matrix = np.array([[1, 2], [np.nan, 0], [3, 4]], dtype=np.float32)
    table = lookup.EmbeddingMatrix.of_words("broken", "abc", matrix)
    assert table.lookup([0]).tolist() == [[1, 2]]
    product = lookup.one_hot_product(table, [0])
    assert np.isnan(product.vectors[0, 0])
    assert np.isnan(product.max_difference)


def test_the_parameters_are_those_of_the_checkpoint(table: lookup.EmbeddingMatrix) -> None:
    path = find_file(find_entry("all-MiniLM-L6-v2", "encoder"), "weights")
    assert table.parameters == sum_of_tensors(path) == 22_713_728
    assert table.matrix.size == 11_720_448
    assert round(table.share, 3) == 0.516
    assert not table.is_tied


def test_the_decoder_is_tied_and_its_parameters_are_those_of_the_checkpoint(
    smollm: embedlab.context.Encoder, own_cache: Path
) -> None:
    table = embedlab.load_embedding_matrix("smollm2-135m")
    (path,) = own_cache.glob("decoders/*/model.safetensors")
    assert table.parameters == sum_of_tensors(path) == 134_515_008
    assert table.matrix.shape == (49_152, 576)
    assert round(table.share, 3) == 0.210
    assert table.is_tied
    assert table.labels[table.ids["Ġthe"]] == "␣the"


@pytest.mark.parametrize("token_id", [-1, 30_522, 10**12])
@pytest.mark.bad_input(61)
def test_an_id_without_a_row_is_one_sentence(table: lookup.EmbeddingMatrix, token_id: int) -> None:
    with pytest.raises(embedlab.EmbedLabError, match=rf"The id {token_id} has no row .* 0 to 30,521; choose"):
        table.lookup([5, token_id])


@pytest.mark.bad_input(61)
def test_no_ids_and_too_many_ids_are_one_sentence(table: lookup.EmbeddingMatrix) -> None:
    with pytest.raises(embedlab.EmbedLabError, match="0 ids to look up; type"):
        table.lookup([])
    with pytest.raises(embedlab.EmbedLabError, match=r"2,000 ids are too many .* 1,024"):
        lookup.one_hot_product(table, [1] * 2_000)


def test_word_vectors_have_no_model_around_them() -> None:
    with pytest.raises(embedlab.EmbedLabError, match=r"no encoder named “glove-6b-50d”"):
        embedlab.load_embedding_matrix("glove-6b-50d")
