"""The widgets that pages share: bounded, bound to the URL, and honest about a link that makes no sense.

A value in a link that no control can take is dropped by Streamlit without a word; here it is noticed first
and said aloud. Presets set the controls through the session, as a person would.
"""

from __future__ import annotations

import contextlib
from collections.abc import Callable, Mapping, Sequence
from typing import Any, Literal

import numpy as np
import streamlit as st
from streamlit.errors import StreamlitAPIException

from embedlab.errors import quote
from ui import layout
from ui.layout import escape

__all__ = [
    "amount",
    "choice",
    "keep_sentence",
    "number",
    "pick",
    "presets",
    "private_text",
    "sentence",
    "set_controls",
    "several",
    "switch",
    "text",
]

DEFAULT_SENTENCE = "Otter after otter slid down the muddy river bank"  # repeats a word; one has two meanings
MAX_SENTENCE = 2_000  # characters of the sentence that follows the visitor, so that a link can hold it
MAX_WORD = 100  # characters
DEFAULTS = "defaults"  # of the controls drawn so far, in the session
SENTENCE = "text"  # the key of the sentence that follows the visitor
SENTENCE_PAGES = ("", "tokenization", "lookup", "attention")  # addresses of the pages that ask for it
PAGE = "page"  # where the visitor was in the last run, in the session


def keep_sentence(page: str) -> None:
    """Take the sentence along to another page: Streamlit forgets a bound value at the first change."""
    if st.session_state.get(PAGE, page) != page and SENTENCE not in st.query_params:
        with contextlib.suppress(KeyError):
            text = st.session_state[SENTENCE] = st.session_state[SENTENCE]
            if text != DEFAULT_SENTENCE and page in SENTENCE_PAGES:
                st.query_params[SENTENCE] = text  # what came with a link, Streamlit does not write again
    st.session_state[PAGE] = page


def sentence(label: str = "Your sentence") -> str:
    """Ask for the sentence that follows the visitor from page to page."""
    return text(label, DEFAULT_SENTENCE, key=SENTENCE, max_chars=MAX_SENTENCE)


def text(
    label: str,
    default: str,
    *,
    key: str,
    max_chars: int,
    lines: int = 1,
    help: str | None = None,
    hint: str | None = None,
    labeled: bool = True,
) -> str:
    """Ask for a text of at most `max_chars` characters, in one line or several.

    `hint` stands in the empty field. Where it is not `labeled`, the label is for screen readers only.
    """
    fault = f"is longer than {max_chars:,} characters; its beginning is shown"
    _notice(key, default, lambda value: _units(value) <= max_chars, fault)
    # a browser counts in units of UTF-16, an emoji as two, and locks a field that holds too many
    bind = _binding(key, lambda value: _units(value) <= max_chars)
    if bind is None:
        cut = st.query_params[key].encode("utf-16-le", "replace")[: 2 * max_chars]
        st.session_state.setdefault(key, cut.decode("utf-16-le", "ignore"))
        _forget_link(key)
    common: dict[str, Any] = {
        "key": key,
        "max_chars": max_chars,
        "help": help,
        "bind": bind,
        "placeholder": hint,
        "label_visibility": "visible" if labeled else "collapsed",
    }
    if lines == 1:
        return st.text_input(label, default, live=True, **common) or ""
    return st.text_area(label, default, height=lines * 28 + 20, **common) or ""


def private_text(label: str, *, key: str, max_chars: int, hint: str, height: int = 120) -> str:
    """Ask for a text that no link holds; it stays while its field is not on the screen."""
    saved = f"{key} saved"
    st.session_state.setdefault(key, st.session_state.get(saved, ""))
    content = st.text_area(label, key=key, max_chars=max_chars, height=height, placeholder=hint) or ""
    st.session_state[saved] = content
    return content


def choice(
    label: str,
    options: Sequence[str],
    *,
    key: str,
    default: str | None = None,
    help: str | None = None,
    labeled: bool = True,
) -> str:
    """Ask for one of a few options, all visible."""
    chosen = _expect(options, key=key, default=default)
    picked = st.segmented_control(
        label,
        options,
        default=chosen,
        required=True,
        key=key,
        help=help,
        bind="query-params",
        wrap=True,
        label_visibility="visible" if labeled else "collapsed",
    )
    return picked or chosen


def pick(
    label: str, options: Sequence[str], *, key: str, default: str | None = None, help: str | None = None
) -> str:
    """Ask for one of many options, in a list."""
    chosen = _expect(options, key=key, default=default)
    return st.selectbox(label, options, index=options.index(chosen), key=key, help=help, bind="query-params")


def several(
    label: str,
    options: Sequence[str],
    *,
    key: str,
    default: Sequence[str],
    most: int | None = None,
    chosen: str | None = None,
    labeled: bool = True,
) -> list[str]:
    """Ask for any number of options, or at most `most`, all visible.

    `chosen` is added to what is chosen, in place of the last one where there is no room.
    """
    if chosen is not None:
        before = [value for value in st.session_state.get(key, default) if value != chosen]
        st.session_state[key] = [*before[: (most or len(before) + 1) - 1], chosen]
    _notice(
        key,
        list(default),
        lambda value: not value or value in options,
        f"is not one of {', '.join(options)}; it is left out",
        every=True,
    )
    picked = st.pills(
        label,
        options,
        selection_mode="multi",
        default=default,
        key=key,
        bind="query-params",
        wrap=True,
        label_visibility="visible" if labeled else "collapsed",
    )
    if most is not None and len(picked) > most:
        st.caption(f"At most {most} fit side by side: {escape(', '.join(picked[most:]))} is left out.")
    return picked[:most]


def number(
    label: str,
    low: float,
    high: float,
    default: float,
    *,
    key: str,
    step: float = 1,
    help: str | None = None,
) -> Any:
    """Ask for a number between two bounds."""

    def fits(value: str) -> bool:
        try:
            position = float(value)
        except ValueError:
            return False
        return low <= position <= high and bool(
            np.isclose((position - low) / step, round((position - low) / step))
        )

    steps = "" if step == 1 else f" in steps of {step:,}"
    fault = (
        f"is not a number from {low:,} to {high:,}{steps}; the nearest value or {default:,} is shown instead"
    )
    _notice(key, default, fits, fault)
    value = st.slider(label, low, high, default, step, key=key, help=help, bind="query-params")
    # a link may name a value between two steps; 3 * 0.05 is a little more than 0.15
    return round(low + int((value - low) / step + 1e-9) * step, 9)


def amount(
    label: str, low: float, high: float, default: float, *, key: str, step: float = 1, help: str | None = None
) -> Any:
    """Ask for a number by typing it, between two bounds that may lie far apart."""

    def fits(value: str) -> bool:
        try:
            return low <= float(value) <= high and (isinstance(default, float) or float(value).is_integer())
        except ValueError:
            return False

    whole = "" if isinstance(default, float) else "whole "
    _notice(
        key, default, fits, f"is not a {whole}number from {low:,} to {high:,}; {default:,} is shown instead"
    )
    bind = _binding(key, fits)
    if bind is None:  # Streamlit itself would try to read "inf"
        _forget_link(key)
    return st.number_input(label, low, high, default, step, key=key, help=help, bind=bind)


def switch(label: str, default: bool, *, key: str, help: str | None = None) -> bool:
    """Ask for yes or no."""
    fault = f"is not true or false; {str(default).lower()} is shown instead"
    _notice(key, default, lambda value: value in {"true", "false"}, fault)
    return st.toggle(label, default, key=key, help=help, bind="query-params")


def presets(examples: Mapping[str, Mapping[str, Any]]) -> None:
    """Offer things to try: each button sets the controls named in its mapping."""
    with st.container(horizontal=True, gap="small", vertical_alignment="center"):
        st.caption("Try", width="content")
        for label, values in examples.items():
            st.button(label, key=f"try: {label}", on_click=set_controls, args=(values,))


def page_presets(examples: Mapping[str, Mapping[str, Any]]) -> Any:
    """Offer the examples of a page in a menu and *Start over*; returns the popover for its other settings."""
    with layout.settings_place():
        st.menu_button(
            "Examples", list(examples), key="examples", type="tertiary", on_click=_take, args=(examples,)
        )
        settings = st.popover("More settings", type="tertiary")
        st.button("Start over", type="tertiary", on_click=_start_over)
    return settings


def _take(examples: Mapping[str, Mapping[str, Any]]) -> None:
    set_controls(examples[st.session_state["examples"]])


def _start_over() -> None:
    """Forget what the link holds: every control is at its default again."""
    defaults = st.session_state.get(DEFAULTS, {})
    set_controls({key: defaults[key] for key in st.query_params if key in defaults})
    for key in set(st.query_params) - set(defaults):  # the open part: it stands in the link alone
        _forget_link(key)


def set_controls(values: Mapping[str, Any]) -> None:
    """Set controls from a callback, also those that are not on the screen yet, and the link with them."""
    for key, value in values.items():
        st.session_state[key] = value
        with contextlib.suppress(StreamlitAPIException):  # a control on the screen writes the link itself
            st.query_params[key] = value


def _binding(key: str, fits: Callable[[str], bool]) -> Literal["query-params"] | None:
    """Return how a control is bound to the link: not while that holds a value it cannot take."""
    return None if key in st.query_params and not fits(st.query_params[key]) else "query-params"


def _forget_link(key: str) -> None:
    with contextlib.suppress(StreamlitAPIException):  # bound by a control on the screen: it knows better
        del st.query_params[key]


def _units(text: str) -> int:
    """Return the length of a text as a browser counts it."""
    return len(text.encode("utf-16-le", "replace")) // 2


def _expect(options: Sequence[str], *, key: str, default: str | None) -> str:
    """Return the default, the first option if None, and tell where the link names no option."""
    chosen = default or options[0]
    fault = f"is not one of {', '.join(options)}; {chosen} is shown instead"
    _notice(key, chosen, lambda value: value in options, fault)
    return chosen


def _notice(key: str, default: Any, fits: Callable[[str], bool], fault: str, *, every: bool = False) -> None:
    """Say that a value in the link cannot be used, the first time it is seen; note the default meanwhile."""
    st.session_state.setdefault(DEFAULTS, {})[key] = default
    if key in st.session_state:
        return  # the widget has a value already: the link was read before
    given = st.query_params.get_all(key)
    for value in given if every else given[-1:]:
        if not fits(value):
            st.toast(escape(f"The link asks for {key} = {quote(value)}, which {fault}."))
            return
