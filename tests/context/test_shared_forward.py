"""Texts of many threads share passes: the right numbers, in turn, within bounds, whatever happens to one."""

from __future__ import annotations

import threading
import time
from collections.abc import Callable, Iterator, Sequence
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager

import numpy as np
import pytest
import torch
from transformers import AutoModel

import embedlab
from embedlab.catalog import find_entry
from embedlab.context import shared_forward
from embedlab.context.forward import Forward, Layers
from embedlab.context.shared_forward import MAX_TOKENS, PASS_TOKENS, SharedForward
from embedlab.models.installed import find_file

SHORT = [f"The bank number {number} was closed" for number in range(8)]
DEADLINE = 60  # seconds after which a thread counts as lost


class Gate:
    """A model's forward pass that counts, and stops at the door while `closed`."""

    def __init__(self, forward: Callable[[Sequence[Sequence[int]]], list[Layers]]) -> None:
        self.forward = forward
        self.passes: list[list[Sequence[int]]] = []  # the ids of each text of each pass
        self.open = threading.Event()
        self.open.set()
        self.inside = 0
        self.most_inside = 0
        self.bad: set[int] = set()  # ids that no pass survives
        self.mistake: BaseException = ValueError("a bad text")

    def __call__(self, texts: Sequence[Sequence[int]]) -> list[Layers]:
        self.inside += 1
        self.most_inside = max(self.most_inside, self.inside)
        try:
            self.passes.append(list(texts))
            assert self.open.wait(DEADLINE)
            if any(token in self.bad for ids in texts for token in ids):
                raise self.mistake
            return self.forward(texts)
        finally:
            self.inside -= 1

    @property
    def sizes(self) -> list[int]:
        return [len(texts) for texts in self.passes]


@pytest.fixture
def gate(encoder: embedlab.context.Encoder) -> Gate:
    return Gate(encoder._all_layers)


@pytest.fixture
def passes() -> SharedForward:
    return SharedForward()


def ids_of(encoder: embedlab.context.Encoder, texts: Sequence[str]) -> list[list[int]]:
    return [encoder.tokenizer.encode(text, special_tokens=True).ids for text in texts]


def eventually(condition: Callable[[], bool]) -> None:
    deadline = time.monotonic() + DEADLINE
    while not condition():
        assert time.monotonic() < deadline
        time.sleep(0.001)


@contextmanager
def held(gate: Gate, passes: SharedForward) -> Iterator[ThreadPoolExecutor]:
    """Hold a first pass at the door, so that whoever is submitted meanwhile waits in the queue."""
    before = len(gate.passes)
    with ThreadPoolExecutor(40) as pool:
        gate.open.clear()
        first = pool.submit(lambda: dict(passes.run(gate, [[101, 102]])))
        try:
            eventually(lambda: len(gate.passes) > before)
            yield pool
        finally:
            gate.open.set()
            first.result(DEADLINE)
    assert passes._queue == []  # nothing is left behind


def ask(
    pool: ThreadPoolExecutor, passes: SharedForward, gate: Gate, texts: Sequence[Sequence[int]]
) -> Callable[[], dict[int, Layers]]:
    """Ask in a thread, and return when it stands in the queue."""
    before = len(passes._queue)
    future = pool.submit(lambda: dict(passes.run(gate, texts)))
    eventually(lambda: len(passes._queue) > before)
    return lambda: future.result(DEADLINE)


def test_many_threads_and_sizes_get_what_transformers_computes(encoder: embedlab.context.Encoder) -> None:
    folder = find_file(find_entry("all-MiniLM-L6-v2", "encoder"), "config").parent
    model = AutoModel.from_pretrained(folder, local_files_only=True, attn_implementation="eager").eval()
    requests = [
        [" ".join(["river"] * length) + f" {thread}" for length in range(1, 2 + thread * 3, 3)]
        for thread in range(10)
    ]
    begin = threading.Barrier(len(requests))

    def encode(number: int) -> list[embedlab.context.ContextualEncoding]:
        begin.wait(DEADLINE)
        return encoder.encode(requests[number], attentions=number % 2 == 0)

    with ThreadPoolExecutor(len(requests)) as pool:
        answers = list(pool.map(encode, range(len(requests))))
    for number, (texts, results) in enumerate(zip(requests, answers, strict=True)):
        for text, result in zip(texts, results, strict=True):
            with torch.inference_mode():
                expected = model(
                    torch.tensor([result.ids]), output_hidden_states=True, output_attentions=True
                )
            assert result.text == text
            hidden = torch.stack(expected.hidden_states)[:, 0].numpy()
            np.testing.assert_allclose(result.hidden_states, hidden, atol=1e-5)
            weights = torch.stack(expected.attentions)[:, 0].numpy()
            np.testing.assert_allclose(
                result.attentions, weights if number % 2 == 0 else weights[:0], atol=1e-5
            )


def test_who_waits_together_shares_one_pass(
    encoder: embedlab.context.Encoder, gate: Gate, passes: SharedForward
) -> None:
    texts = ids_of(encoder, SHORT)
    with held(gate, passes) as pool:
        answers = [ask(pool, passes, gate, [ids]) for ids in texts]
    assert gate.sizes == [1, 8]
    for ids, answer in zip(texts, answers, strict=True):
        (alone,) = encoder._all_layers([ids])
        np.testing.assert_allclose(answer()[0].hidden_states, alone.hidden_states, atol=1e-5)


def test_only_one_pass_runs_at_a_time_whatever_model_it_is(
    encoder: embedlab.context.Encoder, gate: Gate
) -> None:
    passes = SharedForward(max_tokens=20)
    other = Gate(encoder._with_attentions)
    other.forward, gate.forward = gate, Gate(encoder._all_layers)  # whoever is in `other` is in `gate`
    texts = ids_of(encoder, SHORT)
    with ThreadPoolExecutor(8) as pool:
        for forward in [gate, other] * 4:
            pool.submit(lambda forward=forward: dict(passes.run(forward, texts)))
    assert gate.most_inside == 1
    assert sum(gate.sizes) == 8 * 8


def test_who_comes_at_the_same_moment_comes_along(
    gate: Gate, passes: SharedForward, monkeypatch: pytest.MonkeyPatch
) -> None:
    coming = iter(range(3))
    with ThreadPoolExecutor(4) as pool:

        def lend_the_interpreter(seconds: float) -> None:
            for token in coming:  # one more each time
                ask(pool, passes, gate, [[101, token, 102]])
                break

        monkeypatch.setattr(shared_forward, "sleep", lend_the_interpreter)
        assert list(dict(passes.run(gate, [[101, 7, 102]]))) == [0]
    assert gate.sizes == [4]


def test_different_kernels_do_not_share_a_pass(
    encoder: embedlab.context.Encoder, gate: Gate, passes: SharedForward
) -> None:
    with_attentions = Gate(encoder._with_attentions)
    texts = ids_of(encoder, SHORT)
    with held(gate, passes) as pool:
        answers = [ask(pool, passes, forward, [ids]) for forward in (gate, with_attentions) for ids in texts]
    assert (gate.sizes, with_attentions.sizes) == ([1, 8], [8])
    layers = [answer()[0].attentions.shape[0] for answer in answers]
    assert layers == [0] * 8 + [6] * 8


def test_a_single_sentence_waits_for_one_pass_of_a_big_request(encoder: embedlab.context.Encoder) -> None:
    passes, gate = SharedForward(max_tokens=64), Gate(encoder._all_layers)
    many = ids_of(encoder, SHORT * 10)
    with held(gate, passes) as pool:
        big = ask(pool, passes, gate, many)
        gate.open.set()
        eventually(lambda: len(gate.passes) >= 3)  # it is at work
        gate.open.clear()
        done = len(gate.passes)
        single = ask(pool, passes, gate, [[101, 7, 102]])
        gate.open.set()
        assert len(single()) == 1
        place = next(place for place, texts in enumerate(gate.passes) if [101, 7, 102] in texts)
        assert place <= done + 1  # after the pass that ran, and at most one that began before it could ask
        assert gate.sizes[place] == 1  # and does not wait for texts of the big one
        assert len(big()) == 80


def test_bulk_work_has_larger_passes_only_while_nobody_waits(encoder: embedlab.context.Encoder) -> None:
    passes, gate = SharedForward(max_tokens=12), Gate(encoder._all_layers)
    many = [[101, token, 102] for token in range(1, 25)]
    assert len(dict(passes.run(gate, many, max_tokens=36))) == 24
    assert gate.sizes == [12, 12]
    gate.passes.clear()
    with held(gate, passes) as pool:
        bulk = pool.submit(lambda: dict(passes.run(gate, many, max_tokens=36)))
        eventually(lambda: len(passes._queue) == 2)
        other = ask(pool, passes, gate, many[:8])
    assert (len(bulk.result()), len(other())) == (24, 8)
    assert gate.sizes[1:4] == [4, 4, 4]  # in turns, as long as somebody waits
    assert max(gate.sizes) > 4  # and then alone


def test_two_big_requests_take_turns(encoder: embedlab.context.Encoder) -> None:
    passes, gate = SharedForward(max_tokens=40), Gate(encoder._all_layers)
    with held(gate, passes) as pool:
        answers = [ask(pool, passes, gate, [[101, token, 102] * 4] * 24) for token in (1, 2)]
    assert [len(answer()) for answer in answers] == [24, 24]
    order = [texts[0][1] for texts in gate.passes[1:]]
    assert order.count(1) == order.count(2) == 8
    assert max(abs(order[:end].count(1) - order[:end].count(2)) for end in range(len(order))) <= 2


def test_a_pass_holds_a_bounded_number_of_tokens(
    encoder: embedlab.context.Encoder, gate: Gate, passes: SharedForward
) -> None:
    generator = np.random.default_rng(0)
    lengths = generator.integers(1, 300, size=60).tolist()
    lengths += [512, 512]
    texts = [[token % 1000 + 1000] * length for token, length in enumerate(lengths)]
    gate.forward = lambda batch: [Layers(np.array([ids]), np.empty(0)) for ids in batch]  # an echo
    answers = dict(passes.run(gate, texts))
    assert [answers[index].hidden_states[0].tolist() for index in range(62)] == texts
    for batch in gate.passes:
        padded = max(map(len, batch)) * len(batch)
        assert padded <= MAX_TOKENS
        assert padded - sum(map(len, batch)) <= PASS_TOKENS * (len(batch) - 1)  # padding that pays
    assert len(gate.passes) < 40
    with held(gate, passes) as pool:
        answers = [ask(pool, passes, gate, [[token] * 100]) for token in range(12)]
    assert gate.sizes[-3:] == [5, 5, 2]
    assert [answer()[0].hidden_states[0, 0] for answer in answers] == list(range(12))


def test_a_long_text_does_not_slow_a_short_one_down(gate: Gate, passes: SharedForward) -> None:
    with held(gate, passes) as pool:
        for length in (6, 200, 7, 8):
            ask(pool, passes, gate, [[1] * length])
    assert [[len(ids) for ids in texts] for texts in gate.passes[1:]] == [[6, 7, 8], [200]]


def test_a_mistake_reaches_only_the_thread_whose_text_it_is(
    encoder: embedlab.context.Encoder, gate: Gate, passes: SharedForward
) -> None:
    texts = ids_of(encoder, SHORT)
    gate.bad = {9999}
    with held(gate, passes) as pool:
        answers = [ask(pool, passes, gate, [ids]) for ids in [*texts[:3], [101, 9999, 102], *texts[3:]]]
        later = ask(pool, passes, gate, [[101, 9999, 102]])
    for place, answer in enumerate(answers):
        if place == 3:
            with pytest.raises(ValueError, match="a bad text"):
                answer()
        else:
            assert len(answer()) == 1
    with pytest.raises(ValueError, match="a bad text"):
        later()
    assert len(dict(passes.run(gate, texts))) == 8  # and the next one finds nothing broken


def test_after_a_mistake_each_goes_alone_and_those_behind_do_not_notice(gate: Gate) -> None:
    passes = SharedForward(max_tokens=9)
    gate.bad = {9999}
    with held(gate, passes) as pool:
        for token in (9999, 1, 2, 3, 4):
            ask(pool, passes, gate, [[101, token, 102]])
    assert gate.sizes == [1, 3, 1, 1, 1, 2]


def test_a_pass_that_cannot_be_put_together_is_not_tried_for_ever(
    gate: Gate, passes: SharedForward, monkeypatch: pytest.MonkeyPatch
) -> None:
    def full(leader: object) -> None:
        raise MemoryError

    monkeypatch.setattr(passes, "_next_batch", full)
    with pytest.raises(MemoryError):
        list(passes.run(gate, [[101, 102]]))


def test_an_interrupted_leader_leaves_the_others_their_answers(gate: Gate, passes: SharedForward) -> None:
    gate.bad, gate.mistake = {9999}, KeyboardInterrupt()
    with held(gate, passes) as pool:
        leader = ask(pool, passes, gate, [[101, 9999, 102]])
        others = [ask(pool, passes, gate, [[101, token, 102]]) for token in range(5)]
    with pytest.raises(KeyboardInterrupt):
        leader()
    assert [list(other()) for other in others] == [[0]] * 5
    assert gate.sizes == [1, 6, 5]


def test_a_waiting_thread_that_is_gone_is_not_waited_for(gate: Gate, passes: SharedForward) -> None:
    wait_for = passes._changed.wait_for

    def interrupted(condition: Callable[[], bool]) -> bool:
        wait_for(lambda: gate.open.is_set() and condition())
        raise KeyboardInterrupt

    with held(gate, passes) as pool:
        passes._changed.wait_for = interrupted  # type: ignore[assignment,method-assign]
        gone = ask(pool, passes, gate, [[101, 1, 102]])
        passes._changed.wait_for = wait_for  # type: ignore[method-assign]
        others = [ask(pool, passes, gate, [[101, token, 102]]) for token in (2, 3)]
    with pytest.raises(KeyboardInterrupt):
        gone()
    assert [list(other()) for other in others] == [[0], [0]]


def test_an_iterator_that_is_dropped_computes_no_more(encoder: embedlab.context.Encoder) -> None:
    passes, gate = SharedForward(max_tokens=20), Gate(encoder._all_layers)
    answers = passes.run(gate, ids_of(encoder, SHORT))
    next(answers)
    del answers
    assert len(gate.passes) == 1
    assert passes._queue == []


def test_nothing_is_computed_ahead(encoder: embedlab.context.Encoder) -> None:
    passes, gate = SharedForward(max_tokens=20), Gate(encoder._all_layers)
    for taken, _ in enumerate(passes.run(gate, ids_of(encoder, SHORT)), start=1):
        assert sum(gate.sizes) - taken < 2  # two texts of ten tokens fit


def test_the_same_texts_alone_give_the_same_bits(encoder: embedlab.context.Encoder) -> None:
    first, second = encoder.encode(SHORT), encoder.encode(SHORT)
    for one, other in zip(first, second, strict=True):
        assert np.array_equal(one.hidden_states, other.hidden_states)
        assert np.array_equal(one.attentions, other.attentions)


def test_padding_changes_no_number_of_a_causal_model(
    tokenizers: dict[str, embedlab.tokens.Tokenizer],
) -> None:
    from transformers import LlamaConfig, LlamaModel

    config = LlamaConfig(
        vocab_size=200,
        hidden_size=16,
        intermediate_size=32,
        num_hidden_layers=2,
        num_attention_heads=2,
        num_key_value_heads=1,
        max_position_embeddings=32,
        attn_implementation="eager",
    )
    torch.manual_seed(0)
    forward = Forward(LlamaModel(config).eval(), attentions=True)
    short, long = [5, 6, 7], [8, 9, 10, 11, 12, 13, 14]
    (alone,), (padded, _) = forward([short]), forward([short, long])
    np.testing.assert_allclose(padded.hidden_states, alone.hidden_states, atol=1e-5)
    np.testing.assert_allclose(padded.attentions, alone.attentions, atol=1e-5)
    (other, _) = forward([[5, 6, 50], long])
    np.testing.assert_allclose(other.hidden_states[:, :2], alone.hidden_states[:, :2], atol=1e-5)
    assert not np.allclose(other.hidden_states[:, 2], alone.hidden_states[:, 2], atol=1e-3)


def test_what_is_kept_of_a_pass_is_no_view_of_it(encoder: embedlab.context.Encoder) -> None:
    for result in encoder.encode(["bank", "The bank by the river was closed on Sunday"]):
        for array in (result.hidden_states, result.attentions):
            assert array.flags.owndata
    for layers in encoder._last_layer([[101, 102], [101, 7, 102]]):
        assert layers.hidden_states.flags.owndata
