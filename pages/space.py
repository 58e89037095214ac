"""Embedding space: many vectors as points, and how far to trust the map."""

import streamlit as st

from ui import controls, layout, sources
from ui.space import beside, code, drawing, film, maps, points, series, settings, table, trust, word
from ui.space.examples import EXAMPLES

layout.header(
    "Which words live near each other?",
    "Each word is a point in many dimensions. A map squeezes them into two or three and always loses something: this one says how much.",
)
source, chosen = settings.ask_method()
above = st.container()
beside_examples, examples = (
    st.columns([1.3, 4], vertical_alignment="center") if source == points.SHOWN[0] else (above, above)
)
with above:
    shown = points.ask(source, beside_examples)
    chosen = settings.ask_axes(chosen)
with examples, controls.presets(EXAMPLES, more=True):
    parameters, grow = settings.ask_parameters(chosen.method, toy=bool(shown.lesson))

if chosen.method in {"tsne", "umap"} and parameters["metric"] == "cosine":
    shown = points.with_direction(shown)
shown = points.narrow(shown)
if shown.lesson:
    st.info(layout.escape(shown.lesson), icon=":material/school:")
options = settings.options_of(shown, chosen, parameters, grow=grow)
drawn = maps.ask(shown, chosen, options)
fit, quality = drawn.fit, drawn.fit.quality

picture = st.container()
left, right = st.columns([3, 2], vertical_alignment="bottom")
with left:
    typed = controls.text(
        "Look at a word, or click its point",
        "",
        key="near",
        max_chars=drawing.MAX_LOOKED_AT,
        help="A word that is not on the map is added to it, where the method can do that.",
    )
with right:
    color = drawing.ask_color(shown)
found = word.find(shown, typed)
row = None if found is None else found.row
added = word.place(shown, drawn, found)
colors = drawing.coloring(shown, drawn, color, row)

name = "named axes" if drawn.axes else settings.NAMES[fit.projection.method]
sentence = (
    f"Of each point's {quality.k} true neighbors, {quality.knn_preservation:.0%} are still among its {quality.k} nearest "
    f"on this map (points placed at random would keep {quality.expected_recall:.0%}). Trustworthiness is "
    f"{quality.trustworthiness:.2f}; 1 would mean that no stranger sits nearby."
)
with picture:
    figure = drawing.draw(
        shown,
        drawn,
        colors,
        color=color,
        near=row,
        added=added,
        alt=f"{name}, {len(shown.points):,} points. {sentence}",
    )
    layout.reading(sentence)
for note in settings.lowered(drawn.options, fit.projection):
    st.caption(note)
if drawn.axes:
    st.caption(layout.escape(settings.about_axes(drawn.axes)))
elif (least := drawing.least_kept(shown, drawn)) is not None:
    st.caption(layout.escape(least))

layout.numbers(trust.figures(drawn, name), key="quality")
used = ", ".join(f"{key} {value}" for key, value in fit.projection.parameters.items())
how = (
    f"{name} with {used}; neighbors compared by {drawn.options.metric}, k = {quality.k}; trustworthiness by scikit-learn"
    + (f" on a sample of {quality.sampled:,} points." if quality.sampled < len(shown.points) else ".")
)
parts = {
    "Trust": lambda: trust.show(shown, drawn),
    "A word": lambda: word.show(shown, drawn, found),
    "Four seeds": lambda: series.show_seeds(shown, drawn),
    "Real or random?": lambda: series.show_twin(shown, drawn),
    "Perplexities": lambda: series.show_multiples(shown, drawn),
    "Watch it form": lambda: film.show(shown, drawn),
    "Two maps": lambda: beside.show(shown, drawn),
    "Table and files": lambda: table.show(shown, drawn, figure, f"{how} {sentence}"),
}
parts[controls.part(list(parts), key="space_tab")]()

layout.foot(
    [*points.origin(shown), sources.computed(how)],
    code.code(shown, drawn, chosen, row),
    link=points.about_link(shown),
)
