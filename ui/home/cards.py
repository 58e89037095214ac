"""A card for each lesson, in the order of the course; the whole card is a link and takes the sentence along."""

from __future__ import annotations

import streamlit as st

from ui import layout
from ui.navigation import COURSE

__all__ = ["draw"]

# page -> question, what is seen there, whether the page takes the sentence
CARDS = {
    "tokens": ("Why these pieces?", "Two tokenizers cut your sentence side by side.", True),
    "lookup": ("What is an id?", "A row number: see the rows of your sentence.", True),
    "training": ("Who made the numbers?", "Watch letters learn, one step at a time.", False),
    "space": ("Who is near?", "A map of words, and how far to trust it.", False),
    "vectors": ("king − man …?", "The famous sum, and what the demo leaves out.", False),
    "positional": ("Who bites whom?", "How a model knows where a word stands.", True),
    "attention": ("Who listens to whom?", "Watch one word take in its neighbors, number by number.", True),
    "context": ("Which bank is it?", "Where in the network two meanings part.", False),
    "search": ("Other words, same thing?", "Find by meaning, and count how often it works.", False),
    "applications": ("What is it good for?", "Sort texts, group them, shrink their vectors.", False),
}


def draw(text: str) -> None:
    """Draw the cards.

    Args:
        text: the sentence that goes along.
    """
    with st.container(key="home_cards"):
        for number, page in enumerate(COURSE, start=1):
            question, line, carried = CARDS[page]
            with st.container(border=True, height="stretch", key=f"card_{page}"):
                layout.link_to(page, f"**{number}  {question}**", **({"text": text} if carried else {}))
                st.caption(line)
