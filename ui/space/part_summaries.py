"""What the parts of the lesson say about their results: results in, sentences out."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import TYPE_CHECKING

from numpy.typing import NDArray

from embedlab.numerals import count_text, number_text, percent_text
from embedlab.space import Alignment, MapSeries, ProjectionQuality, ShepardDiagram, Stability
from ui.space.summaries import cut

if TYPE_CHECKING:
    import numpy as np

    from ui.space.traps import Trap

__all__ = [
    "agreement",
    "chance",
    "components",
    "film",
    "nearest",
    "nearest_word",
    "recall",
    "seeds",
    "series",
    "shepard",
    "trap",
    "twin",
]


def shepard(diagram: ShepardDiagram) -> str:
    """Return how far the order of the distances agrees, and how the picture is read."""
    order = diagram.rank_correlation
    agrees = "agrees" if order >= 0 else "is reversed"
    return (
        f"The order of the distances {agrees} at {number_text(order)}; 1 is perfect. Shepard's diagram: "
        f"{len(diagram.pairs):,} of {diagram.total:,} pairs of points, the true distance against the distance on "
        "the map. On a perfect map they lie on a rising line. The number is Spearman's rank correlation; 0 is none."
    )


def recall(of: ProjectionQuality) -> str:
    """Return how many points keep few of their true neighbors."""
    half = int((of.recall < 0.5).sum())
    lost = int((of.recall == 0).sum())
    return (
        f"{count_text(half, 'point')} of {len(of.recall):,} {'loses' if half == 1 else 'lose'} more than half of "
        f"{'its' if half == 1 else 'their'} neighbors. Each point has {of.k} true neighbors; the bars count how "
        f"many of them are still among its {of.k} nearest on the map. {count_text(lost, 'point')} "
        f"{'keeps' if lost == 1 else 'keep'} none. Choose the colors “neighbors kept” to see where."
    )


def components(shares: NDArray[np.floating]) -> str:
    """Return how much of the variance a map holds."""
    held = percent_text(float(shares.sum()))
    return (
        f"The map holds {held} of the variance and leaves out the rest. Each bar is one principal component; "
        "what the others hold cannot be seen on the map."
    )


def seeds(of: Stability) -> str:
    """Return how far the maps of several seeds agree, beside chance."""
    shared, chance = percent_text(float(of.shared.mean())), percent_text(of.expected)
    return (
        f"Another seed keeps {shared} of the neighbors; chance keeps {chance}. The same vectors and settings, but "
        f"each map begins at random: so many of a point's {of.k} neighbors on one map are its neighbors on "
        "another. Each map was turned, mirrored and resized onto the first (orthogonal Procrustes)."
    )


def series(of: MapSeries, name: str, values: Sequence[int]) -> str:
    """Return how many true neighbors the maps of several values of a parameter keep."""
    shares = of.knn_preservation
    low, high = percent_text(float(shares.min())), percent_text(float(shares.max()))
    first = (
        f"From {name} {values[0]} to {values[-1]}, the map keeps {low} to {high} of neighbors."
        if low != high
        else f"From {name} {values[0]} to {values[-1]}, the map keeps {high} of neighbors."
    )
    return f"{first} Believe what you see in most of these maps, not what one of them shows."


def twin(real: MapSeries, random: MapSeries) -> str:
    """Return how a map of the real vectors compares with one of random ones."""
    preserved, chance = (percent_text(float(each.knn_preservation[0])) for each in (real, random))
    trust = [number_text(float(each.trustworthiness[0])) for each in (real, random)]
    return (
        f"The real map keeps {preserved} of its neighbors, the random one {chance}. Trustworthiness: {trust[0]} "
        f"and {trust[1]}."
    )


def chance(real: float, random: float) -> str:
    """Return how much of what a map keeps comes from the method alone."""
    return (
        f"Random vectors keep {percent_text(random)} of their neighbors on such a map, the real ones "
        f"{percent_text(real)}: only the difference comes from the words."
    )


def trap(of: Trap) -> str:
    """Return what a toy shows about maps by t-SNE."""
    true, on_map = number_text(of.true, 0), number_text(of.on_map, 1)
    return {
        "cluster sizes": f"One cloud is {true} times as wide; t-SNE draws it {on_map} times as wide.",
        "cluster distances": f"One gap is {true} times as wide; t-SNE draws it {on_map} times as wide.",
        "random noise": f"There is one cloud; t-SNE at perplexity 2 draws {int(of.on_map)} clumps.",
    }[of.toy]


def film(method: str, unit: str, steps: Sequence[int], settled: int) -> str:
    """Return when a map has the neighbors that it ends with."""
    return (
        f"{method} has 90% of its final neighbors by {unit} {settled:,} of {steps[-1]:,}. Press Play: "
        f"{len(steps)} states of the map from its beginning. Each fills the picture; a point keeps its color."
    )


def nearest(word: str, best: Mapping[str, str], among: str) -> str:
    """Return the nearest word under each measure."""
    short = cut(word, 16)
    names = list(dict.fromkeys(best.values()))
    if not names:
        return f"“{short}” has no neighbors here."
    if len(names) == 1:
        sentence = f"“{cut(names[0], 16)}” is nearest to “{short}” by all three measures."
    else:
        sentence = f"What is nearest to “{short}” depends on the measure."
    each = ", ".join(f"by {measure} “{cut(name, 40)}”" for measure, name in best.items())
    return f"{sentence} Among {among}: {each}. Rank 1 is the nearest, in the original space, not on the map."


def nearest_word(word: str, true: str, on_map: str, cosines: Sequence[float]) -> str:
    """Return which word is nearest to another, and which one the map puts there."""
    return (
        f"“{true}” has a cosine of {number_text(cosines[0])} with “{word}”. On the map “{on_map}” is nearest to it, "
        f"at a true cosine of only {number_text(cosines[1])}."
    )


def agreement(stability: Stability, alignment: Alignment) -> str:
    """Return how far two maps agree."""
    shared = percent_text(float(stability.shared.mean()))
    return (
        f"The two maps share {shared} of each point's neighbors. Each point has {stability.k} nearest on a map. "
        f"Laid onto each other, the maps differ by {number_text(alignment.disparity)} (Procrustes disparity; 0 is "
        "the same, 1 nothing in common)."
    )
