"""Tokenizer files with things changed at random: refused with a sentence, or read as the engine does."""

from __future__ import annotations

import contextlib
from itertools import pairwise

import pytest

import embedlab
from embedlab.tokens import Tokenizer, read_tokenizer, token_labels
from tests.support.fuzzing import report, rounds
from tests.support.mutants import mutants

pytestmark = pytest.mark.long

MUTANTS = 30
TEXTS = [
    "naïve cafe\u0301  ok\n",
    "<m> [UNK] </s> a<unk>▁b covid19",
    "\x02天气 🙂👩‍🚀 ½ ΑΒΓ É",
    "bill 12,5\ta",
]


def look_at(tokenizer: Tokenizer) -> int:
    """Ask a tokenizer for everything; returns how many texts it took."""
    took = 0
    for text in TEXTS:
        with contextlib.suppress(embedlab.EmbedLabError):
            stages = tokenizer.stages(text, special_tokens=True)
            encoding = tokenizer.encode(text, special_tokens=True)
            assert encoding.ids == stages.encoding.ids
            assert encoding.offsets == stages.encoding.offsets
            assert all(0 <= start <= end <= len(text) for start, end in encoding.offsets)
            assert all(0 <= start < end <= len(text) for start, end in encoding.lost)
            assert max(encoding.ids, default=0) < tokenizer.vocabulary_size
            inner = [
                span for span, special in zip(encoding.offsets, encoding.special, strict=True) if not special
            ]
            if tokenizer.algorithm != "WordPiece":
                assert all(one[1] <= other[0] for one, other in pairwise(inner)), text
            token_labels(encoding)
            took += 1
            for word in stages.words:
                with contextlib.suppress(embedlab.EmbedLabError):
                    replay = tokenizer.replay(word)
                    assert list(replay.ids) == encoding.ids[word.first : word.last], (text, word)
            tokenizer.decode(encoding.ids)
    assert len(tokenizer.vocabulary_bytes()) == tokenizer.vocabulary_size
    assert isinstance(tokenizer.spelled(tokenizer.vocabulary_size - 1), str)
    return took


def test_mutants_are_refused_or_read_as_the_engine_reads() -> None:
    took = 0
    for number, content in zip(rounds(MUTANTS), mutants(0), strict=False):
        with contextlib.suppress(embedlab.EmbedLabError):
            tokenizer = read_tokenizer(content, name=f"{number}.json")
            try:
                took += look_at(tokenizer)
            finally:
                tokenizer.end()
    report(number, f"{took:,} texts encoded")
    assert took > MUTANTS  # most of them load and encode
