"""Unpacking one layer of gzip, counted while it unfolds. A second layer inside is left alone and refused."""

from __future__ import annotations

import zlib

from embedlab.errors import InvalidInputError
from embedlab.tables.limits import MAX_DECOMPRESSED, check_total

__all__ = ["GZIP", "unpack_gzip"]

GZIP = b"\x1f\x8b"
CHUNK = 1 << 16  # bytes of the file handed over at a time
PART = 1 << 20  # bytes unfolded at a time
MAX_MEMBERS = 10_000  # blocked gzip has one for every 64 KB
PACKED = (GZIP, b"PK\x03\x04", b"BZh", b"\xfd7zXZ\x00", b"\x28\xb5\x2f\xfd")


def unpack_gzip(content: bytes) -> bytes:
    """Return what a gzip file holds; the members of a file of several count together.

    Raises:
        InvalidInputError: damaged, larger than `MAX_DECOMPRESSED`, or compressed twice.
    """
    unfolded = bytearray()
    place = members = 0
    while content.startswith(GZIP, place):
        members += 1
        if members > MAX_MEMBERS:
            raise InvalidInputError(
                f"The gzip file has more than {MAX_MEMBERS:,} parts, the most that are read; "
                "compress the table again in one piece."
            )
        place = _unpack_member(content, place, unfolded)
    if content[place:].strip(b"\0"):  # zeros after the last member are padding
        raise InvalidInputError(
            f"The gzip file has {len(content) - place:,} bytes after its end that are not gzip; "
            "compress the table again."
        )
    if unfolded.startswith(PACKED):
        raise InvalidInputError(
            "The gzip file holds another compressed file and only one layer is unpacked; "
            "unpack it once and choose the file inside."
        )
    return bytes(unfolded)


def _unpack_member(content: bytes, place: int, unfolded: bytearray) -> int:
    """Append the member that begins at `place` to `unfolded`, and return where it ends."""
    stream = zlib.decompressobj(wbits=31)  # 31: a gzip header and its checksum
    try:
        while not stream.eof:
            if place >= len(content) and not stream.unconsumed_tail:
                raise InvalidInputError("The gzip file is cut off before its end; copy or download it again.")
            given = stream.unconsumed_tail or content[place : place + CHUNK]
            place += 0 if stream.unconsumed_tail else len(given)
            # one byte more than is read, so that too much is noticed
            unfolded += stream.decompress(given, min(PART, MAX_DECOMPRESSED + 1 - len(unfolded)))
            check_total(len(unfolded), "The gzip file")
    except zlib.error as error:
        raise InvalidInputError(
            "The gzip file is damaged: it breaks the rules of gzip or its own checksum; "
            "compress the table again."
        ) from error
    return place - len(stream.unused_data)
