"""Labels in the tables of the pages: nothing of them is cut."""

from __future__ import annotations

from typing import Any

import numpy as np
import pytest

import embedlab
from ui import layout


# F19
@pytest.mark.bad_input(7)
@pytest.mark.parametrize(
    "column", [["a\0b", "\0", "c\0", "plain"], np.array(["a\0b", "\0c", "x", ""], object)]
)
def test_a_nul_in_a_label_is_a_symbol(column: Any, monkeypatch: pytest.MonkeyPatch) -> None:
    drawn: list[Any] = []
    monkeypatch.setattr(layout.st, "dataframe", lambda table, **_: drawn.append(table))
    layout.table({"label": column, "count": np.arange(4), "share": np.ones(4)}, key="t")
    expected = [text.replace("\0", "␀") for text in column]
    assert drawn[0].to_pydict() == {"label": expected, "count": [0, 1, 2, 3], "share": [1.0] * 4}


# F30
def test_one_word_is_one_word() -> None:
    with pytest.raises(embedlab.InvalidInputError, match="The training text has 1 word; training needs"):
        embedlab.tokens.train_tokenizer("word")
