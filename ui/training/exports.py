"""The foot of the training page, and the table of the letters in files."""

from __future__ import annotations

from embedlab.export import csv_text, npy_bytes
from ui import files, layout, sources
from ui.training.picture import columns
from ui.training.query import ORIGINS, TEXTS
from ui.training.view import View

__all__ = ["PART", "code", "link", "origins"]


def link(view: View) -> str:
    """Say what the link holds."""
    return f"{layout.WHOLE} Your own text is not in it." if view.query.own else layout.WHOLE


def origins(view: View) -> list[str]:
    """Say where the numbers of the picture come from."""
    return [
        ORIGINS[TEXTS.get(view.query.name, "")],
        f"**A toy, trained here:** a next-letter model (3 letters, 2 columns, 100 hidden units) on the first {len(view.run.text.ids):,} letters; seed {view.query.random_state}, {view.query.steps:,} steps of 256 places, Adam with learning rate 0.01.",
        sources.computed(
            "loss on the last 10% of the text, which training never sees; letter counts and pairs (Witten and Bell 1991) are taken from the first 90%. Tests compare gradients and a whole run with PyTorch."
        ),
    ]


def code(view: View) -> list[str]:
    """Return lines that repeat the run."""
    query = view.query
    content = repr(sources.shorten(query.own))
    if not query.own:
        corpus = f"embedlab.texts.load_corpus({TEXTS[query.name]!r})"
        content = f"{corpus}  # its first 200,000 letters are read"
    return [
        "import embedlab",
        "",
        f"content = {content}",
        "text = embedlab.training.read_letters(content)",
        f"run = embedlab.training.train_letters(text, steps={query.steps}, random_state={query.random_state})",
        "print(run.loss, run.baselines)",
        "print(embedlab.training.count_vowel_neighbors(text, run.tables)[-1])",
    ]


PART = files.part(
    "**The table of the letters** before and after training, and every snapshot between.",
    lambda view: [
        ("CSV", "letters.csv", lambda: csv_text(columns(view))),
        ("All snapshots (.npy)", "letters.npy", lambda: npy_bytes(view.run.tables)),
    ],
    code=lambda view, options: [
        "import numpy as np",
        'np.save("letters.npy", run.tables)  # (steps + 1, letters, 2)',
    ],
)
