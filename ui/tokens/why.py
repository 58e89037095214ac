"""Why this token: one token of the text, and the replay of the algorithm that made it."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import streamlit as st

import embedlab
from embedlab.display import visible_text
from embedlab.numerals import count_text, number_text
from embedlab.tokens import (
    Encoding,
    MatchReplay,
    MergeReplay,
    PathReplay,
    Stages,
    Tokenizer,
    Word,
    bytes_label,
    token_labels,
)
from ui import controls, layout, sources
from ui.chips import Chip, ChipRow, draw_chip_rows
from ui.part import Part
from ui.tokens import exports, summaries
from ui.tokens.merge_tree import draw_merge_tree
from ui.tokens.query import Query
from ui.tokens.results import encode, find_tokenizer, replay, run_stages

__all__ = ["PART", "choose"]

LABEL = "Why this token?"
REPORT = (
    "The replay of this word gives other tokens than {name} does; what you see below is not how it works. "
    "Please report the word."
)


@dataclass(frozen=True)
class Options:
    """A token of a text, and how far its merges are replayed."""

    name: str
    token: int  # index; -1 where the tokenizer makes no token, or its stages cannot be run
    merges: int  # merges done, where the algorithm merges


def choose(names: Sequence[str], column: int, token: int) -> None:
    """Take up a click on a token: open this part with it."""
    controls.set_controls({"tokens_tab": LABEL, "why": names[column], "token": token + 1})
    st.session_state["why_look"] = st.session_state.get("why_look", 0) + 1


def ask(view: Query) -> Options:
    """Ask for a tokenizer, a token and how many of its merges are done."""
    left, middle, right = st.columns([2, 2, 3], vertical_alignment="bottom")
    with left:
        name = controls.pick("Tokenizer", view.names, key="why")
    tokenizer = find_tokenizer(name)
    if not len(encode(tokenizer, view.text, view.special)):
        st.info("This tokenizer makes no token of this text.")
        return Options(name, -1, 0)
    stages = layout.attempt_part(run_stages, tokenizer, view.text, view.special)
    if stages is None:
        return Options(name, -1, 0)
    with middle:
        token = _ask_token(stages) - 1
    with right:
        merges = _ask_merges(tokenizer, stages.word_of(token))
    return Options(name, token, merges)


def show(view: Query, options: Options) -> None:
    """Show the token and its replay."""
    if options.token < 0:
        return
    tokenizer = find_tokenizer(options.name)
    stages = run_stages(tokenizer, view.text, view.special)
    encoding = stages.encoding
    label = token_labels(encoding, options.token + 1)[options.token].label
    word = stages.word_of(options.token)
    if word is None or word.added:
        about = summaries.about_special if word is None else summaries.about_added
        layout.finding(about(label, options.name))
    elif steps := layout.attempt_part(replay, tokenizer, word):
        if list(steps.ids) != encoding.ids[word.first : word.last]:
            layout.warn(REPORT.format(name=options.name))
        if isinstance(steps, MergeReplay):
            _draw_merges(steps, word, options)
        elif isinstance(steps, MatchReplay):
            _draw_matches(steps, options.name)
        else:
            _draw_path(steps)
    _draw_facts(tokenizer, encoding, options.token, label)


def code(view: Query, options: Options) -> list[str]:
    """Return lines that replay the word of the token."""
    lines = [
        "",
        exports.tokenizer_line(options.name),
        f"stages = tokenizer.stages(text, special_tokens={view.special})",
    ]
    if options.token < 0:
        return lines
    return [
        *lines,
        f"word = stages.word_of({options.token})  # None for a special token",
        "print(word if word is None or word.added else tokenizer.replay(word))",
    ]


def origins(view: Query, options: Options) -> list[str]:
    """Say who replays."""
    return [
        sources.computed(
            "the replay is our own, from the vocabulary; its ids are compared with the tokenizer's."
        )
    ]


def _first_of_longest(stages: Stages) -> int:
    """Return the first token of the word with the most tokens: there is the most to see."""
    longest = max(stages.words, key=lambda word: word.last - word.first, default=None)
    return longest.first if longest else 0


def _ask_token(stages: Stages) -> int:
    """Ask which token, by number; a click on a token sets it."""
    count = len(stages.encoding)
    if count == 1:
        return 1
    previous = st.session_state.get("token")
    if isinstance(previous, int) and previous > count:  # the text has become shorter
        st.session_state["token"] = count
    label = f"Token, 1 to {count:,} (or click one above)"
    return int(controls.amount(label, 1, count, _first_of_longest(stages) + 1, key="token"))


def _ask_merges(tokenizer: Tokenizer, word: Word | None) -> int:
    """Ask how many merges are done, where the algorithm merges more than once."""
    if word is None or word.added:
        return 0
    try:
        steps = replay(tokenizer, word)
    except embedlab.EmbedLabError:  # `show` says why
        return 0
    if not isinstance(steps, MergeReplay) or len(steps.steps) < 2:
        return len(steps.steps)
    count = len(steps.steps)
    current = (tokenizer.name, word.text)
    if (
        st.session_state.get("merge_of", current) != current
        or not 0 <= st.session_state.get("merge", 0) <= count
    ):
        st.session_state.pop("merge", None)  # of another word
    st.session_state["merge_of"] = current
    return int(controls.number("Merges done", 0, count, count, key="merge"))


def _draw_facts(tokenizer: Tokenizer, encoding: Encoding, token: int, label: str) -> None:
    token_id = encoding.ids[token]
    start, end = encoding.offsets[token]
    raw = encoding.token_bytes[token]
    rank = tokenizer.rank(token_id)
    facts = [
        Chip(label, "bytes" if bytes_label(raw)[1] == "bytes" else "text", "token", True),
        Chip(str(token_id), "plain", "id"),
        Chip(f"{start:,}–{end:,}", "plain", "characters"),
    ]
    draw_chip_rows(
        [ChipRow(f"Token {token + 1:,} of {len(encoding):,}", facts)],
        key="why facts",
        beside=True,
        look=st.session_state.get("why_look", 0),
    )
    layout.numbers(
        {
            "token": [label],
            "in the vocabulary": [visible_text(encoding.tokens[token])],
            "bytes": [raw.hex(" ").upper() or "none"],
            "rank": ["none" if rank is None else str(rank)],
        },
        key="token facts",
        label="The token as it is stored",
    )


def _draw_merges(steps: MergeReplay, word: Word, options: Options) -> None:
    text, done = visible_text(word.text, mark_spaces=False), options.merges
    summary = summaries.about_merges(text, steps, options.name)
    if 0 < done < len(steps.steps):
        summary = summaries.about_merge(done, steps)
    elif steps.steps and not done:
        summary = f"“{text}” starts as {count_text(len(steps.start), 'symbol')}."
    layout.finding(summary)
    draw_merge_tree(steps, done, alt=summary, key="merge tree")
    layout.numbers(
        {
            "merge": list(range(1, len(steps.steps) + 1)),
            "left": [bytes_label(step.left)[0] for step in steps.steps],
            "right": [bytes_label(step.right)[0] for step in steps.steps],
            "rank": [-1 if step.rank is None else step.rank for step in steps.steps],
        },
        key="merges",
        height=min(300, 38 * (len(steps.steps) + 1)),
    )


def _draw_matches(steps: MatchReplay, name: str) -> None:
    layout.finding(summaries.about_match(steps, name))
    if steps.steps and not steps.too_long:
        draw_chip_rows(
            [
                ChipRow(
                    f"Piece {number}: {f'{visible_text(step.match)} fits' if step.match else 'nothing fits'}, "
                    f"after {len(step.tried) - (step.match is not None)} that are no piece",
                    [
                        Chip(
                            visible_text(piece),
                            "text" if piece == step.match else "plain",
                            marked=piece == step.match,
                        )
                        for piece in step.tried
                    ],
                )
                for number, step in enumerate(steps.steps, start=1)
            ],
            key="match rows",
            beside=True,
        )


def _draw_path(steps: PathReplay) -> None:
    total = steps.steps[-1].total if steps.steps else 0.0
    chips = [
        Chip(visible_text(piece), "text", number_text(score))
        for piece, score in zip(steps.pieces, steps.log_probabilities, strict=True)
    ]
    layout.finding(summaries.about_path(steps))
    draw_chip_rows([ChipRow(f"The best path, log-probability {number_text(total)}", chips)], key="path rows")
    layout.numbers(
        {
            "up to": [visible_text(steps.word[: step.end]) for step in steps.steps],
            "best last piece": [visible_text(step.piece) for step in steps.steps],
            "its log-probability": [step.log_probability for step in steps.steps],
            "best total": [step.total for step in steps.steps],
            "other ways": [len(step.rejected) for step in steps.steps],
        },
        key="path",
        label="",
        decimals=2,
        height=min(300, 38 * (len(steps.steps) + 1)),
    )


PART = Part(
    label=LABEL,
    ask=ask,
    show=show,
    code=code,
    sources=origins,
    line="The letters of a word, joined or cut step by step as the tokenizer does it.",
    former=("Why this token",),
)
