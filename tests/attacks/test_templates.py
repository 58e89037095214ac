"""Chat templates are programs of strangers: none gets out of the sandbox or changes what it is given."""

from __future__ import annotations

import builtins
import copy
import os
from typing import Any

import pytest

import embedlab
from embedlab.tokens.chat_template import render_chat

MESSAGES = [{"role": "user", "content": "hello"}, {"role": "assistant", "content": "yes"}]
ESCAPES = [
    # from a value to its class, from there to every class
    "{{ ''.__class__ }}",
    "{{ ''.__class__.__mro__[1].__subclasses__() }}",
    "{{ ''['__class__'] }}",
    "{{ (''|attr('__class__')) }}",
    "{{ ''|attr('_' ~ '_class_' ~ '_') }}",
    "{{ []|map(attribute='__class__')|list ~ messages|map(attribute='__class__')|list }}",
    "{{ messages.__class__.__base__ }}",
    # from a function to its globals
    "{{ raise_exception.__globals__ }}",
    "{{ strftime_now.__globals__['json'] }}",
    "{{ strftime_now.__code__ }}",
    "{{ lipsum.__globals__['os'].popen('id').read() }}",
    "{{ cycler.__init__.__globals__.os }}",
    "{{ joiner.__init__.__globals__ }}",
    "{{ namespace.__init__.__globals__ }}",
    "{{ range.__self__ }}",
    "{{ ''.join.__self__.__class__ }}",
    # from the template to its environment
    "{{ self.__init__ }}",
    "{{ self._TemplateReference__context.environment }}",
    "{% macro m() %}{{ caller.__globals__ }}{% endmacro %}{% call m() %}{% endcall %}",
    # through a format, which reads attributes by itself
    "{{ '{0.__class__}'.format(messages) }}",
    "{{ '{m.__class__.__mro__}'.format_map({'m': messages}) }}",
    "{{ ('{0.__class__}' | string).format(raise_exception) }}",
    # files, other templates, Python
    "{% include '/etc/passwd' %}",
    "{% import 'os' as os %}{{ os.environ }}",
    "{% extends 'base' %}",
    "{{ open('/etc/passwd').read() }}",
    "{{ __import__('os').environ }}",
    "{{ eval('1') }}",
]
CHANGES = [
    "{{ messages.append({'role': 'user', 'content': 'x'}) }}",
    "{{ messages.clear() }}",
    "{{ messages[0].update({'content': 'x'}) }}",
    "{{ messages[0].pop('content') }}",
    "{{ messages[0].setdefault('x', 1) }}",
    "{% do messages.pop() %}",
    "{% set messages[0].content = 'x' %}",
]
BOMBS = [
    "{% for i in range(1000000000) %}x{% endfor %}",
    "{{ range(1000000000)|list }}",
    "{{ 'x' * 500000 }}",
    "{{ 'x'.ljust(500000) }}",
    "{% macro m() %}{{ m() }}{% endmacro %}{{ m() }}",
]


def render(template: str, messages: list[dict[str, Any]]) -> str:
    chat = {"template": template, "bos_token": "<s>", "eos_token": "</s>"}
    return render_chat(chat, messages)


@pytest.mark.parametrize("template", ESCAPES)
def test_no_template_leaves_its_sandbox(template: str, monkeypatch: pytest.MonkeyPatch) -> None:
    touched: list[object] = []
    monkeypatch.setattr(os, "popen", lambda *names: touched.append(names))
    monkeypatch.setattr(builtins, "open", lambda *names, **_: touched.append(names))
    try:
        text = render(template, MESSAGES)
    except embedlab.EmbedLabError as error:
        text = str(error)
    assert not touched
    # neither a class nor a function, a module, a frame or an environment is ever written out
    for sign in (
        "<class",
        "<function",
        "<module",
        "<code",
        "<built-in",
        "<bound",
        "<jinja2",
        "environ(",
        "root:",
    ):
        assert sign not in text


@pytest.mark.parametrize("template", CHANGES)
def test_no_template_changes_what_it_is_given(template: str) -> None:
    messages: list[dict[str, Any]] = copy.deepcopy(MESSAGES)
    with pytest.raises(embedlab.EmbedLabError):
        render(template, messages)
    assert messages == MESSAGES


@pytest.mark.parametrize("template", BOMBS)
def test_no_template_grows_without_end(template: str) -> None:
    with pytest.raises(embedlab.EmbedLabError, match="template"):
        render(template, MESSAGES)


def test_an_honest_template_of_the_same_means_is_rendered() -> None:
    template = (
        "{% set ns = namespace(n=0) %}{% for m in messages %}{% set ns.n = ns.n + 1 %}{{ ns.n }} "
        "{{ m['role'] }}: {{ m.content | trim }}{{ eos_token }}{% endfor %}{{ '{} of {}'.format(ns.n, 2) }}"
    )
    assert render(template, MESSAGES) == "1 user: hello</s>2 assistant: yes</s>2 of 2"
