"""Embedding outside the server: the same vectors, and one process of a machine at a time."""

from __future__ import annotations

import threading
from pathlib import Path

import pytest

import embedlab
from embedlab.models.disk import alone
from embedlab.processes import Pool, report
from embedlab.search import Chunking, cut_texts, embed_chunks
from embedlab.search.building import embed_in_worker

TEXTS = ["One short text. And its second sentence.", "A longer text, about a river bank.", "Three."]
MODEL = "all-MiniLM-L6-v2"
SENTENCES = Chunking(1, unit="sentences")


@pytest.fixture(scope="module")
def encoder() -> embedlab.context.Encoder:
    return embedlab.load_encoder(MODEL)


def test_a_worker_makes_the_same_vectors_and_reports(encoder: embedlab.context.Encoder) -> None:
    chunks = cut_texts(TEXTS, encoder, SENTENCES)
    with Pool(workers=1) as pool:
        job = pool.submit(
            embed_in_worker, TEXTS, SENTENCES, MODEL, key="0" * 64, owner="me", seconds=120, watch=report
        )
        assert job.result() == pytest.approx(embed_chunks(TEXTS, chunks, encoder), abs=1e-5)


def test_only_one_process_embeds_ahead(tmp_path: Path) -> None:
    pytest.importorskip("fcntl")
    with alone(tmp_path) as first:
        assert first
        with alone(tmp_path) as second:
            assert not second
    with alone(tmp_path) as again:
        assert again
    with alone(None, wait=True) as nowhere:
        assert not nowhere


def test_another_process_can_wait_until_the_first_is_done(tmp_path: Path) -> None:
    pytest.importorskip("fcntl")
    entered = threading.Event()

    def enter() -> None:
        with alone(tmp_path, wait=True) as second:
            assert second
            entered.set()

    with alone(tmp_path):
        thread = threading.Thread(target=enter)
        thread.start()
        assert not entered.wait(0.2)
    thread.join(60)
    assert entered.is_set()
