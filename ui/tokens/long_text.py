"""Where the text of the tokenization lesson comes from: typed, pasted at length, or read from a file.

The short text follows the visitor from page to page and is part of the link. A long one is neither.
"""

from __future__ import annotations

import unicodedata
from dataclasses import dataclass

import streamlit as st

import embedlab
from embedlab.display import visible_text
from embedlab.numerals import count_text
from embedlab.text_files import ENCODINGS, read_text
from ui import layout
from ui.live import make_live
from ui.uploads import content_of

__all__ = ["FORMS", "MAX_LONG", "LongText", "ask", "show", "to_form"]

MAX_LONG = 200_000  # characters
FORMS = ("as typed", "NFC", "NFD")
STATE = "long_text"


@dataclass(frozen=True)
class LongText:
    """A text too long for a link."""

    text: str
    name: str
    notes: tuple[str, ...] = ()


def to_form(text: str, form: str) -> str:
    """Return a text in a Unicode form: as typed, composed (NFC) or decomposed (NFD)."""
    match form:
        case "NFC" | "NFD":
            return unicodedata.normalize(form, text)
        case _:
            return text


def ask() -> None:
    """Offer to paste a long text or to open a file; what is taken is kept for this visit."""
    st.markdown(f"**A long text**, up to {MAX_LONG:,} characters. It stays out of the link.")
    key = f"long_pasted_{st.session_state.get('long_pastes', 0)}"
    pasted = st.text_area("Paste it here", key=key, max_chars=MAX_LONG, height=120)
    make_live(key, limit=MAX_LONG)
    opened = st.file_uploader(
        "or open a text file", key=f"long_file_{st.session_state.get('long_files', 0)}", max_upload_size=25
    )
    encoding = st.selectbox(
        "Encoding of the file",
        ENCODINGS,
        key="long_encoding",
        help="Only asked for files that are not UTF-8 and have no byte order mark.",
    )
    if opened is not None:
        if st.session_state.get("long_seen") != (opened.file_id, encoding):  # read once, not on every rerun
            st.session_state.pop(STATE, None)
            st.session_state["long_seen"] = (opened.file_id, encoding)
            name = visible_text(opened.name, mark_spaces=False)[:60]
            try:
                read = read_text(content_of(opened), encoding=encoding)
                st.session_state[STATE] = _cut(read.text, name, read.notes)
            except (
                embedlab.EmbedLabError
            ) as error:  # said on the page, where it is seen with the popover closed
                st.session_state[STATE] = LongText("", name, (str(error),))
    elif pasted:
        st.session_state[STATE] = _cut(pasted, "the pasted text", ())
    else:
        _forget()


def _cut(text: str, name: str, notes: tuple[str, ...]) -> LongText:
    if len(text) > MAX_LONG:
        notes = (*notes, f"It has {len(text):,} characters; the first {MAX_LONG:,} are shown.")
    return LongText(text[:MAX_LONG], name, notes)


def _forget() -> None:
    st.session_state.pop(STATE, None)
    st.session_state.pop("long_seen", None)
    st.session_state.pop("long_beside", None)


def _put_away() -> None:
    _forget()
    st.session_state["long_pastes"] = st.session_state.get("long_pastes", 0) + 1  # a new, empty area
    st.session_state["long_files"] = st.session_state.get("long_files", 0) + 1  # a new, empty uploader


def show(short: str) -> str | None:
    """Return the long text if there is one, and say that it is shown.

    Whoever then changes the short text, by typing or by an example, wants to see that one again.
    """
    long: LongText | None = st.session_state.get(STATE)
    if long is None:
        return None
    if st.session_state.setdefault("long_beside", short) != short:
        _put_away()
        st.rerun()
    if not long.text:
        layout.warn(f"{long.name}: {' '.join(long.notes)}")
        return None
    size = count_text(len(long.text), "character")
    message = " ".join((f"You see {long.name}, {size}; the link does not hold it.", *long.notes))
    with st.container(horizontal=True, vertical_alignment="center"):
        st.info(layout.escape(message), icon=":material/description:")
        st.button("Back to the short text", key="back to short", on_click=_put_away)
    return long.text
