"""Whose positions are shown: those of the bundled model, or of a checkpoint of the hub.

A checkpoint is fetched when a button is pressed, never by a link. Its name and commit stand in the link, so
that whoever opens it where that commit was downloaded before sees the same.
"""

from __future__ import annotations

import contextlib
import re
from dataclasses import dataclass

import streamlit as st
from streamlit.errors import StreamlitAPIException

from embedlab.errors import EmbedLabError, InvalidInputError
from embedlab.models.hub import check_repository
from embedlab.positional import PositionTensor, download_position_table, download_relative_bias
from embedlab.positional.checkpoints import find_position_tensor
from ui import controls, layout
from ui.cache import cached
from ui.hub_field import hub_field
from ui.models import ENCODER

__all__ = ["Checkpoint", "choose", "read"]

KEYS = {"learned": "table_of", "relative": "bias_of"}
NO_CHECKPOINT = {"learned": ENCODER, "relative": "none yet"}
LABELS = {"learned": "Checkpoint", "relative": "T5 checkpoint"}
EXAMPLES = {"learned": "openai-community/gpt2", "relative": "google-t5/t5-small"}
NAMED = re.compile(r"(?P<repository>[\w./-]+)@(?P<commit>[0-9a-f]{40})", re.ASCII)
MAX_BYTES = 192_000_000  # of tables in memory: a table has 64 MB at most, that of GPT-2 3
MAX_LISTED = 4  # checkpoints that a visitor has in the list


@dataclass(frozen=True)
class Checkpoint:
    """Positions of the hub that were downloaded."""

    kind: str  # "learned" or "relative"
    repository: str
    commit: str


def choose(kind: str) -> Checkpoint | None:
    """Draw the control, a list and a button for a row; return what is selected and can be read.

    None stands for the bundled table of positions, and for no relative bias, because none is bundled.

    Args:
        kind: "learned" or "relative".
    """
    key = KEYS[kind]
    _take_downloaded(key)
    missing = _look_at_link(kind)
    mine: list[str] = st.session_state.get(_state(key), [])
    name = controls.pick(LABELS[kind], [NO_CHECKPOINT[kind], *mine], key=key)
    # another key after each download closes it, so that what was asked for is seen
    with st.popover("another checkpoint", icon=":material/download:", key=f"{key} offer {len(mine)} {name}"):
        _offer(kind)
    if missing:
        st.caption(
            f"The link shows {layout.escape(missing)}, which is not on this server. "
            "“another checkpoint” downloads it; nothing was fetched."
        )
    checkpoint = _parse(kind, name)
    return checkpoint if checkpoint and layout.attempt_part(read, checkpoint) else None


@cached(max_bytes=MAX_BYTES)
def read(checkpoint: Checkpoint) -> PositionTensor:
    """Return positions that were downloaded before; nothing is fetched.

    Raises:
        InvalidInputError: they are no longer in the cache folder.
    """
    tensor = find_position_tensor(checkpoint.kind, checkpoint.repository, revision=checkpoint.commit)
    if tensor is None:
        raise InvalidInputError(
            f"The positions of {checkpoint.repository} are no longer in the cache folder of this server; "
            "download them again."
        )
    return tensor


def _parse(kind: str, name: str) -> Checkpoint | None:
    """Return the checkpoint of a name in the list or the link; None where it names none."""
    match = NAMED.fullmatch(name)
    return Checkpoint(kind, match["repository"], match["commit"]) if match else None


def _state(key: str) -> str:
    return f"{key} downloaded"


def _take_downloaded(key: str) -> None:
    """Select what was just downloaded, before the control is drawn again."""
    name = st.session_state.pop(f"{key} new", None)
    if name is not None:
        _remember(key, name)
        controls.set_controls({key: name})


def _remember(key: str, name: str) -> None:
    mine = [other for other in st.session_state.get(_state(key), []) if other != name]
    st.session_state[_state(key)] = [*mine, name][-MAX_LISTED:]


def _look_at_link(kind: str) -> str:
    """Put what the link names into the list if it is here; return its name if it is not."""
    key = KEYS[kind]
    name = st.query_params.get(key, "")
    checkpoint = _parse(kind, name)
    if checkpoint is not None and name not in st.session_state.get(_state(key), []):
        with contextlib.suppress(EmbedLabError):  # not a valid name: the control says so
            check_repository(checkpoint.repository)
            if _is_here(checkpoint):
                _remember(key, name)
            else:
                st.session_state[f"{key} missing"] = checkpoint.repository
                st.session_state.setdefault(f"{key} name", checkpoint.repository)
                with contextlib.suppress(StreamlitAPIException):
                    del st.query_params[key]  # said below, at greater length than the control would
    return str(st.session_state.get(f"{key} missing", ""))


def _is_here(checkpoint: Checkpoint) -> bool:
    try:
        read(checkpoint)
    except EmbedLabError:
        return False
    return True


def _offer(kind: str) -> None:
    """Offer a download; what was fetched is selected when the page is drawn again."""
    key = KEYS[kind]
    st.markdown(f"The positions of any checkpoint that has them, such as `{EXAMPLES[kind]}`.")
    tensor = hub_field(
        "Name on the Hugging Face hub",
        download_position_table if kind == "learned" else download_relative_bias,
        key=f"{key} name",
        button="Download it",
        waiting="Asking the hub; this can take a minute",
        what="config.json, the header of the weights and one tensor",
        before="a checkpoint",
    )
    if tensor is not None:
        st.session_state.pop(f"{key} missing", None)
        st.session_state[f"{key} new"] = f"{tensor.repository}@{tensor.commit}"
        st.rerun()
