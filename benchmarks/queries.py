"""One question to 400,000 words: neighbors and an analogy; and eight people who ask at once."""

from __future__ import annotations

import statistics
import threading
import time
from collections.abc import Callable

import numpy as np
from gensim.models import KeyedVectors

import embedlab
from benchmarks.report import Row

RUNS = 60
WORDS = ["bank", "king", "tokyo", "walked", "piano", "river"]
CROWD = [*WORDS, "doctor", "paris"]


def median_times(functions: dict[str, Callable[[str], object]]) -> dict[str, float]:
    """Return the median seconds of each function, called in turn."""
    times: dict[str, list[float]] = {name: [] for name in functions}
    for run in range(RUNS):
        for name, function in functions.items():
            begun = time.perf_counter()
            function(WORDS[run % len(WORDS)])
            times[name].append(time.perf_counter() - begun)
    return {name: statistics.median(found) for name, found in times.items()}


def crowd_time(ask: Callable[[str], object]) -> float:
    """Return the seconds until eight threads that ask at the same moment all have their answers."""
    begin = threading.Barrier(len(CROWD) + 1)

    def wait_and_ask(word: str) -> None:
        begin.wait()
        ask(word)

    threads = [threading.Thread(target=wait_and_ask, args=(word,)) for word in CROWD]
    for thread in threads:
        thread.start()
    while begin.n_waiting < len(CROWD):
        time.sleep(0.001)
    begun = time.perf_counter()
    begin.wait()
    for thread in threads:
        thread.join()
    return time.perf_counter() - begun


def crowd(what: str, ask: Callable[[str], object]) -> Row:
    """Compare eight who ask at once with one."""
    alone, together = [], []
    for run in range(RUNS):
        begun = time.perf_counter()
        ask(CROWD[run % len(CROWD)])
        alone.append(time.perf_counter() - begun)
        together.append(crowd_time(ask))
    one, eight = statistics.median(alone), statistics.median(together)
    return Row(what, f"{eight * 1000:.1f} ms", f"one {one * 1000:.1f} ms", eight / one, 3)


def measure() -> list[Row]:
    """Compare with gensim and with the bare product of matrix and query."""
    vectors = embedlab.load_word_vectors("glove-6b-50d")
    keyed = KeyedVectors(vectors.dim)
    keyed.add_vectors(vectors.words, np.asarray(vectors.matrix))
    keyed.fill_norms()
    for word in WORDS:  # warm, and the same answers
        assert vectors.neighbors(word).words == [name for name, _ in keyed.most_similar(word)]
    times = median_times(
        {
            "neighbors": vectors.neighbors,
            "gensim": keyed.most_similar,
            "bare": lambda word: vectors.matrix @ vectors[word],
            "analogy": lambda word: embedlab.analogy(vectors, "man", word, "woman"),
            "gensim analogy": lambda word: keyed.most_similar(positive=[word, "woman"], negative=["man"]),
        }
    )
    shown = {name: f"{seconds * 1000:.2f} ms" for name, seconds in times.items()}
    return [
        Row(
            "neighbors of a word",
            shown["neighbors"],
            f"gensim {shown['gensim']}",
            times["neighbors"] / times["gensim"],
            0.5,
        ),
        Row(
            "neighbors of a word",
            shown["neighbors"],
            f"bare matrix @ query {shown['bare']}",
            times["neighbors"] / times["bare"],
            1.2,
        ),
        Row(
            "an analogy",
            shown["analogy"],
            f"gensim {shown['gensim analogy']}",
            times["analogy"] / times["gensim analogy"],
            0.5,
        ),
        crowd("eight at once, an analogy each", lambda word: embedlab.analogy(vectors, "man", word, "woman")),
    ]
