"""What the corpus parts share: which text is learned from, with which settings, and the run of a worker."""

from __future__ import annotations

from dataclasses import dataclass

import streamlit as st

from embedlab import training
from embedlab.content_key import content_key
from embedlab.settings import CORPUS_MB
from embedlab.texts import read_corpus, split_words
from embedlab.training import TrainingOptions, learn_corpus
from embedlab.vectors import WordVectors
from ui import controls, fit_kinds, layout, sources
from ui.cache import cached
from ui.training.query import ORIGINS
from ui.uploads import content_of
from ui.work import Work

__all__ = [
    "LEE", "TRAINED", "TRAINING_SECONDS", "CorpusQuery", "CorpusView", "ask", "code", "offer", "origins",
    "run_ahead",
]  # fmt: skip

FORMER = "training_former"  # what was asked for the run on the screen, in the session
RULES = 4  # counted up when the same settings would give another run
TRAINING_SECONDS = 900.0  # at most: 33 trainings on a machine that is shared
KIND = fit_kinds.records(
    training.CorpusRun, training.TrainingRun, TrainingOptions, training.CountedVectors, training.Factors,
    WordVectors, doing="Training", seconds=TRAINING_SECONDS,
)  # fmt: skip
TRAINED = "**Trained here:** gensim's skip-gram with negative samples, one thread, in a process of its own; the loss is ours, on 5,000 pairs drawn as training draws them."


@dataclass(frozen=True)
class Corpus:
    """A text to train on."""

    name: str  # in `embedlab.texts.CORPORA`; "" for the visitor's own
    tokens: int = 0
    words: tuple[str, ...] = ()  # on the map, with their neighbors; the first is followed if none is typed
    passes: tuple[str, ...] = ("5", "20", "40")
    usual: str = "20"  # of the passes


LEE, OWN = "Lee: short news", "your text"
CORPORA = {
    LEE: Corpus("lee", 60_000, ("police", "palestinian", "company", "australia", "fire")),
    "State of the Union": Corpus("sotu", 2_013_000, ("war",), ("1", "2", "5"), "5"),
    OWN: Corpus(""),
}


@dataclass(frozen=True)
class CorpusQuery:
    """What is learned from, and how."""

    label: str  # of the corpus
    own: str  # the visitor's text; "" for the others
    options: TrainingOptions

    @property
    def corpus(self) -> Corpus:
        """The corpus."""
        return CORPORA[self.label]

    @property
    def name(self) -> str:
        """How a sentence calls the corpus."""
        return OWN if self.label == OWN else f"the corpus “{self.label}”"


@dataclass(frozen=True)
class CorpusView:
    """A run with what it came from."""

    query: CorpusQuery
    run: training.CorpusRun
    key: str  # of its content


def ask(query: object) -> CorpusQuery | None:
    """Ask for the corpus and the settings; None while there is no text."""
    with st.container(horizontal=True, vertical_alignment="bottom"):
        label = controls.choice("Corpus", tuple(CORPORA), key="corpus")
        corpus = CORPORA[label]
        key = f"passes_{corpus.name or 'own'}"
        passes = controls.choice("Passes over it", corpus.passes, key=key, default=corpus.usual)
        with st.popover("Settings", icon=":material/tune:"):
            options = TrainingOptions(
                dim=int(controls.number("Numbers per vector", 10, 100, 50, key="corpus_dim", step=10)),
                window=int(controls.number("Window", 1, 10, 5, key="corpus_window")),
                negative_samples=int(controls.number("Negative samples", 1, 20, 5, key="corpus_negatives")),
                epochs=int(passes),
                random_state=int(controls.amount("Seed", 0, 9_999, 0, key="corpus_seed")),
            )
    own = _ask_text() if label == OWN else ""
    if label == OWN and not own.strip():
        st.info("Nothing to train on yet: paste a text above, or open a file.")
        return None
    return CorpusQuery(label, own, options)


def _ask_text() -> str:
    """Ask for a text or a file; what a file holds comes before what is pasted."""
    most = CORPUS_MB.value()
    left, right = st.columns([3, 2])
    with left:
        hint = "Paste some pages, in any language that writes spaces between words"
        text = controls.private_text(
            "Your text", key="corpus_own", max_chars=int(1e6 * most), hint=hint, height=140
        )
    with right:
        file = st.file_uploader(
            f"or open a text file of up to {most:g} MB", key="corpus_file", max_upload_size=25
        )
    read = None if file is None else layout.attempt_part(lambda: read_corpus(content_of(file)))
    return text if read is None else read


def offer(query: CorpusQuery | None, *, place: str) -> CorpusView | None:
    """Return the run, offering it as a job; meanwhile the one that was on the screen."""
    if query is None:
        return None
    job = layout.attempt_part(_training, query)
    automatic = query.label == LEE and query.options.epochs <= int(query.corpus.usual)
    trained = None if job is None else job.offer("Train", place=place, automatic=automatic)
    former = st.session_state.setdefault(FORMER, query)
    if trained is None and former != query and (trained := _training(former).find()) is not None:
        query = former
        st.caption(layout.escape(f"Below you still see {query.name}, {query.options.epochs} passes."))
    if trained is None:
        return None
    st.session_state[FORMER] = query
    return CorpusView(query, trained.result, trained.key)


def run_ahead() -> None:
    """Train what a visitor sees first.

    Raises:
        EmbedLabError: it failed, or visitors keep the workers busy.
    """
    _training(CorpusQuery(LEE, "", TrainingOptions(epochs=int(CORPORA[LEE].usual)))).run_ahead()


def _training(query: CorpusQuery) -> Work:
    """Return what trains; a text that cannot be trained on is refused before any work."""
    tokens = query.corpus.tokens or _count_tokens(query.own, query.options.negative_samples)
    return Work(
        content_key("corpus run", RULES, query.label, query.own, query.options),
        learn_corpus,
        (query.corpus.name, query.own, query.options),
        training.expected_training_seconds(tokens, query.options),
        KIND,
    )


@cached(entries=16)
def _count_tokens(text: str, negative_samples: int) -> int:
    sentences = split_words(text)
    training.count_vocabulary(sentences, negative_samples=negative_samples)
    return sum(map(len, sentences))


def code(query: CorpusQuery | None, *more: str) -> list[str]:
    """Return lines that train the same vectors, and those after them."""
    if query is None:
        return []
    options, name = query.options, query.corpus.name
    source = f"embedlab.texts.load_corpus({name!r})" if name else 'open("your-text.txt").read()'
    return [
        f"text = {source}",
        f"run = embedlab.train_word_vectors(text, dim={options.dim}, window={options.window}, "
        f"negative_samples={options.negative_samples}, epochs={options.epochs}, "
        f"random_state={options.random_state})",
        *more,
    ]


def origins(query: CorpusQuery | None, computed: str) -> list[str]:
    """Say where the text comes from, what trains on it, and how the other numbers come about."""
    corpus = [] if query is None else [ORIGINS[query.corpus.name]]
    return [*corpus, TRAINED, sources.computed(computed)]
