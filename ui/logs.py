"""What the server writes about itself: no text of a visitor, no address, no session; each message once.

Libraries put what they were given into their messages, and errors quote the value that caused them. Of such a
message its fixed words and its numbers are written, of an error its type and the lines it went through.
"""

from __future__ import annotations

import logging
from typing import Any

from embedlab.errors import describe_places

__all__ = ["ReportOnce", "keep_visitors_out"]

OWN = "embedlab"  # loggers below it name what they may name
LEFT_OUT = "…"


def keep_visitors_out() -> None:
    """Let no log hold what a visitor typed; a second call does nothing."""
    if logging.getLogRecordFactory() is _plain_record:
        return
    logging.setLogRecordFactory(_plain_record)
    logging.getLogger("uvicorn.access").disabled = True
    for name in ("asyncio", OWN):
        logging.getLogger(name).addFilter(ReportOnce())


def _plain_record(*values: Any, **options: Any) -> logging.LogRecord:
    record = logging.LogRecord(*values, **options)
    error = record.exc_info[1] if record.exc_info else None
    if record.name.partition(".")[0] != OWN:
        if isinstance(record.args, tuple):
            record.args = tuple(map(_plain, record.args))
        elif record.args:
            record.args = {name: _plain(value) for name, value in record.args.items()}
    if error is not None:
        record.msg, record.args = f"{record.getMessage()}: {describe_places(error)}", ()
    record.exc_info = None
    return record


def _plain(value: object) -> object:
    if isinstance(value, BaseException):
        return type(value).__name__
    return value if isinstance(value, int | float) else LEFT_OUT


class ReportOnce(logging.Filter):
    """Let each message pass once: a server out of descriptors repeats itself a thousand times a second."""

    def __init__(self) -> None:
        super().__init__()
        self._seen: set[str] = set()

    def filter(self, record: logging.LogRecord) -> bool:
        """Whether the message is new; of the first hundred different ones."""
        new = record.msg not in self._seen and len(self._seen) < 100
        self._seen.add(str(record.msg))
        return new
