"""Every figure that a test draws is held to the rules of all figures."""

from __future__ import annotations

from collections.abc import Callable
from functools import wraps
from typing import Any

import plotly.graph_objects as go
import plotly.io as pio
import pytest

from tests.support.figures import assert_rules


@pytest.fixture(autouse=True)
def rules_hold(request: pytest.FixtureRequest, monkeypatch: pytest.MonkeyPatch) -> None:
    """Check what the figure functions return to the tests of this folder, in the light colors."""
    monkeypatch.setattr(pio.templates, "default", "plotly")
    for name, value in list(vars(request.module).items()):
        ours = getattr(value, "__module__", "").startswith("embedlab.figures")
        if ours and name.endswith("_figure"):
            monkeypatch.setattr(request.module, name, checked(value))


def checked(draw: Callable[..., go.Figure]) -> Callable[..., go.Figure]:
    @wraps(draw)
    def drawn(*args: Any, **kwargs: Any) -> go.Figure:
        figure = draw(*args, **kwargs)
        assert_rules(figure)
        return figure

    return drawn
