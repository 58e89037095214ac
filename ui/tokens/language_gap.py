"""Why the same sentence costs more in another language: its letters, its bytes, and whose pieces are in the list."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING

import streamlit as st

import embedlab
from embedlab.display import visible_text
from embedlab.numerals import number_text
from embedlab.tokens import TokenCost, Tokenizer
from ui import layout
from ui.cache import cached
from ui.tokens.results import read_vocabulary

if TYPE_CHECKING:
    import plotly.graph_objects as go

__all__ = ["DEFAULT", "LanguageGap", "compare", "draw", "summary"]

DEFAULT = "Hindi"
SENTENCES = {sentence.language: sentence.text for sentence in embedlab.texts.LANGUAGES}
MUCH = 1.05  # times the tokens of English, from which a language is said to cost more


@dataclass(frozen=True)
class LanguageGap:
    """The English sentence and that of another language under several tokenizers."""

    language: str
    texts: tuple[str, str]
    scripts: tuple[str, str]
    costs: dict[str, tuple[TokenCost, TokenCost]]  # tokenizer -> English, the other language
    script_tokens: dict[str, tuple[int, int]]  # tokens of the list with a letter of each script
    sizes: dict[str, int]  # tokens of the list
    figure: go.Figure


def draw(tokenizers: Sequence[Tokenizer], language: str) -> None:
    """Show both sentences, how many bytes a token holds, and the reasons."""
    gap = compare(tokenizers, language)
    text = summary(gap)
    layout.finding(text)
    st.markdown(
        "  \n".join(
            f"**{name}:** {layout.escape(each)}"
            for name, each in zip(("English", language), gap.texts, strict=True)
        )
    )
    layout.picture(gap.figure, key="language gap", alt=text)
    names = list(gap.costs)
    layout.numbers(
        {
            "tokenizer": [visible_text(name) for name in names],
            "tokens, English": [gap.costs[name][0].tokens for name in names],
            f"tokens, {language}": [gap.costs[name][1].tokens for name in names],
            "bytes per token, English": [gap.costs[name][0].bytes_per_token for name in names],
            f"bytes per token, {language}": [gap.costs[name][1].bytes_per_token for name in names],
            f"tokens with a {gap.scripts[0]} letter": [gap.script_tokens[name][0] for name in names],
            f"tokens with a {gap.scripts[1]} letter": [gap.script_tokens[name][1] for name in names],
        },
        key="language gap numbers",
        label=f"English and {language}",
    )


def summary(gap: LanguageGap) -> str:
    """Say why the sentence costs more than the English one, under the first tokenizer that reads all of it."""
    readable = [name for name, costs in gap.costs.items() if not any(cost.unknown for cost in costs)]
    if not readable:
        names = layout.listed(list(gap.costs))
        return f"The {gap.language} sentence is not read in full. {names} put unknown tokens in its place, so nothing can be compared."
    name = readable[0]
    english, other = gap.costs[name]
    times = other.tokens / english.tokens
    if times < MUCH:
        return (
            f"{gap.language} costs no more than English in {name}. The same sentence has {other.tokens} tokens, in English "
            f"{english.tokens}; a token holds {number_text(other.bytes_per_token, 1)} bytes of it, in English "
            f"{number_text(english.bytes_per_token, 1)}."
        )
    sentence = (
        f"{gap.language} costs {number_text(times, 1)} times as much as English: few pieces fit it. A token of {name} "
        f"holds {number_text(other.bytes_per_token, 1)} bytes of it, of English {number_text(english.bytes_per_token, 1)}. "
    )
    if other.bytes_per_character >= MUCH:
        sentence += f"One character takes {number_text(other.bytes_per_character, 1)} bytes, in English {number_text(english.bytes_per_character, 1)}. "
    if gap.scripts[0] == gap.scripts[1]:
        return f"{sentence}The letters are those of English, so the difference lies in the pieces: the list has longer ones for English words."
    return sentence + _about_script(gap, name, readable)


def _about_script(gap: LanguageGap, name: str, readable: Sequence[str]) -> str:
    """Say how many tokens of the list have a letter of the script, and which tokenizer has the most of them."""
    latin, script = gap.script_tokens[name]
    letter = gap.scripts[1].replace("Cjk", "Chinese")
    sentence = (
        "A list is learned from text, and only what is frequent there gets long pieces: "
        f"of its {gap.sizes[name]:,} tokens, {latin:,} have a {gap.scripts[0]} letter and {script:,} a {letter} one."
    )
    best = min(readable, key=lambda each: gap.costs[each][1].tokens)
    if best == name:
        return sentence
    return f"{sentence} {best} has {gap.script_tokens[best][1]:,} of these and needs {gap.costs[best][1].tokens} tokens instead of {gap.costs[name][1].tokens}."


@cached()
def compare(tokenizers: Sequence[Tokenizer], language: str) -> LanguageGap:
    """Compare the sentence of a language with the English one, and the scripts of the vocabularies."""
    from embedlab.figures.tokens import token_size_figure
    from ui.shared_figure import SharedFigure

    texts = (SENTENCES["English"], SENTENCES[language])
    scripts = (embedlab.tokens.script_of(texts[0]), embedlab.tokens.script_of(texts[1]))
    costs, counts = {}, {}
    for each in tokenizers:
        first, second = (embedlab.tokens.token_cost(each.encode(text)) for text in texts)
        costs[each.name] = (first, second)
        counts[each.name] = _count(each, scripts[0]), _count(each, scripts[1])
    sizes = {each.name: each.vocabulary_size for each in tokenizers}
    figure = SharedFigure(token_size_figure(("English", language), costs))
    return LanguageGap(language, texts, scripts, costs, counts, sizes, figure)


@cached(entries=64)
def _count(tokenizer: Tokenizer, script: str) -> int:
    return embedlab.tokens.count_script_tokens(read_vocabulary(tokenizer), script)
