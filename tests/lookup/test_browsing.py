"""Rows found, measured and compared; rows that nobody trained."""

from __future__ import annotations

import numpy as np
import pytest

import embedlab
from embedlab import lookup
from embedlab.ranking import rank_rows
from ui.lookup.examples import BROWSED


@pytest.fixture(scope="module")
def table(encoder: embedlab.context.Encoder) -> lookup.EmbeddingMatrix:
    return lookup.embedding_matrix(encoder)


@pytest.mark.parametrize("token", ["dog", "[MASK]", "##ing"])
def test_the_nearest_rows_are_those_of_the_general_ranking(table: lookup.EmbeddingMatrix, token: str) -> None:
    row = table.ids[token]
    near = lookup.nearest_rows(table, row, k=10)
    for ranking, measure in ((near.by_cosine, "cosine"), (near.by_dot, "dot")):
        reference = rank_rows(table.matrix, table.matrix[row], measure=measure, k=10, leave_out=row)
        # float32 against float64: near ties may change places, their scores hardly
        assert np.allclose(ranking.scores, reference.scores, atol=1e-4)
        assert len(set(ranking.rows.tolist()) & set(reference.rows.tolist())) >= 9
        assert row not in ranking.rows
    assert table.norms[row] == pytest.approx(np.linalg.norm(table.matrix[row]), rel=1e-5)
    shorter = (np.linalg.norm(table.matrix, axis=1) < table.norms[row]).mean()
    assert table.shorter_share(row) == pytest.approx(shorter, abs=1e-3)  # rows of almost the same length


def test_a_token_is_found_by_its_text_and_by_its_id(table: lookup.EmbeddingMatrix) -> None:
    assert (
        lookup.find_token(table, " dog ")
        == lookup.find_token(table, str(table.ids["dog"]))
        == table.ids["dog"]
    )
    assert lookup.find_token(table, "Dog") == table.ids["dog"]
    assert lookup.spellings(table, "dog") == (table.ids["dog"], table.ids["##dog"])


@pytest.mark.parametrize(
    ("text", "message"),
    [
        ("-1", "The id -1 has no row"),
        ("30522", "The id 30522 has no row"),
        ("", "No token is typed"),
        ("unimaginable things", "is not one token"),
    ],
)
@pytest.mark.bad_input(61)
def test_what_is_no_token_is_one_sentence(table: lookup.EmbeddingMatrix, text: str, message: str) -> None:
    with pytest.raises(embedlab.EmbedLabError, match=message):
        lookup.find_token(table, text)


def test_a_table_offers_the_chips_that_it_can_answer(
    table: lookup.EmbeddingMatrix, smollm: embedlab.context.Encoder
) -> None:
    for each, absent in (
        (table, {"<|im_start|>"}),
        (lookup.embedding_matrix(smollm), {"##ing", "[MASK]", "水"}),
    ):
        known = {chip for chip in BROWSED if chip.isdigit() or lookup.spellings(each, chip)}
        assert known == set(BROWSED) - absent
        for chip in known:
            assert 0 <= lookup.find_token(each, chip) < len(each.tokens)


def test_the_shortest_rows_of_smollm2_are_frequent_names(smollm: embedlab.context.Encoder) -> None:
    table = lookup.embedding_matrix(smollm)
    shortest = {table.tokens[row] for row in np.argsort(table.norms)[:3]}
    assert shortest == {"ĠJohn", "ĠMichael", "ĠDavid"}
    assert table.norms.min() == pytest.approx(1.8, abs=0.05)
    assert table.norms.mean() == pytest.approx(3.2, abs=0.05)


def test_a_zero_row_has_cosine_0_as_everywhere() -> None:
    matrix = np.array([[1, 0], [0, 0], [2, 1]], dtype=np.float32)
    table = lookup.EmbeddingMatrix.of_words("tiny", "abc", matrix)
    assert lookup.nearest_rows(table, 0, k=2).by_cosine.words == ["c", "b"]
    assert lookup.nearest_rows(table, 0, k=2).by_cosine.scores[1] == 0


def test_rows_nobody_trained_lie_together(table: lookup.EmbeddingMatrix) -> None:
    unused = lookup.unused_rows(table)
    assert len(unused.known) == 994
    assert unused.norm == pytest.approx((0.455, 0.016), abs=0.001)
    assert unused.pair_cosine == pytest.approx(0.82, abs=0.005)
    assert unused.other_norm == pytest.approx((1.086, 0.203), abs=0.002)
    assert unused.other_pair_cosine == pytest.approx(0.015, abs=0.005)  # pairs are drawn with a seed
    known = set(unused.known.tolist())
    assert not known & set(unused.among.tolist())
    names = [table.tokens[row] for row in unused.among[:100]]
    assert "##劉" in names  # a continuation in Chinese: WordPiece cuts every such character by itself
    assert "dog" not in {table.tokens[row] for row in unused.among}
    assert (unused.cosines[unused.known] >= unused.threshold).mean() == pytest.approx(0.95, abs=0.002)


def test_the_mask_has_the_smallest_norm_and_length_alone_misleads(table: lookup.EmbeddingMatrix) -> None:
    assert table.tokens[table.norms.argmin()] == "[MASK]"
    assert table.norms.min() == pytest.approx(0.245, abs=0.001)
    assert table.norms[table.ids["[CLS]"]] == pytest.approx(1.546, abs=0.001)
    assert table.ids["[MASK]"] not in lookup.unused_rows(table).among


def test_a_table_without_unused_tokens_is_one_sentence() -> None:
    table = lookup.EmbeddingMatrix.of_words("tiny", ["a", "b"], np.ones((2, 2), np.float32))
    with pytest.raises(embedlab.EmbedLabError, match="names 0 unused tokens"):
        lookup.unused_rows(table)
