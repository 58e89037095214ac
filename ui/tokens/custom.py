"""Tokenizers that a visitor brings along: uploaded, or downloaded by name when the button is pressed.

They belong to this visitor. Two who bring the same file share one process, by the content of the file.
"""

from __future__ import annotations

import hashlib
import re

import streamlit as st

import embedlab
from embedlab.content_key import content_key
from embedlab.models.hub import downloads_allowed
from embedlab.tokens.hub import download_file
from embedlab.tokens.untrusted import MAX_READ_BYTES, compact_tokenizer
from ui import layout
from ui.models import TokenizerFile, own_tokenizer
from ui.uploads import content_of, forget

__all__ = ["MOST", "add", "ask", "bring", "find", "names", "take_new"]

MOST = 2  # a visitor can bring along
LONGEST = 60  # characters of a file's name that are shown
STATE = "own_tokenizers"  # name -> TokenizerFile


def names() -> list[str]:
    """Return the names of this visitor's tokenizers."""
    return list(st.session_state.get(STATE, {}))


def take_new() -> str | None:
    """Return the tokenizer that was just brought along, once."""
    name: str | None = st.session_state.pop("bring", None)
    return name


def find(name: str) -> embedlab.tokens.Tokenizer | None:
    """Return one of this visitor's tokenizers, None if there is none of that name."""
    file: TokenizerFile | None = st.session_state.get(STATE, {}).get(name)
    return None if file is None else own_tokenizer(file)


def add(label: str, content: bytes) -> str:
    """Load a tokenizer and remember it for this visit; returns its name.

    The name is drawn as Markdown and stands in the link, so that only plain signs of a file's name are kept.

    Raises:
        InvalidInputError: it cannot be loaded.
    """
    plain = re.sub(r"[^\w. @-]+", "-", label.removesuffix(".json"), flags=re.ASCII).strip("-. ")[:LONGEST]
    content = compact_tokenizer(content, name=plain or "upload")
    name = f"{plain or 'upload'} {hashlib.sha256(content).hexdigest()[:8]}"
    file = TokenizerFile(name, content_key(name, content), content)
    own_tokenizer(file)
    others = [(key, value) for key, value in st.session_state.get(STATE, {}).items() if key != name]
    st.session_state[STATE] = dict([*others, (name, file)][-MOST:])
    return name


def ask() -> None:
    """Offer to bring a tokenizer along."""
    st.markdown(
        f"Any tokenizer that has a `tokenizer.json`, up to {MOST} at a time. It runs in a process of its own; "
        "only you can choose it, and the server forgets it after an hour."
    )
    uploaded = st.file_uploader(
        "Upload a tokenizer.json", type=["json"], key="own_file", max_upload_size=MAX_READ_BYTES // 1_000_000
    )
    if uploaded is not None and st.session_state.get("own_seen") != uploaded.file_id:
        st.session_state["own_seen"] = uploaded.file_id
        content = layout.attempt_part(content_of, uploaded)
        if content is not None:
            forget(uploaded)  # it is kept as a tokenizer, or refused
            bring(uploaded.name, content)
    st.text_input(
        "Name on the Hugging Face hub",
        placeholder="owner/name",
        key="own_name",
        max_chars=120,
        disabled=not downloads_allowed(),
    )
    if st.button("Download it", disabled=not downloads_allowed(), icon=":material/download:"):
        _download(st.session_state["own_name"])
    st.caption(
        "Only tokenizer.json and the chat template are fetched, from huggingface.co, and only when you press the button."
        if downloads_allowed()
        else "Downloads are switched off on this server."
    )


def _download(repository: str) -> None:
    with st.spinner("Asking the hub; this can take a minute", show_time=True):
        downloaded = layout.attempt_part(download_file, repository)
    if downloaded is not None:
        bring(*downloaded)


def bring(label: str, content: bytes) -> None:
    """Load a tokenizer, remember it and draw the page again with it as a column."""
    name = layout.attempt_part(add, label, content)
    if name is not None:
        st.session_state["bring"] = name  # taken up by the page before the choice is drawn again
        st.rerun()
