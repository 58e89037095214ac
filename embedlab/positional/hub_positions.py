"""The positions of a checkpoint on the hub, read in parts.

Runs in a sandbox (`embedlab.processes`).
"""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path

from embedlab.models.hub_requests import read_part
from embedlab.positional.position_tensor import extract, serialize

__all__ = ["fetch_positions"]


def fetch_positions(
    path: str, *, kind: str, repository: str, commit: str, sizes: Mapping[str, int], answer_seconds: int
) -> bool:
    """Write the positions of a checkpoint to a new file.

    Args:
        path: of that file.
        kind: "learned" or "relative".
        repository: owner/name.
        commit: of the repository.
        sizes: its files, in bytes.
        answer_seconds: for each answer of the hub.

    Raises:
        InvalidInputError: as `position_tensor.extract` and `hub_requests.read_part`.
    """

    def read(file: str, start: int, end: int) -> bytes:
        return read_part(
            repository=repository,
            file=file,
            commit=commit,
            start=start,
            end=end,
            size=sizes[file],
            answer_seconds=answer_seconds,
        )

    tensor = extract(kind, sizes, read, repository=repository, commit=commit)
    Path(path).write_bytes(serialize(tensor))
    return True
