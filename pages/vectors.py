"""Analogies: a is to b as c is to what? By vector arithmetic, shown and examined."""

from ui import controls, layout, sources
from ui.vectors import (
    answers,
    bias,
    code,
    prediction,
    question,
    scoring,
    seeing,
    similar,
    source,
    take_away,
    two_sources,
)
from ui.vectors.examples import EXAMPLES

layout.header(
    "Can you do arithmetic with meaning?",
    "If *man* is to *king* as *woman* is to something, the step from man to king, added to woman, should land "
    "near the answer. The nearest word is often one of the inputs, and the usual demonstration hides that.",
)
asked = question.ask()
with controls.presets(EXAMPLES, more=True, last=question.examples):
    name = source.pick()
table = source.ask(name)
question.complete(table)
asked = answers.unknown_guess(table, asked)
view = layout.attempt_part(answers.answer, table, asked)
if view is not None:
    answers.show(asked, view)
    layout.reading(view.sentence)
    layout.numbers(answers.table(view), key="answers", height=215)

parts = {
    "Parallelogram": lambda: answers.needed(view) and seeing.show_parallelogram(table, asked, view),
    "Vectors": lambda: answers.needed(view) and seeing.show_strips(table, asked, view),
    "A whole relation": lambda: seeing.show_relation(table),
    "How often?": lambda: scoring.show(table),
    "Similarity": lambda: similar.show(table),
    "Bias": lambda: bias.show(table),
    "Two tables": lambda: answers.needed(view) and two_sources.show(table, asked, view),
    "Predict": prediction.show,
    "Files": lambda: answers.needed(view) and take_away.show(table, asked, view),
}
opened = controls.part(list(parts), key="vectors_tab")
parts[opened]()

layout.foot(
    [table.origin, sources.computed(question.explained(asked))],
    code.code(table, asked, view, opened),
)
