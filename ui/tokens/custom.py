"""Tokenizers that a visitor brings along: uploaded, or downloaded by name when the button is pressed.

They belong to this visitor, and are loaded one after the other, in the line of all uploads. Two who bring the same file share one process, by the content of the file.
"""

from __future__ import annotations

import hashlib
import re
from collections.abc import Callable
from dataclasses import replace

import streamlit as st

import embedlab
from embedlab.content_key import content_key
from embedlab.models.hub import downloads_allowed
from embedlab.processes import Sandbox
from embedlab.tokens.hub import download_file
from embedlab.tokens.untrusted import MAX_READ_BYTES, compact_tokenizer
from ui import layout, readings
from ui.models import TokenizerFile, own_tokenizer
from ui.uploads import content_of, forget

__all__ = ["MOST", "ask", "bring", "find", "names", "read_file", "take_new"]

MOST = 2  # a visitor can bring along
LONGEST = 60  # characters of a file's name that are shown
STATE = "own_tokenizers"  # name -> TokenizerFile
COMING = "tokenizer_coming"  # (label, content)


def names() -> list[str]:
    """Return the names of this visitor's tokenizers."""
    return list(st.session_state.get(STATE, {}))


def take_new() -> str | None:
    """Return the tokenizer that has just been brought along, once; until it is loaded, show how far that is."""
    label, content = st.session_state.get(COMING, ("", b""))
    if not label:
        return None
    key = content_key("tokenizer", label, content)
    try:
        file = readings.read("tokenizer", key, read_file, label, content, doing="Loading the tokenizer")
    except embedlab.EmbedLabError as error:
        readings.forget("tokenizer")
        del st.session_state[COMING]
        layout.warn(str(error))
        return None
    if file is None:
        return None
    del st.session_state[COMING]
    others = [(name, value) for name, value in st.session_state.get(STATE, {}).items() if name != file.name]
    st.session_state[STATE] = dict([*others, (file.name, file)][-MOST:])
    return file.name


def find(name: str) -> embedlab.tokens.Tokenizer | None:
    """Return one of this visitor's tokenizers, None if there is none of that name."""
    file: TokenizerFile | None = st.session_state.get(STATE, {}).get(name)
    return None if file is None else own_tokenizer(file)


def read_file(label: str, content: bytes, *, begun: Callable[[Sandbox], object]) -> TokenizerFile:
    """Load a tokenizer, in a sandbox that `begun` is given.

    The name is drawn as Markdown and stands in the link, so that only plain signs of a file's name are kept.

    Raises:
        InvalidInputError: it cannot be loaded.
    """
    plain = re.sub(r"[^\w. @-]+", "-", label.removesuffix(".json"), flags=re.ASCII).strip("-. ")[:LONGEST]
    content = compact_tokenizer(content, name=plain or "upload", begun=begun)
    name = f"{plain or 'upload'} {hashlib.sha256(content).hexdigest()[:8]}"
    file = TokenizerFile(name, content_key(name, content), content)
    own_tokenizer(replace(file, begun=begun))
    return file


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
    """Have a tokenizer loaded, and draw the page again with it as a column."""
    st.session_state[COMING] = (label, content)
    st.rerun()
