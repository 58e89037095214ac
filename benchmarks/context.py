"""The encoder: one sentence and 200 against the bare model, eight visitors at once, memory."""

from __future__ import annotations

import re
import subprocess
import sys
import time
from collections.abc import Callable, Sequence
from pathlib import Path
from typing import Any

import torch
from gensim.test.utils import datapath
from sentence_transformers import SentenceTransformer
from transformers import AutoTokenizer

import embedlab
from benchmarks.processes import ROOT
from benchmarks.queries import crowd
from benchmarks.report import Row
from benchmarks.tokens import best_of_both
from embedlab.catalog import find_entry
from embedlab.models.installed import find_file

MODEL = "all-MiniLM-L6-v2"
SENTENCE = "She sat on the bank and watched the river"
SIZES = (8, 16, 32, 64)  # sentences a pass of the bare model
RUNS = 8  # of 200 sentences

# in a process of its own: the highest memory of the process before and after
PEAK = """
import ui.environment
import re, sys
from pathlib import Path
import embedlab

def peak():  # kB
    return int(re.search(r"VmHWM:\\s+(\\d+)", Path("/proc/self/status").read_text())[1])

encoder = embedlab.load_encoder("all-MiniLM-L6-v2")
long = "the " * 496 + "river bank"
embedlab.word_in_context(encoder, [long], "bank")
before = peak()
embedlab.word_in_context(encoder, [f"{number} {long}" for number in range(int(sys.argv[1]))], "bank")
print(peak() - before)
"""
LONG_SENTENCES = 200


def read_sentences() -> list[str]:
    """Return 200 sentences of newspapers (the Lee corpus that gensim carries), each with a "the"."""
    text = Path(datapath("lee_background.cor")).read_text("utf-8").replace("\n", " ")
    found = [sentence.strip() for sentence in re.split(r"(?<=[.!?])\s+", text)]
    return [sentence for sentence in found if re.search(r"\bthe\b", sentence, re.I) and len(sentence) < 400][
        :200
    ]


def bare_call(encoder: embedlab.context.Encoder) -> Callable[[], object]:
    """Return one forward pass of the model itself, the tokens given."""
    (encoding,) = encoder.encode([SENTENCE])
    ids = torch.tensor([encoding.ids])
    mask = torch.ones_like(ids)

    def call() -> object:
        with torch.inference_mode():
            return encoder._model(
                input_ids=ids, attention_mask=mask, output_hidden_states=True, output_attentions=True
            )

    return call


def one_sentence(encoder: embedlab.context.Encoder) -> Row:
    """Compare one sentence with every layer and attention with the bare model."""
    seconds, bare = best_of_both(lambda: encoder.encode([SENTENCE]), bare_call(encoder), times=200)
    return Row(
        "one sentence, all layers and attentions",
        f"{seconds * 1000:.1f} ms",
        f"bare model, tokens given {bare * 1000:.1f} ms",
        seconds / bare,
        1.2,
    )


def batched(encoder: embedlab.context.Encoder, sentences: Sequence[str], size: int) -> Callable[[], object]:
    """Return the bare model on texts in batches, from text to every layer."""
    folder = find_file(find_entry(MODEL, "encoder"), "config").parent
    tokenizer: Any = AutoTokenizer.from_pretrained(folder, local_files_only=True)

    def call() -> object:
        outputs = []
        for first in range(0, len(sentences), size):
            batch = tokenizer(list(sentences[first : first + size]), padding=True, return_tensors="pt")
            with torch.inference_mode():
                outputs.append(encoder._bulk_model(**batch, output_hidden_states=True).hidden_states)
        return outputs

    return call


def many_sentences(encoder: embedlab.context.Encoder, sentences: list[str]) -> list[Row]:
    """Compare 200 sentences with the best of the bare model's batch sizes and orders."""
    orders = {"as given": sentences, "by length": sorted(sentences, key=len)}
    peers = {
        f"{size} at a time, {order}": batched(encoder, texts, size)
        for order, texts in orders.items()
        for size in SIZES
    }
    asked = {
        "200 sentences, all layers": lambda: encoder.encode(sentences, attentions=False),
        "a word in 200 sentences": lambda: embedlab.word_in_context(encoder, sentences, "the"),
    }
    tried = {name: min(processor_time(call) for _ in range(3)) for name, call in peers.items()}
    best = min(tried, key=lambda name: tried[name])
    rows = []
    for name, call in asked.items():
        seconds, bare = best_of_both(call, peers[best], times=RUNS)
        rows.append(
            Row(
                name,
                f"{seconds * 1000:,.0f} ms",
                f"bare model, {best}: {bare * 1000:,.0f} ms",
                seconds / bare,
                1.1,
            )
        )
    return rows


def processor_time(call: Callable[[], object]) -> float:
    """Return the seconds of all processors that a call takes; other work disturbs that less."""
    begun = time.process_time()
    call()
    return time.process_time() - begun


def bulk(encoder: embedlab.context.Encoder, sentences: list[str]) -> Row:
    """Compare vectors of 200 whole sentences with sentence-transformers."""
    folder = find_file(find_entry(MODEL, "encoder"), "config").parent
    peer = SentenceTransformer(str(folder), local_files_only=True)
    seconds, theirs = best_of_both(
        lambda: encoder.embed(sentences),
        lambda: peer.encode(sentences, normalize_embeddings=True, show_progress_bar=False),
        times=RUNS,
    )
    return Row(
        "200 sentence vectors",
        f"{len(sentences) / seconds:,.0f} a second",
        f"sentence-transformers {len(sentences) / theirs:,.0f} a second",
        theirs / seconds,
        1,
        unit="× as fast",
        at_least=True,
    )


def slider_steps() -> Row:
    """Count the forward passes of another layer and another pooling, on the page's own path."""
    from ui import models
    from ui.context.query import Sentences
    from ui.context.uses import use

    encoder = models.encoder(models.ENCODER)
    passes = 0
    forward = encoder._all_layers

    def counted(texts: Any) -> Any:
        nonlocal passes
        passes += 1
        return forward(texts)

    encoder._all_layers = counted
    sentences = (SENTENCE, "She took the money to the bank")
    steps = [(pooling, layer) for pooling in ("mean", "first", "last", "max") for layer in range(7)]
    for number, (pooling, _) in enumerate(steps):
        use(Sentences("bank", sentences, ("", ""), (1, 1), (1, 2)), pooling)
        if number == 0:
            first, passes = passes, 0
    encoder._all_layers = forward
    return Row(
        f"{len(steps) - 1} steps of layer and pooling",
        f"{passes} passes",
        f"the first view {first}",
        passes,
        0,
        unit="passes",
    )


def memory() -> Row:
    """Return what 200 sentences of 500 tokens add to the highest memory of a process."""
    run = subprocess.run(
        [sys.executable, "-c", PEAK, str(LONG_SENTENCES)],
        capture_output=True,
        text=True,
        check=True,
        cwd=ROOT,
    )
    megabytes = int(run.stdout) / 1000
    each = 7 * 500 * 384 * 4 / 1e6
    return Row(
        f"memory: a word in {LONG_SENTENCES} sentences of 500 tokens",
        f"{megabytes:.0f} MB",
        f"all their layers {LONG_SENTENCES * each:,.0f} MB",
        megabytes,
        300,
        unit="MB",
    )


def measure() -> list[Row]:
    """Compare with the bare model and with sentence-transformers."""
    encoder = embedlab.load_encoder(MODEL)
    sentences = read_sentences()
    return [
        one_sentence(encoder),
        *many_sentences(encoder, sentences),
        bulk(encoder, sentences),
        crowd(
            "eight at once, a sentence each with attentions",
            lambda word: encoder.encode([f"We saw the {word} before it was dark"]),
        ),
        crowd(
            "eight at once, a word in a sentence each",
            lambda word: embedlab.word_in_context(encoder, [f"We saw the {word} before it was dark"], word),
        ),
        slider_steps(),
        memory(),
    ]
