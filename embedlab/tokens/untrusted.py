"""Untrusted tokenizers: a file that was uploaded, or one downloaded by name.

Each lives in a sandbox. Nothing of the file is parsed in this process: it is handed over as bytes, and what
comes back are texts and numbers. Loading and every call have a deadline; a regular expression that never
ends, a panic of the library or too much memory ends that sandbox and nothing else.
"""

from __future__ import annotations

import threading
import weakref
from collections import OrderedDict
from collections.abc import Callable, Mapping, Sequence
from dataclasses import asdict
from functools import cached_property
from typing import Any, TypeVar

from embedlab.content_key import content_key
from embedlab.errors import EmbedLabError, InvalidInputError
from embedlab.processes import Sandbox
from embedlab.processes.child import OPENING_MEMORY
from embedlab.processes.records import from_json
from embedlab.tokens.best_path import PathReplay, PathStep
from embedlab.tokens.columns import read_bytes, read_encoding, read_integers, read_stages, read_texts
from embedlab.tokens.encoding import Encoding
from embedlab.tokens.longest_match import MatchReplay, MatchStep
from embedlab.tokens.merges import MergeReplay, MergeStep
from embedlab.tokens.stages import Replay, Stages, Word
from embedlab.tokens.tokenizer import Tokenizer, check_text

__all__ = [
    "MAX_FILE_BYTES",
    "MAX_READ_BYTES",
    "UntrustedTokenizer",
    "add_chat_template",
    "compact_tokenizer",
    "read_tokenizer",
]

TASKS = "embedlab.tokens.untrusted_child"
MAX_FILE_BYTES = 25_000_000  # in one line
MAX_READ_BYTES = 36_000_000  # indented, as files are published
LOAD_SECONDS = 30.0  # on a busy machine; whoever waits sees it and can cancel
CALL_SECONDS = 5.0
PROCESSES = 4  # alive; of more, the least recently used one is ended
REPLAYS = (MergeReplay, MergeStep, MatchReplay, MatchStep, PathReplay, PathStep)

Result = TypeVar("Result")


class UntrustedTokenizer(Tokenizer):
    """A tokenizer in a sandbox, which is started anew when it was ended."""

    def __init__(
        self, content: bytes, *, name: str, begun: Callable[[Sandbox], object] | None = None
    ) -> None:
        self.name = name
        self._key = content_key(name, content)
        self._sandbox = Sandbox(
            name,
            opening=(f"{TASKS}:load", {"content": content, "name": name}),
            opening_seconds=LOAD_SECONDS,
        )
        if begun is not None:
            begun(self._sandbox)
        try:
            self._ask("describe", self._read_description)
        except EmbedLabError:
            self.end()
            raise

    def _read_description(self, answer: Mapping[str, Any]) -> None:
        self.algorithm = str(answer["algorithm"])
        self.vocabulary_size = int(answer["vocabulary_size"])
        names, ids = read_texts("special_tokens", answer), read_integers("special_ids", answer).tolist()
        self.special_tokens = dict(zip(names, ids, strict=True))
        self._has_chat_template = bool(answer["has_chat_template"])

    @property
    def key(self) -> str:
        """The SHA-256 of name and content."""
        return self._key

    @property
    def is_running(self) -> bool:
        """Whether the process is alive."""
        return self._sandbox.is_running

    @property
    def is_busy(self) -> bool:
        """Whether a call is being answered."""
        return self._sandbox.is_busy

    @property
    def has_chat_template(self) -> bool:
        """Whether the file carries the chat template of its repository."""
        return self._has_chat_template

    def end(self) -> None:
        """End the process."""
        self._sandbox.end()

    def encode_conversation(self, messages: Sequence[Mapping[str, str]]) -> Encoding:
        """Return a conversation as tokens, written out by the tokenizer's own chat template."""
        return self._ask(
            "encode_conversation",
            lambda answer: read_encoding(str(answer["text"]), True, answer),
            messages=[dict(message) for message in messages],
        )

    def stages(self, text: str, *, special_tokens: bool = False) -> Stages:
        """Return what comes out of every stage between `text` and its ids."""
        text = check_text(text)
        return self._ask(
            "stages",
            lambda answer: read_stages(text, special_tokens, answer),
            text=text,
            special_tokens=special_tokens,
        )

    def replay(self, word: Word) -> Replay:
        """Return how the model cuts a word, by the steps of its own algorithm."""
        return self._ask("replay", _read_replay, word=asdict(word))

    def vocabulary_bytes(self) -> list[bytes]:
        """Return the bytes that each id stands for, by id; b"" for a special token or an id without one."""
        return self._ask("vocabulary_bytes", lambda answer: read_bytes("vocabulary", answer))

    def spelled(self, token_id: int) -> str:
        """Return the token of an id as the vocabulary spells it; "" for an id without a token."""
        return self._spellings[0][token_id]

    def rank(self, token_id: int) -> int | None:
        """Return the rank of the merge that makes a token, None where none does."""
        rank = self._spellings[1][token_id]
        return None if rank < 0 else rank

    @cached_property
    def _spellings(self) -> tuple[list[str], list[int]]:
        """The token of each id, and the rank of its merge, -1 for none."""
        return self._ask("spellings", self._read_spellings)

    def _read_spellings(self, answer: Mapping[str, Any]) -> tuple[list[str], list[int]]:
        tokens, ranks = read_texts("tokens", answer), read_integers("ranks", answer, low=-1).tolist()
        if not len(tokens) == len(ranks) == self.vocabulary_size:
            raise ValueError("There is not one spelling per id.")
        return tokens, ranks

    def _encode(self, text: str, *, special_tokens: bool) -> Encoding:
        return self._ask(
            "encode",
            lambda answer: read_encoding(text, special_tokens, answer),
            text=text,
            special_tokens=special_tokens,
        )

    def _decode_ids(self, ids: list[int]) -> str:
        return self._ask("decode", str, ids=ids)

    def _ask(self, task: str, read: Callable[[Any], Result], **values: Any) -> Result:
        """Run a task of the sandbox and return its answer as `read` understands it."""
        answer = self._sandbox.ask(f"{TASKS}:{task}", seconds=CALL_SECONDS, **values)
        _register(self)
        try:
            return read(answer)
        except (AttributeError, LookupError, OverflowError, TypeError, ValueError) as error:
            raise InvalidInputError(
                f"{self.name} sent an unreadable answer; choose another tokenizer."
            ) from error


def _read_replay(answer: Any) -> Replay:
    replay = from_json(answer, *REPLAYS)
    if not isinstance(replay, Replay):
        raise TypeError("The answer is no replay.")
    return replay


_alive: OrderedDict[int, weakref.ref[UntrustedTokenizer]] = OrderedDict()
_alive_lock = threading.Lock()


def _register(tokenizer: UntrustedTokenizer) -> None:
    """Note that a tokenizer is in use; of too many, end the process of the least recently used one."""
    with _alive_lock:
        _alive[id(tokenizer)] = weakref.ref(tokenizer)
        _alive.move_to_end(id(tokenizer))
        living = [(key, each) for key, reference in _alive.items() if (each := reference()) is not None]
        idle = [(key, each) for key, each in living if not each.is_busy and each is not tokenizer]
        surplus = idle[: max(0, len(living) - PROCESSES)]
        for key in {*_alive} - {key for key, _ in living} | {key for key, _ in surplus}:
            del _alive[key]
    for _, old in surplus:
        old.end()


def read_tokenizer(
    content: bytes, *, name: str, begun: Callable[[Sandbox], object] | None = None
) -> UntrustedTokenizer:
    """Load a tokenizer from the content of an untrusted `tokenizer.json`, in a sandbox.

    Args:
        content: of the file, at most 36 MB, and 25 MB without the indentation of its lines.
        name: for messages and labels.
        begun: is given each sandbox before it loads anything: whoever ends it ends the loading.

    Raises:
        InvalidInputError: too large, no JSON, no tokenizer, or the library cannot load it.
        TimedOutError: not in time.
    """
    return UntrustedTokenizer(compact_tokenizer(content, name=name, begun=begun), name=name, begun=begun)


def compact_tokenizer(
    content: bytes, *, name: str, begun: Callable[[Sandbox], object] | None = None
) -> bytes:
    """Return a tokenizer.json that is too large without the indentation of its lines, in a sandbox.

    Args:
        content: of the file.
        name: for messages.
        begun: as for `read_tokenizer`.

    Raises:
        InvalidInputError: more than `MAX_READ_BYTES`, or more than `MAX_FILE_BYTES` remain.
        TimedOutError: not in time.
    """
    size = len(content)
    if MAX_FILE_BYTES < size <= MAX_READ_BYTES:
        with Sandbox(name, memory=OPENING_MEMORY) as sandbox:
            if begun is not None:
                begun(sandbox)
            answer = sandbox.ask(f"{TASKS}:compact", seconds=LOAD_SECONDS, content=content)
        content = _content_of(answer, name)
    if len(content) > MAX_FILE_BYTES:
        left = f", {len(content):,} without its indentation" if len(content) < size else ""
        raise InvalidInputError(
            f"{name} has {size:,} bytes{left}; a tokenizer.json may have at most {MAX_FILE_BYTES:,}, and "
            f"{MAX_READ_BYTES:,} with the indentation of its lines: choose a smaller one."
        )
    return content


def add_chat_template(content: bytes, *, config: bytes, template: bytes, name: str) -> bytes:
    """Return a tokenizer.json with the chat template of its repository put in, in a sandbox.

    Args:
        content: of the tokenizer.json.
        config: of the repository's tokenizer_config.json, empty where it has none.
        template: of its chat_template.jinja, empty where it has none.
        name: for messages.

    Raises:
        InvalidInputError: it cannot be done.
        TimedOutError: not in time.
    """
    if not config and not template:
        return content
    with Sandbox(name, memory=OPENING_MEMORY) as sandbox:
        task = f"{TASKS}:add_chat_template"
        answer = sandbox.ask(task, seconds=LOAD_SECONDS, content=content, config=config, template=template)
    return _content_of(answer, name)


def _content_of(answer: Any, name: str) -> bytes:
    content = answer.get("content") if isinstance(answer, dict) else None
    if not isinstance(content, bytes):
        raise InvalidInputError(f"{name} sent an unreadable answer; choose another tokenizer.")
    return content
