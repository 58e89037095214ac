"""Train your own: a small tokenizer learns from a text, before one's eyes, and meets GPT-2."""

from __future__ import annotations

from dataclasses import dataclass

import streamlit as st

import embedlab
from embedlab.display import visible_text
from embedlab.numerals import count_text
from embedlab.text_files import ENCODINGS, read_text
from embedlab.tokens import MAX_TRAINING_BYTES, SMALLEST_VOCABULARY, TrainedTokenizer, bytes_label
from ui import controls, layout, models, sources
from ui.live import make_live
from ui.part import Part
from ui.token_strips import draw_token_strips, strip_data
from ui.tokens import custom, summaries
from ui.tokens.query import Query
from ui.tokens.results import encode, train
from ui.uploads import content_of

__all__ = ["PART"]

LOW = "low " * 5 + "lower " * 2 + "newest " * 6 + "widest " * 3
CORPORA = {
    "low, lower, newest": LOW.strip(),
    "sentences of this project": "\n".join(
        sentence for word in embedlab.texts.AMBIGUOUS_WORDS.values() for sentence in word.sentences
    ),
    "twenty-one languages": "\n".join(sentence.text for sentence in embedlab.texts.LANGUAGES),
}
CORPUS_CODE = {  # the same corpora in Python
    CORPORA[
        "sentences of this project"
    ]: '"\\n".join(sentence for word in embedlab.texts.AMBIGUOUS_WORDS.values() for sentence in word.sentences)',
    CORPORA["twenty-one languages"]: '"\\n".join(sentence.text for sentence in embedlab.texts.LANGUAGES)',
}
LARGEST = 5_000  # tokens on the slider
COMPARED = "gpt2"
ORDER = {
    "BPE": "Merges in the order in which they were learned: always the most frequent pair.",
    "WordPiece": "Pieces in the order of their ids; ## marks the inside of a word.",
    "Unigram": "Pieces by their log-probability, the most probable first.",
}


@dataclass(frozen=True)
class Options:
    """What to learn from, and how."""

    corpus: str | None  # None: a file that cannot be read
    algorithm: str
    size: int  # tokens in the vocabulary


def ask(view: Query) -> Options:
    """Ask for a text, an algorithm and a size."""
    corpus = _ask_corpus(view.text)
    left, right = st.columns([1, 2], vertical_alignment="bottom")
    with left:
        algorithm = controls.choice("Algorithm", list(SMALLEST_VOCABULARY), key="algorithm")
    with right:
        size = int(
            controls.number(
                "Tokens in the vocabulary",
                30,
                LARGEST,
                350,
                key="vocabulary_size",
                step=10,
                help="BPE starts with the 256 bytes, so that its first merge makes token 257.",
            )
        )
    smallest = SMALLEST_VOCABULARY[algorithm]
    if size < smallest:
        st.caption(
            f"{algorithm} begins with the {smallest} bytes: its vocabulary cannot be smaller than that."
        )
    return Options(corpus, algorithm, max(size, smallest))


def show(view: Query, options: Options) -> None:
    """Train a tokenizer and apply it."""
    if options.corpus is None:
        return
    with st.spinner("Training", show_time=True):
        trained = layout.attempt_part(train, options.corpus, options.algorithm, options.size)
    if trained is None:
        return
    layout.finding(summaries.about_training(trained, len(options.corpus), options.algorithm, options.size))
    columns = {
        f"yours · {options.algorithm}": trained.tokenizer,
        f"{COMPARED} · byte-level BPE": models.tokenizer(COMPARED),
    }
    encodings = {
        label: layout.attempt_part(encode, tokenizer, view.text, False)
        for label, tokenizer in columns.items()
    }
    strips = [(label, encoding) for label, encoding in encodings.items() if encoding is not None]
    draw_token_strips(strip_data(strips), key="trained columns")
    if st.button("Use it beside the others", key="use trained", icon=":material/add:"):
        custom.bring(f"trained-{options.algorithm}", trained.tokenizer.file.content.encode())
    layout.note(ORDER[options.algorithm] + " The link does not hold the text that it learns from.")
    layout.table(_table(trained, options.algorithm), key="learned", height=280)


def code(view: Query, options: Options) -> list[str]:
    """Return lines that train the tokenizer and apply it."""
    if options.corpus is None:
        return []
    short = sources.shorten(options.corpus)
    corpus = CORPUS_CODE.get(options.corpus) or repr(short) + (
        "" if short == options.corpus else "  # and so on"
    )
    return [
        "",
        f"corpus = {corpus}",
        f"trained = embedlab.tokens.train_tokenizer(corpus, algorithm={options.algorithm!r}, "
        f"vocabulary_size={options.size})",
        "print([piece.piece for piece in trained.learned])",
        "print(trained.tokenizer.encode(text).tokens)",
    ]


def origins(view: Query, options: Options) -> list[str]:
    """Say who trains."""
    return [sources.computed("trained here by the trainers of the `tokenizers` library.")]


def _ask_corpus(text: str) -> str | None:
    st.session_state.setdefault("corpus", CORPORA["sentences of this project"])
    corpus = st.text_area("Text to learn from", key="corpus", height=140, max_chars=MAX_TRAINING_BYTES)
    make_live("corpus", limit=MAX_TRAINING_BYTES)
    with st.container(horizontal=True, vertical_alignment="bottom"):
        for label, content in {**CORPORA, "your text": text}.items():
            st.button(label, key=f"corpus: {label}", on_click=_learn_from, args=(content,))
        with st.popover("A file"):
            file = st.file_uploader(
                "Text file, at most 1 MB",
                key=f"corpus_file_{st.session_state.get('corpus_files', 0)}",
                max_upload_size=1,
            )
            encoding = st.selectbox("Encoding of the file", ENCODINGS, key="corpus_encoding")
    if file is None:
        return corpus
    file_text = layout.attempt_part(lambda: read_text(content_of(file), encoding=encoding))
    if file_text is None:
        return None
    size = count_text(len(file_text.text), "character")
    st.info(
        layout.escape(f"It learns from the file {file.name}, {size}; the text above waits."),
        icon=":material/description:",
    )
    return file_text.text


def _learn_from(content: str) -> None:
    st.session_state["corpus"] = content
    st.session_state["corpus_files"] = st.session_state.get("corpus_files", 0) + 1  # a new, empty uploader


def _table(trained: TrainedTokenizer, algorithm: str) -> dict[str, list[object]]:
    learned, bytes_of = trained.learned, trained.tokenizer.file.bytes_of
    table: dict[str, list[object]] = {
        "order": [piece.order for piece in learned],
        "piece": [visible_text(piece.piece) for piece in learned],
        "stands for": [bytes_label(bytes_of(piece.piece))[0] for piece in learned],
    }
    if algorithm == "BPE":
        table["merged from"] = [" + ".join(map(visible_text, piece.parts or ())) for piece in learned]
    if algorithm == "Unigram":
        table["log-probability"] = [piece.log_probability for piece in learned]
    return table


PART = Part(
    label="Train your own",
    ask=ask,
    show=show,
    code=code,
    sources=origins,
    line="A small tokenizer learns its list from a text of yours.",
)
