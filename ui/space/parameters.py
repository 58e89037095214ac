"""The settings that matter less: the space of the words, nearness, the parameters of a method, and the colors."""

from __future__ import annotations

import streamlit as st

from embedlab.space import MapOptions, PointSet
from ui import controls
from ui.space.points import SPACES, spaces

__all__ = ["COLUMN", "LIMITS", "METHODS", "NAMES", "NEARNESS", "PARAMETERS", "ask_color", "ask_parameters"]

METHODS = {"PCA": "pca", "t-SNE": "tsne", "UMAP": "umap", "Named axes": "axes"}
NAMES = {"pca": "PCA", "tsne": "t-SNE", "umap": "UMAP"}
METRICS = {"cosine": "cosine", "Euclidean": "euclidean"}
STARTS = {"tsne": {"PCA": "pca", "random": "random"}, "umap": {"spectral": "spectral", "random": "random"}}
PARAMETERS = {"tsne": ("perplexity",), "umap": ("n_neighbors", "min_dist")}
NEARNESS = "nearness to the word"
COLORS = ["automatic", "group", NEARNESS, "neighbors kept", "k-means", "HDBSCAN", "frequency"]
COLUMN = "column "  # before the name of a column
LIMITS = {"perplexity": (2, 100), "n_neighbors": (2, 100), "min_dist": (0, 1)}


def ask_parameters(method: str, dimensions: int, *, toy: bool) -> tuple[str, MapOptions, bool]:
    """Ask for the space of the words, the options of the map, and whether it grows out of the former one."""
    space, metric = SPACES[0], "euclidean"
    if toy:  # its clouds are told apart by distance; one lies around 0, where a direction means nothing
        st.caption("Toys are measured by the Euclidean distance, which they are made for.")
    else:
        space = controls.pick(
            "Vectors of the words",
            spaces(),
            key="vectors",
            help="Static: one vector a word. The input table and the word-by-word vectors are MiniLM's.",
        )
        nearness = controls.choice(
            "Nearness",
            list(METRICS),
            key="metric",
            help="Cosine asks for the same direction, Euclidean for the same place. PCA draws the vectors as they are; its quality is judged by this.",
        )
        metric = METRICS[nearness]
    if method not in PARAMETERS:
        st.caption("PCA and named axes are formulas: they need no seed and no parameters.")
        return space, MapOptions("pca", dimensions, metric), False
    parameters = _ask_tsne() if method == "tsne" else _ask_umap()
    seed = controls.number("Seed", 0, 99, 0, key="seed", help="The same seed gives the same map to everyone.")
    starts = STARTS[method]
    init = controls.choice(
        "Begin from",
        list(starts),
        key=f"{method}_init",
        help="t-SNE begun from the PCA does not depend on the seed; begun at random it does.",
    )
    grow = controls.switch(
        "Grow out of the map on the screen",
        True,
        key="grow",
        help="A changed parameter then starts from the map that is shown, so that points do not jump. The link remembers it. Off: from nothing.",
    )
    parameters += (("init", starts[init]),)
    return space, MapOptions(method, dimensions, metric, int(seed), parameters), grow


def ask_color(points: PointSet) -> str:
    """Ask what the colors stand for."""
    options = [*COLORS, *(f"{COLUMN}{name}" for name in points.columns if name != "group")]
    if st.session_state.get("color", "automatic") not in options:  # a column of another table
        st.session_state["color"] = "automatic"
    return controls.pick(
        "Colors",
        options,
        key="color",
        help="Automatic: the group. Clusters are found among the original vectors, not on the map.",
    )


def _ask_tsne() -> tuple[tuple[str, float | str], ...]:
    perplexity = controls.number(
        "Perplexity",
        *LIMITS["perplexity"],
        30,
        key="perplexity",
        help="About how many neighbors each point looks at: low shows small groups (and clumps in noise), high the larger arrangement.",
    )
    return (("perplexity", perplexity),)


def _ask_umap() -> tuple[tuple[str, float | str], ...]:
    n_neighbors = controls.number(
        "Neighbors (n_neighbors)",
        *LIMITS["n_neighbors"],
        15,
        key="n_neighbors",
        help="How many neighbors each point is tied to: low shows small groups, high the larger arrangement.",
    )
    min_dist = controls.number(
        "Least distance (min_dist)",
        0.0,
        1.0,
        0.1,
        key="min_dist",
        step=0.05,
        help="How tightly points may be packed. It changes the looks, not who is whose neighbor.",
    )
    return (("n_neighbors", n_neighbors), ("min_dist", min_dist))
