"""Tokenization: one text, two tokenizers, side by side."""

import streamlit as st

import embedlab
from embedlab.tokens.display import token_labels, visible_text
from ui import cache, controls, layout, sources
from ui.results import ask_counts
from ui.token_strips import MAX_DRAWN, draw_token_strips

NAMES = embedlab.names_of("tokenizer")

layout.header(
    "How does text become tokens?",
    "A model reads neither letters nor words but pieces from a fixed list, its vocabulary. Each tokenizer has "
    "its own list, so the same text becomes different tokens. Point at one to see the same characters on the "
    "other side.",
)
text = controls.text(
    "Your text", controls.DEFAULT_SENTENCE, key="text", max_chars=controls.MAX_SENTENCE, lines=2
)
left, right, extra = st.columns([2, 2, 2], vertical_alignment="bottom")
with left:
    first = controls.pick("First tokenizer", NAMES, key="first", default="gpt2")
with right:
    second = controls.pick("Second tokenizer", NAMES, key="second", default="all-MiniLM-L6-v2")
with extra:
    special = controls.switch(
        "Add special tokens",
        False,
        key="special",
        help="What the model expects around a text, such as [CLS].",
    )
controls.presets(
    {
        "ten languages": {"text": "cat, chat, Katze, gato, кошка, γάτα, बिल्ली, 고양이, 猫, قطة"},
        "numbers and code": {"text": "for i in range(1000):\n    total += 3.14159 * i**2"},
        "emoji and accents": {"text": "naïve café, 👩‍🚀 and 🇯🇵 and 🤷🏽"},
    }
)
if not text:
    st.info("Nothing to show yet: type a text above.")
    st.stop()

layout.wait_for("tokens", "the tokenizers")
loaded = {name: layout.attempt(cache.tokenizer, name) for name in dict.fromkeys((first, second))}
encodings = {
    name: layout.attempt(tokenizer.encode, text, special_tokens=special) for name, tokenizer in loaded.items()
}
draw_token_strips(
    [(f"{name} · {loaded[name].algorithm}", encoding) for name, encoding in encodings.items()],
    key="token columns",
)

sizes = {name: len(encoding) for name, encoding in encodings.items()}
sentence = " ".join(
    f"{name} needs {size:,} token{'' if size == 1 else 's'} for {len(text):,} character{'' if len(text) == 1 else 's'}"
    + (f" ({len(text) / size:.1f} a token)." if size else ": it drops white space.")
    for name, size in sizes.items()
)
if len(sizes) == 2 and len(set(sizes.values())) == 2 and all(sizes.values()):
    more, fewer = sorted(sizes, key=lambda name: -sizes[name])
    sentence += f" That is {sizes[more] / sizes[fewer]:.2f} times as many for {more} as for {fewer}."
layout.reading(sentence)

tables = st.columns(len(encodings))
for column, (name, encoding) in zip(tables, encodings.items(), strict=True):
    with column:
        labels = token_labels(encoding, MAX_DRAWN)
        layout.numbers(
            {
                "token": [visible_text(item.token) for item in labels],
                "shown": [item.label for item in labels],
                "id": [item.token_id for item in labels],
                "from": [item.start for item in labels],
                "to": [item.end for item in labels],
            },
            key=f"tokens of {name}",
            label=name,
            height=300,
        )

going_further = st.tabs(
    ["How to read it", "All tokenizers"], key="tokens_tab", on_change="rerun", bind="query-params"
)
shown = list(encodings)
if going_further[0].open:
    with going_further[0]:
        st.markdown(
            "- `␣` is a space, `⏎` a line break, `⇥` a tab. Vocabularies spell a leading space `Ġ` or `▁`; "
            "WordPiece marks a piece inside a word with `##`.\n"
            "- A dashed token in hexadecimal, such as `F0 9F`, holds only some bytes of a character; it takes "
            "several tokens to make the whole one.\n"
            "- A bar at the left of a token marks a boundary that only this tokenizer draws.\n"
            "- `[UNK]` means the tokenizer has no pieces for this word and the model never sees it."
        )
if going_further[1].open:
    with going_further[1]:
        counts, figure = layout.attempt(ask_counts, text)
        shown = list(counts)
        said = ", ".join(f"{name} {count:,}" for name, count in counts.items())
        layout.picture(figure, key="counts", alt=f"Tokens for the same text: {said}.")
        layout.numbers(
            {"tokenizer": list(counts), "tokens": list(counts.values())}, key="count numbers", label=""
        )
layout.foot(
    [
        sources.model(name, "tokenizer", f"{cache.tokenizer(name).vocabulary_size:,} ids.")
        for name in encodings
    ],
    f"""import embedlab

for name in {list(encodings)!r}:
    encoding = embedlab.load_tokenizer(name).encode({text!r}, special_tokens={special})
    print(name, len(encoding), encoding.tokens, encoding.ids, encoding.offsets)""",
)
