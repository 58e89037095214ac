"""Tokenization: one text, up to four tokenizers, side by side."""

import streamlit as st

import embedlab
from ui import controls, layout, sources
from ui.live import make_live
from ui.token_strips import draw_token_strips
from ui.tokens import (
    budget,
    languages,
    own,
    prediction,
    stages,
    table,
    text_source,
    training,
    vocabulary,
    why,
)
from ui.tokens.questions import ask_encoding, ask_strips, find_tokenizer

CATALOG = embedlab.names_of("tokenizer")
MOST = 4  # columns

layout.header(
    "How does text become tokens?",
    "A model reads neither letters nor words but pieces from a fixed list, its vocabulary. Each tokenizer has its "
    "own list, so the same text becomes different tokens. Point at a token to see the same characters elsewhere; "
    "click it to see why it is one.",
)
with st.container(gap=None):
    short = controls.text(
        "Your text", controls.DEFAULT_SENTENCE, key="text", max_chars=controls.MAX_SENTENCE, lines=2
    )
    make_live("text", limit=controls.MAX_SENTENCE, remedy="For more, open More settings: A long text.")
names = controls.several(
    "Tokenizers",
    [*CATALOG, *own.names()],
    key="tokenizers",
    default=["gpt2", "all-MiniLM-L6-v2"],
    most=MOST,
    chosen=own.take(),
)
more = controls.presets(
    {
        "ten languages": {"text": "cat, chat, Katze, gato, кошка, γάτα, बिल्ली, 고양이, 猫, قطة"},
        "numbers and code": {"text": "for i in range(1000):\n    total += 3.14159 * i**2"},
        "emoji and accents": {"text": "naïve café, 👩‍🚀 and 🇯🇵 and 🤷🏽"},
    },
    more=True,
)
with more:
    special = controls.switch(
        "Add special tokens",
        False,
        key="special",
        help="What the model expects around a text, such as [CLS].",
    )
    ids = controls.switch("Show ids", True, key="ids")
    form = controls.choice(
        "Unicode form",
        text_source.FORMS,
        key="form",
        help="é can be one character (NFC) or e and an accent (NFD). They look the same and are different tokens.",
    )
    text_source.ask_long()
    st.divider()
    own.show()

text = text_source.to_form(text_source.show_long(short) or short, form)
if not text:
    st.info("Nothing to show yet: type a text above.")
    st.stop()
if not names:
    st.info("Nothing to show yet: choose a tokenizer above.")
    st.stop()

layout.wait_for("tokens", "the tokenizers")
encodings = {name: layout.attempt_part(ask_encoding, name, text, special) for name in names}
names = tuple(name for name, encoding in encodings.items() if encoding is not None)
if not names:
    st.stop()
sizes = {name: len(encodings[name]) for name in names}
draw_token_strips(
    ask_strips(names, text, special, ids),
    key="token columns",
    on_choose=lambda column, token: why.choose(names, column, token),
)
st.caption(
    "␣ space · ⏎ line break · ⇥ tab · dashed: only some bytes of a character, or unknown · bar at the left: a border that not every column has"
)

fewest, most = min(sizes, key=lambda name: sizes[name]), max(sizes, key=lambda name: sizes[name])
unknown = {name: sum(encodings[name].unknown) for name in names if any(encodings[name].unknown)}
size, long = layout.counted(sizes[most], "token"), layout.counted(len(text), "character")
if sizes[fewest] == sizes[most]:
    said = f"{layout.listed(names)} need{'s' if len(names) == 1 else ''} {size} for {long}."
elif not sizes[fewest]:
    said = f"For {long} {most} needs {size} and {fewest} none" + (
        ", because it drops white space." if not text.strip() else "."
    )
else:
    times = sizes[most] / sizes[fewest]
    said = f"For {long} {most} needs {size} and {fewest} {sizes[fewest]:,}: " + (
        f"{times:,.2f} times as many." if times >= 1.005 else "nearly the same number."
    )
for name, count in unknown.items():
    said += f" {name} has no pieces for a part of it and puts {layout.counted(count, 'unknown token')}: the model never sees that part."
layout.reading(said)
if "\ufffd" in text:
    st.caption(
        "The text holds U+FFFD, the sign for a character that could not be read, such as half a surrogate pair."
    )

layout.numbers(
    {
        "tokenizer": list(names),
        "algorithm": [find_tokenizer(name).algorithm for name in names],
        "vocabulary": [find_tokenizer(name).vocabulary_size for name in names],
        "tokens": list(sizes.values()),
        "characters a token": [len(text) / size if size else float("nan") for size in sizes.values()],
        "bytes a token": [
            len(encodings[name].text.encode()) / size if size else float("nan")
            for name, size in sizes.items()
        ],
    },
    key="sizes",
    decimals=2,
)

parts = {
    why.TAB: lambda: why.show(names, text, special),
    "Stages": lambda: stages.show(names, text, special),
    "Vocabulary": lambda: vocabulary.show(names),
    "Languages": lambda: languages.show(names, text),
    "Budget": lambda: budget.show(names, text, special),
    "Train your own": lambda: training.show(text),
    "Predict": lambda: prediction.show(names),
    "Table and files": lambda: table.show(names, text, special),
}
parts[controls.part(list(parts), key="tokens_tab")]()

layout.foot(
    [sources.tokenizer(find_tokenizer(name)) for name in names], sources.token_code(names, text, special)
)
