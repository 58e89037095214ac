"""Results as sentences: the picture of the lookup page and what stands beside it."""

from __future__ import annotations

from typing import TYPE_CHECKING

from embedlab.numerals import bytes_text, count_text, number_text
from ui.lookup.query import LOOKUP, PRODUCT

if TYPE_CHECKING:
    from ui.lookup.tables import View

__all__ = [
    "comparison", "heads", "matrix_alt", "row_hint", "start_hint", "summary", "time_text",
]  # fmt: skip


def summary(view: View) -> str:
    """Say what the picture shows; the first sentence is the headline."""
    count, different, rows = len(view.rows.ids), len(set(view.rows.ids)), f"{view.shape[0]:,}"
    ids = count_text(count, "id")
    first = f"{ids} pick {count_text(different, 'row')} of {rows}: an id is only a row number."
    if (product := view.rows.product) is None:
        return f"{first} No weights of GPT-2 ship with EmbedLab, so its rows are not shown and nothing is measured: the numbers beside the picture are arithmetic."
    again = f" A repeated id picks the same row again ({count - different}×)." * (different < count)
    exact, up_to = product.max_difference == 0, f"the same vectors up to {product.max_difference:.1e}"
    same = f"gives {'exactly the same vectors' if exact else up_to}"
    cut = ""
    if view.rows.cut:
        what = "words without a row" if view.query.own else "tokens at the end"
        cut = f" {view.rows.cut:,} {what} are left out."
    return f"{first}{again} Multiplying one-hot rows (a 1 at the id, 0 elsewhere) by the matrix {same}, after {product.multiplications:,} multiplications instead of none.{cut}"


def comparison(view: View) -> str:
    """Return Markdown: what each way costs."""
    (rows, dim), product, count = view.shape, view.rows.product, len(view.rows.ids)
    if product is None:
        times = ("not measured", "not measured")
        sizes = (bytes_text(4 * count * dim), bytes_text(4 * rows * (count + dim)))
        equal = "equal by arithmetic: adding 0 × a number changes nothing"
    else:
        times = (time_text(product.lookup_seconds), time_text(product.seconds))
        sizes = (bytes_text(product.lookup_bytes), bytes_text(product.one_hot_bytes))
        same = "the same vectors, " * (product.max_difference == 0)
        equal = f"{same}largest difference {product.max_difference:g}"
    lines = [
        f"**{name}**\n- multiplications: {multiplications:,}\n- bytes read: {size}\n- time here: {seconds}\n"
        for name, multiplications, size, seconds in zip(
            (LOOKUP, PRODUCT), (0, count * rows * dim), sizes, times, strict=True
        )
    ]
    return "\n".join([*lines, f"Both ways: **{equal}**."])


def heads(view: View) -> list[str]:
    """Return what stands above the three columns."""
    rows, dim = view.shape
    how = "one-hot × " if view.query.way == PRODUCT else ""
    return ["token and id", f"{how}matrix, {rows:,} rows × {dim}", f"vectors, {dim} numbers each"]


def matrix_alt(view: View) -> str:
    """Say what the image of the matrix is, or why there is none."""
    if view.table is None:
        return "no weights ship"
    return (
        f"The matrix of {view.table.name}, one row for each of {view.shape[0]:,} ids; some rows and columns."
    )


def row_hint(view: View, label: str, token_id: int) -> str:
    """Say what is looked up for one token, with its first numbers as they are."""
    if view.table is None:
        return f"“{label}”: id {token_id} is row {token_id:,} of GPT-2's table."
    first = ", ".join(number_text(number, 3) for number in view.table.matrix[token_id, :4].tolist())
    return f"“{label}”: id {token_id} is row {token_id:,}: {first}, … ({view.shape[1]} numbers)"


def start_hint(view: View, most: int, reach: float) -> str:
    """Say how to read the picture."""
    count = len(view.rows.ids)
    more = f" The first {most} of {count_text(count, 'token')} are shown." * (count > most)
    if view.table is None:
        return f"Point at a token: its row lights up.{more}"
    return f"Point at a token: its row and its vector light up. Blue: negative, orange: positive; full color from {number_text(reach)}. The image leaves rows and columns out; the lit rows and vectors are exact.{more}"


def time_text(seconds: float) -> str:
    """Return a time in milliseconds or microseconds.

    >>> time_text(0.0093), time_text(15e-6)
    ('9.3 ms', '15 µs')
    """
    return f"{1_000 * seconds:.1f} ms" if seconds >= 1e-3 else f"{1e6 * seconds:.0f} µs"
