"""t-SNE: neighbors stay together, because the map is pulled until the probabilities of being neighbors agree.

openTSNE does the work. What it leaves out: distances between far points, sizes and densities of clusters.
"""

from __future__ import annotations

import contextlib
import importlib
import logging
import os
import tempfile
from typing import Any

import numpy as np
from numpy.typing import NDArray

from embedlab.models.disk import cache_folder, is_private
from embedlab.space.exact_neighbors import nearest_rows
from embedlab.space.projection import Projection
from embedlab.space.request import WARM, Request, frame_steps

__all__ = ["fit_tsne", "give_numba_a_folder", "place_by_tsne"]

EXAGGERATED = 150  # iterations with stronger attraction
ITERATIONS = 400  # after them; more keep no more neighbors (see benchmarks/space.py)
THREADS = 2  # each point's forces are added up by one of them: the map is the same with any number
NEIGHBORS_SHARE = 0.1  # of the time, about, that the search for the neighbors takes
WARM_ITERATIONS = 180  # from a map that is nearly right
PLACING_PERPLEXITY = 5.0  # a new point agrees with few neighbors, as openTSNE advises


def fit_tsne(given: Request, *, perplexity: float = 30.0, init: str = "pca") -> Projection:
    """Keep neighbors together by matching probabilities of being neighbors.

    Source: van der Maaten and Hinton 2008; started from the PCA as Kobak and Berens 2019 advise.
    """
    give_numba_a_folder()
    from openTSNE import TSNE
    from openTSNE.affinity import PerplexityBasedNN
    from openTSNE.nearest_neighbors import PrecomputedNeighbors

    logging.getLogger("openTSNE").setLevel(logging.ERROR)  # it warns of starts that are meant to be so
    largest = (len(given.points) - 1) / 3
    used_perplexity = min(float(perplexity), largest)
    warm = given.start is not None
    phases = (0, WARM_ITERATIONS) if warm else (EXAGGERATED, ITERATIONS)
    watcher = _Watcher(given, *phases)
    neighbors = min(len(given.points) - 1, int(3 * used_perplexity))
    nearest = nearest_rows(
        given.points, neighbors, metric=given.metric, watch=given.watching(0.0, NEIGHBORS_SHARE)
    )
    embedding = TSNE(
        n_components=given.n_components,
        initialization=init if given.start is None else given.start.astype(np.float64),
        early_exaggeration_iter=phases[0],
        n_iter=phases[1],
        # interpolation is faster for many points, but draws two dimensions only
        negative_gradient_method="auto" if given.n_components == 2 else "bh",
        random_state=int(given.random_state),
        n_jobs=THREADS,
        callbacks=watcher,
        callbacks_every_iters=watcher.every,
    ).fit(
        given.points,
        affinities=PerplexityBasedNN(
            perplexity=used_perplexity,
            knn_index=PrecomputedNeighbors(nearest.rows, nearest.scores),
            n_jobs=THREADS,
        ),
    )
    used: dict[str, Any] = {
        "n_components": given.n_components,
        "metric": given.metric,
        "random_state": int(given.random_state),
        "perplexity": round(used_perplexity, 2),
        "init": WARM if warm else init,
    }
    coordinates = np.asarray(embedding, dtype=np.float32)
    frames, steps = watcher.film(coordinates)
    return Projection(coordinates, "tsne", used, frames=frames, steps=steps)


def place_by_tsne(
    points: NDArray[np.float32], projection: Projection, rows: NDArray[np.float32]
) -> NDArray[np.float32]:
    """Return where new rows (m, dim) come to rest on a map whose points stay, (m, n_components).

    Each begins at the median of its nearest points and is moved until its probabilities of being their
    neighbor agree, by itself: new rows do not see one another.

    Source: Poličar, Stražar and Zupan 2021, openTSNE's `transform`.
    """
    give_numba_a_folder()
    from openTSNE import TSNEEmbedding
    from openTSNE.affinity import PerplexityBasedNN

    used = projection.parameters
    affinities = PerplexityBasedNN(
        points,
        perplexity=min(PLACING_PERPLEXITY, used["perplexity"]),
        metric=used["metric"],
        method="exact",
        n_jobs=THREADS,
    )
    places = projection.coordinates.astype(np.float64)
    middle = (places.min(axis=0) + places.max(axis=0)) / 2  # openTSNE's grid moves a map that is not centered
    finished = TSNEEmbedding(
        places - middle,
        affinities,
        negative_gradient_method="fft" if used["n_components"] == 2 else "bh",
        n_jobs=THREADS,
    )
    placed = finished.transform(rows, perplexity=affinities.perplexity)
    return np.asarray(placed + middle, dtype=np.float32)


class _Watcher:
    """Counts the iterations of both phases, tells how far they are, and keeps states on the way."""

    def __init__(self, given: Request, *phases: int) -> None:
        self.given, self.phases, self.total = given, phases, sum(phases)
        self.before = 0  # iterations of the phases that are over
        self.last = 0
        # openTSNE computes the error for each call, so that asking often costs time
        self.every = 5 if given.frames else 25
        self.wanted = frame_steps(self.total, given.frames)
        self.frames: list[NDArray[np.float32]] = []
        self.steps: list[int] = []

    def __call__(self, iteration: int, error: float, embedding: Any) -> bool:
        if iteration < self.last:
            self.before += self.phases[0]
        self.last = iteration
        step = self.before + iteration
        if self.wanted and step >= self.wanted[0]:
            while self.wanted and step >= self.wanted[0]:
                self.wanted.pop(0)
            self.frames.append(np.array(embedding, dtype=np.float32))
            self.steps.append(step)
        self.given.tell(NEIGHBORS_SHARE + (1 - NEIGHBORS_SHARE) * step / self.total)
        return False

    def film(self, coordinates: NDArray[np.float32]) -> tuple[NDArray[np.float32], tuple[int, ...]]:
        """Return the states that were kept, the map itself as the last one, and their iterations."""
        if not self.given.frames:
            return np.empty((0, 0, 2), dtype=np.float32), ()
        frames = [frame for frame, step in zip(self.frames, self.steps, strict=True) if step < self.total]
        steps = [step for step in self.steps if step < self.total]
        return np.stack([*frames, coordinates]), (*steps, self.total)


def give_numba_a_folder() -> None:
    """Let numba keep compiled code where only this account may write; it fails to import umap otherwise.

    Where it cannot be kept, as on a full disk or a read-only one, it is compiled again.
    """
    if "NUMBA_CACHE_DIR" not in os.environ:
        if (folder := cache_folder()) is not None:
            numba = folder / "numba"
            # code is run from there: a folder that others can write, or a link, is not used
            private = is_private(numba)
            os.environ["NUMBA_CACHE_DIR"] = str(numba if private else tempfile.mkdtemp(prefix="numba-"))
        else:
            dispatcher: Any = importlib.import_module("numba.core.dispatcher").Dispatcher
            dispatcher.enable_caching = lambda _: None
    cache: Any = importlib.import_module("numba.core.caching").Cache
    save = cache.save_overload
    if save.__module__ == cache.__module__:

        def save_if_possible(self: Any, *values: Any) -> None:
            with contextlib.suppress(OSError):
                save(self, *values)

        cache.save_overload = save_if_possible
