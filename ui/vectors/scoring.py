"""How often is the arithmetic right? Whole sets of questions, and sets of word pairs that people rated."""

from __future__ import annotations

from dataclasses import dataclass

import streamlit as st

from embedlab.text_files import read_text
from ui import controls, layout, sources
from ui.part import Part
from ui.uploads import content_of
from ui.vectors import analogy_scores, rated_pairs
from ui.vectors.answers import View

__all__ = ["PART"]

GOOGLE, OWN_ANALOGIES, OWN_PAIRS = "Google analogies", "your analogies", "your word pairs"
SETS = [GOOGLE, OWN_ANALOGIES, *rated_pairs.SETS, OWN_PAIRS]
OWN = {  # what the visitor's own sets hold, and an example
    OWN_ANALOGIES: ("questions", ": capitals\nparis france tokyo japan\nrome italy cairo egypt"),
    OWN_PAIRS: ("word pairs", "cat\tdog\t7.5\ncat\tcar\t1.5\nking\tqueen\t8\nking\tcabbage\t0.5"),
}
PAPERS = {
    GOOGLE: "Mikolov, Chen, Corrado and Dean 2013",
    "WordSim-353": "Finkelstein et al. 2002",
    "SimLex-999": "Hill, Reichart and Korhonen 2015",
}
LIMITS = ["10,000", "30,000", "100,000", "all"]


@dataclass(frozen=True)
class Options:
    """A set, and how many words of the table take part."""

    name: str  # one of SETS
    text: str | None  # of the visitor's own set; None for one that ships
    limit: int

    @property
    def is_rated(self) -> bool:
        """Whether it holds rated pairs instead of questions."""
        return self.name in rated_pairs.SETS or self.name == OWN_PAIRS


def _ask(view: View) -> Options | None:
    left, right = st.columns([3, 2], vertical_alignment="bottom")
    with left:
        name = controls.pick("Set", SETS, key="set")
    with right:
        spoken = controls.choice(
            "Vocabulary",
            LIMITS,
            key="limit",
            default="30,000",
            help="Only the first words of the table, the most frequent ones of GloVe: fewer wrong answers to choose from, but also fewer questions that can be asked.",
        )
    words = len(view.table.vectors)
    limit = words if spoken == LIMITS[-1] else min(int(spoken.replace(",", "")), words)
    if name not in OWN:
        return Options(name, None, limit)
    text = _ask_text(*OWN[name])
    return None if text is None else Options(name, text, limit)


def _ask_text(what: str, example: str) -> str | None:
    """Ask for a set by a file or by pasting it; None for a file that is not text, which the page has said."""
    file = st.file_uploader(
        f"Your {what} as a text file",
        key=f"own {what}",
        max_upload_size=2,
        help="Analogies in the format of questions-words.txt, or pairs as in BATS: a word, a tab, its answers with / between them. Rated pairs: two words and a number, with tabs or commas between.",
    )
    if file is None:
        return controls.text(f"or paste your {what}", example, key=f"own_{what}", max_chars=20_000, lines=5)
    content = layout.attempt_part(lambda: read_text(content_of(file)))
    return None if content is None else content.text


def _show(view: View, options: Options | None) -> None:
    if options is None:
        return
    if options.is_rated:
        rated_pairs.show(view.table, options.name, options.text, options.limit)
    else:
        analogy_scores.show(view.table, options.text, options.limit)


def _code(view: View, options: Options | None) -> list[str]:
    if options is None:
        return []
    lines = []
    if options.text is not None:
        is_short = len(options.text) <= sources.LONGEST_CODE
        text = repr(options.text) if is_short else "open('your-file', encoding='utf-8-sig').read()"
        lines.append(f"text = {text}")
    if options.is_rated:
        return lines + rated_pairs.code(options.name, options.limit)
    return lines + analogy_scores.code(options.text is not None, options.limit)


def _sources(view: View, options: Options | None) -> list[str]:
    if options is None or options.text is not None:
        return []
    return [f"**Set:** `{options.name}` ({PAPERS[options.name]}), shipped with gensim."]


PART = Part(
    "How often does it work?",
    _ask,
    _show,
    _code,
    _sources,
    line="Thousands of analogies scored, and pairs of words rated by people",
    former=("How often?",),
)
