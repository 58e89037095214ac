"""One forward pass for the texts of all who wait, one pass at a time.

A pass of eight sentences takes about twice as long as one of a single sentence, and two passes side by side
take longer than one after the other. So who comes while a pass runs waits in a queue; the first of the queue
leads the next pass with as many of its texts as fit, and others whose texts all fit as well ride along. Who
has more texts than one pass holds goes back to the end of the queue after each: a single sentence waits for
one pass, not for all of them. Nobody is in the queue who is not waiting at this moment, and the threads that
ask run the model themselves: there is no thread of ours that could die.

Which texts share a pass depends on who asks when, and with it the last bits of a vector: padding changes
the order in which numbers are added. Numbers agree within 1e-5 with those of the text alone; they are the
same to the last bit only when the same texts are asked for alone. What a pass computes is left to the caller.
"""

from __future__ import annotations

import threading
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from time import sleep
from typing import Any, Generic, TypeVar

__all__ = ["BULK_TOKENS", "MAX_TOKENS", "PASSES", "PASS_TOKENS", "SharedForward"]

MAX_TOKENS = 512  # of a pass, padding included; longer texts go alone
# of a pass of bulk work while nobody else waits, 32 chunks of 128 tokens: in small ones, cores wait for cores
BULK_TOKENS = 4_224
PASS_TOKENS = 36  # a pass of its own costs as much as computing this many more tokens

T = TypeVar("T")
Forward = Callable[[list[Sequence[int]]], list[T]]  # the ids of some texts -> what is computed for each


class _Request(Generic[T]):
    """The texts of one thread, and what is known of their answers."""

    def __init__(self, forward: Forward[T], texts: Sequence[Sequence[int]], max_tokens: int) -> None:
        self.forward = forward
        self.texts = texts
        self.max_tokens = max_tokens  # of a pass that it leads while nobody else waits
        self.missing = sorted(range(len(texts)), key=lambda index: -len(texts[index]))  # longest first
        self.answers: list[tuple[int, T]] = []  # that are not taken yet
        self.error: Exception | None = None
        self.alone = False  # after an error in company: leads a pass without others

    @property
    def served(self) -> bool:
        """Whether there is something to take."""
        return bool(self.answers) or self.error is not None

    def take(self) -> list[tuple[int, T]]:
        """Return the answers of the last pass."""
        if self.error is not None:
            raise self.error
        answers, self.answers = self.answers, []
        return answers


class SharedForward:
    """Forward passes of any models, asked for by any number of threads.

    Args:
        max_tokens: of one pass, padding included. A longer text goes alone.
    """

    def __init__(self, *, max_tokens: int = MAX_TOKENS) -> None:
        self.max_tokens = max_tokens
        self._queue: list[_Request[Any]] = []  # first come first; the thread of the first runs the model
        self._changed = threading.Condition(threading.Lock())

    def run(
        self, forward: Forward[T], texts: Sequence[Sequence[int]], *, max_tokens: int = 0
    ) -> Iterator[tuple[int, T]]:
        """Yield the place of each text and what `forward` computes for it, as the passes are done.

        Nothing is computed ahead: the next pass waits until the answers of the last one are taken.

        Args:
            forward: runs the model on the ids of some texts; those who hand over the same object share
                passes.
            texts: the ids of each text.
            max_tokens: of a pass while nobody else waits, for bulk work: larger passes waste less. As soon
                as somebody waits, passes have their usual size.

        Raises:
            Exception: what `forward` raised for these texts alone; where others were in the pass, each is
                tried again without the others first.
        """
        request = _Request(forward, texts, max(max_tokens, self.max_tokens))
        while request.missing:
            self._serve(request)
            yield from request.take()

    def _serve(self, request: _Request[Any]) -> None:
        """Wait until a pass has answered some texts of the request; lead it when it is its turn."""
        with self._changed:
            self._queue.append(request)
            try:
                while not request.served:
                    self._changed.wait_for(lambda: request.served or self._queue[0] is request)
                    if not request.served:
                        self._lead(request)
            finally:  # an interrupted thread needs no answer
                self._queue = [other for other in self._queue if other is not request]
                self._changed.notify_all()

    def _lead(self, leader: _Request[Any]) -> None:
        """Run one pass; the lock is free meanwhile. An error leaves every text where it was."""
        batch: list[tuple[_Request[Any], int]] = []
        try:
            self._let_others_come()
            batch = self._next_batch(leader)
            with self._unlocked():
                outputs = leader.forward([request.texts[index] for request, index in batch])
            for (request, index), output in zip(batch, outputs, strict=True):
                request.answers.append((index, output))
                request.missing.remove(index)
        except Exception as error:
            self._note({id(request): request for request, _ in batch} or {id(leader): leader}, error)

    def _let_others_come(self) -> None:
        """Lend the interpreter to those who ask at this very moment, as long as somebody comes."""
        seen = 0
        while seen < len(self._queue):
            seen = len(self._queue)
            with self._unlocked():
                sleep(0)

    def _next_batch(self, leader: _Request[Any]) -> list[tuple[_Request[Any], int]]:
        """Return the texts of the next pass, each as its request and its place there."""
        limit = self.max_tokens if len(self._queue) > 1 else leader.max_tokens
        batch = self._fitting([], leader, limit)
        if not leader.alone:
            for other in self._queue:
                if other is not leader and other.forward is leader.forward:
                    longer = self._fitting(batch, other, limit)
                    if len(longer) == len(batch) + len(other.missing):
                        batch = longer
        return batch

    def _fitting(
        self, batch: list[tuple[_Request[Any], int]], request: _Request[Any], limit: int
    ) -> list[tuple[_Request[Any], int]]:
        """Return the batch with as many texts of the request as fit, the longest first.

        A text fits when all, padded to the longest, stay below the limit, and when its place among them,
        with the padding it causes, costs less than a pass of its own.
        """
        grown = list(batch)
        longest = max((len(other.texts[index]) for other, index in batch), default=0)
        for index in request.missing:
            length = len(request.texts[index])
            before, longest = len(grown) * longest, max(longest, length)
            padded = (len(grown) + 1) * longest
            if grown and padded > min(limit, before + length + PASS_TOKENS):
                break
            grown.append((request, index))
        return grown

    def _note(self, requests: dict[int, _Request[Any]], error: Exception) -> None:
        """Give the error to the request that was alone; where there were several, each goes alone next."""
        for request in requests.values():
            if len(requests) == 1:
                request.error = error
            request.alone = True

    @contextmanager
    def _unlocked(self) -> Iterator[None]:
        self._changed.release()
        try:
            yield
        finally:
            self._changed.acquire()


PASSES = SharedForward()  # of all models of the process: they share its processors
