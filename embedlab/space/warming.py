"""What a worker process does before anybody waits for it: import the libraries, compile what they compile."""

from __future__ import annotations

__all__ = ["warm_projections"]


def warm_projections() -> None:
    """Draw and judge a few small maps, so that the first real one takes no longer than the next."""
    import numpy as np

    from embedlab.space.methods import project
    from embedlab.space.placing import place_points
    from embedlab.space.quality import projection_quality

    random = np.random.default_rng(0)  # only to compile; never shown
    points = random.normal(size=(120, 20)).astype(np.float32)
    for method in ("tsne", "umap"):
        for components in (2, 3):
            projection = project(points, method=method, n_components=components, watch=_nobody)
            project(points, method=method, n_components=components, start=projection.coordinates)
        projection_quality(points, projection.coordinates)
    flat = project(points, method="umap", metric="euclidean")
    place_points(points, flat, random.normal(size=(1, 20)))


def _nobody(share: float) -> None:
    """Watch nothing."""
