"""The foot of the attention page, and its numbers in files."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from typing import Any

from embedlab.export import csv_text, npy_bytes
from embedlab.models.checkpoints import checkpoint_kind
from ui import files, sources
from ui.attention.view import View

__all__ = ["PART", "code", "origins"]


def origins(view: View) -> list[str]:
    """Say where the numbers of the picture come from."""
    name = view.query.model
    return [
        sources.model(name, checkpoint_kind(name), "Its matrices of queries, keys and values."),
        sources.computed(
            "every step in float64, from the state that enters the layer; compared with what the model's own "
            "forward pass (attention implementation “eager” of transformers) hands to the output projection."
        ),
    ]


def code(view: View) -> list[str]:
    """Return lines that compute the head."""
    query = view.query
    return [
        "import embedlab",
        "",
        f"model = embedlab.load_{checkpoint_kind(query.model)}({query.model!r})",
        f"text = {sources.shorten(query.text)!r}",
        f"head = embedlab.attention.head_computation(model, text, layer={query.layer}, head={query.head})",
        "print(head.tokens)",
        f"print(head.scores[{view.token}], head.weights[{view.token}], head.output[{view.token}])",
    ]


def _offers(view: View) -> Iterator[tuple[str, str, Callable[[], str | bytes]]]:
    encoding = view.trace.encoding
    yield "CSV", "attention.csv", lambda: csv_text(_columns(view))
    yield "Weights of all layers (.npy)", "attentions.npy", lambda: npy_bytes(encoding.attentions)
    yield "States of all layers (.npy)", "states.npy", lambda: npy_bytes(encoding.hidden_states)


def _columns(view: View) -> dict[str, Any]:
    head = view.head
    columns = {"token": view.labels, "score": head.scores[view.token], "weight": head.weights[view.token]}
    return columns | {f"value{index}": column for index, column in enumerate(head.values.T)}


PART = files.part(
    "**What one token takes**: score, weight and value of each token at this head. **Everything**: the "
    "weights of all heads (layers, heads, tokens, tokens), and the states (layers + 1, tokens, numbers).",
    _offers,
    code=lambda view, options: [
        "import numpy as np",
        "(encoding,) = model.encode([text])",
        'np.save("attentions.npy", encoding.attentions)',
    ],
)
