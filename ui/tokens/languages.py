"""One sentence across languages: what the same words cost in each, and in money."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import streamlit as st

import embedlab
from embedlab.display import visible_text
from ui import controls, layout, sources
from ui.part import Part
from ui.tokens import language_gap, summaries
from ui.tokens.query import Query
from ui.tokens.results import LanguageCosts, compare_languages, find_tokenizer

__all__ = ["PART"]

LANGUAGES = embedlab.texts.LANGUAGES


@dataclass(frozen=True)
class Options:
    """What the tokens are counted by, their price, and the tokenizers compared."""

    per: str
    price: float  # of a million tokens
    names: tuple[str, ...]
    language: str  # compared with English


def ask(view: Query) -> Options:
    """Ask for a unit, a price and the tokenizers."""
    left, middle, language_area, right = st.columns([5, 3, 3, 4], vertical_alignment="bottom")
    with left:
        per = controls.choice("Tokens per", ["text", "word", "character", "byte"], key="per")
    with middle:
        price = controls.amount(
            "Price of a million tokens",
            0.0,
            10_000.0,
            1.0,
            key="price",
            step=0.5,
            help="In any currency; put in what your provider asks. 1.00 is no provider's price.",
        )
    with language_area:
        others = [sentence.language for sentence in LANGUAGES if sentence.language != "English"]
        language = controls.pick(
            "Why does it cost more?", others, key="gap_language", default=language_gap.DEFAULT
        )
    with right:
        every = controls.switch("All tokenizers of the catalog", False, key="every_tokenizer")
    names = (*view.names, *embedlab.names_of("tokenizer")) if every else view.names
    return Options(per, float(price), tuple(dict.fromkeys(names)), language)


def show(view: Query, options: Options) -> None:
    """Compare tokenizers over languages."""
    tokenizers = [find_tokenizer(name) for name in options.names]
    costs = layout.attempt_part(compare_languages, tokenizers, view.text, options.per)
    if costs is None:
        return
    summary = summaries.about_languages(costs, options.names[0], options.price)
    layout.finding(summary)
    layout.picture(costs.figure, key="languages", alt=summary)
    language_gap.draw(tokenizers, options.language)
    layout.numbers(_table(costs, view.text, options), key="language numbers", decimals=2, height=320)
    layout.numbers(
        {
            "language": [sentence.language for sentence in LANGUAGES],
            "sentence": [sentence.text for sentence in LANGUAGES],
        },
        key="sentences",
        label="The sentences",
    )
    layout.note(
        "The sentences were written for this project. Words are counted at white space; Chinese, Japanese and Thai "
        "are written without, so they have no number of tokens per word."
    )


def code(view: Query, options: Options) -> list[str]:
    """Return lines that print the cost of every sentence under every tokenizer."""
    known = [name for name in options.names if name in embedlab.names_of("tokenizer")]
    return [
        "",
        f"for name in {known!r}:",
        "    tokenizer = embedlab.load_tokenizer(name)",
        "    for sentence in embedlab.texts.LANGUAGES:",
        "        cost = embedlab.tokens.token_cost(tokenizer.encode(sentence.text))",
        f"        print(name, sentence.language, cost.per({options.per!r}, spaced=sentence.spaced), "
        f"cost.price({options.price}))",
        "    vocabulary = embedlab.tokens.Vocabulary.of(tokenizer)",
        f"    for language in ('English', {options.language!r}):",
        "        (text,) = (each.text for each in embedlab.texts.LANGUAGES if each.language == language)",
        "        cost = embedlab.tokens.token_cost(tokenizer.encode(text))",
        "        count = embedlab.tokens.count_script_tokens(vocabulary, embedlab.tokens.script_of(text))",
        "        print(language, cost.bytes_per_character, cost.bytes_per_token, count)",
    ]


def origins(view: Query, options: Options) -> list[str]:
    """Say where the sentences and the price come from."""
    return [
        sources.computed(
            "sentences of this project, the same meaning in each; the price is the one typed above."
        )
    ]


def _table(costs: LanguageCosts, text: str, options: Options) -> dict[str, Sequence[object]]:
    own = len(costs.languages) - len(LANGUAGES)  # rows of the visitor's text
    spaced = [sentence.spaced for sentence in LANGUAGES] + [len(text.split()) > 1] * own
    first = costs.costs[options.names[0]]
    table: dict[str, Sequence[object]] = {
        "language": list(costs.languages),
        "script": [sentence.script for sentence in LANGUAGES] + [""] * own,
        "words": [cost.words if gap else None for cost, gap in zip(first, spaced, strict=True)],
        "characters": [cost.characters for cost in first],
        "bytes": [cost.utf8_bytes for cost in first],
    }
    for name in options.names:
        table[visible_text(name)] = [
            cost.tokens if options.per == "text" else cost.per(options.per, spaced=gap)
            for cost, gap in zip(costs.costs[name], spaced, strict=True)
        ]
    for name in options.names:
        table[f"price of a million: {visible_text(name)}"] = [
            cost.price(options.price) * 1e6 for cost in costs.costs[name]
        ]
    return table


PART = Part(
    label="What does it cost in other languages?",
    ask=ask,
    show=show,
    code=code,
    sources=origins,
    line="One sentence in 21 languages, and how many tokens each of them takes.",
    former=("Languages",),
)
