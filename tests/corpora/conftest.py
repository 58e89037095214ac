"""A small corpus with a tiny encoder, embedded once."""

from __future__ import annotations

import json

import pytest

import embedlab
from embedlab.corpora import Corpus, embed_corpus
from tests.support.models import tiny_encoder

TOPICS = ("the cat sat on the mat", "money in the bank", "a river flooded the town", "votes were counted")


@pytest.fixture(scope="session")
def tiny() -> embedlab.context.Encoder:
    return tiny_encoder(embedlab.load_tokenizer("all-MiniLM-L6-v2"))


@pytest.fixture(scope="session")
def corpus(tmp_path_factory: pytest.TempPathFactory, tiny: embedlab.context.Encoder) -> Corpus:
    folder = tmp_path_factory.mktemp("corpora")
    lines = [json.dumps({"text": f"{TOPICS[n % 4]}, says note {n}"}) for n in range(240)]
    (folder / "notes.jsonl").write_text("\n".join(lines))
    return embed_corpus([folder / "notes.jsonl"], folder / "notes", encoder=tiny, part_rows=100)
