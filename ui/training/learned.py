"""What the corpus parts share: which text is learned from, with which settings, and the run of a worker."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

import streamlit as st

from embedlab import EmbedLabError, training
from embedlab.content_key import content_key
from embedlab.texts import read_corpus, split_words
from embedlab.training import TrainingOptions, learn_corpus
from embedlab.training.word_vectors import check_text, count_words
from embedlab.vectors import WordVectors
from ui import controls, fit_kinds, fits, layout, sources
from ui.cache import cached
from ui.part import Part
from ui.uploads import content_of

__all__ = [
    "LEE", "SOTU", "TRAINED", "TRAINING_SECONDS", "CorpusQuery", "Learned", "ask", "code", "corpus_part",
    "learn", "learn_ahead", "origins",
]  # fmt: skip

LEE, SOTU, OWN = "Lee: short news", "State of the Union", "your text"
NAMES = {LEE: "lee", SOTU: "sotu", OWN: ""}
TOKENS = {LEE: 60_000, SOTU: 2_013_000}
PASSES = {LEE: ("5", "20", "40"), SOTU: ("1", "2", "5"), OWN: ("5", "20", "40")}
USUAL = {LEE: "20", SOTU: "5", OWN: "20"}
MAX_CHARACTERS = 1_000_000
LAST = "training_last"  # the run that was on the screen: (its query, its key)
RULES = 2  # counted up when the same settings would give another run
TRAINING_SECONDS = 900.0  # at most: 33 trainings on a machine that is shared
KIND = fit_kinds.records(
    training.CorpusRun, training.TrainingRun, training.CountedVectors, training.Factors, WordVectors,
    doing="Training", seconds=TRAINING_SECONDS,
)  # fmt: skip
ORIGINS = {
    LEE: "**Corpus:** `lee_background.cor`, 300 short news texts (Lee, Pincombe and Welsh 2005); it ships with gensim.",
    SOTU: "**Corpus:** package `sotu` (MIT), 249 State of the Union messages, 1790–2026, from the American Presidency Project.",
    OWN: "**Your own text:** it stays in this visit and enters no link.",
}
TRAINED = "**Trained here:** gensim's skip-gram with negative samples, one thread, in a process of its own; the loss is ours, on 5,000 pairs drawn as training draws them."


@dataclass(frozen=True)
class CorpusQuery:
    """What is learned from, and how."""

    corpus: str  # one of NAMES
    own: str  # the visitor's text; "" for the others
    options: TrainingOptions

    @property
    def name(self) -> str:
        """How a sentence calls the corpus."""
        return "your text" if self.corpus == OWN else f"the corpus “{self.corpus}”"


@dataclass(frozen=True)
class Learned:
    """A run with what it came from."""

    query: CorpusQuery
    run: training.CorpusRun
    key: str  # of its content


def corpus_part(
    label: str,
    *,
    place: str,
    show: Callable[[Learned], None],
    more_code: Callable[[CorpusQuery], list[str]],
    computed: str,
    line: str,
) -> Part[object, CorpusQuery | None]:
    """Return a part that trains on a corpus and shows the run.

    Args:
        label: of the part.
        place: tells its buttons from those of other parts.
        show: draws the run.
        more_code: the lines after those that train.
        computed: how its numbers come about.
        line: what it shows, in one line.
    """

    def show_run(view: object, query: CorpusQuery | None) -> None:
        learned = learn(query, place=place)
        if learned is not None:
            show(learned)

    return Part(
        label,
        ask,
        show_run,
        lambda view, query: [] if query is None else [*code(query), *more_code(query)],
        lambda view, query: [*origins(query), sources.computed(computed)],
        line=line,
    )


def ask(query: object) -> CorpusQuery | None:
    """Ask for the corpus and the settings; None while there is no text."""
    left, middle, right = st.columns([5, 3, 2], vertical_alignment="bottom")
    with left:
        corpus = controls.choice("Corpus", tuple(NAMES), key="corpus")
    with middle:
        key = f"passes_{NAMES[corpus] or 'own'}"
        passes = controls.choice("Passes over it", PASSES[corpus], key=key, default=USUAL[corpus])
    with right, st.popover("Settings", icon=":material/tune:"):
        options = TrainingOptions(
            dim=int(controls.number("Numbers per vector", 10, 100, 50, key="corpus_dim", step=10)),
            window=int(controls.number("Window", 1, 10, 5, key="corpus_window")),
            negative_samples=int(controls.number("Negative samples", 1, 20, 5, key="corpus_negatives")),
            epochs=int(passes),
            random_state=int(controls.amount("Seed", 0, 9_999, 0, key="corpus_seed")),
        )
    own = _ask_text() if corpus == OWN else ""
    if corpus == OWN and not own.strip():
        st.info("Nothing to train on yet: paste a text above, or open a file.")
        return None
    return CorpusQuery(corpus, own, options)


def _ask_text() -> str:
    """Ask for a text or a file; what a file holds comes before what is pasted."""
    left, right = st.columns([3, 2])
    with left:
        hint = "Paste some pages, in any language that writes spaces between words"
        text = controls.private_text(
            "Your text", key="corpus_own", max_chars=MAX_CHARACTERS, hint=hint, height=140
        )
    with right:
        file = st.file_uploader("or open a text file of up to 1 MB", key="corpus_file", max_upload_size=25)
    read = None if file is None else layout.attempt_part(lambda: read_corpus(content_of(file)))
    return text if read is None else read


def learn(query: CorpusQuery | None, *, place: str) -> Learned | None:
    """Return the run, offering it as a job; meanwhile the one that was on the screen."""
    if query is None:
        return None
    work = _work(query)
    key = work[0]
    try:
        tokens = TOKENS.get(query.corpus) or _own_tokens(query.own, query.options)
    except EmbedLabError as error:
        layout.warn(str(error))
        return _former(key)
    run: training.CorpusRun | None = fits.offer(
        *work,
        expected=training.expected_training_seconds(tokens, query.options),
        label="Train",
        automatic=query.corpus == LEE and query.options.epochs <= int(USUAL[LEE]),
        place=place,
        kind=KIND,
    )
    if run is None:
        return _former(key)
    st.session_state[LAST] = (query, key)
    return Learned(query, run, key)


def learn_ahead() -> None:
    """Train what a visitor sees first.

    Raises:
        EmbedLabError: it failed, or visitors keep the workers busy.
    """
    query = CorpusQuery(LEE, "", TrainingOptions(epochs=int(USUAL[LEE])))
    seconds = training.expected_training_seconds(TOKENS[LEE], query.options)
    fits.run_ahead(*_work(query), expected=seconds, kind=KIND)


def _work(query: CorpusQuery) -> tuple[str, Callable[..., training.CorpusRun], str, str, TrainingOptions]:
    """Return the key of a run and the call that makes it."""
    key = content_key("corpus run", RULES, query.corpus, query.own, query.options)
    return key, learn_corpus, NAMES[query.corpus], query.own, query.options


@cached(entries=16)
def _own_tokens(text: str, options: TrainingOptions) -> int:
    """Return the words of a text that can be trained on, checked before any work."""
    counts = count_words(split_words(text))
    check_text(counts, options)
    return sum(counts.values())


def _former(key: str) -> Learned | None:
    """Return the run that was on the screen before, and say that it is not the one that is asked for."""
    query, former = st.session_state.get(LAST, (None, ""))
    run: training.CorpusRun | None = fits.find(former, KIND) if former and former != key else None
    if run is None:
        return None
    st.caption(layout.escape(f"Below you still see {query.name}, {query.options.epochs} passes."))
    return Learned(query, run, former)


def code(query: CorpusQuery) -> list[str]:
    """Return lines that train the same vectors."""
    settings = query.options
    name = NAMES[query.corpus]
    source = f"embedlab.texts.load_corpus({name!r})" if name else 'open("your-text.txt").read()'
    return [
        f"text = {source}",
        f"run = embedlab.train_word_vectors(text, dim={settings.dim}, window={settings.window}, "
        f"negative_samples={settings.negative_samples}, epochs={settings.epochs}, "
        f"random_state={settings.random_state})",
    ]


def origins(query: CorpusQuery | None) -> list[str]:
    """Say where the text comes from and what trains on it."""
    return [TRAINED] if query is None else [ORIGINS[query.corpus], TRAINED]
