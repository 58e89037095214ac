"""The Content-Security-Policy in a real browser: what it must stop, it stops.

What pages need is shown by all other tests here: each fails on an error in the console.
"""

from __future__ import annotations

import pytest

from tests.support.browser import Visitor

pytestmark = pytest.mark.browser

# what somebody would write who could write HTML into a page
INJECTED = """async () => {
  const stopped = [];
  document.addEventListener("securitypolicyviolation", (event) => stopped.push(event.effectiveDirective));
  document.body.insertAdjacentHTML("beforeend", `
    <img src="data:," onerror="window.ran = 'a handler'">
    <iframe src="/glossary"></iframe>
    <object data="/favicon.png"></object>
    <form action="/" id="injected"><input name="a"></form>`);
  const script = document.createElement("script");
  script.textContent = "window.ran = 'an inline script'";
  document.body.append(script);
  document.getElementById("injected").requestSubmit();
  await fetch("http://127.0.0.2:9/").catch(() => 0);
  await new Promise((resolve) => setTimeout(resolve, 500));
  return { ran: window.ran ?? "", stopped: [...new Set(stopped)].sort() };
}"""


def test_what_is_written_into_a_page_does_not_run(visitor: Visitor) -> None:
    visitor.go("/glossary")
    result = visitor.page.evaluate(INJECTED)
    assert result["ran"] == ""
    assert set(result["stopped"]) >= {
        "connect-src",
        "form-action",
        "frame-src",
        "object-src",
        "script-src-attr",
        "script-src-elem",
    }
    assert visitor.page.url.endswith("/glossary")
    visitor.complaints.clear()  # the browser tells of each
    visitor.foreign.clear()  # which never left it


def test_a_map_in_three_dimensions_is_drawn_without_eval(visitor: Visitor) -> None:
    visitor.go("/embedding-space?dimensions=3")
    visitor.page.wait_for_selector(".js-plotly-plot .gl-container canvas, .js-plotly-plot .no-webgl")
    assert not visitor.complaints
