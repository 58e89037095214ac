"""A real corpus: the vectors form before one's eyes, and people's ratings say what they are worth."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import asdict

from embedlab import training
from embedlab.figures.space_coloring import group_coloring
from embedlab.figures.standalone import standalone_html
from embedlab.space import PointSet
from embedlab.vectors import WordVectors
from ui import controls, files, layout
from ui.cache import cached
from ui.models import WORD_VECTORS, word_vectors
from ui.shared_figure import SharedFigure
from ui.training import corpus_summaries
from ui.training.learned import LEE, SOTU, Learned, corpus_part

__all__ = ["PART", "compare", "score"]

FOLLOWED = {LEE: "police", SOTU: "war"}  # the word whose neighbors are followed, where none is typed
SEEDS = {LEE: ("police", "palestinian", "company", "australia", "fire")}  # on the map, with their neighbors
TABLES = ("trained", "input + output", "counted", "random", "GloVe")


def _show(learned: Learned) -> None:
    run = learned.run.trained
    snapshots, film = _film(learned)
    summary = corpus_summaries.film(learned, snapshots)
    layout.answer(summary, film, key="corpus film")
    layout.wait_for("vectors", "400,000 word vectors")
    comparison, figure = compare(learned, TABLES)
    layout.answer(corpus_summaries.scores(learned.query, comparison), figure, key="corpus scores")
    _show_neighbors(learned)
    layout.answer(corpus_summaries.loss(run), _loss(learned), key="corpus loss")
    title = f"Word vectors form: {learned.query.name}"
    files.offer(
        "Film as a web page", "training.html", lambda: standalone_html(film, title=title, caption=summary)
    )
    rows = [asdict(score) for score in comparison.scores]
    names = {"name": "table", "spearman": "Spearman", "low": "95% from", "high": "to"}
    columns = {heading: [row[name] for row in rows] for name, heading in names.items()}
    layout.numbers(columns, key="corpus score table", label="WordSim-353 on the covered pairs")
    losses = {"words read": run.steps, "mean loss of a pair (nats)": run.losses}
    layout.numbers(losses, key="corpus losses", label="The loss at every snapshot")


def _show_neighbors(learned: Learned) -> None:
    run = learned.run.trained
    usual = FOLLOWED.get(learned.query.corpus) or training.frequent_content(run)[0]
    word = controls.text("Follow a word", "", key="corpus_word", max_chars=controls.MAX_WORD, hint=usual)
    word = word.strip().lower() or usual
    result = layout.attempt_part(_traced, learned, word)
    if result is not None:
        traced, figure = result
        layout.answer(corpus_summaries.neighbors(word, traced, run), figure, key="corpus neighbors")


@cached(entries=8)
def _film(learned: Learned) -> tuple[training.SnapshotMap, SharedFigure]:
    from embedlab.figures.space_series import film_figure

    run = learned.run.trained
    words, groups = training.map_words(run, SEEDS.get(learned.query.corpus, ()))
    snapshots = training.snapshot_map(run, words)
    points = PointSet(snapshots.words, snapshots.frames[-1], {"group": tuple(groups)})
    figure = film_figure(
        snapshots.frames,
        [f"{step:,}" for step in run.steps.tolist()],
        snapshots.words,
        group_coloring(points),
        unit="words read:",
        anchors=[groups.index(name) + offset for name in dict.fromkeys(groups) for offset in (0, 1)],
    )
    return snapshots, SharedFigure(figure)


def score(tables: Mapping[str, WordVectors]) -> tuple[training.Comparison, SharedFigure | None]:
    """Score tables on the pairs that all of them cover; no figure where these are too few."""
    from embedlab.figures.training_corpus import comparison_figure

    comparison = training.compare_tables(tables)
    enough = comparison.pairs >= training.FEWEST_PAIRS
    return comparison, SharedFigure(comparison_figure(comparison)) if enough else None


@cached(entries=16)
def compare(learned: Learned, names: tuple[str, ...]) -> tuple[training.Comparison, SharedFigure | None]:
    """Score some of the tables of a run, random vectors of the same shape, and GloVe."""
    trained, counted = learned.run.trained, learned.run.counted
    random = training.random_vectors(trained.vectors)
    tables = (trained.vectors, trained.both, counted.vectors, random, word_vectors(WORD_VECTORS))
    known = dict(zip(TABLES, tables, strict=True))
    return score({name: known[name] for name in names})


@cached(entries=32)
def _traced(learned: Learned, word: str) -> tuple[training.TracedNeighbors, SharedFigure]:
    from embedlab.figures.training_corpus import traced_figure

    traced = training.trace_neighbors(learned.run.trained, word)
    return traced, SharedFigure(traced_figure(learned.run.trained.steps, traced))


@cached(entries=8)
def _loss(learned: Learned) -> SharedFigure:
    from embedlab.figures.training_corpus import loss_figure

    run = learned.run.trained
    start = {"knowing nothing": float(run.losses[0])}
    return SharedFigure(loss_figure(run.steps, {"loss": run.losses}, unit="words read", levels=start))


PART = corpus_part(
    "A real corpus",
    place="corpus",
    show=_show,
    more_code=lambda query: [
        "print(run.steps, run.losses, run.snapshots.shape)",
        f'tables = {{"trained": run.vectors, "glove": embedlab.load_word_vectors({WORD_VECTORS!r})}}',
        "print(embedlab.training.compare_tables(tables))",
    ],
    computed="one PCA, that of the last snapshot, projects all of them; WordSim-353 ships with gensim, its intervals are the middle 95% of 1,000 resamples of the pairs.",
    line="Word vectors form while a text is read, beside an honest score.",
)
