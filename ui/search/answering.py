"""Answer from passages: what is sent to a language model, its answer with and without, and its sources."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import streamlit as st

from embedlab import search
from embedlab.content_key import content_key
from embedlab.context.decoder import is_installed, load_tokenizer
from embedlab.search import Prompt, Source
from embedlab.search.answering import write_answers
from ui import controls, decoder, fit_kinds, layout, sources
from ui.cache import cached
from ui.models import DECODER, ENCODER, encoder
from ui.part import Part
from ui.search import part_summaries
from ui.search.how_well import MODES
from ui.search.picture import View
from ui.work import Work

__all__ = ["PART"]

LIMIT = 60  # tokens of an answer
SECONDS = 30.0  # of two answers
DEADLINE = 600.0  # on a busy machine
COUNTS = ("1", "2", "3")
ANSWERS = ("Without passages", "With passages")


@dataclass(frozen=True)
class Options:
    """The passages of the prompt, and what a million tokens cost."""

    count: int
    mode: str
    price: float


def _ask(view: View) -> Options:
    with st.container(horizontal=True, vertical_alignment="bottom"):
        count = controls.choice("Passages", COUNTS, key="answer_passages", default="2")
        mode = controls.choice("Found by", tuple(MODES), key="answer_by")
        price = controls.amount(
            "Price of a million tokens", 0.0, 1_000.0, 1.0, key="answer_price", step=0.01,
            help="In any currency; put in what a provider asks. SmolLM2 runs here and costs nothing.",
        )  # fmt: skip
    return Options(int(count), MODES[mode], float(price))


def _show(view: View, options: Options) -> None:
    chunks = view.hits[options.mode].chunks[: options.count].tolist()
    passages = tuple(view.index.chunk_text(chunk) for chunk in chunks)
    prompts = decoder.compute(_prompts, view.query.text, passages) if decoder.check_installed() else None
    if prompts is None:
        return
    ids = [each.ids for each in prompts]
    key = content_key("answers", 2, DECODER, LIMIT, ids)
    work = Work(key, write_answers, (ids, DECODER, LIMIT), SECONDS, WRITING)
    if answers := work.offer("Let SmolLM2 answer", place="answers"):
        layout.finding(part_summaries.answered(prompts, LIMIT))
        _draw_answers(answers.result, _sources(answers.result[1], passages))
    st.markdown(f"**{part_summaries.prompt_head(prompts[1], options.price)}**")
    st.code(prompts[1].text, language=None, wrap_lines=True, height=360)


def _draw_answers(texts: Sequence[str], answer_sources: Sequence[Source] = ()) -> None:
    for column, head, text in zip(st.columns(2, gap="medium"), ANSWERS, texts, strict=False):
        with column, st.container(border=True):
            st.markdown(f"**{head}**")
            if answer_sources and head == ANSWERS[1]:
                st.markdown("\n\n".join(map(part_summaries.sourced, answer_sources)))
            else:
                st.markdown(layout.escape(text) or "…")


WRITING = fit_kinds.records(
    doing="Writing", seconds=DEADLINE, preview=lambda note: _draw_answers(note.split("\t"))
)


@cached(entries=32)
def _prompts(query: str, passages: tuple[str, ...]) -> tuple[Prompt, ...]:
    """Return the prompt without passages, and the one with them."""
    tokenizer, each = load_tokenizer(DECODER), [search.make_messages(query, each) for each in ((), passages)]
    return tuple(search.encode_prompt(tokenizer, messages) for messages in each)


@cached(entries=32)
def _sources(answer: str, passages: tuple[str, ...]) -> tuple[Source, ...]:
    return search.find_sources(encoder(ENCODER), answer, passages)


def _code(view: View, options: Options) -> list[str]:
    if not is_installed(DECODER):
        return []
    return [
        f"decoder = embedlab.load_decoder({DECODER!r})  # or any function of messages: your own endpoint",
        f"answer = embedlab.search.answer_query(index, {view.query.text!r}, embedlab.search.write_with(decoder),",
        f"                                      k={options.count}, mode={options.mode!r})",
        "print(answer.messages, answer.text, answer.sources)",
    ]


def _origins(view: View, options: Options) -> list[str]:
    model = [sources.model(DECODER, "decoder", "The likeliest token at each step.")]
    return [
        *(model if is_installed(DECODER) else []),
        sources.computed(
            "the nearest passage of a sentence by the cosine of MiniLM; the price is the one typed above."
        ),
    ]


PART = Part(
    "Answer from passages",
    _ask,
    _show,
    _code,
    _origins,
    line="The best passages go into the prompt of a small language model; with and without them.",
)
