"""What the tokenization lesson asks: a text, and up to four tokenizers."""

from __future__ import annotations

from dataclasses import dataclass, replace

import streamlit as st

import embedlab
from ui import controls, layout
from ui.layout import escape
from ui.live import make_live
from ui.tokens import custom, long_text
from ui.tokens.examples import EXAMPLES
from ui.tokens.results import find_tokenizer, users

__all__ = ["Query", "Settings", "ask"]

MOST = 4  # columns


@dataclass(frozen=True)
class Query:
    """A text as several tokenizers see it."""

    text: str
    names: tuple[str, ...]  # of the tokenizers
    special: bool  # add special tokens
    show_ids: bool = True

    @property
    def tokenizers(self) -> list[embedlab.tokens.Tokenizer]:
        """The tokenizers, in the order of the columns."""
        return [find_tokenizer(name) for name in self.names]

    def only(self, names: list[str]) -> Query:
        """Return the same query for some of the tokenizers."""
        return replace(self, names=tuple(names))


@dataclass(frozen=True)
class Settings:
    """What stands under More settings."""

    special: bool
    show_ids: bool
    form: str  # Unicode form


def ask() -> Query | None:
    """Draw the controls; None, with a hint, where a text or a tokenizer is missing."""
    left, right = st.columns([3, 2], gap="medium")
    with left, st.container(gap=None):
        short = controls.text(
            "Your text", controls.DEFAULT_SENTENCE, key="text", max_chars=controls.MAX_SENTENCE, lines=2
        )
        make_live("text", limit=controls.MAX_SENTENCE, remedy="For more, open More settings: A long text.")
    with right:
        new = custom.take_new()  # before the names are listed
        names = controls.several(
            "Tokenizers",
            [*embedlab.names_of("tokenizer"), *custom.names()],
            key="tokenizers",
            default=["gpt2", "all-MiniLM-L6-v2"],
            most=MOST,
            chosen=new,
        )
        st.caption(escape(_users()))
    with controls.page_presets(EXAMPLES):
        settings = _ask_settings()
    text = long_text.to_form(long_text.show(short) or short, settings.form)
    if not text or not names:
        what = "choose a tokenizer" if text else "type a text"
        st.info(f"Nothing to show yet: {what} above.")
        return None
    layout.wait_for("tokens", "the tokenizers")
    return Query(text, tuple(names), settings.special, settings.show_ids)


def _users() -> str:
    """Return which models read with the tokenizers whose names do not tell."""
    named = {name: users(name) for name in embedlab.names_of("tokenizer")}
    return " · ".join(
        f"{name}: {models}" for name, models in named.items() if "GPT" in models and name != "gpt2"
    )


def _ask_settings() -> Settings:
    special = controls.switch(
        "Add special tokens",
        False,
        key="special",
        help="What the model expects around a text, such as [CLS].",
    )
    show_ids = controls.switch("Show ids", True, key="ids")
    form = controls.choice(
        "Unicode form",
        long_text.FORMS,
        key="form",
        help="é can be one character (NFC) or e and an accent (NFD). They look the same and are different tokens.",
    )
    long_text.ask()
    st.divider()
    custom.ask()
    return Settings(special, show_ids, form)
