"""Cuts at a number of tokens keep graphemes whole."""

from __future__ import annotations

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

import embedlab
from embedlab.graphemes import grapheme_edges, graphemes
from embedlab.texts.languages import LANGUAGES
from embedlab.tokens.budget import cut_to_budget
from embedlab.tokens.cost import token_cost
from tests.support.texts import TEXTS

FAMILY = "👨‍👩‍👧‍👦"


@pytest.mark.parametrize("name", embedlab.names_of("tokenizer"))
@pytest.mark.parametrize("text", TEXTS)
@pytest.mark.parametrize("special", [False, True])
def test_every_budget(
    name: str, text: str, special: bool, tokenizers: dict[str, embedlab.tokens.Tokenizer]
) -> None:
    tokenizer = tokenizers[name]
    total = len(tokenizer.encode(text, special_tokens=special))
    before = -1
    for budget in range(1, total + 2):
        cut = cut_to_budget(tokenizer, text, budget, special_tokens=special)
        assert cut.head + cut.rest == text
        assert cut.tokens <= budget
        assert cut.total == total
        assert len(cut.head) in grapheme_edges(text)
        assert not cut.head or cut.tokens == len(tokenizer.encode(cut.head, special_tokens=special))
        assert len(cut.head) >= before  # a larger budget never keeps less
        before = len(cut.head)
    assert cut.rest == ""


def test_a_family_is_kept_whole_or_not_at_all(tokenizers: dict[str, embedlab.tokens.Tokenizer]) -> None:
    gpt2 = tokenizers["gpt2"]
    text = f"a {FAMILY}"
    needed = len(gpt2.encode(text))
    cut = cut_to_budget(gpt2, text, needed - 1)
    assert cut.head == "a "
    assert cut.snapped > 0
    assert cut_to_budget(gpt2, FAMILY, 3).head == ""
    with pytest.raises(embedlab.EmbedLabError, match="at least 1"):
        cut_to_budget(gpt2, text, 0)


@settings(max_examples=200, deadline=None)
@given(
    text=st.text(alphabet=st.characters(exclude_categories=["Cs"]), min_size=1, max_size=40),
    budget=st.integers(1, 30),
)
def test_any_text_and_budget(
    tokenizers: dict[str, embedlab.tokens.Tokenizer], text: str, budget: int
) -> None:
    for name in ("gpt2", "mistral-v3", "all-MiniLM-L6-v2"):
        cut = cut_to_budget(tokenizers[name], text, budget)
        assert cut.head + cut.rest == text
        assert cut.tokens <= budget
        assert len(cut.head) in grapheme_edges(text)


def test_graphemes_are_what_a_reader_sees() -> None:
    assert graphemes(f"e\u0301{FAMILY}🇯🇵") == ["e\u0301", FAMILY, "🇯🇵"]
    assert graphemes("\r\n") == ["\r\n"]


def test_costs(tokenizers: dict[str, embedlab.tokens.Tokenizer]) -> None:
    cost = token_cost(tokenizers["gpt2"].encode("The cat sat on the mat"))
    assert (cost.tokens, cost.words, cost.characters, cost.utf8_bytes) == (6, 6, 22, 22)
    assert cost.per("word") == 1
    assert cost.price(2.5) == pytest.approx(6 * 2.5 / 1e6)
    with pytest.raises(embedlab.EmbedLabError, match="below 0"):
        cost.price(-1)
    assert token_cost(tokenizers["gpt2"].encode("🙂")).utf8_bytes == 4


def test_the_sentences_are_in_many_scripts() -> None:
    assert len(LANGUAGES) >= 12
    assert len({sentence.script for sentence in LANGUAGES}) >= 12
    assert len({sentence.text for sentence in LANGUAGES}) == len(LANGUAGES)
    for sentence in LANGUAGES:
        assert (len(sentence.text.split()) > 1) == sentence.spaced
