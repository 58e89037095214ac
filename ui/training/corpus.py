"""A real corpus: the vectors form before one's eyes, and people's ratings say what they are worth."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from embedlab import training
from embedlab.figures.space_coloring import group_coloring
from embedlab.figures.standalone import standalone_html
from embedlab.space import PointSet
from embedlab.vectors import WordVectors
from ui import controls, files, layout, sources
from ui.cache import cached
from ui.models import WORD_VECTORS, word_vectors
from ui.part import Part
from ui.shared_figure import SharedFigure
from ui.training import corpus_summaries, learned
from ui.training.learned import LEE, SOTU, CorpusQuery, Learned

__all__ = ["PART", "compare", "score"]

FOLLOWED = {LEE: "police", SOTU: "war"}  # the word whose neighbors are followed, where none is typed
SEEDS = {LEE: ("police", "palestinian", "company", "australia", "fire")}  # on the map, with their neighbors


def _show(view: object, query: CorpusQuery | None) -> None:
    learning = None if query is None else learned.learn(query, place="corpus")
    if learning is None:
        return
    run = learning.run.trained
    snapshots, film = _film(learning)
    summary = corpus_summaries.film(learning, snapshots)
    layout.answer(summary, film, key="corpus film")
    _show_scores(learning)
    _show_neighbors(learning)
    layout.answer(corpus_summaries.loss(run), _loss(learning), key="corpus loss")
    title = f"Word vectors form: {learning.query.name}"
    files.offer(
        "Film as a web page", "training.html", lambda: standalone_html(film, title=title, caption=summary)
    )
    losses = {"words read": run.steps, "mean loss of a pair (nats)": run.losses}
    layout.numbers(losses, key="corpus losses", label="The loss at every snapshot")


def _show_scores(learning: Learned) -> None:
    layout.wait_for("vectors", "400,000 word vectors")
    comparison, figure = compare(learning)
    layout.answer(corpus_summaries.scores(learning.query, comparison), figure, key="corpus scores")
    columns: dict[str, list[Any]] = {
        "table": [score.name for score in comparison.scores],
        "Spearman": [score.spearman for score in comparison.scores],
        "95% from": [score.low for score in comparison.scores],
        "to": [score.high for score in comparison.scores],
    }
    layout.numbers(columns, key="corpus score table", label="WordSim-353 on the covered pairs")


def _show_neighbors(learning: Learned) -> None:
    usual = FOLLOWED.get(learning.query.corpus) or training.frequent_content(learning.run.trained)[0]
    word = controls.text("Follow a word", "", key="corpus_word", max_chars=controls.MAX_WORD, hint=usual)
    word = word.strip().lower() or usual
    result = layout.attempt_part(_traced, learning, word)
    if result is not None:
        traced, figure = result
        layout.answer(
            corpus_summaries.neighbors(word, traced, learning.run.trained), figure, key="corpus neighbors"
        )


@cached(entries=8)
def _film(learning: Learned) -> tuple[training.SnapshotMap, SharedFigure]:
    from embedlab.figures.space_series import film_figure

    words, groups = training.map_words(learning.run.trained, SEEDS.get(learning.query.corpus, ()))
    snapshots = training.snapshot_map(learning.run.trained, words)
    points = PointSet(snapshots.words, snapshots.frames[-1], {"group": tuple(groups)})
    thousands = [int(each) // 1_000 for each in learning.run.trained.steps]
    is_long = len(set(thousands)) == len(thousands)
    figure = film_figure(
        snapshots.frames,
        thousands if is_long else [int(each) for each in learning.run.trained.steps],
        snapshots.words,
        group_coloring(points),
        unit=f"{'thousands of ' * is_long}words read:",
        anchors=[groups.index(name) + offset for name in dict.fromkeys(groups) for offset in (0, 1)],
    )
    return snapshots, SharedFigure(figure)


def score(tables: Mapping[str, WordVectors]) -> tuple[training.Comparison, SharedFigure | None]:
    """Score tables on the pairs that all of them cover; no figure where these are too few."""
    from embedlab.figures.training_corpus import comparison_figure

    comparison = training.compare_tables(tables)
    enough = comparison.pairs >= training.FEWEST_PAIRS
    return comparison, SharedFigure(comparison_figure(comparison)) if enough else None


@cached(entries=8)
def compare(learning: Learned) -> tuple[training.Comparison, SharedFigure | None]:
    """Score the tables of a run, random vectors of the same shape, and GloVe."""
    trained, counted = learning.run.trained, learning.run.counted
    tables = {
        "trained": trained.vectors,
        "input + output": trained.both,
        "counted": counted.vectors,
        "random": training.random_vectors(trained.vectors),
        "GloVe": word_vectors(WORD_VECTORS),
    }
    return score(tables)


@cached(entries=32)
def _traced(learning: Learned, word: str) -> tuple[training.TracedNeighbors, SharedFigure]:
    from embedlab.figures.training_corpus import traced_figure

    traced = training.trace_neighbors(learning.run.trained, word)
    return traced, SharedFigure(traced_figure(learning.run.trained.steps, traced))


@cached(entries=8)
def _loss(learning: Learned) -> SharedFigure:
    from embedlab.figures.training_corpus import loss_figure

    run = learning.run.trained
    start = {"knowing nothing": float(run.losses[0])}
    return SharedFigure(loss_figure(run.steps, {"loss": run.losses}, unit="words read", levels=start))


def _code(view: object, query: CorpusQuery | None) -> list[str]:
    return [
        *learned.code(view, query),
        "print(run.steps, run.losses, run.snapshots.shape)",
        f'tables = {{"trained": run.vectors, "glove": embedlab.load_word_vectors({WORD_VECTORS!r})}}',
        "print(embedlab.training.compare_tables(tables))",
    ]


PART = Part[object, "CorpusQuery | None"](
    "A real corpus",
    learned.ask,
    _show,
    _code,
    lambda view, query: [
        *learned.origins(view, query),
        sources.computed(
            "one PCA, that of the last snapshot, projects all of them; WordSim-353 ships with gensim, its intervals are the middle 95% of 1,000 resamples of the pairs."
        ),
    ],
    line="Word vectors form while a text is read, beside an honest score.",
)
