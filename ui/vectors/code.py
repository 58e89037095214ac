"""The code that makes the view again."""

from __future__ import annotations

from ui.vectors.answers import View
from ui.vectors.question import Question
from ui.vectors.source import Source

__all__ = ["code"]


def code(source: Source, question: Question, view: View) -> str:
    """Return Python that asks the same question and prints what the page shows."""
    lines = ["import embedlab", "", source.code]
    if question.formula:
        lines += [
            f"formula = embedlab.parse_formula({question.formula!r}, known=vectors.__contains__)",
            "print(embedlab.solve_formula(vectors, formula))",
            "print(embedlab.solve_formula(vectors, formula, exclude_inputs=False))",
        ]
        return "\n".join(lines)
    a, b, c = view.words
    expected = f", expected={question.expected!r}" if question.expected else ""
    others = [word for word in view.columns["standard"].words if word not in view.words][:3]
    lines += [
        f'audit = embedlab.audit_analogy(vectors, {a!r}, {b!r}, {c!r}, method="{question.method}"{expected})',
        "print(audit.standard.words, audit.allowed.words, audit.near_b.words, audit.near_c.words)",
        f"plane = embedlab.analogy_plane(vectors, {a!r}, {b!r}, {c!r}, {others!r})",
        "print(plane.off_plane)",
    ]
    return "\n".join(lines)
