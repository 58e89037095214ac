"""The other side of `worker`: reads questions from its standard input until that is closed.

Runs as `python -m embedlab.worker_process`. Memory is capped where the system can do that, and the
process steps back behind the server that serves everybody.
"""

from __future__ import annotations

import contextlib
import json
import os
import sys
import threading
from collections.abc import Callable, Sequence
from typing import Any

from embedlab.errors import EmbedLabError
from embedlab.tokens.local_engine import LocalEngine

__all__ = ["TASKS", "answer"]

MEMORY = 4 << 30  # bytes of address space
NICENESS = 5  # behind the server
IDLE_SECONDS = 600

_loaded: dict[str, LocalEngine] = {}


def load(content: str) -> bool:
    """Load a tokenizer; later questions are put to it."""
    _loaded["engine"] = LocalEngine(content)
    return True


def ready() -> bool:
    """Answer that the process listens."""
    return True


def encode(text: str, special_tokens: bool) -> list[Any]:
    """Return ids, tokens, offsets, special and words of a text."""
    raw = _loaded["engine"].encode(text, special_tokens=special_tokens)
    return [raw.ids, raw.tokens, raw.offsets, raw.special, raw.words]


def normalize(text: str) -> str:
    """Return the text after normalization."""
    return _loaded["engine"].normalize(text)


def split(text: str) -> list[tuple[str, int, int]]:
    """Return the parts that the model gets."""
    return _loaded["engine"].split(text)


def decode(ids: Sequence[int]) -> str:
    """Return the text of some ids."""
    return _loaded["engine"].decode(ids)


def converse(chat: dict[str, str], messages: list[dict[str, str]]) -> list[Any]:
    """Return a conversation written out, and ids, tokens, offsets, special and words of it."""
    text, raw = _loaded["engine"].converse(chat, messages)
    return [text, raw.ids, raw.tokens, raw.offsets, raw.special, raw.words]


def train(text: str, algorithm: str, vocabulary_size: int) -> str:
    """Train a tokenizer and return its `tokenizer.json`."""
    from tokenizers import Tokenizer, decoders, models, normalizers, pre_tokenizers, trainers

    engine: Tokenizer
    trainer: Any
    if algorithm == "BPE":
        engine = Tokenizer(models.BPE())
        engine.pre_tokenizer = pre_tokenizers.ByteLevel(add_prefix_space=False)
        engine.decoder = decoders.ByteLevel()
        trainer = trainers.BpeTrainer(
            vocab_size=vocabulary_size,
            initial_alphabet=pre_tokenizers.ByteLevel.alphabet(),
            show_progress=False,
        )
    elif algorithm == "WordPiece":
        engine = Tokenizer(models.WordPiece(unk_token="[UNK]"))
        engine.normalizer = normalizers.BertNormalizer()
        engine.pre_tokenizer = pre_tokenizers.BertPreTokenizer()
        engine.decoder = decoders.WordPiece()
        trainer = trainers.WordPieceTrainer(
            vocab_size=vocabulary_size, special_tokens=["[UNK]"], show_progress=False
        )
    else:
        engine = Tokenizer(models.Unigram())
        engine.pre_tokenizer = pre_tokenizers.Metaspace()
        engine.decoder = decoders.Metaspace()
        trainer = trainers.UnigramTrainer(
            vocab_size=vocabulary_size, special_tokens=["<unk>"], unk_token="<unk>", show_progress=False
        )
    # BPE keeps line breaks as GPT-2 does; for the others a line ends a word
    engine.train_from_iterator(text.splitlines(keepends=algorithm == "BPE"), trainer)
    return engine.to_str()


def look_up(**question: Any) -> dict[str, Any]:
    """Return the commit and the files of a repository of the hub, or that the hub is silent."""
    from embedlab.models import hub_requests

    try:
        return hub_requests.look_up(**question)
    except hub_requests.HubSilentError as error:
        return {"silent": str(error)}


def fetch_files(**question: Any) -> dict[str, Any]:
    """Download files of the hub and return their paths."""
    from embedlab.models import hub_requests

    return hub_requests.fetch_files(**question)


def fetch_positions(path: str, **question: Any) -> bool:
    """Write the positions of a checkpoint of the hub to a file."""
    from embedlab.positional import hub_positions

    return hub_positions.fetch_positions(path, **question)


def convert_gguf(source: str, folder: str) -> bool:
    """Write a decoder in a GGUF file anew as the files transformers loads."""
    from embedlab.models import gguf_file

    return gguf_file.convert_gguf(source, folder)


TASKS: dict[str, Callable[..., Any]] = {
    task.__name__: task
    for task in (
        *(load, ready, encode, normalize, split, decode, converse, train),
        *(look_up, fetch_files, fetch_positions, convert_gguf),
    )
}


def answer(line: str) -> dict[str, Any]:
    """Return the answer to one question."""
    question = json.loads(line)
    task = TASKS[question.pop("task")]
    try:
        return {"result": task(**question)}
    except EmbedLabError as error:
        return {"error": str(error)}
    except (KeyboardInterrupt, SystemExit):
        raise
    except BaseException as error:  # a panic of the Rust engine is no Exception
        said = " ".join(str(error).split())[:200] or type(error).__name__
        return {"failure": said}


def main() -> None:
    """Answer until nobody asks any more."""
    with contextlib.suppress(ImportError, ValueError, OSError):  # not on every system
        import resource

        resource.setrlimit(resource.RLIMIT_AS, (MEMORY, MEMORY))
    with contextlib.suppress(AttributeError, OSError):
        os.nice(NICENESS)
    output = os.fdopen(os.dup(1), "w", encoding="utf-8")
    os.dup2(2, 1)  # whatever a library prints must not be taken for an answer
    idle = _end_when_idle()
    for line in sys.stdin:
        idle.cancel()
        print(json.dumps(answer(line)), file=output, flush=True)
        idle = _end_when_idle()
    idle.cancel()


def _end_when_idle() -> threading.Timer:
    """End the process if nothing is asked for a while; the next question starts another."""
    timer = threading.Timer(IDLE_SECONDS, os._exit, (0,))
    timer.daemon = True
    timer.start()
    return timer


if __name__ == "__main__":
    main()
