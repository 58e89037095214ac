"""Ray's actors: the vectors of a run in this process; and a killed actor loses nothing."""

from __future__ import annotations

import json
import os
import signal
from pathlib import Path

import numpy as np
from pyarrow import parquet

import embedlab
from embedlab.corpora import Progress, embed_corpus

ROWS = 12


def test_actors_of_which_one_is_killed_make_what_one_process_makes(
    tmp_path: Path, encoder: embedlab.context.Encoder
) -> None:
    texts = [
        f"Text {number} is about {'cats and mats' if number % 2 else 'money'}." for number in range(ROWS)
    ]
    path = tmp_path / "texts.jsonl"
    path.write_text("\n".join(json.dumps({"text": text}) for text in [*texts[:-1], None]))
    killed: list[int] = []

    def kill_first(progress: Progress) -> None:
        if not killed:
            killed.append(progress.part.process)
            os.kill(progress.part.process, signal.SIGKILL)

    corpus = embed_corpus([path], tmp_path / "ray", encoder=encoder, part_rows=1, workers=2, watch=kill_first)
    local = embed_corpus([path], tmp_path / "local", encoder=encoder, part_rows=1)
    assert killed != [os.getpid()]
    ours, theirs = (parquet.read_table(each.folder / "parts") for each in (corpus, local))
    assert ours.drop(["vector"]) == theirs.drop(["vector"])
    assert ours["text"].to_pylist() == texts[:-1]
    np.testing.assert_allclose(
        np.stack(ours["vector"].to_numpy()), np.stack(theirs["vector"].to_numpy()), atol=1e-6
    )
    assert (corpus.chunks, corpus.rejected, corpus.rows) == (ROWS - 1, 1, ROWS)
