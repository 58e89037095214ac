"""Train your own: a small tokenizer learns from a text, before one's eyes, and meets GPT-2."""

from __future__ import annotations

import streamlit as st

import embedlab
from embedlab.display import bytes_label, visible_text
from embedlab.text_files import ENCODINGS, read_text
from embedlab.texts.languages import LANGUAGES
from embedlab.tokens.training import MAX_TRAINING_BYTES, SMALLEST
from ui import controls, layout
from ui.live import make_live
from ui.token_strips import draw_token_strips, strip_data
from ui.tokens import own
from ui.tokens.questions import ask_encoding, ask_trained, ask_trained_encoding

__all__ = ["show"]

LOW = "low " * 5 + "lower " * 2 + "newest " * 6 + "widest " * 3
CORPORA = {
    "low, lower, newest": LOW.strip(),
    "sentences of this project": "\n".join(
        sentence for word in embedlab.texts.AMBIGUOUS_WORDS.values() for sentence in word.sentences
    ),
    "twenty-one languages": "\n".join(sentence.text for sentence in LANGUAGES),
}
LARGEST = 5_000  # tokens on the slider


def show(text: str) -> None:
    """Train a tokenizer and apply it."""
    st.session_state.setdefault("corpus", CORPORA["sentences of this project"])
    corpus = st.text_area("Text to learn from", key="corpus", height=140, max_chars=MAX_TRAINING_BYTES)
    make_live("corpus", limit=MAX_TRAINING_BYTES)
    with st.container(horizontal=True, vertical_alignment="bottom"):
        for label, content in CORPORA.items():
            st.button(label, key=f"corpus: {label}", on_click=_learn_from, args=(content,))
        st.button("your text", key="corpus: your text", on_click=_learn_from, args=(text,))
        with st.popover("A file"):
            opened = st.file_uploader(
                "Text file, at most 1 MB",
                key=f"corpus_file_{st.session_state.get('corpus_files', 0)}",
                max_upload_size=1,
            )
            encoding = st.selectbox("Encoding of the file", ENCODINGS, key="corpus_encoding")
    if opened is not None:
        read = layout.attempt_part(read_text, opened.getvalue(), encoding=encoding)
        if read is None:
            return
        corpus = read.text
        size = layout.counted(len(corpus), "character")
        st.info(
            layout.escape(f"It learns from the file {opened.name}, {size}; the text above waits."),
            icon=":material/description:",
        )
    left, right = st.columns([1, 2], vertical_alignment="bottom")
    with left:
        algorithm = controls.choice("Algorithm", list(SMALLEST), key="algorithm")
    with right:
        size = controls.number(
            "Tokens in the vocabulary",
            30,
            LARGEST,
            350,
            key="vocabulary_size",
            step=10,
            help="BPE starts with the 256 bytes, so that its first merge makes token 257.",
        )
    if size < SMALLEST[algorithm]:
        size = SMALLEST[algorithm]
        st.caption(f"{algorithm} begins with the {size} bytes: its vocabulary cannot be smaller than that.")
    with st.spinner("Training", show_time=True):
        trained = layout.attempt_part(ask_trained, corpus, algorithm, size)
    if trained is None:
        return
    learned, tokenizer = trained.learned, trained.tokenizer
    made = tokenizer.vocabulary_size
    first = bytes_label(tokenizer.file.bytes_of(learned[0].piece))[0] if learned else ""
    if made == size:
        sizes = f"The vocabulary has the {made:,} tokens you asked for."
    elif made < size:
        sizes = f"The vocabulary has {made:,} tokens, fewer than the {size:,} you asked for: the text has no more to learn."
    else:
        sizes = f"The vocabulary has {made:,} tokens, more than the {size:,} you asked for: its alphabet alone has that many."
    layout.reading(
        f"From {layout.counted(len(corpus), 'character')} {algorithm} learned {layout.counted(len(learned), 'piece')}"
        + (f", the first of them {first}. " if learned else ". ")
        + sizes
    )
    mine = layout.attempt_part(ask_trained_encoding, corpus, algorithm, size, text)
    encodings = [
        (name, encoding)
        for name, encoding in (
            (f"yours · {algorithm}", mine),
            ("gpt2 · byte-level BPE", ask_encoding("gpt2", text)),
        )
        if encoding is not None
    ]
    draw_token_strips(strip_data(encodings), key="trained columns")
    if st.button("Use it beside the others", key="use trained", icon=":material/add:"):
        own.bring(f"trained-{algorithm}", tokenizer.file.content.encode())
    _list(trained, algorithm)


def _learn_from(content: str) -> None:
    st.session_state["corpus"] = content
    st.session_state["corpus_files"] = st.session_state.get("corpus_files", 0) + 1  # a new, empty uploader


def _list(trained: embedlab.tokens.TrainedTokenizer, algorithm: str) -> None:
    learned, shown = trained.learned, trained.tokenizer.file.bytes_of
    table: dict[str, list[object]] = {
        "order": [piece.order for piece in learned],
        "piece": [visible_text(piece.piece) for piece in learned],
        "stands for": [bytes_label(shown(piece.piece))[0] for piece in learned],
    }
    if algorithm == "BPE":
        table["merged from"] = [" + ".join(map(visible_text, piece.parts or ())) for piece in learned]
    if algorithm == "Unigram":
        table["log-probability"] = [piece.log_probability for piece in learned]
    what = {
        "BPE": "Merges in the order in which they were learned: always the most frequent pair.",
        "WordPiece": "Pieces in the order of their ids; ## marks the inside of a word.",
        "Unigram": "Pieces by their log-probability, the most probable first.",
    }
    st.caption(what[algorithm])
    layout.numbers(table, key="learned", label="", height=280)
