"""What is asked: a is to b as c is to what, or a sum of words typed as a formula; with words completed."""

from __future__ import annotations

from dataclasses import dataclass

import streamlit as st

import embedlab
from ui import controls, layout
from ui.cache import cached
from ui.vectors.source import Source

__all__ = [
    "METHODS",
    "Question",
    "ask",
    "complete",
    "completions",
    "examples",
    "explained",
]

ASKED = ["four words", "a formula"]
METHODS = ["3cosadd", "3cosmul", "pairdirection"]
FORMULAS = {
    "3cosadd": r"\arg\max_x\ \cos(x,\ b - a + c)",
    "3cosmul": r"\arg\max_x\ \frac{\cos'(x, b)\,\cos'(x, c)}{\cos'(x, a) + 10^{-6}},\quad \cos' = \tfrac{1 + \cos}{2}",
    "pairdirection": r"\arg\max_x\ \cos(x - c,\ b - a)",
}
MEASURES = {
    "3cosadd": "cosine with b − a + c",
    "3cosmul": "3CosMul score",
    "pairdirection": "cosine of x − c with b − a",
}
PAPERS = {
    "3cosadd": "3CosAdd (Mikolov, Yih and Zweig 2013)",
    "3cosmul": "3CosMul (Levy and Goldberg 2014)",
    "pairdirection": "PairDirection (Mikolov, Yih and Zweig 2013; Levy and Goldberg 2014)",
}
MAX_FORMULA = 500  # characters
COMPLETIONS = 6
SEARCHED = 100_000  # most frequent words that complete what is typed
FIELDS = ("a", "b", "c", "d")
EXAMPLES = {
    f"{preset.group}: {preset.a} → {preset.b}, {preset.c} → ?": preset for preset in embedlab.texts.PRESETS
}
SEEN = "analogy_seen"  # what the fields held last: the one that changed is the one that is typed in


@dataclass(frozen=True)
class Question:
    """A question to a table: four words, or a formula."""

    method: str
    a: str = ""
    b: str = ""
    c: str = ""
    expected: str = ""
    formula: str = ""

    @property
    def measure(self) -> str:
        """What its scores are."""
        return "cosine with the sum" if self.formula else MEASURES[self.method]


def explained(question: Question) -> str:
    """Say by which formula the answers were found."""
    if question.formula:
        return "the cosine of every word of the table with the weighted sum of the vectors, each scaled to length 1 first."
    return (
        f"$\\displaystyle {FORMULAS[question.method]}$ over the whole table, on vectors scaled to length 1: {PAPERS[question.method]}. "
        "“Near b” and “near c” are the nearest words to one input by cosine, without arithmetic (Linzen 2016)."
    )


def ask_method() -> str:
    """Ask for the method, in the row of the words."""
    return controls.pick(
        "by",
        METHODS,
        key="method",
        help="\n\n".join(f"{PAPERS[method]}: ${FORMULAS[method]}$" for method in METHODS),
    )


def ask() -> Question:
    """Ask in the form that the visitor chose."""
    if _form() == ASKED[1]:
        return _ask_formula()
    columns = st.columns([3, 3, 3, 3, 3, 4], vertical_alignment="bottom")
    labels = {"a": "a", "b": "is to b", "c": "as c", "d": "is to"}
    defaults = {"a": "man", "b": "king", "c": "woman", "d": ""}
    typed = {}
    for column, (key, label) in zip(columns, labels.items(), strict=False):
        with column:
            typed[key] = controls.text(
                label,
                defaults[key],
                key=key,
                max_chars=controls.MAX_WORD,
                hint="your guess" if key == "d" else None,
            )
    with columns[4]:
        method = ask_method()
    with columns[5]:
        controls.choice("Ask by", ASKED, key="ask")
    return Question(method, typed["a"], typed["b"], typed["c"], typed["d"].strip())


def _form() -> str:
    return st.session_state.get("ask", st.query_params.get("ask", ASKED[0]))


def _ask_formula() -> Question:
    left, right = st.columns([5, 2], vertical_alignment="bottom")
    with left:
        formula = controls.text(
            "A sum of words",
            "king - man + 0.5*woman",
            key="formula",
            max_chars=MAX_FORMULA,
            help="Words with + and − between them, a number before or behind a word: paris - france + 2*japan. A word with a sign in it goes in quotation marks.",
        )
    with right:
        controls.choice("Ask by", ASKED, key="ask")
    return Question("3cosadd", formula=formula)


def examples() -> None:
    """Offer every example in one list."""
    st.selectbox(
        "Examples",
        list(EXAMPLES),
        index=None,
        key="example",
        placeholder=f"{len(EXAMPLES)} examples",
        label_visibility="collapsed",
        on_change=_take_example,
        width=260,
    )


def _take_example() -> None:
    chosen = EXAMPLES.get(st.session_state.get("example") or "")
    if chosen is not None:
        controls.set_controls(
            {"ask": ASKED[0], "a": chosen.a, "b": chosen.b, "c": chosen.c, "d": chosen.expected}
        )
        st.session_state["example"] = None


def complete(source: Source) -> None:
    """Offer words that go on as the one that is being typed does, the most frequent first."""
    if _form() == ASKED[1]:
        return
    values = {key: str(st.session_state.get(key, "")).strip() for key in FIELDS}
    held = st.session_state.setdefault(SEEN, {"values": values, "key": ""})
    changed = [key for key in FIELDS if values[key] != held["values"][key]]
    if changed:
        held["key"] = changed[0] if len(changed) == 1 else ""
    held["values"] = values
    key = held["key"]
    if not key or not values[key]:
        return
    found = completions(source, values[key])
    if not found:
        return
    with st.container(horizontal=True, gap="small", vertical_alignment="center"):
        st.caption(f"Words that begin with {layout.escape(values[key][:20])}", width="content")
        for word in found:
            st.button(layout.escape(word), key=f"complete {word}", on_click=_complete, args=(key, word))


def _complete(key: str, word: str) -> None:
    controls.set_controls({key: word})
    st.session_state[SEEN] = {
        "values": {**st.session_state[SEEN]["values"], key: word},
        "key": "",
    }


@cached(entries=256)
def completions(source: Source, typed: str) -> tuple[str, ...]:
    """Return the most frequent words that begin with `typed`, itself left out."""
    begin = typed.lower() if source.vectors.uncased else typed
    found = []
    for word in source.vectors.words[:SEARCHED]:
        if word.startswith(begin) and word != begin:
            found.append(word)
            if len(found) == COMPLETIONS:
                break
    return tuple(found)
