"""What the corpus parts share: which text is learned from, with which settings, and the run of a worker."""

from __future__ import annotations

from dataclasses import dataclass

import streamlit as st

import embedlab
from embedlab.content_key import content_key
from embedlab.texts import read_corpus
from embedlab.training import CorpusRun, TrainingOptions, expected_training_seconds, learn_corpus
from embedlab.training.corpus_run import RECORDS, pack_record, unpack_record
from ui import controls, fits, layout
from ui.cache import cached
from ui.uploads import content_of

__all__ = [
    "LEE",
    "OWN",
    "SOTU",
    "TRAINING_SECONDS",
    "CorpusQuery",
    "Learned",
    "ask",
    "code",
    "learn",
    "origins",
]

LEE, SOTU, OWN = "Lee: short news", "State of the Union", "your text"
NAMES = {LEE: "lee", SOTU: "sotu", OWN: ""}
TOKENS = {LEE: 60_000, SOTU: 2_013_000}
PASSES = {LEE: ("5", "20", "40"), SOTU: ("1", "2", "5"), OWN: ("5", "20", "40")}
USUAL = {LEE: "20", SOTU: "5", OWN: "20"}
MAX_CHARACTERS = 1_000_000
KEPT = "corpus own text"  # in the session: not in a link, and kept while another corpus is shown
LAST = "training_last"  # the run that was on the screen: (its query, its key)
RULES = 2  # counted up when the same settings would give another run
TRAINING_SECONDS = 900.0  # at most: 33 trainings on a machine that is shared
KIND = fits.Kind(pack_record, unpack_record, RECORDS, "Training", TRAINING_SECONDS)


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
    run: CorpusRun
    key: str  # of its content


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
    """Ask for a text that no link holds; it stays while another corpus is shown."""
    st.session_state.setdefault("corpus_own", st.session_state.get(KEPT, ""))
    left, right = st.columns([3, 2])
    with left:
        text = st.text_area(
            "Your text", key="corpus_own", max_chars=MAX_CHARACTERS, height=140,
            placeholder="Paste some pages, in any language that writes spaces between words",
        )  # fmt: skip
        st.session_state[KEPT] = text or ""
    with right:
        file = st.file_uploader("or open a text file of up to 1 MB", key="corpus_file", max_upload_size=25)
    if file is None:
        return text or ""
    read = layout.attempt_part(lambda: read_corpus(content_of(file)))
    return text or "" if read is None else read


def learn(query: CorpusQuery, *, place: str) -> Learned | None:
    """Return the run, offering it as a job; meanwhile the one that was on the screen."""
    key = content_key("corpus run", RULES, query.corpus, query.own, query.options)
    try:
        tokens = TOKENS.get(query.corpus) or _own_tokens(query.own, query.options)
    except embedlab.EmbedLabError as error:
        layout.warn(str(error))
        return _former(key)
    run: CorpusRun | None = fits.offer(
        key,
        learn_corpus,
        NAMES[query.corpus],
        query.own,
        query.options,
        expected=expected_training_seconds(tokens, query.options),
        label="Train",
        automatic=query.corpus == LEE and query.options.epochs <= int(USUAL[LEE]),
        place=place,
        kind=KIND,
    )
    if run is None:
        return _former(key)
    st.session_state[LAST] = (query, key)
    return Learned(query, run, key)


@cached(entries=16)
def _own_tokens(text: str, options: TrainingOptions) -> int:
    """Return the words of a text that can be trained on, checked before any work."""
    from embedlab.training.word_vectors import check_text, count_words

    counts = count_words(embedlab.texts.split_words(text))
    check_text(counts, options)
    return sum(counts.values())


def _former(key: str) -> Learned | None:
    """Return the run that was on the screen before, and say that it is not the one that is asked for."""
    query, former = st.session_state.get(LAST, (None, ""))
    run: CorpusRun | None = fits.find(former, KIND) if former and former != key else None
    if run is None:
        return None
    st.caption(layout.escape(f"Below you still see {query.name}, {query.options.epochs} passes."))
    return Learned(query, run, former)


def code(query: object, options: CorpusQuery | None) -> list[str]:
    """Return lines that train the same vectors."""
    if options is None:
        return []
    settings = options.options
    own = options.corpus == OWN
    load = 'open("your-text.txt").read()' if own else f"embedlab.texts.load_corpus({NAMES[options.corpus]!r})"
    return [
        f"text = {load}",
        f"run = embedlab.train_word_vectors(text, dim={settings.dim}, window={settings.window}, "
        f"negative_samples={settings.negative_samples}, epochs={settings.epochs}, "
        f"random_state={settings.random_state})",
    ]


def origins(query: object, options: CorpusQuery | None) -> list[str]:
    """Say where the text comes from and what trains on it."""
    texts = {
        LEE: "**Corpus:** `lee_background.cor`, 300 short news texts (Lee, Pincombe and Welsh 2005); it ships with gensim.",
        SOTU: "**Corpus:** package `sotu` (MIT), 249 State of the Union messages, 1790–2026, from the American Presidency Project.",
        OWN: "**Your own text:** it stays in this visit and enters no link.",
    }
    trained = "**Trained here:** gensim's skip-gram with negative samples, one thread, in a process of its own; the loss is ours, on 5,000 pairs drawn as training draws them."
    return [trained] if options is None else [texts[options.corpus], trained]
