"""What jobs make: how a result is stored and read back, and what a page says while it is computed."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from embedlab.processes.records import from_message, to_message
from embedlab.space.fitting import MapFit, MapSeries, pack, unpack
from embedlab.space.projection import Projection
from embedlab.space.quality import ProjectionQuality

__all__ = ["MAPS", "Kind", "records"]

DEADLINE = 240.0  # seconds of a fit


@dataclass(frozen=True)
class Kind:
    """What a job makes: how that is kept, and what a page says meanwhile."""

    pack: Callable[[Any], tuple[Any, Any]] = pack  # a result -> its arrays and facts
    unpack: Callable[..., Any] = unpack  # and back
    returns: tuple[type, ...] = (MapFit, MapSeries, Projection, ProjectionQuality)  # its records
    doing: str = "Drawing"
    seconds: float = DEADLINE  # after which it is stopped: several times what a busy machine needs
    preview: Callable[[str], object] | None = None  # draws what the job has made so far, from its note


MAPS = Kind()


def records(
    *types: type,
    doing: str,
    seconds: float = DEADLINE,
    preview: Callable[[str], object] | None = None,
) -> Kind:
    """Return the kind of results that are records of these types."""

    def pack_record(record: Any) -> tuple[Any, Any]:
        message = to_message(record)
        return message, {"value": message.pop("value")}

    def unpack_record(arrays: Any, facts: Any) -> Any:
        return from_message({**facts, **arrays}, *types)

    return Kind(pack_record, unpack_record, types, doing, seconds, preview)
