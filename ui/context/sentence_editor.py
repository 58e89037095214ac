"""The table of sentences: edited, pasted, or read from a CSV; held as lines, which the link can carry."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import streamlit as st

import embedlab
from embedlab.context import (
    MAX_SENTENCES,
    SentenceTable,
    find_word,
    read_sentence_table,
    sentence_table,
    tokens_inside,
)
from embedlab.text_files import ENCODINGS, read_text
from ui import layout
from ui.cache import cached
from ui.context import uses
from ui.context.examples import WRITTEN, written_lines
from ui.context.query import Sentences
from ui.models import ENCODER, encoder
from ui.uploads import UploadedFile, content_of

__all__ = ["Table", "ask", "current_lines", "link"]

LINES = "sentences"  # the name in the link and in the session
EDITOR = "sentences_shown"  # what the editor on the screen was made from
LINKED = 4_000  # characters of lines that a link may hold
HEIGHT = 380  # pixels
MAX_PASTED = 100_000  # characters
LONG = 160  # characters: a shorter sentence always fits into the window, at three tokens a letter of Korean
TOO_LONG = (
    "The address of this page holds every setting, but not the sentences: they are too long for a link. "
    "Take them along as a CSV, under Files."
)


@dataclass(frozen=True)
class Table:
    """The rows of the table whose sentence contains the word; where there are none, those of an example."""

    sentences: Sentences
    notes: tuple[str, ...] = ()  # what was left out or cut, one sentence each
    problem: str = ""  # why an example stands in


@dataclass(frozen=True)
class _Editor:
    version: int  # in its key: another table needs another editor
    base: str  # the lines it was made from; its edits are kept against these
    lines: str  # what it holds now


def ask(word: str) -> Table:
    """Draw the table and return its rows with the word in them."""
    lines = current_lines(word)
    editor: _Editor | None = st.session_state.get(EDITOR)
    area = st.container()
    _draw_imports(word)
    if editor is None or editor.lines != lines:  # set by a link, an example, a paste
        editor = _Editor(editor.version + 1 if editor else 0, lines, lines)
    with area:
        table, deleted = _edit(editor)
    st.session_state[EDITOR] = _Editor(editor.version, editor.base, table.lines)
    if table.lines != lines:
        st.session_state[LINES] = table.lines
    if deleted:  # the numbers of the others move up, and the browser holds no rows that were cut
        st.session_state[EDITOR] = _Editor(editor.version + 1, table.lines, table.lines)
        st.rerun()
    _write_link(word, table.lines)
    return _read(word, table)


def link(word: str) -> str:
    """Say whether the link holds the sentences."""
    lines = str(st.session_state.get(LINES, ""))
    return layout.WHOLE if lines == written_lines(word) or len(lines) <= LINKED else TOO_LONG


def current_lines(word: str) -> str:
    """Return the lines of the table: the visitor's, those of the link, or those of an example."""
    if LINES not in st.session_state:
        lines = st.query_params.get(LINES)
        if lines is not None:
            lines = read_sentence_table(lines, lines_only=True).lines
        st.session_state[LINES] = lines or written_lines(word) or WRITTEN["bank"]
    written = written_lines(word)
    if written is not None and _is_of_another(word, str(st.session_state[LINES])):
        st.session_state[LINES] = written  # whoever types another word of the examples wants its sentences
    return str(st.session_state[LINES])


def _is_of_another(word: str, lines: str) -> bool:
    """Whether the table is that of another example, with or without its ambiguous sentence."""
    return _example_of(lines) not in {None, word.strip().lower()}


def _example_of(lines: str) -> str | None:
    """Return the example whose table this is, with or without its ambiguous sentence."""
    known = embedlab.texts.AMBIGUOUS_WORDS
    for name, written in WRITTEN.items():
        if lines == written or (name in known and lines == f"{written}\n{known[name].ambiguous}"):
            return name
    return None


def _edit(editor: _Editor) -> tuple[SentenceTable, bool]:
    """Return the table as the visitor has edited it, and whether rows were deleted or cut."""
    import pandas  # type: ignore[import-untyped]

    base = read_sentence_table(editor.base, lines_only=True)
    frame = pandas.DataFrame(
        {"sentence": base.sentences, "sense": base.senses, "occurrence": base.occurrences},
        index=pandas.RangeIndex(1, len(base.sentences) + 1),
    ).astype({"sentence": str, "sense": str, "occurrence": "int64"})
    key = f"sentence table {editor.version}"
    cut = _cut_added(st.session_state.get(key, {}).get("added_rows", []))
    edited = st.data_editor(
        frame,
        key=key,
        num_rows="dynamic",
        height=HEIGHT,
        hide_index=False,
        column_config={
            "sentence": st.column_config.TextColumn("Sentence", width="large"),
            "sense": st.column_config.TextColumn("Sense", width="small", help="May be left empty."),
            "occurrence": st.column_config.NumberColumn(
                "Which one", width="small", min_value=1, max_value=99, step=1, default=1,
                help="Which occurrence of the word is meant, counted from 1.",
            ),
        },
        alt="The sentences, the sense of each, and which occurrence of the word is meant.",
    )  # fmt: skip
    rows = [
        (_text(sentence), _text(sense), max(1, int(count)))
        for sentence, sense, count in zip(
            edited["sentence"], edited["sense"], edited["occurrence"].fillna(1), strict=True
        )
    ]
    deleted = bool(st.session_state.get(key, {}).get("deleted_rows"))
    emptied = any(not sentence.strip() for sentence, _, _ in rows[: len(base.sentences)])
    if cut:
        st.toast(
            f"Of {cut:,} sentences that were added, the first {MAX_SENTENCES} were read, which is the limit."
        )
    return sentence_table(rows), bool(deleted or emptied or cut)


def _cut_added(rows: list[object]) -> int:
    """Cut the rows that were added at the limit, before the editor takes them in; returns how many there were.

    It takes them in one by one, each slower than the one before: twenty thousand would never end.
    """
    count = len(rows)
    del rows[MAX_SENTENCES:]
    return count if count > MAX_SENTENCES else 0


def _text(cell: object) -> str:
    return cell if isinstance(cell, str) else ""


def _write_link(word: str, lines: str) -> None:
    wanted = lines if lines != written_lines(word) and len(lines) <= LINKED else None
    if st.query_params.get(LINES) == wanted:
        return
    if wanted is None:
        del st.query_params[LINES]
    else:
        st.query_params[LINES] = wanted


def _read(word: str, table: SentenceTable) -> Table:
    """Return the rows whose sentence contains the word, with a note on the others."""
    word = word.strip()
    fitting, faults = [], []
    for row, (sentence, occurrence) in enumerate(zip(table.sentences, table.occurrences, strict=True)):
        try:
            find_word(sentence, word, row + 1, occurrence=occurrence)
            if len(sentence) >= LONG:
                _read_long(sentence, word, row + 1, occurrence)
        except embedlab.InvalidInputError as error:
            faults.append(str(error))
        else:
            fitting.append(row)
    if not fitting:
        return _stand_in(word, table, faults)
    notes = list(table.notes)
    if faults:
        more = f" So {'is' if len(faults) == 2 else 'are'} {len(faults) - 1} more." if len(faults) > 1 else ""
        notes.append(f"{faults[0]} It is left out.{more}")
    return Table(Sentences.from_table(word, table).take(fitting), tuple(notes))


def _stand_in(word: str, table: SentenceTable, faults: Sequence[str]) -> Table:
    """Return the sentences of an example: of the one in the table, else of the first."""
    example = _example_of(table.lines) or "bank"
    if not word:
        problem = "There is no word yet; type one."
    elif len(faults) == 1:
        problem = faults[0]
    else:
        count = len(table.sentences)
        none = f"None of the {count} sentences contains" if count else "There is no sentence with"
        problem = f"{none} “{word[:40]}” as a whole word; write one under “Edit the sentences”."
    return Table(uses.example(example), problem=f"{problem} Until then the page shows “{example}”.")


@cached(entries=64)
def _read_long(sentence: str, word: str, number: int, occurrence: int) -> None:
    """Raise what the model says of a long sentence, such as that the word stands beyond its window."""
    tokens_inside(
        encoder(ENCODER).encode([sentence], attentions=False)[0],
        find_word(sentence, word, number, occurrence=occurrence),
        number,
    )


def _draw_imports(word: str) -> None:
    """Offer the sentence that could mean either, and a paste or a file."""
    known = embedlab.texts.AMBIGUOUS_WORDS.get(word.strip().lower())
    row = st.container(horizontal=True)
    row.button(
        "Add an ambiguous sentence",
        key="add ambiguous",
        icon=":material/add:",
        on_click=_add_ambiguous,
        args=(word,),
        disabled=known is None,
        help="A sentence that a person could read either way, without a sense.",
    )
    with row.popover("Paste or CSV", icon=":material/upload:"):
        _draw_paste()


def _add_ambiguous(word: str) -> None:
    known = embedlab.texts.AMBIGUOUS_WORDS.get(word.strip().lower())
    lines = str(st.session_state.get(LINES) or written_lines(word) or "")
    if known is not None and known.ambiguous not in lines:
        st.session_state[LINES] = f"{lines}\n{known.ambiguous}"


def _draw_paste() -> None:
    """Ask for sentences that replace the table: a paste, or a file with its encoding."""
    st.markdown(
        f"Up to {MAX_SENTENCES} sentences: one a line, `sense | sentence`, or a CSV with the columns "
        "`sentence`, `sense`, `occurrence`. They replace the table."
    )
    pasted = st.text_area("Paste sentences", key="pasted_sentences", max_chars=MAX_PASTED, height=140)
    uploaded = st.file_uploader("or a CSV or text file", type=["csv", "tsv", "txt"], key="sentences_file")
    encoding = st.selectbox("Encoding of the file", ENCODINGS, key="sentences_encoding")
    st.button(
        "Use these sentences",
        key="use sentences",
        type="primary",
        on_click=_use,
        args=(pasted, uploaded, encoding),
    )
    fault = st.session_state.pop("sentences_fault", None)
    if fault:
        layout.warn(fault)


def _use(pasted: str, uploaded: UploadedFile | None, encoding: str) -> None:
    try:
        former = st.session_state.get("sentences_pasted", "")
        if uploaded is not None and (pasted == former or not pasted.strip()):
            text = read_text(content_of(uploaded), encoding=encoding).text
        else:  # pasted after the file was taken
            text = pasted
        st.session_state["sentences_pasted"] = pasted
        table = read_sentence_table(text)
        if not table.sentences:
            raise embedlab.InvalidInputError("There are 0 sentences in it; write at least one.")
    except embedlab.EmbedLabError as error:
        st.session_state["sentences_fault"] = str(error)
        return
    st.session_state[LINES] = table.lines
    for note in table.notes:
        st.toast(layout.escape(note))
