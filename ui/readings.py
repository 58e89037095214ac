"""Files of visitors that are read in processes of their own: one line for all, which each can leave."""

from __future__ import annotations

from collections.abc import Callable
from functools import cache, partial
from typing import Any, TypeVar

import streamlit as st

from embedlab import settings
from embedlab.errors import EmbedLabError, UnavailableError
from embedlab.processes import Job, Load, SandboxLine
from ui import fits, progress

__all__ = ["end", "forget", "line", "load", "read", "submit", "wait_for"]

T = TypeVar("T")


@cache
def line() -> SandboxLine:
    """Return the line of files that are to be read."""
    return SandboxLine(
        at_once=settings.READERS.value(), waiting=settings.WAITING.value(), is_here=fits.is_here
    )


def end() -> None:
    """End the reading, where it was begun."""
    if line.cache_info().currsize:
        line().end()


def load() -> Load:
    """Return how many files wait and are read."""
    return line().load() if line.cache_info().currsize else Load()


def submit(task: Callable[..., T], *values: Any, key: str, **options: Any) -> Job[T]:
    """Have a file read for this visitor, by a task as `SandboxLine.submit` takes it.

    Raises:
        UnavailableError: too many are waiting.
    """
    owner, address = fits.visitor(), st.context.ip_address or ""
    return line().submit(task, *values, key=key, owner=owner, address=address, **options)


def wait_for(place: str, content: Any, begin: Callable[[], Job[T]], *, doing: str) -> Job[T] | None:
    """Return the job that has read a file; None while the page shows that it waits, or how long it takes.

    Args:
        place: where on the page this is.
        content: what tells this reading from another one of the place.
        begin: has it read.
        doing: "Reading the table".

    Raises:
        EmbedLabError: it cannot be read, or the visitor has canceled it.
    """
    state = f"{place} reading"  # what is read, and its job, None once the visitor has canceled it
    former, job = st.session_state.get(state, (None, None))
    if former == content and job is None:
        del st.session_state[state]
        raise UnavailableError(f"{doing} was canceled.")
    try:
        if former != content or job.state == "canceled":  # by a file on another page
            job = begin()
            st.session_state[state] = (content, job)
        if not job.wait(fits.SHORT):
            progress.watch(job, place, partial(say, doing=doing), _cancel, state)
            return None
        job.result()
    except EmbedLabError:
        st.session_state.pop(state, None)
        raise
    del st.session_state[state]
    read: Job[T] = job
    return read


def read(place: str, key: str, task: Callable[..., T], *values: Any, doing: str, **options: Any) -> T | None:
    """Return what a task reads from a file; None while the page shows that it waits, or how long it takes.

    The last result of a place is kept in the session, until `forget`.

    Args:
        place: where on the page this is.
        key: of the file and of how it is read.
        task: as `SandboxLine.submit` takes it, with its values and options.
        doing: "Reading the documents".

    Raises:
        EmbedLabError: it cannot be read, or the visitor has canceled it.
    """
    state = f"{place} read"
    if st.session_state.get(state, ("",))[0] != key:
        try:
            begin = partial(submit, task, *values, key=key, **options)
            job = wait_for(place, key, begin, doing=doing)
            if job is None:
                return None
            st.session_state[state] = (key, job.result())
        except EmbedLabError as error:
            st.session_state[state] = (key, error)
    result: T | EmbedLabError = st.session_state[state][1]
    if isinstance(result, EmbedLabError):
        raise result
    return result


def forget(place: str) -> None:
    """Forget what was read at a place, or why it could not be: it is read again."""
    st.session_state.pop(f"{place} read", None)


def say(job: Job[Any], *, doing: str) -> tuple[None, str]:
    """Say how far a reading is: no share is known, and a sentence."""
    if position := line().position(job):
        return (
            None,
            f"Waiting: number {position} in line; {settings.READERS.value()} files are read at a time.",
        )
    return None, f"{doing}: {job.seconds_running:.0f} s"


def _cancel(state: str) -> None:
    content, job = st.session_state.get(state, (None, None))
    if job is not None:
        line().cancel(job, fits.visitor())
        st.session_state[state] = (content, None)
