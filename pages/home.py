"""Home: one sentence through every stage, each stage leading to its page."""

import streamlit as st

from embedlab.display import visible_text
from ui import cache, controls, layout, sources
from ui.results import ENCODER, ask_pipeline
from ui.token_strips import draw_token_strips, strip_data

layout.header(
    "What does a language model see in your sentence?",
    "Not letters and not words: **tokens**, each with a number, each number a **vector**, and in the end a "
    "vector that depends on the whole sentence. Type, and watch a real model do it.",
)
text = controls.sentence()
controls.presets(
    {
        "a word with two meanings": {"text": "The bank by the river bank was closed"},
        "order matters": {"text": "Dog bites man, man bites dog"},
        "long and rare words": {"text": "Antidisestablishmentarianism flabbergasted the onomatologist"},
    }
)
if not text.strip():
    st.info("Nothing to show yet: type a sentence above.")
    st.stop()

layout.wait_for("tokens", "the tokenizer")
tokenizer = layout.attempt(cache.tokenizer, ENCODER)
encoding = layout.attempt(tokenizer.encode, text, special_tokens=True)
draw_token_strips(strip_data([("1  text → 2  tokens → 3  ids", encoding)]), key="home tokens")

layout.wait_for("encoder", "the encoder")
view = layout.attempt(ask_pipeline, text)
pipeline = view.pipeline
count, dim = pipeline.contextual_vectors.shape
left_out = (
    f" (the last {pipeline.cut:,} do not fit into the model's window and are left out)"
    if pipeline.cut
    else ""
)
repeated = len(pipeline.ids) - len(set(pipeline.ids))
sentence = (
    f"The sentence became {count + pipeline.cut:,} tokens with [CLS] and [SEP], which the model adds{left_out}, "
    f"and each token a vector of {dim} numbers; the first 16 are drawn. "
)
if repeated:
    sentence += (
        f"{repeated} of the tokens repeat an earlier one: their token vectors are the same, their contextual "
        "vectors are not."
    )
else:
    sentence += "Orange is positive, blue is negative, pale is near zero."
layout.picture(view.figure, key="pipeline", alt=sentence)
layout.reading(sentence)

stages = st.columns(5)
links = (
    ("tokens", "Tokens and ids", "Why these pieces? Compare two tokenizers.", {"text": text}),
    (
        "space",
        "Vectors in space",
        "Words as points: which are neighbors, and how far a map can be trusted.",
        {},
    ),
    ("vectors", "Arithmetic", "king − man + woman, and what the famous demo leaves out.", {}),
    ("positional", "Positions", "Four ways to tell a model where a token stands.", {}),
    ("context", "Context", "One word, several meanings: where in the network they part.", {}),
)
for column, (page, title, idea, query) in zip(stages, links, strict=True):
    with column, st.container(border=True, height="stretch"):
        layout.link_to(page, title, **query)
        st.caption(idea)

layout.numbers(
    {
        "token": [visible_text(token) for token in pipeline.tokens],
        "id": pipeline.ids,
        "position": list(range(count)),
        "token vector": [layout.first_numbers(row) for row in pipeline.token_vectors],
        "position vector": [layout.first_numbers(row) for row in pipeline.position_vectors],
        "contextual vector": [layout.first_numbers(row) for row in pipeline.contextual_vectors],
    },
    key="home numbers",
    label=f"The numbers: the first 4 of {dim}",
)
layout.foot(
    [
        sources.model(ENCODER, "encoder", "Input table, position table, and the output of layer 6."),
        sources.computed("nothing is pooled or scaled; float32 on the CPU."),
    ],
    f"""import embedlab

encoder = embedlab.load_encoder("{ENCODER}")
(result,) = encoder.encode([{text!r}])
result.tokens, result.ids
encoder.token_embeddings[result.ids]                     # the token vectors
embedlab.load_position_table("{ENCODER}")[:len(result.ids)]
result.hidden_states[-1]                                 # the contextual vectors""",
)
