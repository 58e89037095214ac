"""Why this token: one token of the text, and the replay of the algorithm that made it."""

from __future__ import annotations

from collections.abc import Sequence

import streamlit as st

import embedlab
from embedlab.display import bytes_label, token_labels, visible_text
from embedlab.tokens.best_path import PathReplay
from embedlab.tokens.longest_match import MatchReplay
from embedlab.tokens.merges import MergeReplay
from embedlab.tokens.stages import Word
from ui import controls, layout
from ui.chips import Chip, ChipRow, draw_chip_rows
from ui.tokens.questions import ask_encoding, ask_replay, ask_stages, find_tokenizer

__all__ = ["choose", "show"]

LADDER = 40  # merges drawn one under the other; the slider reaches the others


def choose(names: Sequence[str], column: int, token: int) -> None:
    """Take up a click on a token: open this tab with it."""
    controls.set_controls({"tokens_tab": TAB, "why": names[column], "token": token + 1})
    st.session_state["why_look"] = st.session_state.get("why_look", 0) + 1


TAB = "Why this token"


def show(names: Sequence[str], text: str, special: bool) -> None:
    """Show the chosen token and its replay."""
    encodings = {name: ask_encoding(name, text, special) for name in names}
    left, right = st.columns([1, 2], vertical_alignment="bottom")
    with left:
        name = controls.pick("Tokenizer", names, key="why")
    encoding = encodings[name]
    if not len(encoding):
        st.info("This tokenizer makes no token of this text.")
        return
    stages = layout.attempt_part(ask_stages, name, text, special)
    if stages is None:
        return
    with right:
        place = _pick_token(stages) - 1
    tokenizer = find_tokenizer(name)
    label = token_labels(encoding, place + 1)[place]
    word = stages.word_of(place)
    _facts(tokenizer, encoding, place, label.label)
    if word is None:
        layout.reading(
            f"{label.label} is a special token: {name} puts it there itself, whatever the text; nothing was cut."
        )
        return
    if word.added:
        layout.reading(
            f"{label.label} was added to the vocabulary of {name}: it is looked for in the text first, before "
            "anything is split, and the algorithm never sees it."
        )
        return
    replay = layout.attempt_part(ask_replay, name, word)
    if replay is None:
        return
    if list(replay.ids) != encoding.ids[word.first : word.last]:
        layout.warn(
            f"The replay of this word gives other tokens than {name} does; what you see below is not how it works. "
            "Please report the word."
        )
    if isinstance(replay, MergeReplay):
        _merges(replay, word, place, name)
    elif isinstance(replay, MatchReplay):
        _matches(replay, name)
    else:
        _path(replay)


def _telling(stages: embedlab.tokens.Stages) -> int:
    """Return the first token of the word with the most tokens: there is the most to see."""
    longest = max(stages.words, key=lambda word: word.last - word.first, default=None)
    return longest.first if longest else 0


def _pick_token(stages: embedlab.tokens.Stages) -> int:
    """Ask which token, by number; a click on a token sets it."""
    count = len(stages.encoding)
    if count == 1:
        return 1
    given = st.session_state.get("token")
    if isinstance(given, int) and given > count:  # the text has become shorter
        st.session_state["token"] = count
    label = f"Number of the token, 1 to {count:,} (or click a token above)"
    return int(controls.amount(label, 1, count, _telling(stages) + 1, key="token"))


def _facts(
    tokenizer: embedlab.tokens.Tokenizer, encoding: embedlab.tokens.Encoding, place: int, shown: str
) -> None:
    token_id = encoding.ids[place]
    start, end = encoding.offsets[place]
    raw = encoding.token_bytes[place]
    rank = tokenizer.rank(token_id)
    facts = [
        Chip(shown, "bytes" if bytes_label(raw)[1] == "bytes" else "text", "shown", True),
        Chip(visible_text(encoding.tokens[place]), "plain", "in the vocabulary"),
        Chip(f"{token_id:,}", "plain", "id"),
        Chip(raw.hex(" ").upper() or "none", "plain", "bytes"),
        Chip(f"{start:,}–{end:,}", "plain", "characters"),
    ]
    if rank is not None:
        facts.append(Chip(f"{rank:,}", "plain", "rank"))
    draw_chip_rows(
        [ChipRow(f"Token {place + 1:,} of {len(encoding):,}", facts)],
        key="why facts",
        look=st.session_state.get("why_look", 0),
    )


def _chip(raw: bytes, *, marked: bool = False) -> Chip:
    label, kind = bytes_label(raw)
    return Chip(label, kind, marked=marked)


def _merges(replay: MergeReplay, word: Word, place: int, name: str) -> None:
    steps = replay.steps
    shown = visible_text(word.text, mark_spaces=False)
    if not steps:
        layout.reading(
            f"“{shown}” is a single symbol of the alphabet; nothing was merged."
            if len(replay.start) == 1
            else f"“{shown}” stays as its {len(replay.start)} symbols: {name} can merge no two neighbors of them."
        )
        return
    at = len(steps)
    if len(steps) > 1:
        same = st.session_state.get("merge_of", (name, word.text)) == (name, word.text)
        if not same or not 0 <= st.session_state.get("merge", 0) <= len(steps):
            st.session_state.pop("merge", None)  # of another word
        st.session_state["merge_of"] = (name, word.text)
        at = controls.number("Merges done", 0, len(steps), len(steps), key="merge")
    rows = [ChipRow("Before any merge", [_chip(symbol) for symbol in replay.start], current=at == 0)]
    first = max(0, min(at - LADDER // 2, len(steps) - LADDER))
    for number, step in enumerate(steps[first : min(at, first + LADDER)], start=first + 1):
        rank = "the whole word is in the vocabulary" if step.rank is None else f"rank {step.rank:,}"
        joined = [_chip(piece, marked=index == step.place) for index, piece in enumerate(step.pieces)]
        rows.append(ChipRow(f"Merge {number}: {rank}", joined, current=number == at))
    draw_chip_rows(rows, key="merge rows", beside=True)
    last = steps[at - 1] if at else None
    if at == len(steps):
        ids = ", ".join(f"{token_id:,}" for token_id in replay.ids)
        end = f"No pair is left that {name} can merge" if len(replay.pieces) > 1 else "One piece is left"
        layout.reading(
            f"“{shown}” starts as {len(replay.start)} symbols. After {layout.counted(len(steps), 'merge')}, "
            f"lowest rank first, {end[0].lower()}{end[1:]}: "
            f"{layout.counted(len(replay.ids), 'token')}, {ids}."
        )
    elif last is not None:
        layout.reading(
            f"Merge {at} of {len(steps)} joins {bytes_label(last.left)[0]} and {bytes_label(last.right)[0]}: "
            f"of all neighbors it is the pair with the lowest rank."
        )
    layout.numbers(
        {
            "merge": list(range(1, len(steps) + 1)),
            "left": [bytes_label(step.left)[0] for step in steps],
            "right": [bytes_label(step.right)[0] for step in steps],
            "rank": [-1 if step.rank is None else step.rank for step in steps],
        },
        key="merges",
        label="",
        height=min(300, 38 * (len(steps) + 1)),
    )


def _matches(replay: MatchReplay, name: str) -> None:
    shown = visible_text(replay.word, mark_spaces=False)
    ids = ", ".join(f"{token_id:,}" for token_id in replay.ids)
    if replay.too_long:
        layout.reading(
            f"The word has {len(replay.word):,} characters, more than {name} looks at: it is unknown."
        )
        return
    rows = []
    for number, step in enumerate(replay.steps, start=1):
        tried = [
            Chip(visible_text(piece), "text" if piece == step.found else "plain", marked=piece == step.found)
            for piece in step.tried
        ]
        found = f"{visible_text(step.found)} fits" if step.found else "nothing fits"
        rows.append(
            ChipRow(
                f"Piece {number}: {found}, after {len(step.tried) - (step.found is not None)} that are no piece",
                tried,
            )
        )
    if not rows:
        layout.reading(f"{name} knows whole words only: “{shown}” has the id {ids}.")
        return
    draw_chip_rows(rows, key="match rows", beside=True)
    lost = any(step.found is None for step in replay.steps)
    layout.reading(
        f"“{shown}” is cut from left to right, each time into the longest piece that the vocabulary has: "
        + (
            f"no piece fits, so the whole word becomes {replay.pieces[0] if replay.pieces else 'nothing'}."
            if lost
            else f"{' + '.join(visible_text(piece) for piece in replay.pieces)}, ids {ids}."
        )
    )


def _path(replay: PathReplay) -> None:
    total = replay.steps[-1].total if replay.steps else 0.0
    draw_chip_rows(
        [
            ChipRow(
                f"The best path, log-probability {total:.2f}",
                [
                    Chip(visible_text(piece), "text", f"{score:.2f}")
                    for piece, score in zip(replay.pieces, replay.log_probabilities, strict=True)
                ],
            )
        ],
        key="path rows",
    )
    rivals = replay.steps[-1].rejected if replay.steps else ()
    second = (
        f" The next best way ends with {visible_text(rivals[0][0])} and has {rivals[0][1]:.2f}."
        if rivals
        else ""
    )
    layout.reading(
        f"Of all ways to cut “{visible_text(replay.word, mark_spaces=False)}”, these pieces are together the most "
        f"probable: their log-probabilities add up to {total:.2f}.{second}"
    )
    layout.numbers(
        {
            "up to": [visible_text(replay.word[: step.end]) for step in replay.steps],
            "best last piece": [visible_text(step.piece) for step in replay.steps],
            "its log-probability": [step.log_probability for step in replay.steps],
            "best total": [step.total for step in replay.steps],
            "other ways": [len(step.rejected) for step in replay.steps],
        },
        key="path",
        label="",
        decimals=2,
        height=min(300, 38 * (len(replay.steps) + 1)),
    )
