"""Leave a word out: which words make the vector what it is, and what another word in their place does."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

import numpy as np
import streamlit as st
from numpy.typing import NDArray

import embedlab
from embedlab.numerals import count_text
from ui import controls, layout, sources
from ui.cache import cached
from ui.context import sentence_summaries
from ui.context.picture import View, measure
from ui.context.uses import Uses
from ui.models import ENCODER, encoder
from ui.part import Part
from ui.shared_figure import SharedFigure

if TYPE_CHECKING:
    from streamlit.delta_generator import DeltaGenerator

__all__ = ["PART", "WAYS", "NearestSenses", "Removal", "ask_sentence", "find_influence"]

WAYS = ["remove", "mask"]
STRONGEST = "strongest"
MAX_SWAP = 40  # characters


@dataclass(frozen=True)
class Removal:
    """A sentence whose words are left out one after the other."""

    sentence: str
    span: tuple[int, int]  # of the word that is looked at
    how: str
    pooling: str


@dataclass(frozen=True)
class Options:
    """Which sentence is looked into, and what is replaced in it."""

    row: int
    removal: Removal
    influence: embedlab.context.Influence | None  # None where the sentence cannot be taken apart
    swap: tuple[int, str] | None = None  # the index of the word that is replaced, and the new word
    swap_strongest: bool = False  # whether that word is the strongest one
    area: DeltaGenerator | None = None  # above the controls of the replacement


@dataclass(frozen=True)
class NearestSenses:
    """The sense that is nearest in the whole sentence and without each word, at one layer."""

    senses: tuple[str, ...]
    cosines: tuple[float, ...]  # of the whole sentence with each sense
    nearest: str
    without: tuple[str, ...]  # for each word

    @property
    def changes(self) -> list[str]:
        """Another sense for each word that leads to it, else ""."""
        return [sense if sense != self.nearest else "" for sense in self.without]


def ask(view: View) -> Options:
    """Draw all controls, with room for what is drawn between them."""
    words = view.uses.words
    left, right = st.columns([3, 2], vertical_alignment="bottom")
    with left:
        row = ask_sentence(view)
    with right:
        how = controls.choice(
            "Leave a word out",
            WAYS,
            key="how",
            help="remove: with its white space, so that later words move up. mask: the word is replaced by [MASK], so no other word changes position.",
        )
    removal = Removal(words.sentences[row], words.spans[row], how, words.pooling)
    influence = layout.attempt_part(find_influence, removal)
    if influence is None:
        return Options(row, removal, None)
    area = st.container()
    number, new = _ask_swap(influence)
    index = influence.strongest(view.look.layer) if number == STRONGEST else int(number) - 1
    return Options(row, removal, influence, (index, new) if new else None, number == STRONGEST, area)


def ask_sentence(view: View) -> int:
    """Ask for a sentence; return its row."""
    names = view.uses.sentences.names
    forget_missing("inside_of", names)
    return names.index(controls.pick("Sentence no.", names, key="inside_of"))


def show(view: View, options: Options) -> None:
    """Draw the influence of each word, and a replacement."""
    if options.influence is None or options.area is None:
        return
    with options.area:
        _show_influence(view, options, options.influence)
    _show_swap(view, options)


def code(view: View, options: Options) -> list[str]:
    """Return lines that print the influence of each word, the senses without it, and a replacement."""
    layer, pooling, labeled = view.look.layer, view.look.pooling, view.uses.labeled
    if options.influence is None:
        return []
    lines = [
        f"sentence, span = words.sentences[{options.row}], words.spans[{options.row}]",
        f'influence = embedlab.context.word_influence(encoder, sentence, span, how="{options.removal.how}", pooling="{pooling}")',
        f"print(influence.words, influence.cosines[{layer}])",
    ]
    if labeled.sentences.is_labeled:
        row = _labeled_row(view.uses, options.row)
        lines += [
            "rows = [row for row, sense in enumerate(senses) if sense]",
            "labeled, labels = words.take(rows), [senses[row] for row in rows]",
            "for word, vectors in zip(influence.words, influence.without):",
            f"    reading = embedlab.context.read_sense(vectors, labeled, labels, leave_out={row})",
            f"    print(word, reading.nearest[{layer}])",
        ]
    if options.swap is not None:
        index, new = options.swap
        which = f"influence.strongest({layer})" if options.swap_strongest else index
        lines += [
            f"replaced = embedlab.context.replace_word(encoder, sentence, span, {which}, {new!r}, "
            f'pooling="{pooling}")',
            "print(replaced.changed, replaced.cosines)",
        ]
    return lines


def forget_missing(key: str, options: Sequence[str]) -> None:
    """Set a control back to its first option where the table or the sentence has changed under it."""
    if st.session_state.get(key, options[0]) not in options:
        st.session_state[key] = options[0]


def _ask_swap(influence: embedlab.context.Influence) -> tuple[str, str]:
    """Ask which word is replaced, and by what; "" where nothing is typed."""
    st.subheader("Put another word in its place", anchor=False)
    left, right = st.columns([2, 3], vertical_alignment="bottom")
    numbers = [str(n) for n in range(1, len(influence.words) + 1) if n != influence.target + 1]
    forget_missing("swap", [STRONGEST, *numbers])
    with left:
        number = controls.pick(
            "Replace word no.",
            [STRONGEST, *numbers],
            key="swap",
            help="The numbers are those of the picture above.",
        )
    with right:
        new = controls.text(
            "by", "", key="swap_with", max_chars=MAX_SWAP, hint="one or a few words, such as: savings"
        )
    return number, new.strip()


def _labeled_row(uses: Uses, row: int) -> int | None:
    """Return the row of a sentence among those that have a sense; None if it has none itself."""
    rows = uses.sentences.labeled_rows
    return rows.index(row) if row in rows else None


def _read_sense(uses: Uses, row: int, vectors: NDArray[np.float32]) -> embedlab.context.SenseReading:
    """Read the word beside the other sentences that have a sense."""
    labeled = uses.labeled
    return embedlab.context.read_sense(
        vectors, labeled.words, labeled.sentences.senses, leave_out=_labeled_row(uses, row)
    )


def _show_influence(view: View, options: Options, influence: embedlab.context.Influence) -> None:
    layer, removal = view.look.layer, options.removal
    senses = None
    if view.uses.labeled.sentences.is_labeled:
        senses = _nearest_senses(view.uses, options.row, removal, layer)
    summary = sentence_summaries.influence(
        view.uses,
        options.row,
        layer,
        influence,
        senses=senses,
        mean_cosine=float(measure(view.uses).all_pairs.all_pairs[layer]),
    )
    bars, grid = _figures(removal, layer, tuple(senses.changes) if senses else None)
    layout.finding(summary)
    layout.picture(bars, key="influence", alt=summary)
    table: dict[str, Any] = {
        "number": list(range(1, len(influence.words) + 1)),
        "word": list(influence.words),
        f"cosine without it, layer {layer}": influence.cosines[layer],
    }
    if senses:
        table["nearest sense without it"] = [
            "" if index == influence.target else sense for index, sense in enumerate(senses.without)
        ]
    table["the model then reads"] = list(influence.variants)
    layout.numbers(table, key="influence numbers")
    layers = sentence_summaries.influence_layers(influence)
    layout.finding(layers)
    layout.picture(grid, key="influence layers", alt=layers)
    if influence.how == "remove":
        st.caption("At layer 0 only positions count: every word behind a removed one moves up.")
    if influence.cut:
        st.caption(
            f"{count_text(influence.cut, 'token')} of this sentence lie beyond the model's window; words there have no influence."
        )


def _show_swap(view: View, options: Options) -> None:
    layer, removal = view.look.layer, options.removal
    if options.swap is None:
        st.caption("Type another word, and the model reads the sentence with it.")
        return
    result = layout.attempt_part(_replacement, removal, *options.swap)
    if result is None:
        return
    table: dict[str, Any] = {"layer": list(range(len(result.cosines))), "cosine": result.cosines}
    readings = None
    if view.uses.labeled.sentences.is_labeled:
        before, after = readings = (
            _read_sense(view.uses, options.row, result.before),
            _read_sense(view.uses, options.row, result.after),
        )
        for index, sense in enumerate(after.senses):
            table[f"{sense}, before"] = before.cosines[:, index]
            table[f"{sense}, after"] = after.cosines[:, index]
    start, end = removal.span
    layout.finding(sentence_summaries.replacement(layer, removal.sentence[start:end], result, readings))
    layout.numbers(table, key="replaced numbers")


@cached()
def find_influence(removal: Removal) -> embedlab.context.Influence:
    """Return how far the word's vector turns without each other word.

    Raises:
        InvalidInputError: the sentence cannot be taken apart.
    """
    return embedlab.context.word_influence(
        encoder(ENCODER), removal.sentence, removal.span, how=removal.how, pooling=removal.pooling
    )


@cached()
def _nearest_senses(uses: Uses, row: int, removal: Removal, layer: int) -> NearestSenses:
    influence = find_influence(removal)
    whole = _read_sense(uses, row, influence.vectors)
    without = [_read_sense(uses, row, vectors).nearest[layer] for vectors in influence.without]
    return NearestSenses(
        whole.senses, tuple(whole.cosines[layer].tolist()), whole.nearest[layer], tuple(without)
    )


@cached()
def _figures(
    removal: Removal, layer: int, changes: tuple[str, ...] | None
) -> tuple[SharedFigure, SharedFigure]:
    from embedlab.figures.context_inside import influence_figure, influence_layers_figure

    influence = find_influence(removal)
    return (
        SharedFigure(influence_figure(influence, layer, changes=changes)),
        SharedFigure(influence_layers_figure(influence, layer)),
    )


@cached()
def _replacement(removal: Removal, index: int, new: str) -> embedlab.context.Replacement:
    return embedlab.context.replace_word(
        encoder(ENCODER), removal.sentence, removal.span, index, new, pooling=removal.pooling
    )


PART: Part[View, Options] = Part(
    "Leave a word out",
    ask,
    show,
    code,
    lambda view, options: [
        sources.computed(
            "influence is 1 minus the cosine of the word's vectors with and without the other word, the model "
            "run again for each."
        )
    ],
    line="Which word decides the meaning? Each is left out in turn, and the model reads the rest.",
    former=("Inside",),
    former_keys=("how", "swap", "swap_with"),
)
