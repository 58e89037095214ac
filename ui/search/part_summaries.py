"""Results as sentences: the parts of the search page."""

from __future__ import annotations

import math
from typing import TYPE_CHECKING

from embedlab.numerals import bytes_text, count_text, number_text, percent_text
from embedlab.search import SAME, separation
from ui.layout import columns_of, escape
from ui.search.summaries import NAMES

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence
    from typing import Any

    import numpy as np
    from numpy.typing import NDArray

    from embedlab import search
    from embedlab.texts import SentencePair
    from ui.search.chunks import Options

__all__ = [
    "NOTHING_LIKED", "NO_LABELS", "answered", "axis", "chunks", "contrast_table", "contrasts", "document_map", "failing", "few", "how_well", "hubs", "index", "index_table", "keys",
    "mixed", "pair", "prompt_head", "recommended", "segment", "sourced", "table", "unanswered", "waiting",
]  # fmt: skip

NO_LABELS = (
    "No labeled queries come with these documents. To measure the search, write some above, a line each, or upload a CSV file: a query "
    "and the title of a document that answers it in each line."
)
NOTHING_LIKED = "Nothing to show yet: choose at least one document that you like."
METRICS = {"recall": "Recall", "mrr": "Mean reciprocal rank", "ndcg": "nDCG"}
AXES = {
    "recall": "recall: answers among the first",
    "mrr": "mean of 1 / rank, among the first",
    "ndcg": "nDCG of the first",
}


def chunks(layout: search.ChunkLayout, options: Options, *, whole: bool) -> str:
    """Say how a document is cut, and what the model never reads of it."""
    count, cut = count_text(len(layout.tokens), "chunk"), int((layout.tokens > layout.window).sum())
    first = (
        f"{count}, and the model reads every token. No chunk exceeds its window of {layout.window} tokens."
    )
    if cut:
        first = (
            f"{count}; of {cut:,} the model never reads the end ({percent_text(layout.unread_share)} of all tokens). "
            f"It reads {layout.window} tokens of a chunk and drops the rest without a word: gray in the text."
        )
    if options.overlap and len(layout.tokens) > 1:
        shared = count_text(options.overlap, options.unit.removesuffix("s"))
        first += f" Neighbors share {shared}: a sentence at a border stands whole in one of the two, and is embedded twice."
    return first + ("" if whole else " The beginning of the document is shown.")


def segment(each: search.Segment) -> str:
    """Say to which chunks a stretch belongs."""
    if not each.chunks:
        return "no chunk"
    numbers = " and ".join(str(number + 1) for number in each.chunks)
    return f"chunk{'s' * (len(each.chunks) > 1)} {numbers}{'' if each.read else ', never read'}"


def axis(metric: str, k: int) -> str:
    """Return what the axis of a metric says."""
    return f"{AXES[metric]} {k}"


def how_well(evaluations: Mapping[str, search.Evaluation], cut: str, metric: str, k: int) -> str:
    """Say how well the modes do, and what the way to cut changes."""
    here = evaluations[cut]
    means = here.mean(metric)
    values = ", ".join(
        f"{NAMES[mode]} {number_text(means[mode])}" for mode in ("meaning", "keywords", "hybrid")
    )
    low, high = here.interval(metric, "meaning")
    first = (
        f"{METRICS[metric]} at {k}: {values}. "
        f"{count_text(len(here.queries), 'question')} with known answers, documents in {cut}; for meaning, 95% of samples of such questions lie from {number_text(low)} to {number_text(high)}."
    )
    if len(evaluations) == 1:
        return first
    by_cut = {name: each.mean(metric)["meaning"] for name, each in evaluations.items()}
    best, worst = max(by_cut, key=by_cut.__getitem__), min(by_cut, key=by_cut.__getitem__)
    if by_cut[best] == by_cut[worst]:
        return f"{first} For meaning, the way to cut changes nothing here."
    low, high = evaluations[best].gain(evaluations[worst], metric, "meaning")
    chance = (
        "that can be chance"
        if low <= 0
        else f"more than chance, though the two were picked from {len(by_cut)}"
    )
    return (
        f"{first} By meaning, {best} does best ({number_text(by_cut[best])}) and {worst} worst ({number_text(by_cut[worst])}). "
        f"For the same questions, 95% of samples put the difference from {number_text(low)} to {number_text(high)}: {chance}."
    )


def failing(count: int, queries: int, mode: str, cut: str) -> str:
    """Say how many queries fail."""
    if not count:
        return f"By {NAMES[mode]}, in {cut}, each of the {queries} queries finds an answer."
    return (
        f"By {NAMES[mode]}, in {cut}, {count} of {queries} find no answer. Click one to search for it above:"
    )


def waiting(cuts: Sequence[str]) -> str:
    """Say which ways to cut are not embedded yet."""
    return f"Not embedded yet: {', '.join(cuts)}. A new server does some of these by itself; to add one now, choose it under More settings."


def table(evaluations: Mapping[str, search.Evaluation]) -> dict[str, list[Any]]:
    """Return every mean with its interval, a row for each way to cut and mode."""
    heads = [f"{name}{end}" for name in METRICS.values() for end in ("", ", low", ", high")]
    rows = [
        (cut, name, *(value for metric in METRICS for value in (each.mean(metric)[mode], *each.interval(metric, mode))))
        for cut, each in evaluations.items()
        for mode, name in NAMES.items()
    ]  # fmt: skip
    return columns_of(["documents in", "search by", *heads], rows)


def pair(each: SentencePair) -> str:
    """Return Markdown of the two texts of a contrast."""
    return f"**{each.kind}**: {escape(each.first)} / {escape(each.second)}"


def contrasts(pairs: Sequence[SentencePair], cosines: Sequence[float], band: search.ChanceBand) -> str:
    """Say which pairs one vector blurs."""
    by_kind = {each.kind: number_text(cosine) for each, cosine in zip(pairs, cosines, strict=True)}
    different = [cosine for each, cosine in zip(pairs, cosines, strict=True) if each.kind not in SAME]
    return (
        f"A “not” leaves a cosine of {by_kind['negation']}; another language, {by_kind['another language']}; one word as the query, {by_kind['one word']}. "
        f"Pairs that mean something different reach {number_text(min(different))} to {number_text(max(different))}, and the same request in "
        f"other words {by_kind['other words']}: one vector for a whole text keeps its topic and blurs a negation, a number, an id. "
        f"Random pairs of help pages lie from {number_text(band.low)} to {number_text(band.high)}."
    )


def contrast_table(pairs: Sequence[SentencePair], cosines: Sequence[float]) -> dict[str, list[Any]]:
    """Return the pairs with their cosines."""
    rows = [
        (each.kind, each.first, each.second, "near" if each.kind in SAME else "apart", cosine)
        for each, cosine in zip(pairs, cosines, strict=True)
    ]
    return columns_of(["kind", "first", "second", "should be", "cosine"], rows)


def unanswered(
    answered: NDArray[np.float64], without: NDArray[np.float64], *, documents: search.Collection
) -> str:
    """Say whether a score tells that there is no answer."""
    query, share = documents.unanswered[int(without.argmax())].text, separation(answered, without)
    return (
        f"A score cannot prove an answer: up to {number_text(float(without.max()))} without one. "
        f"The search always returns something: for “{query}”, which no page answers, a document with that "
        f"cosine. In {percent_text(share)} of pairs the query with an answer has the better best score (chance: 50%)."
    )


def hubs(documents: search.Collection, counts: NDArray[np.int64], relevant: int, k: int, queries: int) -> str:
    """Say which document comes up most often."""
    top, mean = int(counts.argmax()), queries * k / len(documents.texts)
    return (
        f"“{documents.titles[top][:30]}” comes up for {int(counts[top])} of {queries} queries. "
        f"It answers {relevant} of them; on average a document comes up {number_text(mean, 1)} times among the first {k}. A document that is near "
        f"to many queries, a hub, pushes others down."
    )


def few(count: int, fewest: int) -> str:
    """Say that there are too few documents for a map."""
    return f"There {'is' if count == 1 else 'are'} {count_text(count, 'document')}; a map needs at least {fewest}."


def document_map(preserved: NDArray[np.bool_], trustworthiness: float, explained: float) -> str:
    """Say how far the map can be trusted about the query."""
    return (
        f"The map puts {preserved.sum()} of the {len(preserved)} best hits nearest to the query. "
        f"Two axes hold {percent_text(explained)} of the spread of 384 numbers; trustworthiness {number_text(trustworthiness)} (1: what is near "
        f"on the map is truly near). Lines join the query with its best hits in all dimensions; a dotted line: the map puts others nearer."
    )


def recommended(by_way: Mapping[str, search.Recommendation], titles: Sequence[str]) -> str:
    """Say how the two ways differ."""
    mean, nearest = by_way["mean"], by_way["nearest"]
    same = len(set(mean.rows.tolist()) & set(nearest.rows.tolist()))
    first = titles[int(mean.rows[0])] if len(mean.rows) else ""
    return (
        f"The two ways share {same} of {len(mean.rows)} recommendations. By the mean, “{first}” comes first. The mean of vectors that lie far apart "
        f"points between them, where nothing that was liked lies. Diversity (1 − mean cosine of two recommendations): mean {number_text(mean.diversity)}, "
        f"one of them {number_text(nearest.diversity)}."
    )


def index(result: search.IndexComparison, recall: float) -> str:
    """Say from how many vectors an approximate index pays, and what it costs."""
    count, start, best = int(result.counts[-1]), result.pays_from(recall), int(result.best(recall)[-1])
    if math.isnan(start):
        first = f"Up to {count:,} vectors, exact search in memory is faster."
    elif start <= result.counts[0]:
        first = f"The index is faster from {int(result.counts[0]):,} vectors on."
    else:
        first = f"The index pays from about {round(start, 1 - len(str(int(start)))):,.0f} vectors on."
    exact, approximate = (1_000 * seconds for seconds in (result.exact_seconds[-1], result.seconds[-1, best]))
    return (
        f"{first} With all {count:,}, a query takes {number_text(exact, 1)} ms exactly. The index takes {number_text(approximate, 1)} ms and finds "
        f"{percent_text(float(result.recalls[-1, best]))} of the exact {result.k} neighbors: it compares the query only with vectors in the nearest "
        f"{result.probes[best]} of {result.partitions[-1]:,} groups (k-means). Building it took {number_text(float(result.build_seconds[-1]), 1)} s, and it holds the vectors a second "
        f"time: {bytes_text(int(result.index_bytes[-1]))} on the disk, where exact search needs {bytes_text(4 * count * result.dim)} of memory. The collections of this page have some thousand chunks at "
        f"most: it searches exactly."
    )


def index_table(result: search.IndexComparison) -> dict[str, NDArray[np.generic]]:
    """Return every measured number, a row for each number of vectors."""
    return {
        "vectors": result.counts,
        "exact, in memory (ms)": 1_000 * result.exact_seconds,
        "table without index (ms)": 1_000 * result.table_seconds,
        "build (s)": result.build_seconds,
        "index (MB)": result.index_bytes / 1e6,
        "groups": result.partitions,
        **{f"{probes} probed: recall": result.recalls[:, n] for n, probes in enumerate(result.probes)},
        **{f"{probes} probed: ms": 1_000 * result.seconds[:, n] for n, probes in enumerate(result.probes)},
    }


def mixed(result: search.MixedModels, mixes: Mapping[str, tuple[str, str]]) -> str:
    """Say what a search loses whose query comes from another model than the documents."""
    own, table, query, page, rotated = (number_text(result.recalls[pair]) for pair in mixes.values())
    refused = (
        "EmbedLab's store refuses it: it was just given the other model's table under this model's key, and did not read it."
        if result.is_refused
        else "EmbedLab's store did not notice it."
    )
    return (
        f"Vectors of two models do not fit together: recall falls from {own} to {rotated}, without an error. Here one model made the vectors of the help "
        f"pages, another made those of the queries. All have 384 numbers, so nothing looks wrong, but the numbers mean different things. The mean of "
        f"MiniLM's own input vectors is a relative of MiniLM ({table} alone): a mix still finds {query} or {page}. MiniLM with its axes turned at random "
        f"searches as well as before by itself, like a second training of the model; mixed with MiniLM, only chance is left ({number_text(result.chance)}). {refused}"
    )


def keys(result: search.MixedModels) -> str:
    """Return Markdown of what changes the key of an index."""
    rows = "\n".join(f"| {what} | `{key[:12]}…` |" for what, key in result.keys.items())
    return (
        "**An index is stored under a key**, computed from all that decides its vectors: the texts, how they are cut, the model with its weights, how it "
        "averages tokens, how many it reads, and the version of the code. Change one, and the key changes, so that no index is taken for another:"
        f"\n\n| changed | key |\n|---|---|\n{rows}"
    )


def prompt_head(prompt: search.Prompt, price: float) -> str:
    """Say how long a prompt is, and what it costs."""
    count = len(prompt.ids)
    return f"The prompt exactly as it is sent: {count:,} tokens; a million such prompts cost {count * price:,.0f} at this price"


def answered(prompts: Sequence[search.Prompt], limit: int) -> str:
    """Say what an answer of so small a model is worth, and what the passages cost."""
    alone, given = (len(each.ids) for each in prompts)
    return (
        f"So small a model answers badly, with passages and without. It has 135 million parameters, room for grammar and hardly any for "
        f"facts: alone it invents; with passages, which make the prompt {number_text(given / alone, 1)} times as long, it may repeat itself, copy the wrong one or "
        f"ignore what it was told. Models that answer well are hundreds of times as large. An answer is cut off after {limit} tokens. Behind each sentence stands the passage nearest to it: near does not "
        f"mean true."
    )


def sourced(each: search.Source) -> str:
    """Return Markdown of a sentence of an answer with the passage nearest to it."""
    return f"{escape(each.sentence)} :gray[(nearest: passage {each.passage + 1}, {number_text(each.cosine)})]"
