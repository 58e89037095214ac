"""A small file that two processes have mapped: how far the worker is, and which job it should stop.

Each side writes its own part at any time and nobody waits for anybody. A part that was read while it was
written fails its checksum and is not believed. It carries no results and no commands but "stop".
"""

from __future__ import annotations

import contextlib
import mmap
import os
import struct
import tempfile
import zlib
from pathlib import Path

__all__ = ["Board"]

SIZE = 2_048  # bytes of the file
STOP = struct.Struct("<Q")  # the number of the job to stop; at the beginning of the file
HEAD = struct.Struct("<IQdH")  # checksum of what follows, job number, fraction, bytes of the note
PROGRESS_AT = 64  # bytes from the beginning
NOTE_BYTES = 1_600


class Board:
    """The file, mapped into this process.

    Args:
        path: of a board that another process made; None makes a new one.
    """

    def __init__(self, path: Path | None = None) -> None:
        self.path = path
        if path is not None:
            descriptor = os.open(path, os.O_RDWR)
        else:
            try:
                descriptor, name = tempfile.mkstemp(prefix="embedlab-job-")
            except OSError:  # nowhere to put it: no progress is shown, and a job that is to stop is ended
                self._map = mmap.mmap(-1, SIZE)
                return
            self.path = Path(name)
            os.truncate(descriptor, SIZE)
        try:
            self._map = mmap.mmap(descriptor, SIZE)  # shared between the processes
        finally:
            os.close(descriptor)

    def ask_to_stop(self, number: int) -> None:
        """Ask the worker to stop job `number`; it looks when it reports."""
        self._map[: STOP.size] = STOP.pack(number)

    def should_stop(self, number: int) -> bool:
        """Whether job `number` was asked to stop."""
        return bool(STOP.unpack(self._map[: STOP.size])[0] == number)

    def write(self, number: int, fraction: float = 0.0, note: str = "") -> None:
        """Show how far job `number` is, 0 to 1; a note is cut at `NOTE_BYTES` bytes of UTF-8."""
        text = note.encode("utf-8", "replace")[:NOTE_BYTES]
        content = HEAD.pack(0, number, fraction, len(text))[4:] + text
        record = struct.pack("<I", zlib.crc32(content)) + content
        self._map[PROGRESS_AT : PROGRESS_AT + len(record)] = record

    def read(self, number: int) -> tuple[float, str] | None:
        """Return how far job `number` is and its note; None before it began and while it is being written."""
        record = self._map[PROGRESS_AT : PROGRESS_AT + HEAD.size + NOTE_BYTES]
        checksum, owner, fraction, length = HEAD.unpack_from(record)
        if owner != number or zlib.crc32(record[4 : HEAD.size + length]) != checksum:
            return None
        return fraction, record[HEAD.size : HEAD.size + length].decode("utf-8", "ignore")

    def remove(self) -> None:
        """Remove the file; who has it mapped can go on."""
        if self.path is not None:
            with contextlib.suppress(OSError):
                self.path.unlink()
