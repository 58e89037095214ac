"""Results as sentences: the picture of the lookup page, what stands beside it, and its parts."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from embedlab import lookup
from embedlab.lookup import EmbeddingMatrix
from embedlab.numerals import bytes_text, count_text, duration_text, number_text, percent_text
from embedlab.ranking import Ranking
from ui.lookup.query import LOOKUP, PRODUCT
from ui.lookup.tables import View

__all__ = [
    "browsed", "codings", "comparison", "frequency", "heads", "learned", "matrix_alt", "new_token", "own_size",
    "read_back", "row_hint", "shares", "special", "start_hint", "starts", "summary", "swapped", "tied",
    "untrained",
]  # fmt: skip


def summary(view: View) -> str:
    """Say what the picture shows; the first sentence is the headline."""
    count, different = len(view.rows.ids), len(set(view.rows.ids))
    first = f"{count_text(count, 'id')} pick {count_text(different, 'row')} of {view.shape[0]:,}: an id is only a row number."
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
        times = (duration_text(product.lookup_seconds), duration_text(product.seconds))
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
    image = f"one row for each of {view.shape[0]:,} ids; some rows and columns."
    return f"The matrix of {view.table.name}, {image}" if view.table else "no weights ship"


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
    return f"Point at a token. Blue: minus, orange: plus (full from {number_text(reach)}). The image skips rows and columns; what is lit is exact.{more}"


def codings(results: Sequence[lookup.Coding], name: str) -> str:
    """Say which coding agrees with people."""
    ids, number, _, vector, learned = results
    return (
        f"Only the learned vectors agree with people: {number_text(learned.spearman)}. Ids: {number_text(ids.spearman, 3)}. Correlation of ranks with the ratings of {count_text(learned.pairs, 'pair')} in {name} (1: the same order, "
        f"0: no relation). Random numbers {number_text(number.spearman)} ± {number_text(number.spread)} and random "
        f"vectors {number_text(vector.spearman)} ± {number_text(vector.spread)}, over 20 draws. One-hot has no score: two different words always have cosine 0 and distance √2, so there is no order to compare."
    )


def frequency(by_frequency: lookup.IdFrequency) -> str:
    """Say what an id does know."""
    return (
        f"An id does know one thing, how frequent a word is: correlation {number_text(by_frequency.spearman)}. Over "
        f"{count_text(len(by_frequency.ids), 'word')} that are one token of GPT-2, among the 30,000 most frequent of GloVe: frequent words were joined first, so they have low ids. Frequency is not meaning."
    )


def shares(sizes: Sequence[lookup.ModelSize]) -> str:
    """Say how much of real models stands in the table."""
    largest = max(sizes, key=lambda size: size.share())
    smallest = min(sizes, key=lambda size: size.share())
    untied = next(size for size in sizes if size.name == "GPT-2 small")
    return (
        f"From {percent_text(smallest.share())} to {percent_text(largest.share())} of a model is its table. The most in {largest.name}, the least in {smallest.name}; counted from their configurations, input and output "
        f"table together. GPT-2 small has {untied.total():,} numbers because one table does both jobs; with two it would have {untied.total(tied=False):,}. That is why people count 124 or 163 million."
    )


def own_size(rows: int, dim: int, dtype: str, size: lookup.TableSize) -> str:
    """Say how large the table of the sliders is."""
    two = size.total_bytes > size.bytes
    both = f", {bytes_text(size.total_bytes)} for the two tables of an untied model" * two
    return f"{rows:,} rows × {dim:,} numbers in {dtype} take {bytes_text(size.bytes)}{both}. {size.numbers:,} numbers of {lookup.BYTES[dtype]} bytes each."


def tied(output: lookup.TiedOutput, text: str) -> str:
    """Say what follows the text."""
    best, score = _first(output.next_tokens)
    return (
        f"Last state × table: “{best}” comes next with {score}. The state after the last of {count_text(len(output.tokens), 'token')} is multiplied with every row of the input table; the {len(output.logits):,} "
        "products, turned into shares, are the model's own next-token probabilities. The space at the beginning belongs to the token."
    )


def _first(ranking: Ranking) -> tuple[str, str]:
    """Return the first word of a ranking, and its share."""
    return ranking.words[0], percent_text(float(ranking.scores[0]))


def read_back(name: str, back: tuple[Ranking, Ranking], share: float) -> str:
    """Say what the output reads in a row of the table."""
    (normed, score), (other, plain) = map(_first, back)
    without = f"it is still first, with {plain} only" if other == name else f"“{other}” wins with {plain}"
    return f"With the final norm, the row of “{name}” is read as “{normed}” ({score}). Without the norm {without}. Over a sample of 1,000 rows, {percent_text(share)} are their own best match without it: a dot product favors long rows."


def browsed(table: EmbeddingMatrix, near: lookup.RowNeighbors) -> str:
    """Say where a row lies."""
    row = near.token_id
    name, norm, shorter = table.labels[row], float(table.norms[row]), table.shorter_share(row)
    cosine, dot = near.by_cosine.words[0], near.by_dot.words[0]
    agree = "both agree" if cosine == dot else f"by dot product “{dot}”"
    return (
        f"Nearest to “{name}”: “{cosine}” by cosine, {agree}. Its row, number {row:,}, has length "
        f"{number_text(norm)}: longer than {percent_text(shorter)} of all rows. The dot product favors long rows, the cosine looks at the direction only."
    )


def special(table: EmbeddingMatrix, ids: Sequence[int]) -> str:
    """Say how long the rows of the special tokens are."""
    norms = {table.tokens[row]: float(table.norms[row]) for row in ids}
    short, long = min(norms, key=lambda name: norms[name]), max(norms, key=lambda name: norms[name])
    return (
        f"Special tokens of {table.name}: rows like all others, {short} the shortest. Its length is {number_text(norms[short])}, that of {long} {number_text(norms[long])}; the mean of all rows is "
        f"{number_text(float(table.norms.mean()))}. What they mean was learned, not programmed."
    )


def swapped(swap: lookup.RoleSwap) -> str:
    """Say how far the role of a message moves what comes next."""
    (first, second), ((word, share), (other, rival)) = swap.roles, map(_first, swap.next_tokens)
    return f"Another role moves {percent_text(swap.moved)} of the next-token probability. As {first}, the answer begins with “{word}” ({share}), as {second} with “{other}” ({rival})."


def untrained(table: EmbeddingMatrix, rows: lookup.UnusedRows) -> str:
    """Say which rows lie among those that nobody trained."""
    (norm, spread), (other, other_spread) = rows.norm, rows.other_norm
    return (
        f"{count_text(len(rows.among), 'real token')} lie among {len(rows.known):,} rows that nobody trained. Unused rows have length {number_text(norm)} ± {number_text(spread)} (others {number_text(other)} ± "
        f"{number_text(other_spread)}) and a mean cosine of {number_text(rows.pair_cosine)} with each other (others "
        f"{number_text(rows.other_pair_cosine)}). Near: a cosine of at least {number_text(rows.threshold)} with their mean. Near is a hint, no proof."
    )


def starts(table: EmbeddingMatrix, lengths: Mapping[str, float]) -> str:
    """Say how long the rows are that a new token could begin with."""
    return (
        f"A new token gets a new row: what should stand in it? Zeros, random numbers as large as the others, or the mean of all {len(table.tokens):,} rows of {table.name}. "
        f"A random row has length {number_text(lengths['random'])}, as the rows have ({number_text(float(table.norms.mean()))} on average); the mean row is short, {number_text(lengths['mean'])}, as numbers of different signs cancel. The table writes, too, so the choice is seen at once."
    )


def new_token(results: dict[str, lookup.NewToken], rows: int) -> str:
    """Say what becomes of a new token at the output."""
    random, mean, zero = (results[start] for start in ("random", "mean", "zero"))
    return (
        f"Untrained, a random row can reach rank {random.best:,.0f} and a probability of {percent_text(random.largest)}. Of {rows + 1:,} tokens, over 1,000 draws; it is first in {percent_text(random.wins, 1)} of them. "
        f"A zero row gets rank {zero.rank:,.0f}, a mean row {mean.rank:,.0f}. In a tied table the new row competes at the end of every text before it has learned anything; the mean row starts among the ordinary tokens."
    )


def learned(step: lookup.RowGradients, table: EmbeddingMatrix) -> str:
    """Say which rows have a gradient."""
    used, all_rows = len(set(step.ids.tolist())), int((step.tied_norms > 0).sum())
    return (
        f"As an input table {count_text(used, 'row')} learn; tied, {all_rows:,} of {len(table.tokens):,} do. Loss {number_text(step.loss)} nats per token. An input row learns only if its id is in the text. The output compares "
        "the state with every row, so every row of a tied table gets a gradient: most are pushed away a little."
    )
