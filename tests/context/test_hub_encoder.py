"""Encoders of strangers: what is read equals transformers, what is refused says why, half is nothing."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import numpy as np
import pytest
from safetensors.numpy import load_file, save_file

import embedlab
from embedlab.models import hub, untrusted_json
from embedlab.models.encoder_config import MODEL_TYPES, read_config
from embedlab.tokens.untrusted import UntrustedTokenizer
from tests.support.hub import SHA, Hub
from tests.support.models import copy_of, files_of, reference_states, tiny_model, tiny_tokenizer

pytestmark = pytest.mark.long

TEXT = "the old river bank flooded"
LOADED = ["config.json", "tokenizer.json", "model.safetensors"]


@pytest.fixture(scope="module")
def bert(tmp_path_factory: pytest.TempPathFactory) -> tuple[Path, Any]:
    folder = tmp_path_factory.mktemp("bert")
    return folder, tiny_model(folder)


@pytest.fixture(autouse=True)
def repositories(fake_hub: type[Hub], bert: tuple[Path, Any]) -> None:
    whole = files_of(bert[0])
    fake_hub.repositories |= {f"{owner}/model": whole for owner in ("good", "breaks", "swapped")}


@pytest.mark.parametrize("model_type", MODEL_TYPES)
def test_every_type_of_the_list_equals_transformers(model_type: str, tmp_path: Path) -> None:
    model = tiny_model(tmp_path, model_type)
    encoder = embedlab.context.read_encoder(tmp_path)
    assert (encoder.name, encoder.layers, encoder.dim, encoder.causal) == (tmp_path.name, 2, 16, False)
    short, long = encoder.encode(["the cat", TEXT])  # padded to one length
    assert long.tokens == ["[CLS]", "the", "old", "river", "bank", "flooded", "[SEP]"]
    for text in (short, long):
        np.testing.assert_allclose(text.hidden_states, reference_states(model, text.ids), atol=1e-5)
    assert encoder.token_embeddings.shape == (40, 16)
    bank = embedlab.word_in_context(encoder, [TEXT, "the bank lent me money"], "bank")
    assert embedlab.context.layer_map(bank).coordinates.shape == (3, 2, 2)
    assert embedlab.context.cosine_matrix(bank.vectors[-1])[0, 1] < 0.9999


@pytest.mark.parametrize("model_type", [kind for kind in MODEL_TYPES if kind != "mpnet"])
def test_without_positions_all_tokens_get_the_first_trained_one(model_type: str, tmp_path: Path) -> None:
    model = tiny_model(tmp_path, model_type)
    encoder = embedlab.context.read_encoder(tmp_path)
    one, other = encoder.encode(["the old river", "river old the"], positions=False)
    np.testing.assert_allclose(one.hidden_states[:, 1], other.hidden_states[:, 3], atol=1e-6)
    placed, moved = encoder.encode(["the old river", "river old the"])
    assert np.abs(placed.hidden_states[-1, 1] - moved.hidden_states[-1, 3]).max() > 1e-4
    # the first token is the only one that stands where it does with positions
    np.testing.assert_allclose(one.hidden_states[0, 0], placed.hidden_states[0, 0], atol=1e-6)
    assert np.abs(one.hidden_states[0, 1] - placed.hidden_states[0, 1]).max() > 1e-4
    assert one.hidden_states[0].shape == (5, model.config.hidden_size)


def test_a_relative_bias_cannot_be_left_out(tmp_path: Path) -> None:
    tiny_model(tmp_path, "mpnet")
    encoder = embedlab.context.read_encoder(tmp_path)
    for attentions in (False, True):
        with pytest.raises(embedlab.InvalidInputError, match="relative bias"):
            encoder.encode(["the old river"], attentions=attentions, positions=False)


EDGES = [("roberta", 22), ("mpnet", 22), ("bert", 24), ("electra", 24)]


@pytest.mark.parametrize(("model_type", "window"), EDGES)
def test_a_text_at_the_edge_of_the_window_works_and_one_token_more_is_cut(
    model_type: str, window: int, tmp_path: Path
) -> None:
    tiny_model(tmp_path, model_type)
    encoder = embedlab.context.read_encoder(tmp_path)
    assert encoder.window == window
    full, longer = encoder.encode(["cat " * (window - 2), "cat " * (window - 1)])
    assert (len(full.ids), full.cut) == (window, 0)
    assert (len(longer.ids), longer.cut) == (window, 1)
    assert longer.tokens[-1] == "[SEP]"
    encoder.window += 1
    with pytest.raises((IndexError, RuntimeError)):  # the model itself has no row for one more
        encoder.encode(["cat " * (window - 1)])


def test_a_window_is_no_longer_than_one_pass_may_take(tmp_path: Path) -> None:
    tiny_model(tmp_path, max_position_embeddings=600)
    encoder = embedlab.context.read_encoder(tmp_path)
    assert encoder.window == encoder.bulk_window == 512
    (encoding,) = encoder.encode(["cat " * 520], attentions=False)
    assert (len(encoding.ids), encoding.cut) == (512, 10)


def test_an_encoder_by_its_name(bert: tuple[Path, Any]) -> None:
    encoder = embedlab.context.download_encoder("good/model")
    assert encoder.name == f"good/model@{SHA[:7]}"
    (encoding,) = encoder.encode([TEXT])
    np.testing.assert_allclose(encoding.hidden_states, reference_states(bert[1], encoding.ids), atol=1e-5)
    fetched = {path.split("/")[-1] for path in Hub.asked if "resolve" in path}
    assert fetched == set(LOADED)


@pytest.mark.parametrize("how", ["switched off", "no network", "silent a moment ago"])
def test_what_was_downloaded_is_there_without_the_hub(how: str, monkeypatch: pytest.MonkeyPatch) -> None:
    embedlab.context.download_encoder("good/model")
    Hub.asked.clear()
    if how == "switched off":
        monkeypatch.setenv("EMBEDLAB_OFFLINE", "1")
    elif how == "no network":
        monkeypatch.setenv("HF_ENDPOINT", "http://127.0.0.1:9")  # nobody listens there
    else:
        hub._start_pause()
    assert embedlab.context.download_encoder("good/model").name == f"good/model@{SHA[:7]}"
    assert not Hub.asked
    with pytest.raises(embedlab.UnavailableError, match=r"switched off|did not answer"):
        embedlab.context.download_encoder("other/model")


def test_half_a_download_is_never_there(monkeypatch: pytest.MonkeyPatch) -> None:
    with pytest.raises(embedlab.UnavailableError, match="broke off"):
        embedlab.context.download_encoder("breaks/model")
    assert hub._pause() == 0  # the hub is not silent
    with pytest.raises(embedlab.UnavailableError, match="did not arrive whole"):
        embedlab.context.download_encoder("swapped/model")
    monkeypatch.setenv("EMBEDLAB_OFFLINE", "1")
    for name in ("breaks/model", "swapped/model"):
        with pytest.raises(embedlab.UnavailableError, match="switched off"):
            embedlab.context.download_encoder(name)


@pytest.mark.parametrize(
    ("files", "message"),
    [
        (["config.json", "tokenizer.json", "pytorch_model.bin"], "only pickle files"),
        (["config.json", "tokenizer.json", "modeling_new.py", "model.safetensors"], "custom code"),
        (["config.json", "tokenizer.json", "model.safetensors.index.json"], "in parts"),
        (["config.json", "vocab.txt", "model.safetensors"], "has no tokenizer.json"),
        (["tokenizer.json", "model.safetensors"], "has no config.json"),
        (["README.md"], "has no model.safetensors"),
    ],
)
def test_each_refusal_of_a_list_of_files_has_its_own_sentence(files: list[str], message: str) -> None:
    Hub.repositories["odd/model"] = dict.fromkeys(files, b"{}")
    with pytest.raises(embedlab.InvalidInputError, match=message) as caught:
        embedlab.context.download_encoder("odd/model")
    assert str(caught.value).startswith("The repository odd/model")
    assert not any("resolve" in path for path in Hub.asked)  # nothing was fetched


def test_a_config_is_refused_before_the_weights_are_fetched(bert: tuple[Path, Any]) -> None:
    config = json.dumps({"model_type": "bert", "auto_map": {"AutoModel": "x.Y"}}).encode()
    Hub.repositories["odd/model"] = files_of(bert[0]) | {"config.json": config}
    with pytest.raises(embedlab.InvalidInputError, match="custom code"):
        embedlab.context.download_encoder("odd/model")
    assert {path.split("/")[-1] for path in Hub.asked if "resolve" in path} == {"config.json"}


@pytest.mark.parametrize(
    ("config", "message"),
    [
        ({"model_type": "llama"}, "EmbedLab reads bert, camembert"),
        ({"model_type": None}, "EmbedLab reads"),
        ({"auto_map": {}}, "custom code"),
        ({"num_hidden_layers": 10**9}, "“1000000000” layers; from 1 to 48"),
        ({"num_hidden_layers": 0}, "“0” layers"),
        ({"hidden_size": 4096}, "“4096” dimensions; from 1 to 2,048"),
        ({"vocab_size": 10**12}, "tokens; from 1 to 300,000"),
        ({"max_position_embeddings": 10**6}, "positions; from 1 to 8,192"),
        ({"intermediate_size": 10**9}, "inner dimensions"),
        ({"type_vocab_size": 10**9}, "kinds of segments"),
        ({"num_attention_heads": 3}, "cannot share evenly"),
        ({"vocab_size": "40"}, "config.json|tokens"),
        ({"vocab_size": [40]}, "config.json"),
        ({"hidden_size": None}, "config.json|dimensions"),
        ({"layer_norm_eps": float("nan")}, "layer_norm_eps"),
        ({"hidden_act": "__import__"}, "cannot be read"),
        ({"pad_token_id": 4_000}, "padding token"),
        ({"pad_token_id": -7}, "padding token"),
        ({"is_decoder": True}, "decoder"),
        ({"position_embedding_type": "relative_key"}, "relative_key"),
        ({"type_vocab_size": 0}, "0 kinds of segments"),
        ({"layer_norm_eps": 0.0}, "layer_norm_eps = “0.0”"),
        ({"layer_norm_eps": -1e-12}, "layer_norm_eps"),
        ({"layer_norm_eps": "1"}, "layer_norm_eps"),
        ({"layer_norm_eps": 1e300}, "layer_norm_eps"),
        ({"quantization_config": {"quant_method": "gptq"}}, "quantized"),
        ({"num_hidden_layers": 3}, "layer.2.*is missing"),
        ({"hidden_size": 32}, "has the shape"),
        ({"vocab_size": 41}, r"\(40, 16\), and \(41, 16\) is expected"),
    ],
)
def test_a_config_that_cannot_be_is_refused(
    config: dict[str, Any], message: str, bert: tuple[Path, Any], tmp_path: Path
) -> None:
    folder = copy_of(bert[0], tmp_path / "changed", **config)
    with pytest.raises(embedlab.InvalidInputError, match=message):
        embedlab.context.read_encoder(folder)


@pytest.mark.parametrize("content", [b"", b"[]", b"nul", b"\xff", b"[" * 100_000, b'{"model_type": "bert"'])
def test_a_config_that_is_no_json_is_refused(content: bytes) -> None:
    with pytest.raises(embedlab.InvalidInputError, match="not a JSON object"):
        read_config(content, name="x")


def test_the_size_of_a_config_is_looked_at_before_it_is_read(monkeypatch: pytest.MonkeyPatch) -> None:
    def read(_: bytes) -> None:
        raise AssertionError("it was read")

    monkeypatch.setattr(untrusted_json.json, "loads", read)  # type: ignore[attr-defined]
    with pytest.raises(embedlab.InvalidInputError, match="at most 1,000,000 are read"):
        read_config(b"{}" + b" " * 999_999, name="x")


def test_what_a_config_says_besides_never_reaches_the_library(bert: tuple[Path, Any]) -> None:
    given = json.loads((bert[0] / "config.json").read_text())
    given |= {
        "attn_implementation": "owner/kernel",
        "_name_or_path": "/etc",
        "use_cache": "evil",
        "id2label": 5,
    }
    config = read_config(json.dumps(given).encode(), name="x")
    assert "owner/kernel" not in repr(config.to_dict())
    assert "evil" not in repr(config.to_dict())
    assert not config.name_or_path


def test_an_electra_whose_layers_are_wider_is_refused(tmp_path: Path) -> None:
    tiny_model(tmp_path, "electra", embedding_size=8)
    with pytest.raises(embedlab.InvalidInputError, match="cannot be compared"):
        embedlab.context.read_encoder(tmp_path)


def test_names_with_a_prefix_old_names_and_half_precision_are_read(
    bert: tuple[Path, Any], tmp_path: Path
) -> None:
    folder = copy_of(bert[0], tmp_path / "old")
    gone = {"LayerNorm.weight": "LayerNorm.gamma", "LayerNorm.bias": "LayerNorm.beta"}
    old = {}
    for name, tensor in load_file(folder / "model.safetensors").items():
        ending = ".".join(name.split(".")[-2:])
        if not name.startswith("pooler"):
            old["bert." + name.replace(ending, gone.get(ending, ending))] = tensor.astype(np.float16)
    assert "bert.embeddings.LayerNorm.gamma" in old
    old["cls.predictions.bias"] = np.zeros(40, np.float16)
    save_file(old, folder / "model.safetensors", metadata={"format": "pt"})
    (encoding,) = embedlab.context.read_encoder(folder).encode([TEXT])
    assert encoding.hidden_states.dtype == np.float32
    np.testing.assert_allclose(encoding.hidden_states, reference_states(bert[1], encoding.ids), atol=5e-3)


@pytest.mark.parametrize("missing", LOADED)
def test_a_folder_without_a_file_is_refused(missing: str, bert: tuple[Path, Any], tmp_path: Path) -> None:
    folder = copy_of(bert[0], tmp_path / "less")
    (folder / missing).unlink()
    with pytest.raises(embedlab.InvalidInputError, match=f"has no {missing}"):
        embedlab.context.read_encoder(folder)


def test_the_tokenizer_runs_in_a_process_of_its_own(bert: tuple[Path, Any]) -> None:
    encoder = embedlab.context.read_encoder(bert[0])
    assert isinstance(encoder.tokenizer, UntrustedTokenizer)
    assert tiny_tokenizer() == (bert[0] / "tokenizer.json").read_bytes()
