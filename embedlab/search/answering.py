"""Retrieval-augmented generation: the best passages go into a prompt, and a decoder continues it.

The prompt is ChatML, the format SmolLM2 was tuned with. The answer is greedy: the likeliest token each time,
so that equal prompts have equal answers.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass

from embedlab.context import Encoder
from embedlab.context.generation import generate
from embedlab.errors import InvalidInputError
from embedlab.search.chunks import split_sentences
from embedlab.search.index import SearchIndex
from embedlab.tokens import Message, Tokenizer, encode_chat
from embedlab.tokens.chat import CHATML

__all__ = [
    "Answer", "Prompt", "Source", "answer_query", "encode_prompt", "find_sources", "generate",
    "make_messages", "write_answers", "write_with",
]  # fmt: skip

MAX_PROMPT = 1_500  # tokens: half a minute of one core
ALONE = "Answer the question in one or two sentences."
WITH_PASSAGES = f"{ALONE} Use only these passages. If they do not hold the answer, say: I do not know."
START = "<|im_start|>"
ROLE = "assistant\n"

Write = Callable[[Sequence[Message]], str]


@dataclass(frozen=True)
class Prompt:
    """What is sent: the text with its role tokens, and the ids."""

    text: str
    ids: tuple[int, ...]


@dataclass(frozen=True)
class Source:
    """A sentence of an answer, and the passage that is nearest to it."""

    sentence: str
    passage: int
    cosine: float


@dataclass(frozen=True)
class Answer:
    """What was asked, what came back, and which passage each sentence is nearest to."""

    messages: tuple[Message, ...]
    text: str
    sources: tuple[Source, ...]


def make_messages(query: str, passages: Sequence[str] = ()) -> tuple[Message, ...]:
    """Return what a model is asked: an instruction; then the numbered passages, if any, and the question."""
    numbered = [f"[{number}] {passage}" for number, passage in enumerate(passages, 1)]
    content = "\n\n".join([*numbered, f"Question: {query}"])
    return Message("system", WITH_PASSAGES if passages else ALONE), Message("user", content)


def encode_prompt(tokenizer: Tokenizer, messages: Sequence[Message]) -> Prompt:
    """Return messages as they are sent, in ChatML, with the beginning of the answer.

    Raises:
        InvalidInputError: the tokenizer has no role tokens, or the prompt exceeds 1,500 tokens.
    """
    encoding = encode_chat(tokenizer, messages, chat=CHATML)
    ids = (*encoding.ids, tokenizer.special_tokens[START], *tokenizer.encode(ROLE).ids)
    if len(ids) > MAX_PROMPT:
        raise InvalidInputError(
            f"The prompt has {len(ids):,} tokens and at most {MAX_PROMPT:,} are sent; choose fewer passages, "
            "or cut the documents into smaller chunks."
        )
    return Prompt(f"{encoding.text}{START}{ROLE}", ids)


def write_answers(
    prompts: Sequence[Sequence[int]], model: str, limit: int, *, watch: Callable[[float, str], object]
) -> tuple[str, ...]:
    """Return the answer to each prompt: a task of a worker, which loads the decoder for this once.

    Args:
        prompts: ids of each.
        model: the decoder.
        limit: tokens of an answer.
        watch: called after each token with the share that is done and the answers so far, tab between them.
    """
    from embedlab.context import load_decoder

    decoder = load_decoder(model)
    answers: list[str] = []
    for number, ids in enumerate(prompts):
        tokens: list[int] = []
        watch(number / len(prompts), "\t".join([*answers, ""]))
        for token in generate(decoder, ids, limit=limit):
            tokens.append(token)
            share = (number + len(tokens) / limit) / len(prompts)
            watch(share, "\t".join([*answers, _clean(decoder.tokenizer.decode(tokens))]))
        answers.append(_clean(decoder.tokenizer.decode(tokens)))
    return tuple(answers)


def write_with(decoder: Encoder) -> Write:
    """Return a function that lets a decoder answer, for `answer_query`."""

    def write(messages: Sequence[Message]) -> str:
        prompt = encode_prompt(decoder.tokenizer, messages)
        return _clean(decoder.tokenizer.decode(list(generate(decoder, prompt.ids))))

    return write


def answer_query(index: SearchIndex, query: str, write: Write, *, k: int = 3, mode: str = "hybrid") -> Answer:
    """Return the answer of a model to a query, with the best passages in its prompt.

    >>> import embedlab
    >>> encoder = embedlab.load_encoder("all-MiniLM-L6-v2")
    >>> index = embedlab.build_search_index(["Parcels leave on Monday.", "Cats purr."], encoder)
    >>> answer_query(index, "When do you ship?", lambda messages: "On Monday.", k=1).sources[0].passage
    0

    Args:
        index: of the documents.
        query: a question.
        write: takes the messages (role and content) and returns the answer. `write_with(decoder)` is one;
            for a model elsewhere, give a function that sends `[asdict(each) for each in messages]` to your
            own endpoint. Nothing is sent otherwise.
        k: documents whose best chunk is a passage.
        mode: how they are searched, of `MODES`.

    Raises:
        InvalidInputError, UnknownNameError: as `SearchIndex.search` and `encode_prompt`.
    """
    hits = index.search(query, k, mode=mode)
    passages = [index.chunk_text(chunk) for chunk in hits.chunks.tolist()]
    messages = make_messages(query, passages)
    text = write(messages)
    return Answer(messages, text, find_sources(index.encoder, text, passages))


def find_sources(encoder: Encoder, answer: str, passages: Sequence[str]) -> tuple[Source, ...]:
    """Return for each sentence of an answer the passage with the largest cosine: a hint, not a proof."""
    sentences = [each.of(answer) for each in split_sentences(answer)]
    if not sentences or not passages:
        return ()
    vectors = encoder.embed([*passages, *sentences])
    cosines = vectors[len(passages) :] @ vectors[: len(passages)].T
    return tuple(
        Source(sentence, int(row.argmax()), float(row.max()))
        for sentence, row in zip(sentences, cosines, strict=True)
    )


def _clean(text: str) -> str:
    return " ".join(text.split())
