"""The map of a corpus: rows it was not fitted on lie with their topic; any client reads the file."""

from __future__ import annotations

import numpy as np
import pytest
from pyarrow import parquet

import embedlab
from embedlab.corpora import Corpus, map_corpus, read_map


@pytest.mark.parametrize("method", ["pca", "umap", "tsne"])
def test_placed_rows_lie_with_their_topic_and_judge_the_map(corpus: Corpus, method: str) -> None:
    result = map_corpus(corpus, method=method, sample=120)
    facts = result.facts
    assert (facts.chunks, facts.fitted, facts.judged) == (240, 120, 120)
    assert facts.knn_preservation > 2 * facts.expected
    table = parquet.read_table(result.path)
    assert {"id", "text", "projection_x", "projection_y", "fitted"} <= set(table.column_names)
    assert sum(table["fitted"].to_pylist()) == 120
    places, topics = result.coordinates, np.arange(240) % 4
    placed = ~np.array(table["fitted"].to_pylist())
    fitted = np.flatnonzero(~placed)
    distances = np.linalg.norm(places[placed, None] - places[None, fitted], axis=2)
    nearest = fitted[distances.argmin(axis=1)]
    assert np.mean(topics[nearest] == topics[placed]) > 0.5  # 0.25 at random
    again = read_map(corpus)
    assert again is not None
    assert again.facts == facts
    rows = np.array([200, 3])
    assert again.texts(rows) == [table["text"][200].as_py(), table["text"][3].as_py()]


def test_a_map_that_cannot_be_drawn_says_why(corpus: Corpus) -> None:
    with pytest.raises(embedlab.EmbedLabError, match="umap, tsne, pca"):
        map_corpus(corpus, method="isomap")
    with pytest.raises(embedlab.EmbedLabError, match="5 to"):
        map_corpus(corpus, sample=10_000)
