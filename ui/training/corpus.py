"""A real corpus: the vectors form before one's eyes, and people's ratings say what they are worth."""

from __future__ import annotations

from collections.abc import Mapping

from embedlab import training
from embedlab.figures.space_coloring import group_coloring
from embedlab.figures.standalone import standalone_html
from embedlab.figures.style import COSINE
from embedlab.space import PointSet
from embedlab.vectors import Comparison, WordVectors, compare_tables, random_vectors, rank_error
from ui import controls, files, layout
from ui.cache import cached
from ui.models import WORD_VECTORS, word_vectors
from ui.part import Part
from ui.shared_figure import Series, SharedFigure, curves, scores
from ui.training import summaries
from ui.training.corpus_run import CorpusQuery, CorpusView, ask, code, offer, origins

__all__ = ["PART", "compare", "score"]

TABLES = ("trained", "input + output", "counted", "random", "GloVe")
LONGEST = 20  # characters of a word at the end of its curve


def _show(view: object, query: CorpusQuery | None) -> None:
    result = offer(query, place="corpus")
    if result is None:
        return
    run = result.run.trained
    summary, film = _film(result)
    layout.answer(summary, film, key="corpus film")
    layout.wait_for("vectors", "400,000 word vectors")
    comparison, figure = compare(result, TABLES)
    layout.answer(summaries.scores(result.query, comparison), figure, key="corpus scores")
    _show_neighbors(result)
    layout.answer(summaries.loss(run), _loss(result), key="corpus loss")
    title = f"Word vectors form: {result.query.name}"
    files.offer(
        "Film as a web page", "training.html", lambda: standalone_html(film, title=title, caption=summary)
    )
    rows = zip(comparison.names, comparison.spearman, comparison.low, comparison.high, strict=True)
    table = layout.columns_of(("table", "Spearman", "95% from", "to"), rows)
    layout.numbers(table, key="corpus score table", label="WordSim-353 on the covered pairs")
    losses = {"words read": run.steps, "mean loss of a pair (nats)": run.losses}
    layout.numbers(losses, key="corpus losses", label="The loss at every snapshot")


def _show_neighbors(result: CorpusView) -> None:
    usual = next(iter(result.query.corpus.words or training.frequent_content(result.run.trained)))
    word = controls.text("Follow a word", "", key="corpus_word", max_chars=controls.MAX_WORD, hint=usual)
    answer = layout.attempt_part(_neighbors, result, word.strip().lower() or usual)
    if answer is not None:
        layout.answer(*answer, key="corpus neighbors")


@cached(entries=8)
def _film(result: CorpusView) -> tuple[str, SharedFigure]:
    from embedlab.figures.space_series import film_figure

    run = result.run.trained
    groups = training.map_words(run, result.query.corpus.words)
    snapshots, names = training.snapshot_map(run, [*groups]), [*groups.values()]
    points = PointSet(snapshots.words, snapshots.frames[-1], {"group": tuple(names)})
    figure = film_figure(
        snapshots.frames,
        [f"{step:,}" for step in run.steps.tolist()],
        snapshots.words,
        group_coloring(points),
        unit="words read:",
        anchors=[names.index(name) + offset for name in dict.fromkeys(names) for offset in (0, 1)],
    )
    return summaries.film(result, snapshots), SharedFigure(figure)


def score(tables: Mapping[str, WordVectors]) -> tuple[Comparison, SharedFigure | None]:
    """Score tables on the pairs that all of them cover; no figure where these are too few.

    The band of chance is what 95% of meaningless tables score.
    """
    comparison = compare_tables(tables)
    if not comparison.has_scores:
        return comparison, None
    chance = 1.96 * rank_error(comparison.pairs)
    low, high = comparison.low, comparison.high
    figure = scores(
        comparison.names,
        {"Spearman correlation": Series(comparison.spearman, low, high)},
        axis="rank correlation with people",
        ends=(float(min(-0.25, *low)), float(max(0.75, *high))),
        chance=(-chance, chance),
    )
    return comparison, figure


@cached(entries=16)
def compare(result: CorpusView, names: tuple[str, ...]) -> tuple[Comparison, SharedFigure | None]:
    """Score some of the tables of a run, random vectors of the same shape, and GloVe."""
    others = {"random": random_vectors(result.run.trained.vectors), "GloVe": word_vectors(WORD_VECTORS)}
    known = result.run.tables | others
    return score({name: known[name] for name in names})


@cached(entries=32)
def _neighbors(result: CorpusView, word: str) -> tuple[str, SharedFigure]:
    run = result.run.trained
    traced = training.trace_neighbors(run, word)
    series = {
        name[:LONGEST]: Series(cosines) for name, cosines in zip(traced.words, traced.cosines.T, strict=True)
    }
    series |= {"average word": Series(traced.average, is_baseline=True)}
    figure = curves(run.steps, series, x_axis="words read", y_axis=COSINE, names_at_ends=True, height=340)
    return summaries.neighbors(word, traced, run), figure


@cached(entries=8)
def _loss(result: CorpusView) -> SharedFigure:
    run = result.run.trained
    return curves(
        run.steps, {"loss": Series(run.losses)}, x_axis="words read", y_axis="mean loss (nats)",
        from_zero=False, levels={"knowing nothing": float(run.losses[0])},
    )  # fmt: skip


PART = Part[object, CorpusQuery | None](
    "A real corpus",
    ask,
    _show,
    lambda view, query: code(
        query,
        "print(run.steps, run.losses, run.snapshots.shape)",
        f'tables = {{"trained": run.vectors, "glove": embedlab.load_word_vectors({WORD_VECTORS!r})}}',
        "print(embedlab.vectors.compare_tables(tables))",
    ),
    lambda view, query: origins(
        query,
        "one PCA, that of the last snapshot, projects all of them; WordSim-353 ships with gensim, its intervals are the middle 95% of 1,000 resamples of the pairs.",
    ),
    line="Word vectors form while a text is read, beside an honest score.",
)
