"""Inside one sentence: which words make the vector what it is, another word in their place, and attention."""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import Any

import numpy as np
import streamlit as st

import embedlab
from embedlab.errors import quote
from ui import controls, layout
from ui.cache import cached
from ui.context import attended
from ui.context.view import Asked
from ui.context.view import words as view_words
from ui.drawn import DrawnFigure
from ui.models import ENCODER, encoder

__all__ = ["code", "show"]

WAYS = ["remove", "mask"]
STRONGEST = "strongest"
MAX_SWAP = 40  # characters


@dataclass(frozen=True)
class Reading:
    """The sense that is nearest in the whole sentence and without each word, at one layer."""

    senses: tuple[str, ...]
    cosines: tuple[float, ...]  # of the whole sentence with each sense
    nearest: str
    without: tuple[str, ...]  # for each word

    @property
    def changes(self) -> list[str]:
        """Another sense for each word that leads to it, else ""."""
        return [sense if sense != self.nearest else "" for sense in self.without]


def show(asked: Asked, words: embedlab.context.WordInContext) -> None:
    """Show the influence of each word, a replacement, and where the word looks."""
    st.markdown(
        "Leave out each other word of one sentence and let the model run again: how far does the vector of the word turn? "
        "It depends most on the word that turns it most; two words that say the same cover for each other."
    )
    left, right = st.columns([2, 3], vertical_alignment="bottom")
    with left:
        place = _choose_sentence(asked)
    with right:
        how = controls.choice(
            "Leave a word out",
            WAYS,
            key="how",
            help="remove: with its white space, so that later words move up. mask: the token of the training that hides a word stands there, and no word moves.",
        )
    influence = layout.attempt_part(
        _influence, asked.sentences[place], words.spans[place], how, asked.pooling
    )
    if influence is None:
        return
    reading = None
    if asked.labelled_part.labelled:
        reading = _reading(replace(asked, layer=0), place, how, layer=asked.layer)
    _show_influence(asked, words, place, influence, reading)
    _show_replacement(asked, place, influence)
    attended.show(asked, influence)


def code(asked: Asked) -> list[str]:
    """Return Python that prints what the tab shows."""
    place = _stored_sentence(asked)
    how = st.session_state.get("how", WAYS[0])
    lines = [
        f"sentence, span = words.sentences[{place}], words.spans[{place}]",
        f'influence = embedlab.context.word_influence(encoder, sentence, span, how="{how}", pooling="{asked.pooling}")',
        f"print(influence.words, influence.cosines[{asked.layer}])",
    ]
    part = asked.labelled_part
    if part.labelled:
        counts = "" if set(part.occurrences) == {1} else f", occurrences={list(part.occurrences)!r}"
        lines += [
            "known = [sentence for sentence, sense in zip(words.sentences, senses) if sense]",
            f'uses = embedlab.word_in_context(encoder, known, words.word, pooling="{asked.pooling}"{counts})',
            "labels = [sense for sense in senses if sense]",
            "for word, vectors in zip(influence.words, influence.without):",
            f"    reading = embedlab.context.read_sense(vectors, uses, labels, leave_out={_row_in(part, asked, place)})",
            f"    print(word, reading.nearest[{asked.layer}])",
        ]
    text, number = _swap()
    if text:
        replaced = f"influence.strongest({asked.layer})" if number == STRONGEST else int(number) - 1
        lines += [
            f"replaced = embedlab.context.replace_word(encoder, sentence, span, {replaced}, {text!r}, "
            f'pooling="{asked.pooling}")',
            "print(replaced.changed, replaced.cosines)",
        ]
    return lines + attended.code(asked)


def _choose_sentence(asked: Asked) -> int:
    """Ask for a sentence by its number in the table, and return its place, from 0."""
    names = asked.names
    if st.session_state.get("inside_of", names[0]) not in names:  # the table has changed
        st.session_state["inside_of"] = names[0]
    return names.index(controls.pick("Sentence no.", names, key="inside_of"))


def _stored_sentence(asked: Asked) -> int:
    chosen = st.session_state.get("inside_of", asked.names[0])
    return asked.names.index(chosen) if chosen in asked.names else 0


def _row_in(part: Asked, asked: Asked, place: int) -> int | None:
    """Return where a sentence stands among those that have a sense; None if it has none itself."""
    return part.names.index(asked.names[place]) if asked.senses[place] else None


def _read_sense(asked: Asked, place: int, vectors: Any) -> embedlab.context.SenseReading:
    """Read the word beside the other sentences that have a sense."""
    part = asked.labelled_part
    return embedlab.context.read_sense(
        vectors, view_words(part), part.senses, leave_out=_row_in(part, asked, place)
    )


def _show_influence(
    asked: Asked,
    words: embedlab.context.WordInContext,
    place: int,
    influence: embedlab.context.Influence,
    reading: Reading | None,
) -> None:
    changes = tuple(reading.changes) if reading else ()
    key = (influence.sentence, influence.span, influence.how, asked.pooling)
    bars, grid = _figures(*key, layer=asked.layer, changes=changes)
    said = _said(asked, words, place, influence, reading)
    layout.picture(bars, key="influence", alt=said)
    layout.reading(said)
    table: dict[str, Any] = {
        "number": list(range(1, len(influence.words) + 1)),
        "word": list(influence.words),
        f"cosine without it, layer {asked.layer}": influence.cosines[asked.layer],
    }
    if reading:
        table["nearest sense without it"] = [
            "" if number == influence.target else sense for number, sense in enumerate(reading.without)
        ]
    table["the model then reads"] = list(influence.variants)
    layout.numbers(table, key="influence numbers", label="")
    st.subheader("At every layer", anchor=False)
    layout.picture(grid, key="influence layers", alt="1 minus the cosine without each word, at every layer.")
    if influence.how == "remove":
        st.caption("At layer 0 only places count: every word behind a removed one moves up.")
    if influence.cut:
        st.caption(
            f"{layout.counted(influence.cut, 'token')} of this sentence lie beyond the model's window; words there have no influence."
        )


def _said(
    asked: Asked,
    words: embedlab.context.WordInContext,
    place: int,
    influence: embedlab.context.Influence,
    reading: Reading | None,
) -> str:
    layer, cosines = asked.layer, influence.cosines[asked.layer]
    word = quote(influence.words[influence.target])
    strongest = influence.strongest(layer)
    others = np.delete(cosines, [strongest, influence.target])
    if np.nanmin(cosines) == 1:
        said = f"At layer {layer} the vector of {word} does not change at all, whichever word is left out."
    else:
        said = (
            f"At layer {layer}, leaving out {quote(influence.words[strongest])} turns the vector of {word} most: "
            f"its cosine with the one in the whole sentence is {cosines[strongest]:.3f}"
        )
        said += f"; without any other word it is {others.min():.3f} or more." if len(others) else "."
    if len(asked.sentences) > 1:
        pairs = embedlab.context.cosine_matrix(words.vectors[layer])[np.triu_indices(len(asked.sentences), 1)]
        said += f" For comparison, {word} in two of your {len(asked.sentences)} sentences has {pairs.mean():.3f} on average."
    if reading is None:
        return said
    known = {
        sense: value
        for sense, value in zip(reading.senses, reading.cosines, strict=True)
        if not np.isnan(value)  # a sense of no other sentence
    }
    if len(known) < 2:
        return said + " Which sense it is nearest to cannot be told: too few senses have another sentence."
    ranked = list(known) if len(known) < 4 else sorted(known, key=known.__getitem__, reverse=True)
    near = layout.listed([f"{sense} {known[sense]:.2f}" for sense in ranked[:3]])
    near += f"; {len(ranked) - 3} more are further off" if len(ranked) > 3 else ""
    said += f" Beside the other sentences it is nearest to the sense {reading.nearest} ({near})"
    given = asked.senses[place]
    said += f", though it is given as {given}" if given in known and given != reading.nearest else ""
    moved = [
        f"{sense} without {quote(influence.words[number])}"
        for number, sense in enumerate(reading.changes)
        if sense
    ]
    return said + (f"; it becomes {layout.listed(moved)}." if moved else "; no single word changes that.")


def _show_replacement(asked: Asked, place: int, influence: embedlab.context.Influence) -> None:
    st.subheader("Put another word in its place", anchor=False)
    left, right = st.columns([2, 3], vertical_alignment="bottom")
    numbers = [str(n) for n in range(1, len(influence.words) + 1) if n != influence.target + 1]
    if st.session_state.get("swap", STRONGEST) not in (STRONGEST, *numbers):  # another sentence
        st.session_state["swap"] = STRONGEST
    with left:
        controls.pick(
            "Replace word no.",
            [STRONGEST, *numbers],
            key="swap",
            help="The numbers are those of the picture above.",
        )
    with right:
        controls.text(
            "by", "", key="swap_with", max_chars=MAX_SWAP, hint="one or a few words, such as: savings"
        )
    swap = _replaced(influence, asked.layer)
    if swap is None:
        st.caption("Type another word, and the model reads the sentence with it.")
        return
    found = layout.attempt_part(_replacement, influence.sentence, influence.span, *swap, asked.pooling)
    if found is None:
        return
    word = quote(influence.words[influence.target])
    said = (
        f"With {quote(found.new)} for {quote(found.old)} the sentence reads “{found.changed}”, and at layer {asked.layer} "
        f"the vector of {word} keeps a cosine of {found.cosines[asked.layer]:.3f} with what it was."
    )
    table: dict[str, Any] = {"layer": list(range(len(found.cosines))), "cosine": found.cosines}
    if asked.labelled_part.labelled:
        before, after = (_read_sense(asked, place, vectors) for vectors in (found.before, found.after))
        was, now = before.nearest[asked.layer], after.nearest[asked.layer]
        said += (
            f" The nearest sense stays {was}."
            if was == now
            else f" The nearest sense changes from {was} to {now}."
        )
        for number, sense in enumerate(after.senses):
            table[f"{sense}, before"] = before.cosines[:, number]
            table[f"{sense}, after"] = after.cosines[:, number]
    layout.reading(said)
    layout.numbers(table, key="replaced numbers", label="")


def _swap() -> tuple[str, str]:
    """Return the new word, "" where nothing is asked, and the number of the word it replaces."""
    return st.session_state.get("swap_with", "").strip(), st.session_state.get("swap", STRONGEST)


def _replaced(influence: embedlab.context.Influence, layer: int) -> tuple[int, str] | None:
    """Return which word is to be replaced, from 0, and by what; None where nothing is asked."""
    text, number = _swap()
    if not text:
        return None
    return (influence.strongest(layer) if number == STRONGEST else int(number) - 1), text


@cached(entries=64)
def _influence(sentence: str, span: tuple[int, int], how: str, pooling: str) -> embedlab.context.Influence:
    return embedlab.context.word_influence(encoder(ENCODER), sentence, span, how=how, pooling=pooling)


@cached(entries=64)
def _reading(asked: Asked, place: int, how: str, *, layer: int) -> Reading:
    span = view_words(asked).spans[place]
    influence = _influence(asked.sentences[place], span, how, asked.pooling)
    whole = _read_sense(asked, place, influence.vectors)
    without = [_read_sense(asked, place, vectors).nearest[layer] for vectors in influence.without]
    return Reading(whole.senses, tuple(whole.cosines[layer].tolist()), whole.nearest[layer], tuple(without))


@cached(entries=64)
def _figures(
    sentence: str, span: tuple[int, int], how: str, pooling: str, *, layer: int, changes: tuple[str, ...]
) -> tuple[Any, Any]:
    from embedlab.figures.context_inside import influence_figure, influence_layers_figure

    influence = _influence(sentence, span, how, pooling)
    return (
        DrawnFigure(influence_figure(influence, layer, changes=changes or None)),
        DrawnFigure(influence_layers_figure(influence, layer)),
    )


@cached(entries=64)
def _replacement(
    sentence: str, span: tuple[int, int], place: int, replacement: str, pooling: str
) -> embedlab.context.Replacement:
    return embedlab.context.replace_word(
        encoder(ENCODER), sentence, span, place, replacement, pooling=pooling
    )
