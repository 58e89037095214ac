"""Tokenizers of strangers: a file that was uploaded, or one downloaded by name.

Each runs in a process of its own. Loading and every call have a deadline; a regular expression that never
ends, a panic of the library or too much memory ends that process and nothing else.
"""

from __future__ import annotations

import threading
from collections import OrderedDict
from collections.abc import Sequence

from embedlab.errors import InvalidInputError
from embedlab.tokens.json_tokenizer import JsonTokenizer
from embedlab.tokens.local_engine import RawEncoding
from embedlab.tokens.tokenizer_json import TokenizerJson
from embedlab.tokens.worker import Worker

__all__ = ["MAX_FILE_BYTES", "RemoteEngine", "read_tokenizer"]

MAX_FILE_BYTES = 25_000_000
LOAD_SECONDS = 10.0
CALL_SECONDS = 5.0
PROCESSES = 4  # kept alive; the one that was asked longest ago is ended first


class RemoteEngine:
    """A tokenizer in a process of its own; started anew when it was ended."""

    def __init__(self, content: str, *, name: str) -> None:
        self.content = content
        self._worker = Worker(name)
        self._loading = threading.Lock()

    def start(self) -> None:
        """Start the process and load the tokenizer, unless that was done.

        Raises:
            InvalidInputError: the library cannot load it, or not in time.
        """
        _keep(self)
        with self._loading:
            if not self._worker.is_running:
                self._worker.ask("load", seconds=LOAD_SECONDS, content=self.content)

    def end(self) -> None:
        """End the process."""
        self._worker.end()

    def encode(self, text: str, *, special_tokens: bool) -> RawEncoding:
        """Return the tokens of a text."""
        self.start()
        ids, tokens, offsets, special, words = self._worker.ask(
            "encode", seconds=CALL_SECONDS, text=text, special_tokens=special_tokens
        )
        return RawEncoding(ids, tokens, [(start, end) for start, end in offsets], special, words)

    def normalize(self, text: str) -> str:
        """Return the text after normalization."""
        self.start()
        return str(self._worker.ask("normalize", seconds=CALL_SECONDS, text=text))

    def split(self, text: str) -> list[tuple[str, int, int]]:
        """Return the parts that the model gets, with their (start, end) in the text as it was given."""
        self.start()
        parts = self._worker.ask("split", seconds=CALL_SECONDS, text=text)
        return [(part, start, end) for part, start, end in parts]

    def decode(self, ids: Sequence[int]) -> str:
        """Return the text of some ids."""
        self.start()
        return str(self._worker.ask("decode", seconds=CALL_SECONDS, ids=list(ids)))


_alive: OrderedDict[int, RemoteEngine] = OrderedDict()
_alive_lock = threading.Lock()


def _keep(engine: RemoteEngine) -> None:
    """Note that an engine is in use, and end the process of the one unused for longest."""
    with _alive_lock:
        _alive[id(engine)] = engine
        _alive.move_to_end(id(engine))
        surplus = [_alive.popitem(last=False)[1] for _ in range(len(_alive) - PROCESSES)]
    for old in surplus:
        old.end()


def read_tokenizer(content: bytes, *, name: str) -> JsonTokenizer:
    """Load a tokenizer from the content of a `tokenizer.json`, whoever wrote it.

    Args:
        content: of the file, at most 25 MB.
        name: for messages and labels.

    Raises:
        InvalidInputError: too large, no JSON, no tokenizer, or the library cannot load it in time.
    """
    if len(content) > MAX_FILE_BYTES:
        raise InvalidInputError(
            f"{name} has {len(content):,} bytes; a tokenizer.json may have at most {MAX_FILE_BYTES:,}: "
            "choose a smaller one."
        )
    try:
        text = content.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        raise InvalidInputError(
            f"{name} is not UTF-8 at byte {error.start:,}; choose the tokenizer.json of a model."
        ) from error
    engine = RemoteEngine(text, name=name)
    TokenizerJson(text, name=name)  # refuses what is no such file at all
    engine.start()  # the library says what is wrong with a file before ours reads more of it
    return JsonTokenizer(text, name=name, engine=engine)
