"""Edit the labels: the classifier learns from the table as it stands, at once."""

from __future__ import annotations

from embedlab.applications import conflicting_texts
from embedlab.numerals import count_text
from ui import layout
from ui.applications import collections, summaries
from ui.applications.query import Query
from ui.applications.results import validation
from ui.layout import listed
from ui.part import Part, no_options

__all__ = ["PART"]


def _show(query: Query, options: None) -> None:
    result = validation(query.data, place="labels")
    if result is not None:
        layout.finding(summaries.validated(query.data, result))
    conflicts = conflicting_texts(query.data)
    if conflicts:
        text, labels = conflicts[0]
        more = f" So do {count_text(len(conflicts) - 1, 'other text')}." if len(conflicts) > 1 else ""
        layout.warn(
            f"“{text[:60]}” has several labels: {listed(labels)}; a classifier can only learn one.{more}"
        )
    if query.data.has_numbers_as_labels:
        layout.note("The labels are numbers. They are read as names: 1 is no nearer to 2 than to 9.")
    collections.edit(query.collection)


PART = Part[Query, None](
    "Edit the labels",
    no_options,
    _show,
    lambda query, options: [
        "result = embedlab.applications.cross_validate(classifier.data, classifier.vectors)",
        "print(result.accuracy, result.interval, classifier.data.majority)",
    ],
    line="Change a label or a text, add your own: the picture above answers at once.",
)
