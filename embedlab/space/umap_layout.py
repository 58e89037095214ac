"""UMAP: the graph of nearest neighbors, drawn so that joined points attract and all others repel each other.

umap-learn does the work, from neighbors that we found exactly: by itself it compares a few thousand points
pair after pair in Python, and guesses the neighbors of more. One fit at a time in a process: numba's default
threading layer aborts on two.
"""

from __future__ import annotations

import threading
import warnings
from typing import Any

import numpy as np
from numpy.typing import NDArray

from embedlab.errors import InvalidInputError
from embedlab.space.exact_neighbors import nearest_rows
from embedlab.space.projection import Projection
from embedlab.space.request import WARM, Request, frame_steps
from embedlab.space.tsne import NEIGHBORS_SHARE, give_numba_a_folder

__all__ = ["MAX_PLACED", "fit_umap", "place_by_umap"]

FIT = threading.Lock()
MANY = 10_000  # points, from which umap-learn itself makes fewer epochs
EPOCHS, EPOCHS_OF_MANY = 500, 200
WARM_SHARE = 0.3  # of the epochs, from a map that is nearly right
WARM_RATE = 0.25  # of the first steps' length: whole ones would throw the points about and lose that map
MAX_PLACED = 4_095  # points of a map that new ones can be added to: the whole map is made again for them


def fit_umap(
    given: Request, *, n_neighbors: int = 15, min_dist: float = 0.1, init: str = "spectral"
) -> Projection:
    """Keep neighbors together by drawing the graph of nearest neighbors.

    Source: McInnes, Healy and Melville 2018.
    """
    model, used = _prepare(given, n_neighbors, min_dist, init)
    with FIT, warnings.catch_warnings():
        # a disconnected graph is laid out part by part; umap-learn says so once a fit
        warnings.simplefilter("ignore", UserWarning)
        coordinates = np.asarray(model.fit_transform(given.points), dtype=np.float32)
    if not given.frames:
        return Projection(coordinates, "umap", used)
    film = np.stack([np.asarray(frame, dtype=np.float32) for frame in model.embedding_list_])
    steps = tuple([*_steps(given), _epochs(given)][-len(film) :])
    return Projection(film[-1], "umap", used, frames=film, steps=steps)


def place_by_umap(
    given: Request, new: NDArray[np.float32], *, n_neighbors: int, min_dist: float, init: str
) -> tuple[NDArray[np.float32], NDArray[np.float32]]:
    """Return the same map again and, on it, the places of new rows (m, n_components).

    Raises:
        InvalidInputError: the map has more than `MAX_PLACED` points.
    """
    if len(given.points) > MAX_PLACED:
        raise InvalidInputError(
            f"A word can be added to a UMAP map of at most {MAX_PLACED:,} points and this one has "
            f"{len(given.points):,}; choose fewer."
        )
    model, _ = _prepare(given, n_neighbors, min_dist, init)
    with FIT, warnings.catch_warnings():
        warnings.simplefilter("ignore", UserWarning)
        coordinates = model.fit_transform(given.points)
        places = model.transform(new)
    return np.asarray(coordinates, dtype=np.float32), np.asarray(places, dtype=np.float32)


def _prepare(given: Request, n_neighbors: int, min_dist: float, init: str) -> tuple[Any, dict[str, Any]]:
    with FIT:
        give_numba_a_folder()
        from umap import UMAP

    points = given.points
    used_neighbors = min(int(n_neighbors), len(points) - 1)
    if init == "spectral" and len(points) <= given.n_components + 2:
        init = "random"  # the spectrum of so small a graph has too few vectors
    warm = given.start is not None
    epochs: int | list[int] = [*_steps(given), _epochs(given)] if given.frames else _epochs(given)
    model = UMAP(
        n_neighbors=used_neighbors,
        min_dist=min_dist,
        n_components=given.n_components,
        metric=given.metric,
        random_state=int(given.random_state),
        n_jobs=1,
        n_epochs=epochs,
        init=given.start if warm else init,
        learning_rate=WARM_RATE if warm else 1.0,
        disconnection_distance=np.inf,  # by itself it leaves out a row opposite to all others
        precomputed_knn=(
            *_with_itself(given, used_neighbors),
            _Search(points, given.metric),
        ),
        tqdm_kwds={"file": _Ticker(given, _epochs(given)), "mininterval": 0, "bar_format": "{n}"}
        | {"disable": given.watch is None},
    )
    used = {
        "n_components": given.n_components,
        "metric": given.metric,
        "random_state": int(given.random_state),
        "n_neighbors": used_neighbors,
        "min_dist": min_dist,
        "init": WARM if warm else init,
    }
    return model, used


def _with_itself(given: Request, k: int) -> tuple[NDArray[np.int32], NDArray[np.float32]]:
    """Return the neighbors as umap-learn counts them: a point is its own first one."""
    nearest = nearest_rows(given.points, k, metric=given.metric, watch=given.watching(0.0, NEIGHBORS_SHARE))
    own = np.arange(len(given.points))[:, None]
    indices = np.hstack((own, nearest.rows)).astype(np.int32)[:, :k]
    distances = np.hstack((np.zeros(own.shape), nearest.scores)).astype(np.float32)[:, :k]
    return indices, distances


def _epochs(given: Request) -> int:
    epochs = EPOCHS if len(given.points) <= MANY else EPOCHS_OF_MANY
    return epochs if given.start is None else round(epochs * WARM_SHARE)


def _steps(given: Request) -> list[int]:
    """Return the epochs after which a state is kept, the last one left out."""
    return [step for step in frame_steps(_epochs(given), given.frames) if step < _epochs(given)]


class _Search:
    """What umap-learn asks for the neighbors of new rows; exact, unlike its own."""

    _angular_trees = False  # a property of its own search that it looks at

    def __init__(self, points: NDArray[np.float32], metric: str) -> None:
        self.points, self.metric = points, metric

    def query(
        self, rows: NDArray[np.float32], k: int, *, epsilon: float
    ) -> tuple[NDArray[np.int32], NDArray[np.float32]]:
        """Return the indices and the distances of the `k` nearest points of each row."""
        from sklearn.neighbors import NearestNeighbors

        search = NearestNeighbors(n_neighbors=k, metric=self.metric, algorithm="brute").fit(self.points)
        distances, indices = search.kneighbors(rows)
        return indices.astype(np.int32), distances.astype(np.float32)


class _Ticker:
    """A file that umap-learn writes its progress to; it has no other way to tell, or to be ended."""

    def __init__(self, given: Request, epochs: int) -> None:
        self.given, self.epochs = given, epochs
        self.ended = False

    def write(self, text: str) -> None:
        """Pass on the number of epochs; after the fit was ended, the bar still says its last word."""
        digits = "".join(filter(str.isdigit, text))
        if digits and not self.ended:
            self.ended = True
            self.given.tell(
                NEIGHBORS_SHARE + (1 - NEIGHBORS_SHARE) * int(digits) / self.epochs
            )  # whoever watches may raise
            self.ended = False

    def flush(self) -> None:
        """Do nothing: there is no buffer."""
