"""What do layers know? The length, the part of speech and the sense of words, probed in every layer.

Tenney et al. 2019 ("BERT Rediscovers the Classical NLP Pipeline") read syntax from early and meaning from
late layers of BERT. A probe shows that something can be read from a vector, not that the model uses it.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace

import numpy as np
from numpy.typing import NDArray

from embedlab.context import Encoder, LabelProbe, probe_labels, probe_senses, tokens_inside, word_in_context
from embedlab.context.decoder import load_model
from embedlab.context.pooling import pool_tokens
from embedlab.texts import AMBIGUOUS_WORDS, TAGGED_SENTENCES

__all__ = ["PROPERTIES", "LayerProbe", "layer_probes", "probe_model"]

PROPERTIES = ("length", "part of speech", "sense")  # surface, syntax, meaning
LENGTHS = {3: "up to 3", 5: "4 or 5", 7: "6 or 7", 100: "8 or more"}  # letters at most -> class
SAME = 2  # occurrences of a word with the same part of speech that count
AMBIGUOUS = ("bank", "bark", "spring", "seal", "bat", "match")
SENTENCES = 6  # of each sense


@dataclass(frozen=True)
class LayerProbe:
    """How often a property is read correctly from the vector of a word not seen before, by layer."""

    accuracy: NDArray[np.float64]  # (layers + 1,); row 0 is what enters the first layer
    chance: NDArray[np.float64]  # (layers + 1,) mean accuracy with shuffled labels
    chance_high: NDArray[np.float64]  # (layers + 1,) 5% of the shuffled labels lie above; of senses: the mean
    majority: float  # what always naming the most frequent label would reach
    count: int  # words that were probed
    both: NDArray[np.float64] | None = None  # (layers + 1,) accuracy for words with two parts of speech

    @property
    def best(self) -> int:
        """The first layer with the highest accuracy."""
        return int(self.accuracy.argmax())

    @property
    def plateau(self) -> list[int]:
        """The layers whose accuracy is within one standard error of the best layer's."""
        top = float(self.accuracy.max())
        least = top - np.sqrt(top * (1 - top) / self.count)
        return [int(row) for row in np.flatnonzero(self.accuracy >= least)]


def layer_probes(
    model: Encoder,
    *,
    permutations: int = 99,
    random_state: int = 0,
    watch: Callable[[float, str], object] | None = None,
) -> dict[str, LayerProbe]:
    """Probe every layer for the length, the part of speech and the sense of words in bundled sentences.

    The nearest mean of the unit vectors of each label names it (`probe_labels`). For length and part of
    speech all occurrences of a word are left out together, so that no word is recognized again; the first
    word of a sentence, before which a decoder reads nothing, is left out. A sense is probed for each
    ambiguous word alone, its sentence left out; the values are means over those words.

    Args:
        model: an encoder or a decoder, which reads only what stands before a word.
        permutations: how often the labels are shuffled.
        random_state: the same shuffling for the same number.
        watch: called with the share that is done and what is probed next.

    Raises:
        InvalidInputError: a number of permutations outside its limits.

    Source: Hewitt and Liang 2019 (control tasks) for the comparison with shuffled labels.
    """
    report = watch or (lambda share, note: None)
    options = {"permutations": permutations, "random_state": random_state}
    words, tags, vectors = _tagged_words(model)
    report(0.2, "length")
    lengths = probe_labels(vectors, [_length_class(word) for word in words], words, **options)
    report(0.4, "part of speech")
    speech = probe_labels(vectors, tags, words, **options)
    forms = Counter(word for word, _ in set(zip(words, tags, strict=True)))
    both = [row for row, word in enumerate(words) if forms[word] > 1]
    right = np.array(speech.predicted)[:, both] == np.array(tags)[both]
    senses = []
    for number, name in enumerate(AMBIGUOUS):
        report(0.6 + 0.4 * number / len(AMBIGUOUS), f"sense of {name}")
        word = AMBIGUOUS_WORDS[name].first(SENTENCES)
        senses.append(probe_senses(word_in_context(model, word.sentences, name), word.senses, **options))
    results = _mean([lengths]), replace(_mean([speech]), both=right.mean(axis=1)), _mean(senses)
    return dict(zip(PROPERTIES, results, strict=True))


def probe_model(name: str, *, watch: Callable[[float, str], object]) -> dict[str, LayerProbe]:
    """Return the `layer_probes` of a model of the catalog: a task of a worker, which loads it."""
    return layer_probes(load_model(name), watch=watch)


def _mean(probes: Sequence[LabelProbe]) -> LayerProbe:
    accuracy, chance, chance_high = (
        np.mean([getattr(probe, name) for probe in probes], axis=0)
        for name in ("accuracy", "chance", "chance_high")
    )
    majority = float(np.mean([probe.majority for probe in probes]))
    return LayerProbe(
        accuracy, chance, chance_high, majority, sum(len(probe.predicted[0]) for probe in probes)
    )


def _length_class(word: str) -> str:
    return next(name for most, name in LENGTHS.items() if len(word) <= most)


def _tagged_words(model: Encoder) -> tuple[list[str], list[str], NDArray[np.float32]]:
    """Return the words, their parts of speech and their vectors, (layers + 1, words, dim)."""
    texts = [" ".join(word for word, _ in sentence) + "." for sentence in TAGGED_SENTENCES]
    encodings = dict(model.encode_each(texts, attentions=False))
    seen: Counter[tuple[str, str]] = Counter()
    words, tags, vectors = [], [], []
    for index, sentence in enumerate(TAGGED_SENTENCES):
        start = 0
        for place, (word, tag) in enumerate(sentence):
            span = (start, start + len(word))
            start = span[1] + 1
            seen[word.lower(), tag] += place > 0
            if place and seen[word.lower(), tag] <= SAME:
                rows = tokens_inside(encodings[index], span)
                words.append(word.lower())
                tags.append(tag)
                vectors.append(pool_tokens(encodings[index].hidden_states[:, rows], "mean"))
    return words, tags, np.stack(vectors, axis=1)
