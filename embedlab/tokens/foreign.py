"""Tokenizers of strangers: a file that was uploaded, or one downloaded by name.

Each runs in a process of its own. Loading and every call have a deadline; a regular expression that never
ends, a panic of the library or too much memory ends that process and nothing else.
"""

from __future__ import annotations

import threading
import weakref
from collections import OrderedDict
from collections.abc import Mapping, Sequence
from typing import Any

from embedlab.errors import EmbedLabError, InvalidInputError
from embedlab.processes import Sandbox
from embedlab.tokens.json_tokenizer import JsonTokenizer
from embedlab.tokens.local_engine import RawEncoding
from embedlab.tokens.tokenizer_json import TokenizerJson

__all__ = ["MAX_FILE_BYTES", "RemoteEngine", "read_tokenizer"]

TASKS = "embedlab.tokens.local_engine"
MAX_FILE_BYTES = 25_000_000
LOAD_SECONDS = 10.0
CALL_SECONDS = 5.0
PROCESSES = 4  # kept alive; the one that was asked longest ago is ended first


class RemoteEngine:
    """A tokenizer in a process of its own; started anew when it was ended."""

    def __init__(self, content: str, *, name: str) -> None:
        self._sandbox = Sandbox(
            name, opening=(f"{TASKS}:load", {"content": content}), opening_seconds=LOAD_SECONDS
        )

    def start(self) -> None:
        """Start the process and load the tokenizer, unless that was done.

        Raises:
            InvalidInputError: the library cannot load it.
            UnavailableError: not in time.
        """
        try:
            self._sandbox.start()
        except EmbedLabError:
            self._sandbox.end()
            raise
        _keep(self)

    @property
    def is_running(self) -> bool:
        """Whether the process lives."""
        return self._sandbox.is_running

    @property
    def is_busy(self) -> bool:
        """Whether a question is being answered."""
        return self._sandbox.is_busy

    def end(self) -> None:
        """End the process."""
        self._sandbox.end()

    def _call(self, method: str, **values: Any) -> Any:
        answer = self._sandbox.ask(f"{TASKS}:call", seconds=CALL_SECONDS, method=method, **values)
        _keep(self)
        return answer

    def encode(self, text: str, *, special_tokens: bool) -> RawEncoding:
        """Return the tokens of a text."""
        return _raw(self._call("encode", text=text, special_tokens=special_tokens))

    def normalize(self, text: str) -> str:
        """Return the text after normalization."""
        return str(self._call("normalize", text=text))

    def split(self, text: str) -> list[tuple[str, int, int]]:
        """Return the parts that the model gets, with their (start, end) in the text as it was given."""
        return [(part, start, end) for part, start, end in self._call("split", text=text)]

    def decode(self, ids: Sequence[int]) -> str:
        """Return the text of some ids."""
        return str(self._call("decode", ids=list(ids)))

    def converse(
        self, chat: Mapping[str, str], messages: Sequence[Mapping[str, str]]
    ) -> tuple[str, RawEncoding]:
        """Return a conversation as its template writes it, and its tokens."""
        text, answer = self._call(
            "converse", chat=dict(chat), messages=[dict(message) for message in messages]
        )
        return text, _raw(answer)


def _raw(answer: Sequence[Any]) -> RawEncoding:
    ids, tokens, offsets, special, words = answer
    return RawEncoding(ids, tokens, [(start, end) for start, end in offsets], special, words)


_alive: OrderedDict[int, weakref.ref[RemoteEngine]] = OrderedDict()
_alive_lock = threading.Lock()


def _keep(engine: RemoteEngine) -> None:
    """Note that an engine is in use; of too many, end the process of the one unused for longest."""
    with _alive_lock:
        _alive[id(engine)] = weakref.ref(engine)
        _alive.move_to_end(id(engine))
        living = [(key, known) for key, reference in _alive.items() if (known := reference()) is not None]
        idle = [(key, known) for key, known in living if not known.is_busy and known is not engine]
        surplus = idle[: max(0, len(living) - PROCESSES)]
        for key in {*_alive} - {key for key, _ in living} | {key for key, _ in surplus}:
            del _alive[key]
    for _, old in surplus:
        old.end()


def read_tokenizer(content: bytes, *, name: str) -> JsonTokenizer:
    """Load a tokenizer from the content of a `tokenizer.json`, whoever wrote it.

    Args:
        content: of the file, at most 25 MB.
        name: for messages and labels.

    Raises:
        InvalidInputError: too large, no JSON, no tokenizer, or the library cannot load it.
        UnavailableError: it did not load in time.
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
    file = TokenizerJson(text, name=name)  # refuses what is no such file at all
    engine = RemoteEngine(file.content, name=name)
    engine.start()  # the library says what is wrong with a file before ours reads more of it
    try:
        tokenizer = JsonTokenizer(text, name=name, engine=engine)
        tokenizer.check()
    except EmbedLabError:
        engine.end()
        raise
    return tokenizer
