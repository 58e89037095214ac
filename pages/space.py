"""Embedding space: groups of words as points, and how far to trust the map."""

import streamlit as st

import embedlab
from ui import cache, controls, layout, sources
from ui.results import WORD_VECTORS, ask_map, ask_neighbors
from ui.words import MIN_POINTS, read_words

GROUPS = list(embedlab.WORD_GROUPS)
METHODS = {"PCA": "pca", "t-SNE": "tsne", "UMAP": "umap"}

layout.header(
    "Which words live near each other?",
    "Each word is a point in 50 dimensions. A map squeezes them into two or three, and something always gets "
    "lost: the map below says how much.",
)
chosen = controls.several("Word groups", GROUPS, key="groups", default=GROUPS[:4])
first, second, third = st.columns([4, 2, 1], vertical_alignment="bottom")
with first:
    own = controls.text(
        "Your own words", "", key="words", max_chars=2_000, help="Separated by spaces or commas."
    )
with second:
    method = METHODS[controls.choice("Map", list(METHODS), key="map")]
with third:
    dimensions = int(controls.choice("Dimensions", ["2", "3"], key="dimensions")[0])
settings = controls.presets(
    {
        "countries and capitals": {"groups": ["countries", "capitals"], "map": "PCA", "words": ""},
        "my own words": {"groups": ["animals"], "words": "apple banana java python ruby", "map": "t-SNE"},
        "everything at once": {"groups": GROUPS, "map": "UMAP", "words": ""},
    },
    more=True,
)
parameters: dict[str, float] = {}
with settings:
    if method == "pca":
        st.caption("PCA has no settings: it keeps the directions in which the words differ most.")
    else:
        parameters["random_state"] = controls.number(
            "Seed", 0, 99, 0, key="seed", help="The same seed gives the same map to everyone."
        )
    if method == "tsne":
        parameters["perplexity"] = controls.number(
            "Perplexity", 2, 50, 30, key="perplexity", help="About how many neighbors each point looks at."
        )
    if method == "umap":
        parameters["n_neighbors"] = controls.number("Neighbors", 2, 50, 15, key="n_neighbors")
        parameters["min_dist"] = controls.number(
            "Least distance",
            0.0,
            1.0,
            0.1,
            key="min_dist",
            step=0.05,
            help="How tightly points may be packed.",
        )

layout.wait_for("vectors", "400,000 word vectors")
vectors = layout.attempt(cache.word_vectors, WORD_VECTORS)
words, groups, unknown = layout.attempt(read_words, vectors, tuple(chosen), own)
if unknown:
    layout.warn(unknown)
if len(words) < MIN_POINTS:
    st.info(f"Nothing to draw yet: choose a group or type at least {MIN_POINTS} words.")
    st.stop()
if method != "pca":
    layout.wait_for("space", "the projection libraries")
with st.spinner(f"Drawing {len(words)} words …", show_time=True):
    view = layout.attempt(
        ask_map, tuple(words), tuple(groups), method, dimensions, tuple(sorted(parameters.items()))
    )
quality = view.quality
sentence = (
    f"Of each word's {quality.k} true neighbors, {quality.knn_preservation:.0%} are still among its {quality.k} "
    f"nearest on this map (words placed at random would keep {quality.expected_recall:.0%}). Trustworthiness is "
    f"{quality.trustworthiness:.2f}; 1 would mean that no stranger sits nearby."
)
layout.picture(view.figure, key="map figure", alt=f"{len(words)} words. {sentence}")
layout.reading(sentence)
chosen_values = {name: parameters.get(name) for name in ("perplexity", "n_neighbors")}
for name, value in chosen_values.items():
    used_value = view.projection.parameters.get(name)
    if value is not None and used_value != value:
        st.caption(
            f"{name} was lowered from {value:g} to {used_value:g}, the most that {len(words)} words allow."
        )
worst = [pair for pair in sorted(zip(quality.recall, words, strict=True))[:3] if pair[0] < 1]
if worst:
    st.caption(
        layout.escape(
            "Least to be trusted: " + ", ".join(f"{word} ({share:.0%})" for share, word in worst) + "."
        )
    )

left, right = st.columns(2)
with left:
    near = controls.text("Nearest neighbors of", "cat", key="near", max_chars=controls.MAX_WORD)
    near = near.strip() or words[0]
    neighbors = layout.attempt_part(ask_neighbors, near)
    if neighbors is not None:
        layout.numbers(
            {
                "rank": list(range(1, len(neighbors.words) + 1)),
                "word": neighbors.words,
                "cosine": neighbors.scores,
            },
            key="neighbors",
            label="In the original space, among all words",
        )
with right:
    axes = {
        f"{axis}": view.projection.coordinates[:, number] for number, axis in enumerate("xyz"[:dimensions])
    }
    layout.numbers(
        {"word": words, "group": groups, **axes, "true neighbors kept": quality.recall},
        key="coordinates",
        label="On the map",
        height=420,
    )
used = view.projection.parameters
layout.foot(
    [
        sources.model(WORD_VECTORS, "word-vectors", f"{len(vectors):,} words × {vectors.dim} numbers."),
        sources.computed(
            f"{view.projection.method} with {', '.join(f'{name} {value}' for name, value in used.items())}; "
            f"neighbors compared by cosine, k = {quality.k}; trustworthiness by scikit-learn."
        ),
    ],
    f"""import numpy as np
import embedlab

vectors = embedlab.load_word_vectors("{WORD_VECTORS}")
words = {words!r}
matrix = np.stack([vectors[word] for word in words])
projection = embedlab.project(matrix, method="{method}", n_components={dimensions}{
        "".join(f", {name}={value}" for name, value in parameters.items())
    })
quality = embedlab.projection_quality(matrix, projection.coordinates)
vectors.neighbors({near!r}, k=10)""",
)
