"""One vector for a whole sentence: two of them compared, many pairs by what joins them, and ten bets."""

from __future__ import annotations

from typing import Any

import numpy as np
import streamlit as st

import embedlab
from ui import bets, controls, layout
from ui.cache import cached
from ui.context.view import Asked
from ui.drawn import DrawnFigure
from ui.models import ENCODER, encoder

__all__ = ["code", "show"]

FIRST, SECOND = "The dog bit the man", "The man bit the dog"
MAX_TEXT = 500  # characters
POOLINGS = ["mean", "cls", "max"]
NAMES = {"mean": "mean, as trained", "cls": "cls, untrained", "max": "max, untrained"}


def show(asked: Asked, words: embedlab.context.WordInContext) -> None:
    """Compare the visitor's two sentences, then the bundled pairs, then bet; the word above plays no part."""
    st.markdown(
        "All tokens of a sentence become **one vector**, and search engines and chatbots compare those. Does such a vector hold what the sentence says, or only what it is about?"
    )
    left, right = st.columns(2)
    with left:
        first = controls.text("First sentence", FIRST, key="first_text", max_chars=MAX_TEXT)
    with right:
        second = controls.text("Second sentence", SECOND, key="second_text", max_chars=MAX_TEXT)
    usual = layout.attempt_part(_usual)
    if usual is None:
        return
    own = None
    if first.strip() and second.strip():
        own = layout.attempt_part(_own, first, second)
    else:
        st.info("Type two sentences to compare, for example one and its opposite.")
    if own is not None:
        _show_own(*own, usual)
    _show_pairs(own[0] if own is not None else None, usual)
    st.subheader("Which sentence is nearer?", anchor=False)
    bets.show("sentence bet", len(embedlab.texts.SENTENCE_GUESSES), ask=_ask, reveal=_reveal, end=_end)


def code(asked: Asked) -> list[str]:
    """Return Python that prints what the tab shows; `encoder` exists already."""
    first = st.session_state.get("first_text", FIRST)
    second = st.session_state.get("second_text", SECOND)
    pooling = st.session_state.get("sentence_pooling") or POOLINGS[0]
    lines = [
        "bundled = embedlab.context.compare_poolings(encoder)",
        "print(bundled.poolings, bundled.mean, bundled.low, bundled.high)",
        f'for pair, cosine in zip(bundled.pairs, bundled.of("{pooling}"), strict=True):',
        "    print(f'{cosine:.3f}', pair.kind, '|', pair.first, '|', pair.second)",
    ]
    if first.strip() and second.strip():
        lines += [
            f"pair = embedlab.texts.SentencePair({first!r}, {second!r})",
            "print(embedlab.context.compare_poolings(encoder, [pair]).cosines[:, 0])",
        ]
    return lines


def _show_own(own: embedlab.context.PairCosines, picture: Any, usual: embedlab.context.PairCosines) -> None:
    cosine = {pooling: float(own.of(pooling)[0]) for pooling in own.poolings}
    said = (
        f"Your two sentences have a cosine of {cosine['mean']:.2f} under the mean; {_judged(cosine['mean'], usual, 'mean')}. "
        f"Under cls it is {cosine['cls']:.2f}: {_judged(cosine['cls'], usual, 'cls')}. "
        f"Under max, {cosine['max']:.2f}: {_judged(cosine['max'], usual, 'max')}."
    )
    layout.picture(picture, key="sentence pair", alt=said)
    layout.reading(said)
    for name, beyond in zip(("first", "second"), own.cut[0], strict=True):
        if beyond:
            layout.warn(
                f"The {name} sentence exceeds the model's window by {layout.counted(beyond, 'token')}, which are left out; shorten it."
            )
    st.caption(
        "This model was trained with the mean over all tokens, the special ones included. cls (the first token) and max (the largest number of each dimension) are untrained uses: everything looks alike there, so each has a yardstick of its own."
    )


def _judged(cosine: float, usual: embedlab.context.PairCosines, pooling: str) -> str:
    """Say where a cosine lies among those of sentences of different pairs."""
    place = usual.poolings.index(pooling)
    low, high = usual.low[place], usual.high[place]
    where = "above" if cosine > high else "below" if cosine < low else "inside"
    return f"{where} the {low:.2f} to {high:.2f} that hold 90 % of sentences of different pairs"


def _show_pairs(own: embedlab.context.PairCosines | None, usual: embedlab.context.PairCosines) -> None:
    st.subheader("What does the model hold for similar?", anchor=False)
    pooling = controls.choice("Pooling of the sentence", POOLINGS, key="sentence_pooling")
    cosine = None if own is None else round(float(own.of(pooling)[0]), 4)
    means = _kind_means(usual, pooling)
    kinds = sorted(means, key=means.__getitem__, reverse=True)
    said = f"Pooled by {pooling}, most alike are pairs of the kind “{kinds[0]}” ({means[kinds[0]]:.2f} on average)"
    if means["paraphrase"] < means["negation"]:
        said += f"; a sentence and its negation have {means['negation']:.2f}, more than two sentences that say the same in other words ({means['paraphrase']:.2f})"
    else:
        said += f"; two sentences that say the same in other words have {means['paraphrase']:.2f}, a sentence and its negation {means['negation']:.2f}"
    said += f". Two sentences of different pairs have {usual.mean[usual.poolings.index(pooling)]:.2f} ({usual.cross_pairs:,} of them)."
    layout.picture(_kinds(pooling, cosine), key="sentence kinds", alt=said)
    layout.reading(said)
    layout.numbers(
        {
            "kind": [pair.kind for pair in usual.pairs],
            "first sentence": [pair.first for pair in usual.pairs],
            "second sentence": [pair.second for pair in usual.pairs],
        }
        | {name: usual.of(name) for name in usual.poolings},
        key="sentence numbers",
        label="",
    )


def _kind_means(found: embedlab.context.PairCosines, pooling: str) -> dict[str, float]:
    kinds = np.array([pair.kind for pair in found.pairs])
    return {kind: float(found.of(pooling)[kinds == kind].mean()) for kind in dict.fromkeys(kinds.tolist())}


@cached(entries=1)
def _usual() -> embedlab.context.PairCosines:
    return embedlab.context.compare_poolings(encoder(ENCODER))


@cached(entries=64)
def _own(first: str, second: str) -> tuple[embedlab.context.PairCosines, Any]:
    from embedlab.figures.context_sentences import poolings_figure

    own = embedlab.context.compare_poolings(encoder(ENCODER), [embedlab.texts.SentencePair(first, second)])
    return own, DrawnFigure(poolings_figure(own, _usual(), names=NAMES))


@cached(entries=64)
def _kinds(pooling: str, own: float | None) -> Any:
    from embedlab.figures.context_sentences import kinds_figure

    return DrawnFigure(kinds_figure(_usual(), pooling, own=own))


@cached(entries=1)
def _answers() -> tuple[tuple[float, float], ...]:
    """Return the cosine of each choice of each bet."""
    pairs = [pair for guess in embedlab.texts.SENTENCE_GUESSES for pair in guess.pairs]
    cosines = (
        embedlab.context.compare_poolings(encoder(ENCODER), pairs, poolings=["mean"]).of("mean").tolist()
    )
    return tuple(zip(cosines[::2], cosines[1::2], strict=True))


def _ask(place: int, key: str, answered: bool) -> str | None:
    guess = embedlab.texts.SENTENCE_GUESSES[place]
    st.markdown(
        f"**{place + 1} of {len(embedlab.texts.SENTENCE_GUESSES)}.** Not what is right: which sentence does the model place nearer to **“{guess.sentence}”**?"
    )
    return st.radio(
        "Your bet", guess.choices, index=None, key=key, disabled=answered, label_visibility="collapsed"
    )


def _reveal(place: int, bet: str) -> bets.Verdict:
    guess = embedlab.texts.SENTENCE_GUESSES[place]
    cosines = _answers()[place]
    near = int(np.argmax(cosines))
    nearer, other = guess.choices[near], guess.choices[1 - near]
    foreseen, expected = bet == nearer, nearer == guess.expected
    said = (
        f"“{nearer}” is nearer: {cosines[near]:.2f} ({guess.kinds[near]}), against {cosines[1 - near]:.2f} for “{other}” ({guess.kinds[1 - near]}). "
        + ("You foresaw it. " if foreseen else "You said the other. ")
        + ("People would say so too." if expected else "People would say the other.")
    )
    return bets.Verdict(said, foreseen, expected)


def _end(foreseen: int, expected: int) -> str:
    return f"You foresaw {foreseen} of {len(embedlab.texts.SENTENCE_GUESSES)} answers. The model agreed with people {expected} times."
