"""How often vector arithmetic answers the questions of each section."""

from __future__ import annotations

from collections.abc import Mapping

import plotly.graph_objects as go

from embedlab.figures.curves import Series
from embedlab.figures.scores import scores_figure
from embedlab.vectors import AnalogyReport

__all__ = ["sections_figure"]

ALL = "all sections"


def sections_figure(reports: Mapping[str, AnalogyReport]) -> go.Figure:
    """Draw the share of right answers in all sections and in each, the best of the first report on top.

    Args:
        reports: name -> report, a symbol each; a section that only some of them have is empty in the others.
    """
    sections = list(dict.fromkeys(name for report in reports.values() for name in report.sections))
    first = next(iter(reports.values()))
    sections.sort(key=lambda section: -_share(first.sections.get(section, (0, 0)), missing=-1.0))
    series = {}
    for name, report in reports.items():
        counts = [(report.correct, report.total), *(report.sections.get(each, (0, 0)) for each in sections)]
        notes = [f"{right:,} of {total:,}" for right, total in counts]
        series[name] = Series([_share(count) for count in counts], notes=notes)
    return scores_figure([ALL, *sections], series, axis="answered right", percent=True)


def _share(count: tuple[int, int], *, missing: float = float("nan")) -> float:
    """Return how many were right of how many."""
    right, total = count
    return right / total if total else missing
