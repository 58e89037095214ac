"""Whose positions are shown: those of the bundled model, or of a checkpoint of the hub.

A checkpoint is fetched when a button is pressed, never by a link. Its name and commit stand in the link, so
that whoever opens it where that commit was downloaded before sees the same.
"""

from __future__ import annotations

import contextlib
import re
from typing import Any

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
from ui.positional.bounded_tables import BoundedTables

__all__ = ["choose", "read"]

KEYS = {"learned": "table_of", "relative": "bias_of"}
NOBODY = {"learned": ENCODER, "relative": "none yet"}  # what is chosen before a checkpoint is
LABELS = {"learned": "Checkpoint", "relative": "T5 checkpoint"}
EXAMPLES = {"learned": "openai-community/gpt2", "relative": "google-t5/t5-small"}
NAMED = re.compile(r"(?P<repository>[\w./-]+)@(?P<commit>[0-9a-f]{40})", re.ASCII)
MOST_BYTES = 192_000_000  # of tables in memory: a table has 64 MB at most, that of GPT-2 3
MOST = 4  # checkpoints that a visitor has in the list


def choose(kind: str) -> tuple[str, str] | None:
    """Draw the control, a list and a button for a row; return repository and commit of what is shown.

    None stands for the bundled table of positions, and for no relative bias, because none is bundled.

    Args:
        kind: "learned" or "relative".
    """
    key = KEYS[kind]
    _take_downloaded(key)
    missing = _look_at_link(kind)
    mine: list[str] = st.session_state.get(_state(key), [])
    picked = controls.pick(LABELS[kind], [NOBODY[kind], *mine], key=key)
    # another key after each download closes it, so that what was asked for is seen
    with st.popover(
        "another checkpoint", icon=":material/download:", key=f"{key} offer {len(mine)} {picked}"
    ):
        _offer(kind)
    if missing:
        st.caption(
            f"The link shows {layout.escape(missing)}, which is not on this server. "
            "“another checkpoint” downloads it; nothing was fetched."
        )
    found = NAMED.fullmatch(picked)
    return (found["repository"], found["commit"]) if found else None


def read(kind: str, repository: str, commit: str) -> PositionTensor:
    """Return positions that were downloaded before; nothing is fetched.

    Raises:
        InvalidInputError: they are no longer in the cache folder.
    """
    key = (kind, repository, commit)
    if (held := _tables().get(key)) is not None:
        return held
    found = find_position_tensor(kind, repository, revision=commit)
    if found is None:
        raise InvalidInputError(
            f"The positions of {repository} are no longer in the cache folder of this server; download them "
            "again."
        )
    _tables().put(key, found, found.values.nbytes)
    return found


@cached(entries=1)
def _tables() -> BoundedTables[PositionTensor]:
    return BoundedTables(MOST_BYTES)


def _state(key: str) -> str:
    return f"{key} downloaded"


def _take_downloaded(key: str) -> None:
    """Choose what was just downloaded, before the control is drawn again."""
    taken = st.session_state.pop(f"{key} new", None)
    if taken is not None:
        _remember(key, taken)
        controls.set_controls({key: taken})


def _remember(key: str, name: str) -> None:
    mine = [other for other in st.session_state.get(_state(key), []) if other != name]
    st.session_state[_state(key)] = [*mine, name][-MOST:]


def _look_at_link(kind: str) -> str:
    """Put what the link names into the list if it is here; return its name if it is not."""
    key = KEYS[kind]
    found = NAMED.fullmatch(st.query_params.get(key, ""))
    if found is not None and found[0] not in st.session_state.get(_state(key), []):
        repository, commit = found["repository"], found["commit"]
        with contextlib.suppress(EmbedLabError):  # no name at all: the control says so
            check_repository(repository)
            if _is_here(kind, repository, commit):
                _remember(key, found[0])
            else:
                st.session_state[f"{key} missing"] = repository
                st.session_state.setdefault(f"{key} name", repository)
                with contextlib.suppress(StreamlitAPIException):
                    del st.query_params[key]  # said below, at greater length than the control would
    return str(st.session_state.get(f"{key} missing", ""))


def _is_here(kind: str, repository: str, commit: str) -> bool:
    try:
        read(kind, repository, commit)
    except EmbedLabError:
        return False
    return True


def _offer(kind: str) -> None:
    """Offer a download; what was fetched is chosen when the page is drawn again."""
    key = KEYS[kind]
    st.markdown(f"The positions of any checkpoint that has them, such as `{EXAMPLES[kind]}`.")
    found: Any = hub_field(
        "Name on the Hugging Face hub",
        download_position_table if kind == "learned" else download_relative_bias,
        key=f"{key} name",
        button="Download it",
        waiting="Asking the hub; this can take a minute",
        what="config.json, the header of the weights and one tensor",
        before="a checkpoint",
    )
    if found is not None:
        st.session_state.pop(f"{key} missing", None)
        st.session_state[f"{key} new"] = f"{found.repository}@{found.commit}"
        st.rerun()
