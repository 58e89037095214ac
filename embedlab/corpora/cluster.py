"""Parts embedded by a pool of Ray actors, one core and one thread each; one that dies is replaced."""

from __future__ import annotations

import contextlib
import logging
import os
import warnings
from collections.abc import Generator, Iterator, Sequence
from dataclasses import asdict
from tempfile import TemporaryDirectory
from typing import Any

import numpy as np

from embedlab.corpora.parts import EmbeddedPart, Part, Work, check_encoder, embed_part
from embedlab.errors import UnavailableError, one_line

__all__ = ["embed_on_ray"]

STORE_BYTES = 128 << 20  # of Ray's object store: only the numbers of parts go through it


def embed_on_ray(
    parts: Sequence[Part], work: Work, *, workers: int, address: str = "local"
) -> Generator[EmbeddedPart, None, None]:
    """Embed parts with a pool of actors, and yield them as they are done.

    Args:
        parts: to be embedded; an actor reads the rows from the files and writes the results by itself.
        work: what every actor needs.
        workers: actors at most; no more than parts are started.
        address: of the cluster; "local" starts one on this machine and ends it afterwards.

    Raises:
        UnavailableError: Ray is not installed, or the work failed for good.
    """
    ray = _import_ray()
    count = min(workers, len(parts))
    with _running(ray, address, count):
        rows: list[dict[str, Any]] = [{"number": number} for number in range(len(parts))]
        dataset = ray.data.from_items(rows, override_num_blocks=len(rows)).map_batches(
            PartEmbedder,
            fn_constructor_args=(work, tuple(parts)),
            batch_size=1,
            compute=ray.data.ActorPoolStrategy(size=count, max_tasks_in_flight_per_actor=2),
            num_cpus=1,
        )
        try:
            for row in dataset.iter_rows():
                yield EmbeddedPart(**{name: int(value) for name, value in row.items()})
        except ray.exceptions.RayError as error:
            raise UnavailableError(
                f"Ray could not finish ({one_line(error)}); run it again: the parts that are done stay."
            ) from error


def _import_ray() -> Any:
    """Return Ray with Ray Data, both quiet.

    Raises:
        UnavailableError: it is not installed.
    """
    os.environ.setdefault("RAY_USAGE_STATS_ENABLED", "0")  # nothing is sent to anyone
    try:
        with warnings.catch_warnings():
            warnings.simplefilter("ignore", DeprecationWarning)  # Ray Data reads its own old settings
            import ray
            import ray.data

            context = ray.data.DataContext.get_current()
    except ImportError as error:
        raise UnavailableError(
            "Ray is not installed; install it with: pip install 'embedlab[cluster]', or use 0 workers."
        ) from error
    context.enable_progress_bars = context.print_on_execution_start = False
    logging.getLogger("ray.data").setLevel(logging.ERROR)
    return ray


class PartEmbedder:
    """An actor: it loads the encoder once, and embeds one part after another."""

    def __init__(self, work: Work, parts: tuple[Part, ...]) -> None:
        import torch

        from embedlab.context import load_encoder

        torch.set_num_threads(1)
        self.work, self.parts = work, parts
        self.encoder = load_encoder(work.model)
        check_encoder(self.encoder, work)

    def __call__(self, batch: dict[str, Any]) -> dict[str, Any]:
        """Embed the parts with the numbers of a batch."""
        done = [asdict(embed_part(self.parts[row], self.work, self.encoder)) for row in batch["number"]]
        return {name: np.array([each[name] for each in done]) for name in done[0]}


@contextlib.contextmanager
def _running(ray: Any, address: str, workers: int) -> Iterator[None]:
    """Run on the Ray that this process uses already, on a cluster, or on one that is started for this."""
    if ray.is_initialized():
        yield
        return
    quiet: dict[str, Any] = {"log_to_driver": False, "logging_level": "warning"}
    if address != "local":
        ray.init(address=address, **quiet)
        try:
            yield
        finally:
            ray.shutdown()
        return
    with TemporaryDirectory(prefix="embedlab-ray-", ignore_cleanup_errors=True) as home:
        ray.init(
            address="local",
            num_cpus=workers,
            include_dashboard=False,
            object_store_memory=STORE_BYTES,
            _node_ip_address="127.0.0.1",  # no other machine can reach it
            _temp_dir=home,
            **quiet,
        )
        try:
            yield
        finally:
            ray.shutdown()
