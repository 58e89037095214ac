"""How the map is drawn: the method, its parameters, and the map it grows out of."""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import Any

import streamlit as st

import embedlab
from embedlab.errors import quote
from embedlab.space.fitting import MapOptions
from ui import controls, layout
from ui.space.points import KINDS, SHOWN, Shown

__all__ = [
    "AXES",
    "METHODS",
    "NAMES",
    "Settings",
    "about_axes",
    "ask_axes",
    "ask_method",
    "ask_parameters",
    "lowered",
    "options_of",
    "remember",
    "said",
    "was_run",
]

METHODS = {"PCA": "pca", "t-SNE": "tsne", "UMAP": "umap", "Named axes": "axes"}
METRICS = {"cosine": "cosine", "Euclidean": "euclidean"}
STARTS = {"tsne": {"PCA": "pca", "random": "random"}, "umap": {"spectral": "spectral", "random": "random"}}
AXES = (
    "man woman, king queen, uncle aunt",
    "poor rich, cheap expensive, beggar millionaire",
    "bad good, sad happy",
)
NAMES = {"pca": "PCA", "tsne": "t-SNE", "umap": "UMAP"}
PARAMETERS = {"tsne": ("perplexity",), "umap": ("n_neighbors", "min_dist")}
LIMITS = {"perplexity": (2, 100), "n_neighbors": (2, 100), "min_dist": (0, 1)}
ORIGIN = "space_origin"  # (what it is a map of, its parameters): the map that the next one grows out of


@dataclass(frozen=True)
class Settings:
    """The choices about a map."""

    method: str
    dimensions: int
    axes: tuple[str, ...] = ()  # the pairs of each named axis, as typed


def ask_method() -> tuple[str, Settings]:
    """Ask in one strip what to show and how: the source of the points, the kind of map, its dimensions."""
    with st.container(horizontal=True, gap="medium", vertical_alignment="bottom"):
        source = controls.choice("Show", SHOWN, key="show")
        method = METHODS[controls.choice("Map", list(METHODS), key="map")]
        dimensions = int(controls.choice("Dimensions", ["2", "3"], key="dimensions")[0])
    return source, Settings(method, dimensions)


def ask_axes(settings: Settings) -> Settings:
    """Ask for the words that name the axes, where the map has named ones."""
    if settings.method != "axes":
        return settings
    columns = st.columns(settings.dimensions)
    typed = []
    labels = ("Left to right", "Bottom to top", "Front to back")[: settings.dimensions]
    for number, (column, label) in enumerate(zip(columns, labels, strict=True)):
        with column:
            typed.append(
                controls.text(
                    label,
                    AXES[number],
                    key=f"{'xyz'[number]}_axis",
                    max_chars=300,
                    help="Pairs of words, from one end to the other, with a comma between the pairs. Their mean direction is the axis.",
                )
            )
    return replace(settings, axes=tuple(typed))


def ask_parameters(method: str, *, toy: bool = False) -> tuple[dict[str, Any], bool]:
    """Ask for the settings that matter less; returns them and whether to grow out of the map on the screen."""
    if toy:  # its clouds are told apart by distance; one lies around 0, where a direction means nothing
        chosen: dict[str, Any] = {"metric": "euclidean"}
        st.caption("Toys are measured by the Euclidean distance, which they are made for.")
    else:
        controls.pick(
            "Vectors of the words",
            KINDS,
            key="vectors",
            help="Static: one vector a word. The input table and the word-by-word vectors are MiniLM's.",
        )
        nearness = controls.choice(
            "Nearness",
            list(METRICS),
            key="metric",
            help="Cosine asks for the same direction, Euclidean for the same place. PCA draws the vectors as they are; its quality is judged by this.",
        )
        chosen = {"metric": METRICS[nearness]}
    if method not in PARAMETERS:
        st.caption("PCA and named axes are formulas: they need no seed and no parameters.")
        return chosen, False
    if method == "tsne":
        chosen["perplexity"] = controls.number(
            "Perplexity",
            *LIMITS["perplexity"],
            30,
            key="perplexity",
            help="About how many neighbors each point looks at: low shows small groups (and clumps in noise), high the larger arrangement.",
        )
    else:
        chosen["n_neighbors"] = controls.number(
            "Neighbors (n_neighbors)",
            *LIMITS["n_neighbors"],
            15,
            key="n_neighbors",
            help="How many neighbors each point is tied to: low shows small groups, high the larger arrangement.",
        )
        chosen["min_dist"] = controls.number(
            "Least distance (min_dist)",
            0.0,
            1.0,
            0.1,
            key="min_dist",
            step=0.05,
            help="How tightly points may be packed. It changes the looks, not who is whose neighbor.",
        )
    chosen["random_state"] = int(
        controls.number("Seed", 0, 99, 0, key="seed", help="The same seed gives the same map to everyone.")
    )
    starts = STARTS[method]
    chosen["init"] = starts[
        controls.choice(
            "Begin from",
            list(starts),
            key=f"{method}_init",
            help="t-SNE begun from the PCA does not depend on the seed; begun at random it does.",
        )
    ]
    grow = controls.switch(
        "Grow out of the map on the screen",
        True,
        key="grow",
        help="A changed parameter then starts from the map that is shown, so that points do not jump. The link remembers it. Off: from nothing.",
    )
    return chosen, grow


def options_of(shown: Shown, settings: Settings, chosen: dict[str, Any], *, grow: bool) -> MapOptions:
    """Return all that defines the map, the one it grows out of included."""
    method = settings.method
    plain = MapOptions(
        "pca" if method == "axes" else method,
        settings.dimensions,
        chosen["metric"],
        chosen.get("random_state", 0),
        tuple((name, chosen[name]) for name in (*PARAMETERS.get(method, ()), "init") if name in chosen),
    )
    if method not in PARAMETERS or not grow:
        return plain
    origin = _origin(shown, plain)
    if origin is None or origin == plain.parameters:
        return plain
    return MapOptions(
        plain.method, plain.n_components, plain.metric, plain.random_state, plain.parameters, origin
    )


def remember(shown: Shown, options: MapOptions, key: str) -> None:
    """Remember a map that is on the screen: the next one grows out of it, and the link names both."""
    if options.method not in PARAMETERS:
        for name in ("run", "start"):
            st.query_params.pop(name, None)
        return
    parameters = options.parameters if options.start is None else options.start
    st.session_state[ORIGIN] = (_identity(shown, options), parameters)
    wanted = {"run": key[:10], "start": None if options.start is None else _written(options.start)}
    for name, value in wanted.items():
        if value is None:
            st.query_params.pop(name, None)
        elif st.query_params.get(name) != value:
            st.query_params[name] = value


def was_run(key: str) -> bool:
    """Whether the link says that this very map was run by whoever made the link."""
    given: str = st.query_params.get("run", "")
    return len(given) == 10 and key.startswith(given)


def said(options: MapOptions) -> str:
    """Say in a few words which parameters a map has."""
    return ", ".join(f"{name} {value}" for name, value in options.parameters if name != "init")


def lowered(options: MapOptions, projection: embedlab.space.Projection) -> list[str]:
    """Say which parameters were lowered because there are too few points for them."""
    told = []
    for name, value in options.parameters:
        used = projection.parameters.get(name)
        if name in {"perplexity", "n_neighbors"} and used != value:
            count = len(projection.coordinates)
            told.append(f"{name} was lowered from {value:g} to {used:g}, the most that {count} points allow.")
    if options.start is not None:
        former = ", ".join(f"{name} {value:g}" for name, value in options.start if name != "init")
        told.append(
            f"This map grew out of the one with {former}; from nothing it could look different. The link leads through both."
        )
    return told


def about_axes(axes: embedlab.space.AxisMap) -> str:
    """Say what the named axes are and how far their directions are from a right angle."""
    each = [
        f"{axis.negative} → {axis.positive}"
        + (
            f" (its pairs agree with it at a cosine of {axis.agreement:.2f})"
            if axis.agreement < 0.9999
            else ""
        )
        for axis in axes.axes
    ]
    return (
        f"Each coordinate is the cosine of the word with an axis: {'; '.join(each)}. "
        f"The first two directions meet at {axes.angle:.0f}° and are drawn at 90°."
    )


def _identity(shown: Shown, options: MapOptions) -> tuple[Any, ...]:
    init = dict(options.parameters).get("init")
    return (shown.key, options.method, options.n_components, options.metric, options.random_state, init)


def _origin(shown: Shown, plain: MapOptions) -> tuple[tuple[str, Any], ...] | None:
    """Return the parameters of the map to grow out of: of the one on the screen, or those of the link."""
    identity, parameters = st.session_state.get(ORIGIN, (None, None))
    if identity == _identity(shown, plain):
        return parameters
    if identity is None and "start" in st.query_params:
        return _read(st.query_params["start"], plain)
    return None


def _written(parameters: tuple[tuple[str, Any], ...]) -> str:
    return ",".join(f"{name}:{value:g}" for name, value in parameters if name != "init")


def _read(text: str, plain: MapOptions) -> tuple[tuple[str, Any], ...] | None:
    """Read the parameters of a former map from the link; a bad one is said aloud and left out."""
    wanted = PARAMETERS[plain.method]
    given = dict(part.partition(":")[::2] for part in text[:200].split(","))
    try:
        values = {name: float(given[name]) for name in wanted}
    except (KeyError, ValueError):
        values = {}
    if set(given) != set(wanted) or not all(
        LIMITS[name][0] <= value <= LIMITS[name][1] for name, value in values.items()
    ):
        st.toast(
            layout.escape(
                f"The link asks for start = {quote(text)}, which names no map of {NAMES[plain.method]}; it is left out."
            )
        )
        del st.query_params["start"]
        return None
    plainly = {name: value if name == "min_dist" else int(value) for name, value in values.items()}
    return tuple((name, plainly.get(name, value)) for name, value in plain.parameters)
