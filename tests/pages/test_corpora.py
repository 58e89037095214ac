"""A corpus of this server on the pages that list it: the map in /embedding-space, the index in /search."""

from __future__ import annotations

import json
from collections.abc import Iterator
from pathlib import Path

import numpy as np
import orjson
import pytest

import embedlab
from embedlab.corpora import corpora_folder, embed_corpus, index_corpus, map_corpus
from embedlab.corpora.views import MOST_POINTS, view_part
from embedlab.figures.density import density_figure
from tests.support.pages import readings, texts, visit, warnings

TOPICS = ("The cat sat on the mat", "Money lies in the bank", "The river flooded the town")
COUNT = 30


@pytest.fixture(scope="module", autouse=True)
def notes(own_cache: Path, encoder: embedlab.context.Encoder) -> Iterator[None]:
    """A corpus named notes, with an index and a map, for this module only."""
    patch = pytest.MonkeyPatch()
    patch.setenv("EMBEDLAB_CACHE", str(own_cache / "with corpora"))
    home = corpora_folder()
    assert home is not None
    home.mkdir()
    lines = [json.dumps({"text": f"{TOPICS[n % 3]}, says note {n}."}) for n in range(COUNT)]
    (home / "notes.jsonl").write_text("\n".join(lines))
    corpus = embed_corpus([home / "notes.jsonl"], home / "notes", encoder=encoder)
    index_corpus(corpus)
    map_corpus(corpus, method="pca", sample=20)
    yield
    patch.undo()


def test_the_map_shows_all_texts_and_says_how_much_it_keeps() -> None:
    at = visit("space", show="corpus", corpus="notes")
    assert not at.exception, at.exception[0].message
    assert "All 30 texts in sight, each a point." in readings(at)[0]
    assert "10 were placed" in readings(at)[0]
    assert len(at.dataframe[0].value) == COUNT


def test_a_part_of_the_map_is_in_the_link() -> None:
    at = visit("space", show="corpus", corpus="notes", map_part="5 6 5 6")
    assert "0% of 30 texts in sight" in readings(at)[0]
    at = visit("space", show="corpus", corpus="notes", map_part="1 0 x")
    assert "not a part of a map" in warnings(at)
    assert "There is" not in texts(visit("space", show="corpus", corpus="none"))


def test_a_million_points_are_sent_as_a_small_picture_that_loses_none() -> None:
    places = np.random.default_rng(0).standard_normal((1_000_000, 2)).astype(np.float32)
    whole = view_part(places)
    assert whole.count == whole.cells.sum() == len(places)
    assert (
        len(orjson.dumps(density_figure(whole, ()).to_plotly_json(), option=orjson.OPT_SERIALIZE_NUMPY)) < 2e6
    )
    box = (1.0, 1.05, 1.0, 1.03)
    part = view_part(places, box)
    left, right, bottom, top = part.box
    inside = ((places >= (left, bottom)) & (places < (right, top))).all(axis=1)
    assert 0 < part.count <= MOST_POINTS
    assert np.array_equal(part.rows, np.flatnonzero(inside))
    figure = density_figure(part, ["text"] * part.count)
    assert len(figure.data[0].x) == part.count


def test_a_corpus_is_searched_in_its_table() -> None:
    at = visit("search", search="a flood of water", search_in="notes")
    assert not at.exception, at.exception[0].message
    tables = {column: each.value for each in at.dataframe for column in each.value.columns}
    assert "river" in tables["cosine"]["text"].iloc[0]
    assert readings(at)[0].startswith("Meaning puts “notes.jsonl, row") or "No word" in readings(at)[0]
    assert "among 30 chunks of notes" in readings(at)[0]
    markdown = " ".join(str(each.value) for each in at.markdown)
    assert "river" in markdown
    assert "embedlab.corpora.search_corpus" in " ".join(each.value for each in at.code)


@pytest.mark.parametrize("box", [(1, 1, 0, 1), (0, 1, 2, 1), (0, np.inf, 0, 1)])
def test_a_box_without_an_inside_is_refused(box: tuple[float, float, float, float]) -> None:
    with pytest.raises(embedlab.EmbedLabError, match="left to right"):
        view_part(np.zeros((3, 2), np.float32), box)
