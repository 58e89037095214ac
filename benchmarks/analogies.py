"""The whole Google analogy set at the full vocabulary, against gensim's loop."""

from __future__ import annotations

import tempfile
import time
from pathlib import Path

import numpy as np
from gensim.models import KeyedVectors

import embedlab
from benchmarks.report import Row

EVERY = 40  # gensim answers every 40th question; its time for all is extrapolated


def measure() -> list[Row]:
    """Compare the time for all 19,544 questions, and the counts per section on gensim's share."""
    vectors = embedlab.load_word_vectors("glove-6b-50d")
    questions = embedlab.read_analogies(embedlab.vectors.google_analogies_path())
    vectors.similarity("king", "queen")  # opens the index and the norms
    begun = time.perf_counter()
    report = embedlab.evaluate_analogies(vectors, questions)
    mine = time.perf_counter() - begun
    others = {}
    for method in ("3cosmul", "pairdirection"):
        begun = time.perf_counter()
        accuracy = embedlab.evaluate_analogies(vectors, questions, method=method).accuracy
        others[method] = time.perf_counter() - begun, accuracy

    keyed = KeyedVectors(vectors.dim)
    keyed.add_vectors(vectors.words, np.asarray(vectors.matrix))
    keyed.fill_norms()
    share = embedlab.vectors.AnalogyQuestions(
        {name: asked[::EVERY] for name, asked in questions.sections.items()}
    )
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / "share.txt"
        lines = [
            line for name, asked in share.sections.items() for line in (f": {name}", *map(" ".join, asked))
        ]
        path.write_text("\n".join(lines), "utf-8")
        begun = time.perf_counter()
        _, sections = keyed.evaluate_word_analogies(str(path), restrict_vocab=None)
        peer = (time.perf_counter() - begun) * len(questions) / len(share)
    expected = {
        section["section"]: (len(section["correct"]), len(section["correct"]) + len(section["incorrect"]))
        for section in sections[:-1]
    }
    found = embedlab.evaluate_analogies(vectors, share).sections
    differing = sum(found[name] != counts for name, counts in expected.items())
    return [
        Row(
            f"{len(questions):,} analogy questions, {len(vectors):,} words",
            f"{mine:.1f} s",
            f"gensim {peer:.0f} s (extrapolated from {len(share)})",
            peer / mine,
            15,
            "× faster",
            at_least=True,
        ),
        Row(
            "sections whose counts differ from gensim's",
            f"accuracy {report.accuracy:.1%}",
            f"the same {len(share)} questions",
            differing,
            0,
            "sections",
        ),
        *(
            Row(
                f"the same questions by {method}",
                f"{seconds:.1f} s, accuracy {accuracy:.1%}",
                f"3cosadd {mine:.1f} s, {report.accuracy:.1%}",
                seconds / mine,
                3,
                "× its time",
            )
            for method, (seconds, accuracy) in others.items()
        ),
    ]
