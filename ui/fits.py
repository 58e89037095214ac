"""Slow work: done in processes of their own, kept by its content, watched and canceled from a page.

Whoever asks for a result that somebody had before gets it at once. A visitor has one job at a time; pressing
again does not make another.
"""

from __future__ import annotations

import os
import uuid
from collections.abc import Callable
from functools import cache, partial
from typing import Any, TypeVar

import numpy as np
import streamlit as st
from numpy.typing import NDArray
from streamlit import runtime
from streamlit.runtime.scriptrunner import get_script_run_ctx

import embedlab
from embedlab import settings
from embedlab.content_key import content_key
from embedlab.models.disk import cache_folder
from embedlab.processes import Job, Load, Pool, report
from embedlab.space.duration import Stopwatch
from embedlab.space.fitting import MapOptions
from embedlab.space.warming import warm_projections
from embedlab.store import Store
from ui import layout, progress
from ui.fit_kinds import MAPS, Kind

__all__ = [
    "SHORT",
    "Result",
    "end",
    "find",
    "is_here",
    "load",
    "map_key",
    "offer",
    "pool",
    "run_ahead",
    "run_now",
    "seconds_said",
    "series_key",
    "visitor",
]

Result = TypeVar("Result")
LIGHT_DEADLINE = 60.0  # seconds of a task that a page waits for
SHORT = 0.8  # seconds that a page waits for a fit before it shows its progress
JOB = "fit_job"  # the visitor's job: (key, job)
CANCELED = "fit_canceled"  # the key of the job that was canceled last
BY_HAND = "fit_by_hand"  # the key of the job that the visitor began with a button
FAULT = "fit_fault"  # why the last one could not be begun: (key, sentence)
UNWRITTEN = (
    "This result could not be written to the disk of the server ({reason}): it is computed again after the "
    "next restart."
)


@cache
def pool() -> Pool:
    """Return the worker processes, begun and warmed on the first call; settings say how many."""
    count = min(settings.WORKERS.value(), os.cpu_count() or 1)
    workers = Pool(workers=count, waiting=settings.WAITING.value(), warm=warm_projections, is_here=is_here)
    workers.start()
    return workers


def end() -> None:
    """End the worker processes, where they were begun."""
    if pool.cache_info().currsize:
        pool().end()


def load() -> Load:
    """Return how many jobs wait and run."""
    return pool().load() if pool.cache_info().currsize else Load()


@cache
def _store() -> Store:
    folder = cache_folder()
    limit = settings.RESULTS_MB.value() << 20
    return Store(None if folder is None else folder / "maps", limit_bytes=limit, memory_entries=32)


@cache
def stopwatch(doing: str = MAPS.doing) -> Stopwatch:
    """Return what is known of the speed of this machine at a kind of work."""
    del doing  # each has its own
    return Stopwatch()


def map_key(points: str, options: MapOptions) -> str:
    """Return the key of a map: everything that decides what it looks like; `points` is the key of these."""
    return content_key("map", points, options.content())


def series_key(matrix: NDArray[np.float32], series: list[MapOptions]) -> str:
    """Return the key of several maps."""
    return content_key("series", matrix, [options.content() for options in series])


def find(key: str, kind: Kind = MAPS) -> Any:
    """Return a result that somebody had before, None if nobody had."""
    stored = _store().get(key)
    try:
        return None if stored is None else kind.unpack(stored.arrays, stored.facts)
    except (KeyError, TypeError, ValueError):  # an entry that an older version wrote: computed again
        return None


def offer(
    key: str,
    task: Callable[..., Result],
    *values: Any,
    expected: float,
    label: str = "Run",
    automatic: bool = False,
    place: str = "map",
    kind: Kind = MAPS,
) -> Result | None:
    """Return a result, or offer to compute it and show how far that is.

    Args:
        key: of the content.
        task: what to do; it takes `watch`, which it calls with the share that is done.
        values: its arguments.
        expected: seconds, as estimated for one core.
        label: of the button.
        automatic: begin without waiting for the button, unless that would stop what was begun with one.
        place: where on the page this is, to tell the buttons apart.
        kind: what it makes.
    """
    result: Result | None = find(key, kind)
    if result is not None:
        _say_unwritten(key)
        return result
    job = _own_job(key)
    may_begin = automatic and _fault(key) is None and st.session_state.get(CANCELED) != key
    seconds = stopwatch(kind.doing).correct(expected)
    if job is None and may_begin and not _is_busy_by_hand():
        _begin(key, task, values, seconds, kind)
        job = _own_job(key)
    if job is None:
        fault = _fault(key)
        if fault is not None:
            layout.warn(fault)
        st.button(
            f"{label}, {seconds_said(seconds)}",
            key=f"run {place}",
            type="primary",
            icon=":material/play_arrow:",
            on_click=_begin_by_hand,
            args=(key, task, values, seconds, kind),
        )
        return None
    if not job.wait(SHORT):
        progress.watch(job, place, partial(_say, kind.doing), _cancel, key, preview=kind.preview)
        return None
    return _take(key, job, expected, kind)


def run_now(key: str, task: Callable[..., Result], *values: Any, **options: Any) -> Result:
    """Return the result of a light task, waiting for it; the visitor's fit goes on, and no fit delays it.

    Raises:
        EmbedLabError: it failed.
    """
    job: Job[Result] = pool().submit(
        task,
        *values,
        key=key,
        owner=visitor(),
        seconds=LIGHT_DEADLINE * settings.DEADLINE_FACTOR.value(),
        light=True,
        **options,
    )
    return job.result()


def run_ahead(key: str, task: Callable[..., Any], *values: Any, expected: float, kind: Kind) -> None:
    """Compute what a visitor would wait for, unless somebody had it; it waits for no worker for long.

    Raises:
        EmbedLabError: it failed, or visitors keep the workers busy.
    """
    if find(key, kind) is None:
        _submit(key, task, values, expected, kind, owner="ahead").result()


def seconds_said(seconds: float) -> str:
    """Return a duration as it is said: "about 4 s", "under a second"."""
    if seconds < 1:
        return "under a second"
    if seconds < 90:
        return f"about {seconds:.0f} s"
    return f"about {seconds / 60:.0f} minutes"


def _say(doing: str, job: Job[Any]) -> tuple[float, str]:
    """Return how far a job is, as a share and a sentence."""
    if position := pool().position(job):
        ahead = seconds_said(pool().seconds_ahead(job))
        return 0.0, f"Waiting: number {position} in line, {ahead}"
    share = min(max(job.progress, 0.0), 1.0)
    return share, f"{doing}: {share:.0%} after {job.seconds_running:.0f} s"


def _begin_by_hand(
    key: str, task: Callable[..., Any], values: tuple[Any, ...], seconds: float, kind: Kind
) -> None:
    st.session_state[BY_HAND] = key
    _begin(key, task, values, seconds, kind)


def _is_busy_by_hand() -> bool:
    """Whether a job that the visitor began with a button is not done yet."""
    key, job = st.session_state.get(JOB, (None, None))
    return job is not None and key == st.session_state.get(BY_HAND) and job.state in {"waiting", "running"}


def _begin(key: str, task: Callable[..., Any], values: tuple[Any, ...], seconds: float, kind: Kind) -> None:
    st.session_state.pop(FAULT, None)
    if _own_job(key) is not None:
        return
    _, former = st.session_state.get(JOB, (None, None))
    if former is not None and former.state in {"waiting", "running"}:
        st.toast("What you had begun before was stopped: each visitor has one computation at a time.")
    try:
        address = st.context.ip_address or ""
        job = _submit(key, task, values, seconds, kind, owner=visitor(), address=address)
    except embedlab.EmbedLabError as error:
        st.session_state[FAULT] = (key, str(error))
        return
    st.session_state[JOB] = (key, job)


def _submit(
    key: str,
    task: Callable[..., Any],
    values: tuple[Any, ...],
    seconds: float,
    kind: Kind,
    *,
    owner: str,
    address: str = "",
) -> Job[Any]:
    return pool().submit(
        task,
        *values,
        key=key,
        owner=owner,
        seconds=kind.seconds * settings.DEADLINE_FACTOR.value(),
        address=address,
        expected=seconds,
        keep=lambda result: _store().put(key, *kind.pack(result)),
        returns=kind.returns,
        watch=report,
    )


def _cancel(key: str) -> None:
    held, job = st.session_state.get(JOB, (None, None))
    if job is not None and held == key:
        pool().cancel(job, visitor())
        st.session_state.pop(JOB, None)
        st.session_state[CANCELED] = key  # else a map that begins by itself would begin again


def _take(key: str, job: Job[Result], expected: float, kind: Kind) -> Result | None:
    st.session_state.pop(JOB, None)
    try:
        result = job.result()
    except embedlab.EmbedLabError as error:
        st.session_state[FAULT] = (key, str(error))
        st.rerun()
    stopwatch(kind.doing).note(expected, job.seconds_running)
    _say_unwritten(key)
    return result


def _say_unwritten(key: str) -> None:
    if reason := _store().why_not_written(key):
        st.caption(layout.escape(UNWRITTEN.format(reason=reason)))


def _own_job(key: str) -> Job[Any] | None:
    current: tuple[str, Job[Any]] | None = st.session_state.get(JOB)
    if current is None or current[0] != key or current[1].state == "canceled":
        return None
    return current[1]


def _fault(key: str) -> str | None:
    held, sentence = st.session_state.get(FAULT, (None, None))
    return sentence if held == key else None


def is_here(name: str) -> bool:
    """Whether a visitor is connected."""
    session = name.partition("/")[0]
    return not runtime.exists() or runtime.get_instance().is_active_session(session)


def visitor() -> str:
    """Return the name of the visitor, who is a tab of a browser."""
    context = get_script_run_ctx()
    session = "" if context is None else context.session_id
    name: str = st.session_state.setdefault("visitor", f"{session}/{uuid.uuid4().hex}")
    return name
