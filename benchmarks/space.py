"""Maps: fits beside the libraries, warm starts, kept maps, what a large map sends, and who waits for it."""

from __future__ import annotations

import asyncio
import tempfile
import time
import warnings
from collections.abc import Callable
from pathlib import Path
from typing import Any

import numpy as np

import embedlab
from benchmarks.client import Client, crowd
from benchmarks.processes import ours
from benchmarks.report import Row
from embedlab.figures.space import map_figure
from embedlab.figures.space_coloring import Coloring
from embedlab.processes import Pool
from embedlab.space.fitting import MapFit, MapOptions, fit_map, pack, unpack
from embedlab.space.projection import Projection
from embedlab.space.quality import ProjectionQuality
from embedlab.space.warming import warm_projections
from embedlab.store import Store

LARGE = 20_000
UMAP_PARAMETERS = (("n_neighbors", 15), ("min_dist", 0.1), ("init", "spectral"))
OTHERS = 10  # visitors of another page while maps are being fitted


def seconds_of(call: Callable[[], Any]) -> tuple[Any, float]:
    """Return a result and the seconds it took."""
    begun = time.perf_counter()
    return call(), time.perf_counter() - begun


def measure() -> list[Row]:
    """Compare maps with the libraries, with each other, and with the peace of the other visitors."""
    vectors = embedlab.load_word_vectors("glove-6b-50d")
    matrix = np.ascontiguousarray(vectors.matrix[:2_000])
    warm_projections()
    rows = [first_fit(matrix[:1_000]), *tsne(matrix), *warm_starts(matrix), kept(matrix)]
    rows += [*payload(vectors)]
    with ours(warm=True) as server:
        rows += asyncio.run(page_sizes(server.address))
        rows += asyncio.run(peace(server.address))
    return rows


def first_fit(matrix: np.ndarray) -> Row:
    """The first UMAP that a warm worker draws, its quality and film included, against the bare library."""
    from umap import UMAP

    def library() -> Any:
        with warnings.catch_warnings():
            warnings.simplefilter("ignore")
            return UMAP(metric="cosine", random_state=0, n_jobs=1).fit_transform(matrix)

    library()
    _, bare = min((seconds_of(library) for _ in range(3)), key=lambda pair: pair[1])
    with Pool(workers=1, warm=warm_projections) as pool:
        pool.start()
        while not pool.is_warm:
            time.sleep(0.1)
        options = MapOptions("umap", parameters=UMAP_PARAMETERS)
        job = pool.submit(
            fit_map,
            matrix,
            options,
            key="0" * 64,
            owner="bench",
            seconds=120,
            returns=(MapFit, Projection, ProjectionQuality),
        )
        _, first = seconds_of(job.result)
    return Row(
        f"first UMAP after readiness, {len(matrix):,} points, in a worker",
        f"{first:.2f} s",
        f"umap-learn, warm {bare:.2f} s",
        first / bare,
        1.3,
    )


def tsne(matrix: np.ndarray) -> list[Row]:
    """Draw t-SNE as scikit-learn does, with the same perplexity and metric."""
    from sklearn.manifold import TSNE

    ours_map, ours_seconds = seconds_of(lambda: embedlab.project(matrix, method="tsne"))
    library = TSNE(perplexity=30, metric="cosine", init="pca", random_state=0)
    library_map, library_seconds = seconds_of(lambda: library.fit_transform(matrix))
    ours_kept = embedlab.projection_quality(matrix, ours_map.coordinates).knn_preservation
    library_kept = embedlab.projection_quality(matrix, library_map).knn_preservation
    return [
        Row(
            "t-SNE of 2,000 points",
            f"{ours_seconds:.1f} s",
            f"scikit-learn {library_seconds:.1f} s",
            ours_seconds / library_seconds,
            0.6,
        ),
        Row(
            "its neighbors kept, more than scikit-learn's",
            f"{ours_kept:.3f}",
            f"scikit-learn {library_kept:.3f}",
            ours_kept - library_kept,
            0.0,
            "",
            at_least=True,
        ),
    ]


def warm_starts(matrix: np.ndarray) -> list[Row]:
    """Change a parameter: from the map on the screen against from nothing."""
    rows = []
    for method, name, former, now in (("tsne", "perplexity", 30, 15), ("umap", "n_neighbors", 15, 30)):
        before = embedlab.project(matrix, method=method, **{name: former})
        cold, cold_seconds = seconds_of(
            lambda m=method, n=name, v=now: embedlab.project(matrix, method=m, **{n: v})
        )
        warm, warm_seconds = seconds_of(
            lambda m=method, n=name, v=now, b=before: embedlab.project(
                matrix, method=m, start=b.coordinates, **{n: v}
            )
        )
        trust = [
            embedlab.projection_quality(matrix, each.coordinates).trustworthiness for each in (warm, cold)
        ]
        rows.append(
            Row(
                f"warm start, {method}, {name} {former} → {now}",
                f"{warm_seconds:.2f} s",
                f"cold {cold_seconds:.2f} s",
                warm_seconds / cold_seconds,
                0.5,
            )
        )
        rows.append(
            Row(
                f"its trustworthiness against the cold one, {method}",
                f"{trust[0]:.4f}",
                f"cold {trust[1]:.4f}",
                trust[0] - trust[1],
                -0.01,
                "",
                at_least=True,
            )
        )
    return rows


def kept(matrix: np.ndarray) -> Row:
    """Read a map that somebody had before from the disk, checked, against fitting it."""
    options = MapOptions("umap", parameters=UMAP_PARAMETERS)
    fit, spent = seconds_of(lambda: fit_map(matrix, options))
    with tempfile.TemporaryDirectory() as folder:
        Store(Path(folder)).put("1" * 64, *pack(fit))

        def read() -> Any:
            stored = Store(Path(folder)).get("1" * 64)  # a new one has nothing in memory
            assert stored is not None
            return unpack(stored.arrays, stored.facts)

        _, found = min((seconds_of(read) for _ in range(5)), key=lambda pair: pair[1])
    return Row(
        "a kept map of 2,000 points, from disk",
        f"{found * 1000:.1f} ms",
        f"its fit {spent:.2f} s",
        found / spent,
        0.01,
    )


def payload(vectors: embedlab.vectors.WordVectors) -> list[Row]:
    """What a map of 20,000 points sends, and how long it takes to be made, against px.scatter with lists."""
    import plotly.express as px

    matrix = np.ascontiguousarray(vectors.matrix[:LARGE])
    words = vectors.words[:LARGE]
    projection = embedlab.project(matrix, method="pca")

    def own() -> str:
        return map_figure(projection, words, Coloring("", ("",) * LARGE), written=range(400)).to_json()

    def express() -> str:
        x, y = (column.tolist() for column in projection.coordinates.T)
        return px.scatter(x=x, y=y, hover_name=words).to_json()

    own(), express()
    mine, mine_seconds = min((seconds_of(own) for _ in range(3)), key=lambda pair: pair[1])
    theirs, their_seconds = min((seconds_of(express) for _ in range(3)), key=lambda pair: pair[1])
    size, other = len(mine.encode()), len(theirs.encode())
    return [
        Row(
            "20,000 points drawn: sent, words on hover included",
            f"{size / 1000:.0f} kB",
            f"px.scatter with lists {other / 1000:,.0f} kB",
            size / 1000,
            350,
            "kB",
        ),
        Row(
            "20,000 points drawn: time to make the figure",
            f"{mine_seconds * 1000:.0f} ms",
            f"px.scatter with lists {their_seconds * 1000:.0f} ms",
            mine_seconds / their_seconds,
            1.0,
        ),
    ]


async def page_sizes(address: str) -> list[Row]:
    """What the whole page sends in a rerun."""
    rows = []
    for name, query, goal in (
        ("default view", "", 60),
        ("20,000 points", f"show=most+frequent&count={LARGE}", 450),
    ):
        visitor = Client(address, "embedding-space", query)
        await visitor.connect()
        await asyncio.sleep(12 if query else 0)
        seconds, size = min([await visitor.rerun() for _ in range(5)])
        await visitor.close()
        rows.append(
            Row(
                f"the whole page, {name}: sent in a rerun",
                f"{seconds * 1000:.0f} ms",
                f"{size / 1000:.0f} kB",
                size / 1000,
                goal,
                "kB",
            )
        )
    return rows


async def peace(address: str) -> list[Row]:
    """How other visitors fare while both workers fit large maps."""
    from ui import fits
    from ui.space.points import SPACES, frequent_words

    quiet = await crowd(address, "analogies", clients=OTHERS, reruns=8, think=1.0)
    points = frequent_words(15_000, SPACES[0])
    started = []
    for seed in (11, 12):
        options = MapOptions("tsne", random_state=seed, parameters=(("perplexity", 30), ("init", "pca")))
        key = fits.map_key(points.key, options)
        query = f"show=most+frequent&count=15000&map=t-SNE&seed={seed}&run={key[:10]}"
        visitor = Client(address, "embedding-space", query)
        await visitor.connect()
        started.append(visitor)
    await asyncio.sleep(3)
    busy = await crowd(address, "analogies", clients=OTHERS, reruns=8, think=1.0)
    for visitor in started:
        await visitor.close()
    return [
        Row(
            f"{OTHERS} visitors of another page while two maps of 15,000 points are fitted, p95",
            f"{busy.p(95) * 1000:.0f} ms",
            f"without {quiet.p(95) * 1000:.0f} ms",
            busy.p(95) / quiet.p(95),
            1.5,
        )
    ]
