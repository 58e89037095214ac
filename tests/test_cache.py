"""Results are shared by content, computed once, and out of the reach of any visitor."""

from __future__ import annotations

import threading
from typing import Any

import numpy as np
import pytest
from numpy.typing import NDArray

import embedlab
from ui import cache


def test_equal_questions_share_one_answer() -> None:
    calls: list[Any] = []

    @cache.cached()
    def double(text: str, times: int = 2) -> list[str]:
        calls.append((text, times))
        return [text] * times

    assert double("a") is double("a")
    assert double("a") is not double("b")
    assert double("a", times=3) == ["a"] * 3
    assert calls == [("a", 2), ("b", 2), ("a", 3)]


def test_the_least_recently_used_result_is_evicted() -> None:
    calls: list[int] = []

    @cache.cached(entries=2)
    def square(number: int) -> int:
        calls.append(number)
        return number**2

    for number in (1, 2, 1, 3, 1, 2):
        assert square(number) == number**2
    assert calls == [1, 2, 3, 2]


def test_results_are_evicted_by_their_bytes() -> None:
    calls: list[int] = []

    @cache.cached(max_bytes=800)
    def zeros(count: int) -> NDArray[np.float64]:
        calls.append(count)
        return np.zeros(count)

    for count in (40, 50, 40, 30, 40, 50):  # 8 bytes each
        assert len(zeros(count)) == count
    assert calls == [40, 50, 30, 50]
    assert zeros(101) is not zeros(101)  # larger than the limit
    assert zeros(50) is zeros(50)


def test_who_asks_at_once_waits_for_the_first() -> None:
    calls: list[str] = []
    begun, go_on = threading.Event(), threading.Event()

    @cache.cached()
    def slow(text: str) -> object:
        calls.append(text)
        begun.set()
        assert go_on.wait(30)
        return object()

    results: list[object] = []
    threads = [threading.Thread(target=lambda: results.append(slow("a"))) for _ in range(4)]
    threads[0].start()
    assert begun.wait(30)
    for thread in threads[1:]:
        thread.start()
    go_on.set()
    for thread in threads:
        thread.join()
    assert calls == ["a"]
    assert len({id(result) for result in results}) == 1


def test_an_error_is_not_cached() -> None:
    answers = iter([embedlab.InvalidInputError("no"), None])

    @cache.cached()
    def once(text: str) -> str:
        if error := next(answers):
            raise error
        return text

    with pytest.raises(embedlab.InvalidInputError):
        once("a")
    assert once("a") == "a"


def test_streamlit_s_clear_clears_nothing() -> None:
    import streamlit as st

    @cache.cached()
    def make(text: str) -> object:
        return object()

    first = make("a")
    st.cache_data.clear()
    st.cache_resource.clear()
    assert make("a") is first
    cache.clear()
    assert make("a") is not first
