"""A table that the operator added is in the lists of two pages, and answers there as in the package."""

from __future__ import annotations

from pathlib import Path

import numpy as np
import pytest

import embedlab
from tests.support.pages import texts, visit, warnings


@pytest.fixture(scope="module")
def mini(
    vectors: embedlab.vectors.WordVectors, tmp_path_factory: pytest.TempPathFactory
) -> embedlab.vectors.WordVectors:
    """Return the most frequent words of GloVe in a table of another name, with 40 of their 50 numbers."""
    rows = np.array(vectors.matrix[:20_000, :40])
    mini = embedlab.vectors.WordVectors(vectors.words[:20_000], rows, name="mini", uncased=True)
    folder = tmp_path_factory.mktemp("tables")
    embedlab.vectors.save_word_vectors(mini, folder / "mini")
    return embedlab.vectors.open_word_vectors(folder / "mini")


@pytest.fixture(autouse=True)
def tables(mini: embedlab.vectors.WordVectors, monkeypatch: pytest.MonkeyPatch) -> None:
    folder = Path(str(mini.matrix.filename)).parent.parent  # type: ignore[attr-defined]
    monkeypatch.setenv("EMBEDLAB_TABLES", str(folder))


def test_it_answers_an_analogy(mini: embedlab.vectors.WordVectors) -> None:
    at = visit("vectors", table="mini", a="france", b="paris", c="italy")
    assert not at.exception
    assert "mini" in at.selectbox(key="table").options
    best = embedlab.analogy(mini, "france", "paris", "italy")
    page = texts(at) + " ".join(each.value for each in at.markdown)
    assert best.words[0] in page
    assert f"mini, a table that was added on this server, {len(mini):,} words × 40 numbers" in page
    assert "vectors = embedlab.load_word_vectors('mini')" in at.code[0].value


@pytest.mark.parametrize("show", ["word groups", "most frequent", "neighborhood"])
def test_it_is_a_space_of_the_map(show: str) -> None:
    at = visit("space", vectors="mini", show=show, count="50", near_count="20")
    assert not at.exception
    assert "mini" in at.selectbox(key="vectors").options
    code = at.code[0].value
    assert "vectors = embedlab.load_word_vectors('mini')" in code
    if show == "word groups":  # those that the table has not are left out in a sentence
        assert all("is not among" in warning for warning in warnings(at))
    variables: dict[str, np.ndarray] = {}
    exec(compile(code, "code of the page", "exec"), variables)
    assert variables["matrix"].shape[1] == 40
