"""Chunks: exact places, and put together again the text."""

from __future__ import annotations

from itertools import pairwise

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

import embedlab
from embedlab.graphemes import graphemes
from embedlab.search import UNITS, Chunk, chunk_text, lay_out_chunks, split_sentences
from tests.support.models import tiny_encoder

TEXT = (
    "Open the sign-in page. Choose “I can't get in”. We send a link!\n\nThe link works for 30 minutes. "
    "Is that too short? Ask us.\n \nCafé 👨‍👩‍👧 naïve…"
)


@pytest.fixture(scope="module")
def tokenizer() -> embedlab.tokens.Tokenizer:
    return embedlab.load_tokenizer("all-MiniLM-L6-v2")


@pytest.mark.parametrize("unit", UNITS)
@pytest.mark.parametrize("size", [1, 2, 5])
def test_chunks_without_overlap_rebuild_the_text(
    unit: str, size: int, tokenizer: embedlab.tokens.Tokenizer
) -> None:
    chunks = chunk_text(TEXT, size=size, unit=unit, tokenizer=tokenizer)
    assert "".join(TEXT[chunk.start : chunk.end] for chunk in chunks) == TEXT
    assert all(chunk.of(TEXT) for chunk in chunks)


@settings(max_examples=60, deadline=None)
@given(st.text(max_size=80), st.sampled_from(UNITS), st.integers(1, 6), st.integers(0, 5))
def test_every_character_that_is_seen_is_in_a_chunk(text: str, unit: str, size: int, overlap: int) -> None:
    tokenizer = embedlab.load_tokenizer("all-MiniLM-L6-v2")
    chunks = chunk_text(text, size=size, overlap=min(overlap, size - 1), unit=unit, tokenizer=tokenizer)
    held = {at for chunk in chunks for at in range(chunk.start, chunk.end)}
    assert held == set(range(len(text)) if text.strip() else ())
    assert all(0 <= chunk.start < chunk.end <= len(text) for chunk in chunks)
    assert [chunk.start for chunk in chunks] == sorted(chunk.start for chunk in chunks)


def test_chunks_of_tokens_hold_as_many_tokens(tokenizer: embedlab.tokens.Tokenizer) -> None:
    chunks = chunk_text(TEXT, size=6, overlap=2, tokenizer=tokenizer)
    counts = [len(tokenizer.encode(chunk.of(TEXT)).ids) for chunk in chunks]
    assert counts[:-1] == [6] * (len(chunks) - 1)
    for before, after in pairwise(chunks):
        assert len(tokenizer.encode(TEXT[after.start : before.end]).ids) == 2


def test_sentences_end_at_a_stop_before_a_capital_and_at_an_empty_line() -> None:
    found = [each.of(TEXT) for each in split_sentences(TEXT)]
    assert found[:4] == [
        "Open the sign-in page.",
        "Choose “I can't get in”.",
        "We send a link!",
        "The link works for 30 minutes.",
    ]
    assert [each.of("At 3.5 km, e.g. here.") for each in split_sentences("At 3.5 km, e.g. here.")] == [
        "At 3.5 km, e.g. here."
    ]


def test_paragraphs_are_apart_by_an_empty_line_even_with_spaces_in_it() -> None:
    assert len(chunk_text(TEXT, size=1, unit="paragraphs")) == 3


def test_a_character_is_what_a_reader_takes_for_one() -> None:
    family = "👨‍👩‍👧"
    chunks = chunk_text(f"a{family}b", size=1, unit="characters")
    assert [chunk.of(f"a{family}b") for chunk in chunks] == graphemes(f"a{family}b") == ["a", family, "b"]


def test_a_last_chunk_never_repeats_the_one_before_it() -> None:
    chunks = chunk_text("abcdef", size=4, overlap=2, unit="characters")
    assert chunks == (Chunk(0, 4), Chunk(2, 6))


@pytest.mark.parametrize(("size", "overlap"), [(0, 0), (-1, 0), (4, 4), (4, -1), (10**9, 0)])
@pytest.mark.bad_input(87)
def test_an_impossible_size_or_overlap_names_its_limit(size: int, overlap: int) -> None:
    with pytest.raises(embedlab.EmbedLabError, match="choose"):
        chunk_text("a text", size=size, overlap=overlap, unit="characters")


def test_what_the_model_cuts_off_is_exactly_what_its_tokens_leave_out(
    tokenizer: embedlab.tokens.Tokenizer,
) -> None:
    encoder = tiny_encoder(tokenizer, window=8)
    text = "  one two three four five six seven eight nine ten"
    found = lay_out_chunks(text, [Chunk(0, len(text))], encoder)
    assert found.tokens.tolist() == [12]
    assert (found.tokens - found.window).tolist() == [4]
    assert "".join(text[each.start : each.end] for each in found.segments) == text
    (unread,) = [text[each.start : each.end] for each in found.segments if not each.read]
    assert unread == "seven eight nine ten"
    kept = encoder.encode([text])[0]
    assert "seven" not in kept.tokens
    assert "six" in kept.tokens


def test_an_overlap_rescues_what_one_chunk_leaves_out(tokenizer: embedlab.tokens.Tokenizer) -> None:
    encoder = tiny_encoder(tokenizer, window=8)
    text = "one two three four five six seven eight nine ten"
    chunks = [Chunk(0, text.index("nine")), Chunk(text.index("seven"), len(text))]
    found = lay_out_chunks(text, chunks, encoder)
    shared = [each for each in found.segments if len(each.chunks) == 2]
    assert all(each.read for each in shared)
    assert "".join(text[each.start : each.end] for each in shared) == "seven eight "
