"""Static versus contextual: one word in several sentences."""

import numpy as np
import streamlit as st

from ui import controls, layout, sources
from ui.presets import AMBIGUOUS
from ui.results import ENCODER, WORD_VECTORS, ask_context, ask_context_figures, ask_neighbors
from ui.words import read_sentences

layout.header(
    "One word, several meanings: where do they part?",
    "A **static** vector is looked up: *bank* has one, whatever the sentence. A **contextual** vector comes out "
    "of the whole sentence, so the same word gets a different one each time.",
)
left, right = st.columns([1, 3])
with left:
    word = controls.text("The word", "bank", key="word", max_chars=controls.MAX_WORD)
    layer = int(controls.number("Layer", 0, 6, 6, key="layer", help="0 is before any context has come in."))
with right:
    lines = controls.text(
        "Sentences, one a line; a sense may stand before a bar",
        AMBIGUOUS["bank"],
        key="sentences",
        max_chars=4_000,
        lines=4,
    )
settings = controls.presets(
    {name: {"word": name, "sentences": AMBIGUOUS[name]} for name in ("bank", "spring", "bat")}, more=True
)
with settings:
    pooling = controls.choice(
        "Pieces of the word",
        ["mean", "first", "last", "max"],
        key="pooling",
        help="How the vectors of a word of several tokens become one.",
    )

sentences, senses = layout.attempt(read_sentences, lines)
if not word.strip() or not sentences:
    st.info("Nothing to show yet: type a word, and below it sentences that contain it.")
    st.stop()
if any(senses) and not all(senses):
    layout.warn(
        f"{senses.count('')} of {len(senses)} sentences have no sense, so senses are not compared; "
        "write one before a bar in every line, or in none."
    )
layout.wait_for("encoder", "the encoder")
view = layout.attempt(ask_context, sentences, senses, word, pooling)
map_figure, cosines_figure, separation = ask_context_figures(sentences, senses, word, pooling, layer)
measured = view.separation
baseline = (
    "there are no other tokens to compare with"
    if np.isnan(measured.baseline[layer])
    else f"two other tokens of these sentences have {measured.baseline[layer]:.2f}"
)
spread = f"{view.cosines[layer].min():.2f}"
if np.isnan(measured.between).all() or np.isnan(measured.within).all():
    sentence = (
        f"At layer {layer} two of these vectors have a cosine of {measured.all_pairs[layer]:.2f} on average and "
        f"{spread} at least; {baseline}."
    )
else:
    best = int(np.nanargmax(measured.gap))
    sentence = (
        f"At layer {layer}, “{word}” in the same sense has a cosine of {measured.within[layer]:.2f}, in different "
        f"senses {measured.between[layer]:.2f}; {baseline}. "
        f"The senses are furthest apart at layer {best} (a gap of {measured.gap[best]:.2f})."
    )
if any(view.cut):
    sentence += f" {sum(map(bool, view.cut))} of the sentences exceed the model's window and were cut."
drawing, matrix = st.columns([3, 2])
with drawing:
    layout.picture(map_figure, key="layer map", alt=sentence)
with matrix:
    layout.picture(cosines_figure, key="cosines", alt=f"Cosines between the sentences at layer {layer}.")
layout.reading(sentence)

layout.numbers(
    {
        "number": list(range(1, len(sentences) + 1)),
        "sense": list(senses),
        "sentence": list(sentences),
        "pieces": [" ".join(pieces) for pieces in view.pieces],
        "cosine with sentence 1": view.cosines[layer][0],
    },
    key="context numbers",
)
by_layer, static = st.tabs(
    ["Separation by layer", "Static neighbors in GloVe"],
    key="context_tab",
    on_change="rerun",
    bind="query-params",
)
if by_layer.open:
    with by_layer:
        layout.picture(separation, key="separation", alt=sentence)
        layout.numbers(
            {
                "layer": list(range(len(measured.baseline))),
                "same sense": measured.within,
                "different senses": measured.between,
                "all pairs": measured.all_pairs,
                "two other tokens": measured.baseline,
            },
            key="separation numbers",
            label="",
        )
if static.open:
    with static:
        st.markdown(
            "GloVe is another model with another space, so it is not drawn on the map above. Its one vector for "
            "the word mixes all senses; the neighbors show which one dominates."
        )
        neighbors = layout.attempt_part(ask_neighbors, word)
        if neighbors is not None:
            layout.numbers({"word": neighbors.words, "cosine": neighbors.scores}, key="static", label="")
layout.foot(
    [
        sources.model(ENCODER, "encoder", f"Output of layer {layer}; pieces pooled by {pooling}."),
        sources.model(WORD_VECTORS, "word-vectors", "Only for the static neighbors."),
        sources.computed(
            "cosines in float64. The map is one PCA over all layers, each scaled to length 1 and centered; the "
            "star is the word's row of the input table, treated alike. The baseline is the mean cosine of all "
            "pairs of two different other tokens from two sentences."
        ),
    ],
    f"""import embedlab

encoder = embedlab.load_encoder("{ENCODER}")
sentences = {list(sentences)!r}
words = embedlab.word_in_context(encoder, sentences, {word!r}, pooling="{pooling}")
embedlab.cosine_matrix(words.vectors[{layer}])
embedlab.sense_separation(words, {list(senses) if all(senses) else None!r})
embedlab.layer_map(words).coordinates[{layer}]""",
)
