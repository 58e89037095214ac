"""One tensor out of a checkpoint: from a hub on this machine, in parts, kept, and found again."""

from __future__ import annotations

import errno
import json
import os
import re
from pathlib import Path
from typing import Any

import numpy as np
import pytest
from safetensors.numpy import save

import embedlab
from embedlab import positional
from embedlab.models import hub
from embedlab.positional import checkpoints
from embedlab.positional.checkpoints import find_position_tensor
from embedlab.positional.position_tensor import PositionTensor, load
from tests.support.hub import SHA, Hub

pytestmark = pytest.mark.long

BLOCK = "block.0.layer.0.SelfAttention.relative_attention_bias.weight"
RANDOM = np.random.default_rng(0)
TABLE = RANDOM.normal(size=(24, 6)).astype(np.float32)
BIAS = RANDOM.normal(size=(32, 4)).astype(np.float32)
OTHER = RANDOM.normal(size=(900, 300)).astype(np.float32)  # a megabyte that nobody asks for
GPT2 = {
    "config.json": json.dumps({"model_type": "gpt2"}).encode(),
    "model.safetensors": save({"h.0.weight": OTHER, "wpe.weight": TABLE, "wte.weight": OTHER}),
}
T5 = {
    "config.json": json.dumps({"model_type": "t5", "relative_attention_num_buckets": 32}).encode(),
    "model.safetensors": save({"shared.weight": OTHER, f"encoder.{BLOCK}": BIAS, f"decoder.{BLOCK}": -BIAS}),
}


@pytest.fixture(autouse=True)
def repositories(fake_hub: type[Hub]) -> None:
    fake_hub.repositories |= {"good/gpt2": GPT2, "good/t5": T5}


def bytes_asked() -> int:
    spans = [re.search(r"bytes=(\d+)-(\d+)", line) for line in Hub.asked]
    return sum(int(span[2]) - int(span[1]) + 1 for span in spans if span)


def test_a_table_comes_without_the_rest_of_its_file() -> None:
    found = positional.download_position_table("good/gpt2")
    assert (found.repository, found.commit, found.tensor) == ("good/gpt2", SHA, "wpe.weight")
    np.testing.assert_array_equal(found.values, TABLE)
    assert found.values.dtype == np.float32
    assert found.unused_rows == 0
    assert len(GPT2["model.safetensors"]) > 2_000_000
    assert bytes_asked() < 110_000  # the beginning with the header, the table, the config
    fetched = [line for line in Hub.asked if "resolve" in line]
    assert len(fetched) == 3
    assert all(f"/resolve/{SHA}/" in line for line in fetched)  # one commit for all


def test_a_bias_is_that_of_the_encoder_with_the_numbers_of_its_config() -> None:
    found = positional.download_relative_bias("good/t5")
    np.testing.assert_array_equal(found.values, BIAS)
    assert (found.tensor, found.bidirectional, found.max_distance) == (f"encoder.{BLOCK}", True, 128)


def test_a_checkpoint_with_a_decoder_alone_reads_back_only() -> None:
    config = json.dumps({"relative_attention_num_buckets": 32, "relative_attention_max_distance": 64})
    weights = save({f"decoder.{BLOCK}": BIAS, "x": OTHER})
    Hub.repositories["good/half"] = {"config.json": config.encode(), "model.safetensors": weights}
    found = positional.download_relative_bias("good/half")
    assert (found.tensor, found.bidirectional, found.max_distance) == (f"decoder.{BLOCK}", False, 64)
    again = find_position_tensor("relative", "good/half")
    assert again is not None
    assert (again.bidirectional, again.max_distance) == (False, 64)


def test_weights_in_parts_and_a_long_header() -> None:
    many = {f"layer.{number}.weight": np.zeros((1, 1), np.float32) for number in range(3_000)}
    second = save({**many, "model.decoder.embed_positions.weight": TABLE})
    assert int.from_bytes(second[:8], "little") > 200_000
    names = dict.fromkeys(many, "b.safetensors") | {
        "model.decoder.embed_positions.weight": "b.safetensors",
        "lm_head.weight": "a.safetensors",
    }
    Hub.repositories["good/opt"] = {
        "config.json": json.dumps({"model_type": "opt"}).encode(),
        "model.safetensors.index.json": json.dumps({"weight_map": names}).encode(),
        "a.safetensors": save({"lm_head.weight": OTHER}),
        "b.safetensors": second,
    }
    found = positional.download_position_table("good/opt")
    np.testing.assert_array_equal(found.values, TABLE)
    assert found.unused_rows == 2  # nothing is dropped: position 0 is in row 2
    assert not any("a.safetensors" in line for line in Hub.asked)


@pytest.mark.parametrize(
    ("name", "config", "unused"),
    [
        ("wpe.weight", {"model_type": "gpt2"}, 0),
        ("transformer.wpe.weight", {}, 0),
        ("embeddings.position_embeddings.weight", {"model_type": "bert", "pad_token_id": 0}, 0),
        ("bert.embeddings.position_embeddings.weight", {"model_type": "bert"}, 0),
        ("roberta.embeddings.position_embeddings.weight", {"model_type": "roberta", "pad_token_id": 1}, 2),
        ("distilbert.embeddings.position_embeddings.weight", {"model_type": "distilbert"}, 0),
        ("decoder.embed_positions.weight", {"model_type": "opt"}, 2),
        ("model.decoder.embed_positions.weight", {"model_type": "bart"}, 2),
    ],
)
def test_the_names_of_many_families(name: str, config: dict[str, Any], unused: int, tmp_path: Path) -> None:
    (tmp_path / "config.json").write_text(json.dumps(config))
    (tmp_path / "model.safetensors").write_bytes(save({name: TABLE, "other": OTHER}))
    found = positional.read_position_tensor(tmp_path)
    assert (found.tensor, found.unused_rows, found.commit) == (name, unused, "")
    np.testing.assert_array_equal(found.values, TABLE)


def test_real_models_are_read_as_transformers_saves_them(tmp_path: Path) -> None:
    import torch
    from transformers import AutoConfig, AutoModel

    torch.manual_seed(0)
    small = {"vocab_size": 20, "hidden_size": 8, "num_hidden_layers": 1, "num_attention_heads": 2}
    models = {
        "gpt2": {"vocab_size": 20, "n_embd": 8, "n_layer": 1, "n_head": 2, "n_positions": 12},
        "bert": {**small, "intermediate_size": 8, "max_position_embeddings": 12},
        "roberta": {**small, "intermediate_size": 8, "max_position_embeddings": 14},
        "opt": {**small, "ffn_dim": 8, "max_position_embeddings": 12, "word_embed_proj_dim": 8},
    }
    for kind, settings in models.items():
        model = AutoModel.from_config(AutoConfig.for_model(kind, **settings))
        model.save_pretrained(tmp_path / kind)
        found = positional.read_position_tensor(tmp_path / kind)
        assert len(found.values) - found.unused_rows == 12
        expected = dict(model.named_parameters())[found.tensor.removeprefix("model.")]
        np.testing.assert_array_equal(found.values, expected.detach().numpy())
    config = AutoConfig.for_model("t5", vocab_size=20, d_model=8, d_kv=4, d_ff=8, num_layers=1, num_heads=2)
    model = AutoModel.from_config(config)
    model.save_pretrained(tmp_path / "t5")
    bias = positional.read_position_tensor(tmp_path / "t5" / "model.safetensors", kind="relative")
    layer = model.encoder.block[0].layer[0].SelfAttention
    np.testing.assert_array_equal(bias.values, layer.relative_attention_bias.weight.detach().numpy())
    with torch.inference_mode():
        expected = layer.compute_bias(9, 9)[0].numpy()
    ours = positional.relative_bias(bias.values, 9, max_distance=bias.max_distance)
    np.testing.assert_array_equal(ours, expected.astype(np.float64))


@pytest.mark.parametrize("kind", ["F16", "BF16"])
def test_half_precision_is_read(kind: str, tmp_path: Path) -> None:
    import torch
    from safetensors.torch import save_file

    table = torch.tensor(TABLE).to({"F16": torch.float16, "BF16": torch.bfloat16}[kind])
    save_file({"wpe.weight": table}, tmp_path / "half.safetensors")
    found = positional.read_position_tensor(tmp_path / "half.safetensors")
    np.testing.assert_array_equal(found.values, table.float().numpy())
    assert found.values.dtype == np.float32


def test_the_bundled_checkpoint_is_read_alike() -> None:
    from embedlab.catalog import find_entry
    from embedlab.models.installed import find_file

    path = find_file(find_entry("all-MiniLM-L6-v2", "encoder"), "weights")
    found = positional.read_position_tensor(path)
    np.testing.assert_array_equal(found.values, embedlab.load_position_table("all-MiniLM-L6-v2"))


@pytest.mark.parametrize("how", ["switched off", "no network", "silent a moment ago"])
def test_what_was_downloaded_is_there_without_the_hub(how: str, monkeypatch: pytest.MonkeyPatch) -> None:
    first = positional.download_position_table("good/gpt2")
    Hub.asked.clear()
    if how == "switched off":
        monkeypatch.setenv("EMBEDLAB_OFFLINE", "1")
    elif how == "no network":
        monkeypatch.setenv("HF_ENDPOINT", "http://127.0.0.1:9")  # nobody listens there
    else:
        hub._start_pause()
    for revision in ("main", SHA):
        again = positional.download_position_table("good/gpt2", revision=revision)
        assert (again.commit, again.tensor) == (first.commit, first.tensor)
        np.testing.assert_array_equal(again.values, TABLE)
    assert not Hub.asked
    with pytest.raises(embedlab.UnavailableError, match=r"switched off|did not answer"):
        positional.download_position_table("other/model")
    with pytest.raises(embedlab.UnavailableError, match=r"switched off|did not answer"):
        positional.download_relative_bias("good/gpt2")  # the other kind was never fetched
    assert find_position_tensor("learned", "good/gpt2", revision="dev") is None


def test_a_commit_is_asked_for_once_and_a_branch_each_time() -> None:
    positional.download_position_table("good/gpt2")
    Hub.asked.clear()
    positional.download_position_table("good/gpt2", revision=SHA)
    assert not Hub.asked
    positional.download_position_table("good/gpt2")
    assert [line.split("?")[0] for line in Hub.asked] == ["GET /api/models/good/gpt2/revision/main"] or (
        len(Hub.asked) == 1 and "/api/models/good/gpt2" in Hub.asked[0]
    )


@pytest.mark.parametrize("damage", ["a bit", "cut", "empty", "another commit", "said"])
def test_what_was_kept_is_verified_when_it_is_read(damage: str, tmp_path: Path) -> None:
    positional.download_position_table("good/gpt2")
    (path,) = (tmp_path / "cache" / "positions").rglob("*.safetensors")
    content = path.read_bytes()
    if damage == "another commit":
        other = path.parent.with_name(SHA[::-1])
        path.parent.rename(other)
        assert find_position_tensor("learned", "good/gpt2", revision=SHA[::-1]) is None
    changed = {
        "a bit": content[:-3] + bytes([content[-3] ^ 1]) + content[-2:],
        "cut": content[:-4],
        "empty": b"",
        "said": content.replace(b"wpe.weight", b"wpe.weighx"),
    }
    if damage in changed:
        assert changed[damage] != content
        path.write_bytes(changed[damage])
    assert find_position_tensor("learned", "good/gpt2") is None
    Hub.asked.clear()
    np.testing.assert_array_equal(positional.download_position_table("good/gpt2").values, TABLE)
    assert bytes_asked() > TABLE.nbytes  # fetched anew
    assert find_position_tensor("learned", "good/gpt2") is not None


def test_without_a_cache_folder_it_still_arrives(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(checkpoints, "cache_folder", lambda: None)
    np.testing.assert_array_equal(positional.download_position_table("good/gpt2").values, TABLE)
    assert find_position_tensor("learned", "good/gpt2") is None


def test_nothing_is_left_beside_what_is_kept(tmp_path: Path) -> None:
    positional.download_position_table("good/gpt2")
    with pytest.raises(embedlab.InvalidInputError):
        positional.download_relative_bias("good/gpt2")
    assert [path.name for path in (tmp_path / "cache").iterdir()] == ["positions"]
    names = [
        path.name for path in (tmp_path / "cache" / "positions" / "good--gpt2").rglob("*") if path.is_file()
    ]
    assert sorted(name.split("-")[0] for name in names) == ["learned", "learned.safetensors"]


def kept_files(tmp_path: Path) -> list[str]:
    """Return the names of the repositories whose tensors are kept."""
    return sorted(path.parts[-3] for path in (tmp_path / "cache" / "positions").rglob("*.safetensors"))


def test_what_is_kept_has_a_limit_and_the_oldest_goes(
    monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    for name in ("a", "b", "c", "d"):
        Hub.repositories[f"good/{name}"] = GPT2
    positional.download_position_table("good/a")
    (path,) = (tmp_path / "cache").rglob("*.safetensors")
    monkeypatch.setenv("EMBEDLAB_POSITIONS_MB", str(2 * path.stat().st_size / 1e6))
    positional.download_position_table("good/b")
    assert kept_files(tmp_path) == ["good--a", "good--b"]
    for place, name in enumerate(("a", "b")):
        (path,) = (tmp_path / "cache" / "positions" / f"good--{name}").rglob("*.safetensors")
        os.utime(path, (1_000 + place, 1_000 + place))
    assert find_position_tensor("learned", "good/a") is not None  # used now: b is older
    positional.download_position_table("good/c")
    assert kept_files(tmp_path) == ["good--a", "good--c"]
    assert not (tmp_path / "cache" / "positions" / "good--b" / SHA).exists()
    assert find_position_tensor("learned", "good/b") is None
    monkeypatch.setenv("EMBEDLAB_POSITIONS_MB", "0")
    np.testing.assert_array_equal(positional.download_position_table("good/d").values, TABLE)
    assert kept_files(tmp_path) == []


def test_what_nobody_finished_is_removed_after_an_hour(tmp_path: Path) -> None:
    folder = tmp_path / "cache" / "positions" / "other--model"
    folder.mkdir(parents=True)
    old, young = folder / "x.1-1.unfinished", folder / "y.1-1.unfinished"
    old.touch()
    young.touch()
    os.utime(old, (1_000, 1_000))
    positional.download_position_table("good/gpt2")
    assert not old.exists()
    assert young.exists()


def test_a_full_disk_leaves_nothing_and_the_table_arrives(
    monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    def replace(*_: object) -> None:
        raise OSError(errno.ENOSPC, "No space left on device")

    monkeypatch.setattr(os, "replace", replace)
    np.testing.assert_array_equal(positional.download_position_table("good/gpt2").values, TABLE)
    assert not [path for path in (tmp_path / "cache").rglob("*") if path.is_file()]


def test_a_disk_without_room_is_a_plain_sentence(monkeypatch: pytest.MonkeyPatch) -> None:
    def refuse(**_: object) -> None:
        raise OSError(errno.ENOSPC, "No space left on device")

    with monkeypatch.context() as patch:
        patch.setattr(checkpoints.tempfile, "TemporaryDirectory", refuse)
        with pytest.raises(embedlab.UnavailableError, match=r"good/gpt2 .*No space left .* make room"):
            positional.download_position_table("good/gpt2")
    monkeypatch.setattr(checkpoints, "SPACE_BYTES", 10**18)
    with pytest.raises(embedlab.UnavailableError, match=r"1,000,000,000,000 MB .* are free"):
        positional.download_position_table("good/gpt2")


def test_a_path_that_is_none_is_a_plain_sentence(tmp_path: Path) -> None:
    with pytest.raises(embedlab.InvalidInputError, match="no file or folder “nothing”"):
        positional.read_position_tensor(tmp_path / "nothing")
    with pytest.raises(embedlab.InvalidInputError, match=r"has no model\.safetensors"):
        positional.read_position_tensor(tmp_path)
    with pytest.raises(embedlab.UnknownNameError, match="learned, relative"):
        positional.read_position_tensor(tmp_path, kind="rotary")
    assert load(tmp_path / "nothing", repository="a/b", commit=SHA) is None
    assert PositionTensor("a", "", "t", TABLE).max_distance == 128
