"""What is added to a token, and how much of the sum it is; the same word at two places."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

import numpy as np
import streamlit as st
from numpy.typing import NDArray

import embedlab
from embedlab.errors import InvalidInputError, quote
from ui import controls, layout
from ui.cache import cached
from ui.drawn import DrawnFigure
from ui.models import ENCODER, encoder, input_tables
from ui.positional import added_others
from ui.positional.view import Asked

__all__ = ["code", "show"]

MAX_SECOND = 500  # characters
EXAMPLES = {
    "the same word twice": {"text": "The bank by the river bank", "added_second": ""},
    "a pair of sentences": {"text": "The dog bites the man", "added_second": "The man runs to the bank"},
    "the default sentence": {"text": controls.DEFAULT_SENTENCE, "added_second": ""},
}


@dataclass(frozen=True)
class Summed:
    """A text, or a pair, and the parts of each token's input."""

    tokens: tuple[str, ...]
    ids: tuple[int, ...]
    special: tuple[bool, ...]
    parts: embedlab.positional.InputParts
    cut: int  # tokens beyond the model's window

    @property
    def words(self) -> list[str]:
        """Tokens to choose from, those that come several times first."""
        inside = [token for token, special in zip(self.tokens, self.special, strict=True) if not special]
        return sorted(dict.fromkeys(inside), key=lambda token: inside.count(token) < 2)

    def places(self, token: str) -> list[int]:
        """Where a token stands."""
        return [
            place
            for place, (other, special) in enumerate(zip(self.tokens, self.special, strict=True))
            if other == token and not special
        ]


def show(asked: Asked) -> None:
    """Show the parts of the input, the same word at two places, what other models add, and roles."""
    st.markdown(
        "Before its first layer a BERT-like model **adds** three vectors for each token: the row of the token, the row of its position, "
        "and the row of its segment (first or second sentence of a pair). LayerNorm then brings the sum to one scale."
    )
    layout.formula(r"x_p = \text{LayerNorm}\left(E[t_p] + P[p] + S[s_p]\right)")
    left, right = st.columns(2)
    with left:
        text = controls.sentence()
    with right:
        second = controls.text(
            "Second sentence of a pair", "", key="added_second", max_chars=MAX_SECOND, hint="may stay empty"
        )
    controls.presets(EXAMPLES)
    summed = layout.attempt_part(_summed, text, second)
    if summed is None:
        return
    _show_parts(summed, text, second)
    _show_word(summed, text, second)
    added_others.show(summed.parts, text)


def code(asked: Asked) -> list[str]:
    """Return Python that prints what the part shows; `table` exists already."""
    text, second = _typed()
    lines = [
        "position = embedlab.positional",
        f'encoder, tables = embedlab.load_encoder("{ENCODER}"), position.load_input_tables("{ENCODER}")',
        f"texts = {[text, second] if second.strip() else [text]!r}",
        "encoded = [encoder.tokenizer.encode(text, special_tokens=True).ids for text in texts]",
    ]
    if second.strip():
        lines.append("ids, segments, cut = position.pair_ids(*encoded, encoder.window)")
    else:
        lines.append("ids, segments = encoder.encode(texts)[0].ids, None  # cut to the window")
    lines += [
        "parts = position.input_parts(tables, encoder.token_embeddings[ids], segments=segments)",
        "print(parts.norms, parts.cosines, parts.normalized_cosines, parts.crossing)",
        "sinusoids = position.sinusoidal(*parts.token.shape)",
        "print((sinusoids**2).sum(axis=1) ** 0.5, parts.norms[0].mean() * parts.token.shape[1] ** 0.5)",
    ]
    try:
        summed = _summed(text, second)
    except embedlab.EmbedLabError:
        return []  # the page says what is wrong
    token = _chosen(summed)
    if token is not None:
        place = summed.places(token)[0]
        lines += [
            f"row = encoder.token_embeddings[ids[{place}]]",
            f"print(position.same_token_cosines(tables, row, start={place}, segment={summed.parts.segments[place]}))",
        ]
    return lines


def _typed() -> tuple[str, str]:
    state = st.session_state
    return state.get("text", controls.DEFAULT_SENTENCE), state.get("added_second", "")


def _show_parts(summed: Summed, text: str, second: str) -> None:
    if summed.cut:
        layout.warn(
            f"{layout.counted(summed.cut, 'token')} beyond the model's window of {encoder(ENCODER).window} are left out."
        )
    said = _said(summed)
    layout.picture(_lengths(text, second), key="added lengths", alt=said)
    if len(summed.tokens) > (most := _most_drawn()):
        st.caption(f"Drawn are the first {most} of {len(summed.tokens)} tokens; the table has all.")
    layout.reading(said)
    parts = summed.parts
    norms, before, after = parts.norms, parts.cosines, parts.normalized_cosines
    columns: dict[str, Any] = {
        "position": list(range(len(summed.tokens))),
        "token": list(summed.tokens),
        "segment row": parts.segments,
    }
    names = ("token", "position", "segment", "sum", "after LayerNorm")
    columns |= {
        f"length: {name}" if name != names[4] else f"length {name}": row
        for name, row in zip(names, norms, strict=True)
    }
    columns["cosine: token and position"] = parts.crossing
    columns |= {f"cosine: sum and {name}": row for name, row in zip(names[:3], before, strict=True)}
    columns |= {f"after LayerNorm: and {name}": row for name, row in zip(names[:3], after, strict=True)}
    layout.numbers(columns, key="added numbers")


def _said(summed: Summed) -> str:
    parts = summed.parts
    token, position, segment, total, _ = parts.norms
    inside = ~np.array(summed.special)
    chosen = inside if inside.any() else np.ones(len(token), dtype=bool)
    said = (
        f"Over the {layout.counted(int(chosen.sum()), 'token')} between [CLS] and [SEP], a token's vector has the length {token[chosen].mean():.2f}, "
        f"that of its position {position[chosen].mean():.2f}, of its segment {segment[chosen].mean():.2f}, and their sum {total[chosen].mean():.2f}. "
        f"Token and position stand nearly at right angles if their cosine is near 0: here it is {np.nanmean(parts.crossing[chosen]):.2f} on average "
        f"({np.nanmin(parts.crossing[chosen]):.2f} to {np.nanmax(parts.crossing[chosen]):.2f}). "
        f"The sum keeps a cosine of {np.nanmean(parts.cosines[0, chosen]):.2f} with its token and {np.nanmean(parts.cosines[1, chosen]):.2f} with its position; "
        f"after LayerNorm {np.nanmean(parts.normalized_cosines[0, chosen]):.2f} and {np.nanmean(parts.normalized_cosines[1, chosen]):.2f}. "
        f"Position 0, that of [CLS] in every text, has the length {position[0]:.2f}."
    )
    segments = input_tables(ENCODER).segments.astype(np.float64)
    lengths = np.linalg.norm(segments, axis=1)
    cosine = segments[0] @ segments[1] / lengths.prod()
    ones = int(parts.segments.sum())
    if not ones:
        return said + " Every token gets row 0 of the segment table."
    return said + (
        f" {layout.counted(len(parts.segments) - ones, 'token')}, up to the first [SEP], get row 0 of the segment table, the other {ones} row 1; "
        f"the two rows have lengths {lengths[0]:.2f} and {lengths[1]:.2f} and a cosine of {cosine:.2f}."
    )


def _show_word(summed: Summed, text: str, second: str) -> None:
    st.subheader("The same word at two places", anchor=False)
    if _chosen(summed) is None:
        st.caption("Type a word, and its input is compared with itself at every other place.")
        return
    if st.session_state.get("added_word", summed.words[0]) not in summed.words:  # another sentence
        st.session_state["added_word"] = summed.words[0]
    token = controls.pick("Token, repeated ones first", summed.words, key="added_word")
    after, figure = _word(text, second, token)
    said = _word_said(summed, token, after)
    layout.picture(figure, key="added distance", alt=said)
    layout.reading(said)


def _word_said(summed: Summed, token: str, after: NDArray[np.floating]) -> str:
    places, segments = summed.places(token), summed.parts.segments
    if len(places) > 1:
        one, other = summed.parts.normalized[places[:2]]
        cosine = one @ other / (np.linalg.norm(one) * np.linalg.norm(other))
        same = segments[places[0]] == segments[places[1]]
        said = (
            f"{quote(token)} stands at {layout.listed([str(place) for place in places])}. "
            f"What the first layer reads at places {places[0]} and {places[1]} has a cosine of {cosine:.3f}: the same row of the token table, "
            f"but another position{'' if same else ' and another segment'}. "
        )
    else:
        said = (
            f"{quote(token)} stands at place {places[0]} only; the curve moves it through all later places. "
        )
    if len(after) > 1:
        low = int(np.argmin(after))
        said += f"Over all {len(after) - 1} later places the cosine is lowest {layout.counted(low, 'place')} further on: {after[low]:.3f}."
    yardstick = _yardstick(summed)
    return (
        said
        if np.isnan(yardstick)
        else f"{said} Two different tokens of this text have {yardstick:.3f} on average."
    )


def _chosen(summed: Summed) -> str | None:
    """Return the token that is followed through all places; None where the text has none."""
    words = summed.words
    if not words:
        return None
    held = st.session_state.get("added_word", words[0])
    return held if held in words else words[0]


def _most_drawn() -> int:
    from embedlab.figures.positional_parts import MOST_DRAWN

    return MOST_DRAWN


@cached(entries=16)  # 512 tokens take 9 MB
def _summed(text: str, second: str) -> Summed:
    model = encoder(ENCODER)
    if not text.strip():
        raise InvalidInputError("The sentence is empty; type at least one word.")
    if second.strip():
        one, two = (model.tokenizer.encode(part, special_tokens=True) for part in (text, second))
        ids, segments, cut = embedlab.positional.pair_ids(one.ids, two.ids, model.window)
    else:
        (encoded,) = model.encode([text], attentions=False)
        ids, segments, cut = encoded.ids, [0] * len(encoded.ids), encoded.cut
    names = [model.tokenizer.spelled(number) for number in ids]
    ends = {0, segments.count(0) - 1, len(ids) - 1}  # [CLS] and each [SEP]
    return Summed(
        tokens=tuple(names),
        ids=tuple(ids),
        special=tuple(place in ends for place in range(len(ids))),
        parts=embedlab.positional.input_parts(
            input_tables(ENCODER), model.token_embeddings[ids], segments=segments
        ),
        cut=cut,
    )


@cached(entries=32)
def _lengths(text: str, second: str) -> Any:
    from embedlab.figures.positional_parts import lengths_figure

    summed = _summed(text, second)
    return DrawnFigure(lengths_figure(summed.parts.norms, summed.tokens))


@cached(entries=32)
def _word(text: str, second: str, token: str) -> tuple[NDArray[np.float64], Any]:
    """Return a token's cosines with itself further on, after LayerNorm, and the figure."""
    from embedlab.figures.positional_parts import distance_figure

    summed = _summed(text, second)
    first, *others = summed.places(token)
    segments = summed.parts.segments
    row = encoder(ENCODER).token_embeddings[summed.ids[first]]
    after, before = (
        embedlab.positional.same_token_cosines(
            input_tables(ENCODER), row, start=first, segment=int(segments[first]), normalized=normalized
        )
        for normalized in (True, False)
    )
    marked = [place - first for place in others if segments[place] == segments[first]]
    curves = {"after LayerNorm": after, "before": before}
    figure = distance_figure(curves, start=first, marked=marked, yardstick=_yardstick(summed))
    return after, DrawnFigure(figure)


def _yardstick(summed: Summed) -> float:
    """Return the mean cosine of the inputs of two different tokens; nan where all are the same."""
    inside = [place for place, special in enumerate(summed.special) if not special]
    cosines = embedlab.context.cosine_matrix(summed.parts.normalized[inside])
    ids = np.array(summed.ids)[inside]
    different = ids[:, None] != ids[None, :]
    return float(cosines[different].mean()) if different.any() else float("nan")
