"""What if a head were off, a word hidden, a word another one? The next token, predicted again."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
import streamlit as st

from embedlab import attention
from embedlab.context.sentence_words import sentence_words
from embedlab.context.word_in_context import tokens_inside
from embedlab.softmax import softmax
from ui import controls, decoder, findings, sources
from ui.attention import next_summaries
from ui.attention.next_token import TOKENS, shares_figure
from ui.attention.view import View
from ui.cache import cached
from ui.findings import Content, Finding

__all__ = ["PART"]

HEAD, HIDDEN, WORD, ORDER = CHANGES = ("a head is off", "a word is hidden", "another word", "another order")


@dataclass(frozen=True)
class Options:
    """A text, and what is changed: a head is off, a word is hidden, or the text is another one."""

    text: str
    change: str  # in words
    layer: int = 0  # of the head that is off
    head: int = 0
    hidden: tuple[int, int] | None = None  # characters
    new: str = ""  # the other text


def _ask(view: View) -> Options:
    text = decoder.ask_text()
    spans = sentence_words(text)
    change = controls.choice("What if", CHANGES if len(spans) > 1 else CHANGES[:1], key="what_if")
    first, second = st.columns(2)
    if change == HEAD:
        with first:
            layer = controls.number("Layer", 1, 30, 24, key="off_layer")
        with second:
            head = controls.number("Head", 1, 9, 5, key="off_head")
        return Options(text, f"Without head {head} of layer {layer}", layer, head)
    if change == ORDER:
        with first:
            seed = controls.number("Seed", 0, 20, 0, key="what_if_seed")
        new = " ".join(np.random.default_rng(seed).permutation(text.split()))
        return Options(text, f"After “{new}”", new=new)
    words = [f"{number} {text[start:end]}" for number, (start, end) in enumerate(spans, start=1)]
    with first:
        picked = controls.pick("Word", words, key="what_if_word", default=words[-2])
    start, end = spans[words.index(picked)]
    if change == HIDDEN:
        return Options(text, f"With “{text[start:end]}” hidden", hidden=(start, end))
    with second:
        word = controls.text("New word", "water", key="what_if_new", max_chars=controls.MAX_WORD)
    new = f"{text[:start]}{word}{text[end:]}"
    return Options(text, f"After “{new}”", new=new)


@cached(entries=32)
def _content(options: Options) -> Content:
    model, text = decoder.load(), options.text
    if options.hidden:
        logits = attention.hide_tokens(model, text, [(), _places(text, options.hidden)])
    elif options.layer:
        off = attention.switch_head_off(model, text, layer=options.layer, head=options.head)
        logits = np.stack([attention.next_logits(model, text), off])
    else:
        logits = np.stack([attention.next_logits(model, each) for each in (text, options.new)])
    before, after = softmax(logits)
    first, second = (attention.rank_probabilities(model, shares, TOKENS) for shares in (before, after))
    share, bits = float(after[first.rows[0]]), attention.changed_bits(before, after)
    summary = next_summaries.changed(options.change, first, second, share, bits)
    figures = {
        "As it is": shares_figure(first, before),
        options.change: shares_figure(second, after),
    }
    return Content(
        [Finding(summary, figures)],
        {
            "token as it is": first.labels,
            "probability": first.scores,
            "after the change": after[first.rows],
        },
        "The most probable tokens before and after the change",
    )


def _places(text: str, span: tuple[int, int]) -> list[int]:
    """Return the tokens of the hidden word."""
    return tokens_inside(decoder.load().prepare(text), span)


def _code(view: View, options: Options) -> list[str]:
    if not decoder.is_requested():
        return []
    text = repr(sources.shorten(options.text))
    call = f"next_logits(decoder, {sources.shorten(options.new)!r})"
    if options.layer:
        call = f"switch_head_off(decoder, {text}, layer={options.layer}, head={options.head})"
    elif options.hidden:
        places = _places(options.text, options.hidden)
        call = f"hide_tokens(decoder, {text}, [{places}])  # places of tokens, from 0"
    return ["decoder = embedlab.load_decoder()", f"logits = embedlab.attention.{call}"]


PART = findings.part(
    "What if?",
    _content,
    lambda view, options: (options,),
    ask=_ask,
    start="Change it",
    key="what if",
    line="Change one thing and watch the prediction: that is how one finds out what matters.",
    code=_code,
    computed=(
        "the model runs again with the head's columns of the output projection at 0, with the word "
        "masked from every token, or with the other text; bits: Kullback and Leibler's divergence."
    ),
)
