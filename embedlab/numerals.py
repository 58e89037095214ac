"""How numbers are written wherever a person reads them: one style for decimals, percent and counts."""

from __future__ import annotations

__all__ = ["MINUS", "bytes_text", "count_text", "duration_text", "number_text", "percent_text"]

MINUS = "\u2212"  # as wide as a plus; a hyphen is shorter and may break the line


def number_text(number: float, decimals: int = 2) -> str:
    """Return a number with the same decimals everywhere, a true minus and thousands apart.

    What rounds to zero has no sign.

    >>> number_text(-0.6412), number_text(0), number_text(-0.001), number_text(1234.5, 1)
    ('−0.64', '0.00', '0.00', '1,234.5')
    """
    text = f"{number:z,.{decimals}f}"
    return text.replace("-", MINUS)


def percent_text(share: float, decimals: int = 0) -> str:
    """Return a share from 0 to 1 as percent; what is too small to be written is no 0.

    >>> percent_text(0.732), percent_text(0.0042, 1), percent_text(-0.05), percent_text(0.003)
    ('73%', '0.4%', '−5%', '<1%')
    """
    if 0 < share < (least := 10.0 ** -(decimals + 2)) / 2:
        return f"<{least:.{decimals}%}"
    return f"{share:z.{decimals}%}".replace("-", MINUS)


def count_text(number: int, what: str) -> str:
    """Return a number and what it counts.

    >>> count_text(1, "token"), count_text(1200, "token")
    ('1 token', '1,200 tokens')
    """
    return f"{number:,} {what}" + ("" if number == 1 else "s")


def bytes_text(size: float) -> str:
    """Return a size in bytes as a person writes it.

    >>> bytes_text(999), bytes_text(46_881_792)
    ('999 B', '46.9 MB')
    """
    for unit in ("B", "kB", "MB", "GB"):
        if size < 1_000:
            return f"{size:.0f} B" if unit == "B" else f"{size:.1f} {unit}"
        size /= 1_000
    return f"{size:,.1f} TB"


def duration_text(seconds: float) -> str:
    """Return a time in the unit in which a person says it.

    >>> [duration_text(seconds) for seconds in (15e-6, 0.0093, 2.34, 600, 5_400)]
    ['15 µs', '9.3 ms', '2.3 s', '10.0 minutes', '1.5 hours']
    """
    for unit, size in (("hours", 3_600), ("minutes", 60), ("s", 1), ("ms", 1e-3)):
        if seconds >= size * (1.5 if size > 1 else 1):
            return f"{seconds / size:,.1f} {unit}"
    return f"{1e6 * seconds:.0f} µs"
