"""The attention page: a traced text against the bare pass, the lens, writing against transformers' own."""

from __future__ import annotations

import asyncio
import statistics
import time
from collections.abc import Callable
from typing import Any

import torch
from transformers import LlamaForCausalLM

import embedlab
from benchmarks.lookup import rerun_seconds
from benchmarks.processes import empty_app, ours
from benchmarks.queries import crowd
from benchmarks.report import Row
from embedlab import attention
from embedlab.figures.attention import heads_figure
from embedlab.figures.attention_lens import lens_figure

TEXT = "The capital of France is a city on the river Seine and it has been there for a very"  # 19 tokens
WRITTEN = 40  # tokens
RUNS = 15


def measure() -> list[Row]:
    """Compare what the page computes with the model alone, and a rerun with an empty page."""
    encoder, decoder = embedlab.load_encoder("all-MiniLM-L6-v2"), embedlab.load_decoder()
    rows = [_trace(encoder, "MiniLM"), _trace(decoder, "SmolLM2")]
    for name, model in {"MiniLM": encoder, "SmolLM2": decoder}.items():
        tracer = attention.LayerTracer(model)
        what = f"eight at once trace a sentence each, {name}"
        rows.append(crowd(what, lambda word, trace=tracer: trace(f"We saw the {word} before it was dark")))
    rows.append(_lens(decoder))
    rows.append(_writing(decoder))
    lens = attention.logit_lens(decoder, TEXT, last=5)
    figures = [
        heads_figure(attention.trace_layers(decoder, TEXT).encoding.attentions, (1, 1)),
        lens_figure(lens.tokens, lens.words[:, :, 0], lens.probabilities[:, :, 0], lens.answer_ranks),
    ]
    size = max(len(figure.to_json()) for figure in figures) / 1000
    rows.append(Row("the largest figure", f"{size:.0f} kB", "limit 150 kB", size, 150, "kB"))
    with empty_app() as peer:
        empty = asyncio.run(rerun_seconds(peer.address, ""))
    with ours(warm=True) as server:
        again = asyncio.run(rerun_seconds(server.address, "attention"))
    rows.append(Row(
        "a rerun of a cached sentence", f"{again * 1000:.0f} ms", f"empty {empty * 1000:.0f} ms",
        again * 1000, 40, "ms",
    ))  # fmt: skip
    return rows


def _trace(model: embedlab.context.Encoder, name: str) -> Row:
    """Return a new text with all that is noted of it, against a bare pass with states and attentions."""
    tracer = attention.LayerTracer(model)
    bare: Any = model.copy_model()
    ids = torch.tensor([model.prepare(TEXT).ids])

    def run() -> None:
        with torch.inference_mode():
            bare(ids, output_hidden_states=True, output_attentions=True)

    ours_, theirs = _seconds(lambda: tracer(TEXT), run)
    return Row(
        f"a new text of {ids.shape[1]} tokens, {name}", f"{ours_ * 1000:.1f} ms",
        f"bare pass {theirs * 1000:.1f} ms", ours_ / theirs, 1.3,
    )  # fmt: skip


def _lens(decoder: embedlab.context.Encoder) -> Row:
    """Return the lens of all layers and tokens, against the pass and the product alone."""

    def bare() -> None:
        states = decoder.encode([TEXT], attentions=False)[0].hidden_states
        states.reshape(-1, states.shape[-1]) @ decoder.token_embeddings.T

    seconds, least = _seconds(lambda: attention.logit_lens(decoder, TEXT), bare)
    return Row(
        "lens of 30 layers, 20 tokens", f"{seconds * 1000:.0f} ms",
        f"bare pass and product {least * 1000:.0f} ms", seconds * 1000, 400, "ms",
    )  # fmt: skip


def _writing(decoder: embedlab.context.Encoder) -> Row:
    """Return the tokens per second, drawn with top-p, against transformers' generate."""
    with torch.device("meta"):
        whole: Any = LlamaForCausalLM(decoder.model.config)
    whole.model, model = decoder.copy_model(attention="sdpa"), decoder
    whole.lm_head.weight = whole.model.embed_tokens.weight
    ids = torch.tensor([decoder.prepare(TEXT).ids])
    settings: dict[str, Any] = {"temperature": 0.8, "top_p": 0.9}
    count = len(attention.continue_text(model, TEXT, limit=WRITTEN, **settings).ids)

    def theirs() -> None:
        whole.generate(
            ids,
            do_sample=True,
            top_k=0,
            min_new_tokens=count,
            max_new_tokens=count,
            pad_token_id=0,
            **settings,
        )

    own, other = _seconds(
        lambda: attention.continue_text(model, TEXT, limit=WRITTEN, **settings), theirs, runs=4
    )
    return Row(
        f"writing {count} tokens", f"{count / own:.1f} tokens/s",
        f"transformers {count / other:.1f} tokens/s", other / own, 0.8, at_least=True,
    )  # fmt: skip


def _seconds(*functions: Callable[[], object], runs: int = RUNS) -> Any:
    """Return the median seconds of functions that are called in turn; of one, a number."""
    taken: list[list[float]] = [[] for _ in functions]
    for _ in range(runs):
        for number, function in enumerate(functions):
            begun = time.perf_counter()
            function()
            taken[number].append(time.perf_counter() - begun)
    medians = [statistics.median(each) for each in taken]
    return medians if len(medians) > 1 else medians[0]
