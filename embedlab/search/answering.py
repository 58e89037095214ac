"""Retrieval-augmented generation: the best passages go into a prompt, and a decoder continues it.

The prompt is ChatML, the format SmolLM2 was tuned with. The answer is greedy: the likeliest token each time,
so that equal prompts have equal answers.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass

from embedlab.context import Encoder, load_decoder
from embedlab.context.generation import generate
from embedlab.errors import InvalidInputError
from embedlab.search.index import SearchIndex
from embedlab.tokens import Message, Tokenizer, encode_chat
from embedlab.tokens.chat import CHATML
from embedlab.tokens.chunks import split_sentences

__all__ = [
    "Answer", "Prompt", "Source", "answer_query", "encode_prompt", "find_sources", "make_messages",
    "write_answers", "write_with",
]  # fmt: skip

MAX_PROMPT = 1_500  # tokens: half a minute of one core
MAX_ANSWER = 60  # tokens
ALONE = "Answer the question in one or two sentences."
WITH_PASSAGES = f"{ALONE} Use only these passages. If they do not hold the answer, say: I do not know."
START = "<|im_start|>"
ROLE = "assistant\n"

Write = Callable[[Sequence[Message]], str]


@dataclass(frozen=True)
class Prompt:
    """What is sent."""

    text: str  # with its role tokens
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
    """Return the answer to each prompt, `limit` tokens at most: a task of a worker, which loads the decoder.

    `watch` is called after each token with the share that is done and the answers so far, a tab between them.
    """
    decoder, answers = load_decoder(model), [""] * len(prompts)
    for number, ids in enumerate(prompts):
        for step, text in enumerate(_write(decoder, ids, limit)):
            answers[number] = text
            watch((number + step / limit) / len(prompts), "\t".join(answers[: number + 1]))
    return tuple(answers)


def write_with(decoder: Encoder) -> Write:
    """Return a function that lets a decoder answer, for `answer_query`."""

    def write(messages: Sequence[Message]) -> str:
        *_, text = _write(decoder, encode_prompt(decoder.tokenizer, messages).ids, MAX_ANSWER)
        return text

    return write


def _write(decoder: Encoder, ids: Sequence[int], limit: int) -> Iterator[str]:
    """Yield the answer to a prompt so far: nothing yet, then after each token."""
    tokens: list[int] = []
    yield ""
    for token in generate(decoder, ids, limit=limit):
        tokens.append(token)
        yield " ".join(decoder.tokenizer.decode(tokens).split())


def answer_query(index: SearchIndex, query: str, write: Write, *, k: int = 3, mode: str = "hybrid") -> Answer:
    """Return the answer of a model to a query, with the best passages in its prompt.

    >>> import embedlab
    >>> encoder = embedlab.load_encoder("all-MiniLM-L6-v2")
    >>> index = embedlab.build_search_index(["Parcels leave on Monday.", "Cats purr."], encoder)
    >>> answer_query(index, "When do you ship?", lambda messages: "On Monday.", k=1).sources[0].passage
    0

    Args:
        index: of the documents; the best chunks of its `k` best are the passages.
        query: a question.
        write: takes the messages (role and content) and returns the answer. `write_with(decoder)` is one;
            for a model elsewhere, give a function that sends `[asdict(each) for each in messages]` to your
            own endpoint. Nothing is sent otherwise.

    Raises:
        InvalidInputError, UnknownNameError: as `SearchIndex.search` and `encode_prompt`.
    """
    passages = [index.chunk_text(chunk) for chunk in index.search(query, k, mode=mode).chunks.tolist()]
    messages = make_messages(query, passages)
    text = write(messages)
    return Answer(messages, text, find_sources(index.encoder, text, passages))


def find_sources(encoder: Encoder, answer: str, passages: Sequence[str]) -> tuple[Source, ...]:
    """Return for each sentence of an answer the passage with the largest cosine: a hint, not a proof."""
    sentences = [each.of(answer) for each in split_sentences(answer)]
    if not sentences or not passages:
        return ()
    cosines = encoder.embed(sentences) @ encoder.embed(list(passages)).T
    best = zip(sentences, cosines.argmax(axis=1).tolist(), cosines.max(axis=1).tolist(), strict=True)
    return tuple(Source(*each) for each in best)
