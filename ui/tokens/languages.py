"""One sentence across languages: what the same words cost in each, and in money."""

from __future__ import annotations

from collections.abc import Sequence

import streamlit as st

import embedlab
from embedlab.display import visible_text
from embedlab.figures.tokens import cost_per
from embedlab.texts.languages import LANGUAGES
from ui import controls, layout
from ui.tokens.questions import ask_languages

__all__ = ["show"]


def show(names: Sequence[str], text: str) -> None:
    """Compare tokenizers over languages."""
    left, middle, right = st.columns([2, 2, 2], vertical_alignment="bottom")
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
    with right:
        every = controls.switch("All tokenizers of the catalog", False, key="every_tokenizer")
    compared = tuple(dict.fromkeys((*names, *embedlab.names_of("tokenizer")))) if every else tuple(names)
    view = layout.attempt_part(ask_languages, compared, text, per)
    if view is None:
        return
    first = compared[0]
    english = view.costs[first][0]
    dearest = max(range(len(LANGUAGES)), key=lambda place: view.costs[first][place].tokens)
    said = (
        f"In {first}, the sentence has {english.tokens} tokens in English and "
        f"{view.costs[first][dearest].tokens} in {view.languages[dearest]}: "
        f"{view.costs[first][dearest].tokens / max(1, english.tokens):.1f} times as many for the same meaning. "
        f"At {price:,.2f} for a million tokens, a million such texts cost {english.price(price) * 1e6:,.2f} "
        f"and {view.costs[first][dearest].price(price) * 1e6:,.2f}."
    )
    lost = {name: [cost.unknown for cost in row] for name, row in view.costs.items()}
    for name, row in lost.items():
        if count := sum(map(bool, row)):
            said += (
                f" {name} has no pieces for a part of {count} of these texts and puts unknown tokens there (open "
                "signs): so few tokens are no bargain, the model never sees what they stood for."
            )
    layout.picture(view.figure, key="languages", alt=said)
    layout.reading(said)
    spaced = [sentence.spaced for sentence in LANGUAGES] + [len(text.split()) > 1] * (
        len(view.languages) - len(LANGUAGES)
    )
    table: dict[str, list[object]] = {
        "language": list(view.languages),
        "script": [sentence.script for sentence in LANGUAGES] + [""] * (len(view.languages) - len(LANGUAGES)),
        "words": [cost.words if gap else None for cost, gap in zip(view.costs[first], spaced, strict=True)],
        "characters": [cost.characters for cost in view.costs[first]],
        "bytes": [cost.utf8_bytes for cost in view.costs[first]],
    }
    for name in compared:
        row = view.costs[name]
        table[visible_text(name)] = (
            [cost.tokens for cost in row]
            if per == "text"
            else [cost_per(cost, per, spaced=gap) for cost, gap in zip(row, spaced, strict=True)]
        )
    for name in compared:
        table[f"price of a million: {visible_text(name)}"] = [
            cost.price(price) * 1e6 for cost in view.costs[name]
        ]
    layout.numbers(table, key="language numbers", label="", decimals=2, height=320)
    with st.expander("The sentences"):
        st.dataframe(
            {
                "language": [sentence.language for sentence in LANGUAGES],
                "sentence": [sentence.text for sentence in LANGUAGES],
            },
            hide_index=True,
            key="sentences",
        )
    st.caption(
        "The sentences were written for this project. Words are counted at white space; Chinese, Japanese and Thai "
        "are written without, so they have no number of tokens per word."
    )
