"""HTTP/1.1 as the server speaks it: a request that is too long to be read gets a sentence, which arrives.

uvicorn answers such a request and closes the connection while the browser is still sending; the browser then
shows that the connection was reset, in place of the answer.
"""

from __future__ import annotations

import asyncio

import h11
from uvicorn.protocols.http.h11_impl import H11Protocol

__all__ = ["LONGEST", "Http"]

LONGEST = 64 << 10  # bytes of an address, with what a browser sends beside it
REST, REST_SECONDS = 8 << 20, 5.0  # what is still read of a request that was answered, and how long
TOO_LONG = (
    f"This link is longer than the {LONGEST:,} bytes that EmbedLab reads. Open the page without it, and "
    "paste the text there, or upload it as a file.\n"
)


class Http(H11Protocol):
    """A connection."""

    _rest = -1  # bytes that are still read and thrown away; -1: nothing was refused yet

    def data_received(self, data: bytes) -> None:
        """Take what has arrived."""
        if self._rest < 0:
            super().data_received(data)
            return
        self._rest -= len(data)
        if self._rest < 0:
            self._rest = 0
            self.transport.close()

    def send_400_response(self, msg: str) -> None:
        """Refuse a request that cannot be read."""
        if len(self.conn.trailing_data[0]) < LONGEST:
            super().send_400_response(msg)
            return
        headers = [(b"content-type", b"text/plain; charset=utf-8"), (b"connection", b"close")]
        for event in (
            h11.Response(status_code=414, headers=headers, reason=b"URI Too Long"),
            h11.Data(data=TOO_LONG.encode()),
            h11.EndOfMessage(),
        ):
            self.transport.write(self.conn.send(event))
        if self.transport.can_write_eof():
            self.transport.write_eof()
        self._rest = REST
        asyncio.get_running_loop().call_later(REST_SECONDS, self.transport.close)
