"""The applications page in use: an edited table, answered predictions, its files, other prices."""

from __future__ import annotations

import csv
import io
import json
import re
from pathlib import Path
from typing import Any

import numpy as np
import pytest

from embedlab import applications
from embedlab.numerals import bytes_text
from tests.support.pages import readings, visit
from ui.applications import collections, exports, results
from ui.applications.collections import HELP_DESK
from ui.applications.query import Query
from ui.edited_rows import ROWS
from ui.models import vector_cache


def _editor(block: Any) -> Any:
    """Return the table of labels among the elements of a page."""
    for child in block.children.values():
        editor = (
            _editor(child)
            if hasattr(child, "children")
            else HELP_DESK in getattr(child.proto, "id", "") and child
        )
        if editor:
            return editor
    return None


def _query(text: str) -> Query:
    model = results.classifier(collections.bundled(HELP_DESK))
    assert model is not None
    return Query(text, HELP_DESK, model, vector_cache().embed([text])[0])


def test_rows_are_changed_deleted_and_added_in_the_table() -> None:
    at = visit("applications", sort_tab="Edit the labels", unfolded=False)
    before = list(
        zip(*[getattr(collections.bundled(HELP_DESK), name) for name in ("labels", "texts")], strict=True)
    )
    edits = {
        "edited_rows": {"1": {"label": "spam"}},
        "deleted_rows": [0],
        "added_rows": [{"label": "spam", "text": "The van drove past my house and never stopped."}, {}],
    }
    states = at._tree.get_widget_states()
    states.widgets.add(id=_editor(at.main).proto.id, string_value=json.dumps(edits))
    at._run(states)  # as the browser sends edits
    assert not at.exception
    added = ("spam", "The van drove past my house and never stopped.")
    assert at.session_state[ROWS][HELP_DESK] == (("spam", before[1][1]), *before[2:], added)
    assert "read 180 labeled texts in 7 classes" in readings(at)[0]


def test_three_predictions_have_answers() -> None:
    at = visit("applications", sort_tab="Predict")
    for right in ("B", "C", "C"):
        at.button(key=f"sort bet {right}").click().run()
        at.button(key="sort bets reveal").click().run()
        assert any("You foresaw it" in each.value for each in at.markdown)
        at.button(key="sort bets next").click().run()
    assert "You foresaw 3 of 3" in at.success[0].value


def test_the_cost_follows_the_price_and_the_numbers_of_a_vector() -> None:
    part = {"sort_tab": "What does it cost?", "cost_texts": "1000000"}
    at = visit("applications", cost_price="2", cost_dim="768", **part)
    tokens, price = re.match(
        r"1,000,000 such texts are ([\d,]+) tokens: ([\d.]+) at", readings(at)[1]
    ).groups()  # type: ignore[union-attr]
    assert float(price) == pytest.approx(int(tokens.replace(",", "")) / 1e6 * 2, abs=0.01)
    memory = next(each.value for each in at.dataframe if "memory" in each.value)
    assert memory["memory"][0] == bytes_text(1_000_000 * 768 * 4)


def test_the_files_hold_the_predictions_and_a_pipeline_that_sorts_alike(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    query = _query("Where is my parcel?")
    data = query.data
    files = {name: make() for _, name, make in exports._offers(query)}
    rows = list(csv.DictReader(io.StringIO(str(files["predictions.csv"]))))
    validation = results.validation(data, place="test")
    assert validation is not None
    assert [row["predicted"] for row in rows] == [data.classes[index] for index in validation.predicted]
    assert np.mean([row["predicted"] == row["label"] for row in rows]) == pytest.approx(validation.accuracy)
    for name in ("labeled_texts.csv", "pipeline.py"):
        (tmp_path / name).write_text(str(files[name]), encoding="utf-8")
    monkeypatch.chdir(tmp_path)
    names: dict[str, Any] = {}
    exec(compile((tmp_path / "pipeline.py").read_text(encoding="utf-8"), "pipeline.py", "exec"), names)
    shares = dict(zip(names["model"].classes_, names["model"].predict_proba([query.text])[0], strict=True))
    assert [shares[label] for label in query.prediction.labels] == pytest.approx(
        query.prediction.scores, abs=1e-3
    )


def test_the_vectors_in_a_file_are_those_of_the_encoder() -> None:
    from pyarrow import BufferReader, parquet

    query = _query("Where is my parcel?")
    content = next(make for _, name, make in exports._offers(query) if name.endswith(".parquet"))()
    table = parquet.read_table(BufferReader(content)).to_pandas()
    columns = [f"d{index}" for index in range(384)]
    np.testing.assert_allclose(table[columns].to_numpy(), query.model.vectors, atol=1e-6)


def test_hdbscan_leaves_texts_out_and_says_so() -> None:
    data = collections.bundled(HELP_DESK)
    vectors = results.vectors_of(data)
    result = applications.cluster_vectors(vectors, method="HDBSCAN", labels=data.labels)
    at = visit("applications", sort_tab="Groups without labels", group_method="HDBSCAN")
    assert f"{(result.groups == applications.OUTSIDE).sum()} texts" in readings(at)[1]
