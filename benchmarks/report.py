"""How results are written: ours beside the named peer, from the same run, with the goal."""

from __future__ import annotations

from dataclasses import dataclass

__all__ = ["Row", "table"]


@dataclass(frozen=True)
class Row:
    """One comparison."""

    what: str
    ours: str
    peer: str
    figure: float  # the number the goal speaks of
    goal: float
    unit: str = "×"  # of figure and goal
    at_least: bool = False  # the goal is a floor, not a ceiling

    @property
    def met(self) -> bool:
        """Whether the goal was reached."""
        return self.figure >= self.goal if self.at_least else self.figure <= self.goal


def number(value: float) -> str:
    """Write a number with three significant digits."""
    return f"{value:.3g}" if abs(value) < 1000 else f"{value:,.0f}"


def table(rows: list[Row]) -> str:
    """Write rows as a Markdown table."""
    lines = ["| what | ours | peer | figure | goal | met |", "|---|---|---|---|---|---|"]
    for row in rows:
        sign = "≥" if row.at_least else "≤"
        lines.append(
            f"| {row.what} | {row.ours} | {row.peer} | {number(row.figure)} {row.unit} "
            f"| {sign} {number(row.goal)} {row.unit} | {'yes' if row.met else '**no**'} |"
        )
    return "\n".join(lines)
