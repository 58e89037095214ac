"""Hostile hubs, headers and configs for the positions of a checkpoint: a plain sentence, nothing kept."""

from __future__ import annotations

import json
import time
from pathlib import Path
from typing import Any

import numpy as np
import pytest
from safetensors.numpy import save

import embedlab
from embedlab import positional
from embedlab.models import safetensors_file
from embedlab.positional import checkpoints
from embedlab.positional.checkpoints import find_position_tensor
from tests.support.hub import Hub

pytestmark = pytest.mark.long

TABLE = np.random.default_rng(0).normal(size=(24, 6)).astype(np.float32)
OTHER = np.random.default_rng(1).normal(size=(900, 300)).astype(np.float32)
NAME = "wpe.weight"
BLOCK = "block.0.layer.0.SelfAttention.relative_attention_bias.weight"


def written(header: object, content: bytes = TABLE.tobytes(), length: int | None = None) -> bytes:
    """Return a safetensors file with any header."""
    text = header if isinstance(header, bytes) else json.dumps(header).encode()
    return (len(text) if length is None else length).to_bytes(8, "little") + text + content


def entry(kind: Any = "F32", shape: Any = (24, 6), place: Any = (0, 576)) -> dict[str, Any]:
    return {NAME: {"dtype": kind, "shape": shape, "data_offsets": place}}


def refused(folder: Path, weights: bytes, said: str, config: bytes = b"{}", kind: str = "learned") -> None:
    (folder / "model.safetensors").write_bytes(weights)
    (folder / "config.json").write_bytes(config)
    with pytest.raises(embedlab.InvalidInputError, match=said) as caught:
        positional.read_position_tensor(folder, kind=kind)
    message = str(caught.value)
    assert len(message) < 400
    assert message.endswith(".")


NAN = np.full((24, 6), np.nan, np.float32).tobytes()


@pytest.mark.parametrize(
    ("weights", "said"),
    [
        (written(entry(place=[0, 580])), "does not fit its shape"),
        (written(entry(place=[8, 584])), "does not fit its shape or the file"),
        (written(entry(place=[10**15, 10**15 + 576])), "or the file"),
        (written(entry(place=[-576, 0])), "the place"),
        (written(entry(place=[576, 0])), "does not fit"),
        (written(entry(place=[0, 576.0])), "the place"),
        (written(entry(place=[False, 576])), "the place"),
        (written(entry(place=None)), "the place"),
        (written(entry(place=[0])), "the place"),
        (written(entry(shape=[24])), "the shape"),
        (written(entry(shape=[2, 12, 6])), "rows and columns"),
        (written(entry(shape=[-24, -6])), "the shape"),
        (written(entry(shape=["24", "6"])), "the shape"),
        (written(entry(shape=[10**30, 10**30])), "at most 64 MB"),
        (written(entry(shape=[10**6, 17], place=[0, 68 * 10**6])), "at most 64 MB"),
        (written(entry(shape=[0, 6], place=[0, 0])), "“0” × “6” numbers"),
        (written(entry(shape=[144, 0], place=[0, 0])), "× “0” numbers"),
        (written(entry(kind="I64")), "of the kind “I64”; .* F32, F16 or BF16"),
        (written(entry(kind="F64")), "of the kind “F64”"),
        (written(entry(kind="F8_E4M3")), "of the kind"),
        (written(entry(kind=["F32"])), "of the kind"),
        (written(entry(kind=None)), "of the kind"),
        (written({NAME: None}), "nothing is said of"),
        (written({NAME: "x" * 10_000}), "nothing is said of"),
        (written([1, 2]), "not a JSON object"),
        (written(b"{"), "not a JSON object"),
        (written(b"\xff\xfe"), "not a JSON object"),
        (written(b"[" * 200_000), "not a JSON object"),
        (written(b'{"a": ' + b"9" * 5_000 + b"}"), "not a JSON object"),
        (written(entry(), length=2**63), "damaged or cut: a header of"),
        (written(entry(), length=10**6), "damaged or cut: a header of"),
        (written(b" " * 10_000_001), "at most 10,000,000 are read"),
        (written(entry(), NAN), "NaN or infinite"),
        (written(entry(), TABLE.tobytes()[:-4]), "or the file"),
        (b"", "a header of 0 bytes in a file of 0"),
        (b"\x00" * 7, "damaged or cut"),
        (b"\x80\x04K\x01." * 100, "damaged or cut"),  # a pickle by another name
        (written({}), "no learned table of positions among its 0 tensors.*rotary.*openai-community/gpt2"),
        (written({"x" + NAME: {}, "wpe-weight": {}, "wpe.weight\n": {}}), "among its 3 tensors"),
    ],
)
def test_a_hostile_header_is_refused(weights: bytes, said: str, tmp_path: Path) -> None:
    refused(tmp_path, weights, said)


def test_nothing_is_asked_for_that_a_header_invents() -> None:
    asked: list[tuple[int, int]] = []

    def read(start: int, end: int) -> bytes:
        asked.append((start, end))
        return content[start:end]

    content = written(entry(place=[0, 10**12], shape=[10**6, 250_000]))
    header = safetensors_file.read_header(read, len(content), label="x")
    with pytest.raises(embedlab.InvalidInputError):
        safetensors_file.read_table(read, header, NAME)
    assert asked == [(0, len(content))]
    asked.clear()
    with pytest.raises(embedlab.InvalidInputError, match="at most 10,000,000"):
        safetensors_file.read_header(lambda start, end: (2**40).to_bytes(8, "little"), 2**41, label="x")


GOOD = save({NAME: TABLE})
BIAS = save({f"encoder.{BLOCK}": np.ones((32, 4), np.float32)})


@pytest.mark.parametrize(
    ("config", "said"),
    [
        (b"[]", "not a JSON object"),
        (b"{", "not a JSON object"),
        (b"[" * 200_000, "not a JSON object"),
        (b" " * 1_000_001, "at most 1,000,000 are read"),
        (b'{"model_type": "roberta", "pad_token_id": 99}', "padding token “99”, and its table has 24 rows"),
        (b'{"model_type": "roberta", "pad_token_id": "1"}', "padding token"),
        (b'{"model_type": "roberta", "pad_token_id": -9}', "padding token"),
    ],
)
def test_a_hostile_config_is_refused(config: bytes, said: str, tmp_path: Path) -> None:
    refused(tmp_path, GOOD, said, config)


@pytest.mark.parametrize(
    ("config", "said"),
    [
        (
            {"relative_attention_num_buckets": 64},
            "names “64” buckets up to “128” tokens, and its table has 32",
        ),
        ({"relative_attention_num_buckets": "32"}, "its table has 32"),
        ({"relative_attention_max_distance": 1e308}, "its table has 32"),
        ({"relative_attention_max_distance": True}, "its table has 32"),
        ({"relative_attention_max_distance": 8}, "max_distance = 8 must be above 8"),
        ({"relative_attention_max_distance": 10**40}, "must be above 8"),
    ],
)
def test_a_config_that_no_bias_fits_is_refused(config: dict[str, Any], said: str, tmp_path: Path) -> None:
    refused(tmp_path, BIAS, said, json.dumps(config).encode(), "relative")


def test_a_bias_of_an_odd_number_of_buckets_is_refused(tmp_path: Path) -> None:
    odd = save({f"encoder.{BLOCK}": np.ones((31, 4), np.float32)})
    refused(tmp_path, odd, "buckets = 31 cannot be shared", kind="relative")
    refused(tmp_path, GOOD, "no relative bias of T5 among its 1 tensors.*google-t5/t5-small", kind="relative")


def test_sinusoids_in_a_file_are_not_called_learned(tmp_path: Path) -> None:
    weights = save({"model.decoder.embed_positions.weight": TABLE})
    refused(tmp_path, weights, "were not learned: .* “marian” stores sinusoids", b'{"model_type": "marian"}')


@pytest.mark.parametrize(
    ("place", "said"),
    [
        ("../../etc/passwd", "no file of it"),
        ("config.json", "no file of it"),
        (["a.safetensors"], "no file of it"),
        (None, "no file of it"),
        ("missing.safetensors", "no file of it"),
    ],
)
def test_an_index_that_leads_elsewhere_is_refused(place: Any, said: str, tmp_path: Path) -> None:
    (tmp_path / "config.json").write_text("{}")
    index = {"weight_map": {NAME: place}}
    (tmp_path / "model.safetensors.index.json").write_text(json.dumps(index))
    with pytest.raises(embedlab.InvalidInputError, match=said):
        positional.read_position_tensor(tmp_path)
    (tmp_path / "model.safetensors.index.json").write_text('{"weight_map": 5}')
    with pytest.raises(embedlab.InvalidInputError, match="among its 0 tensors"):
        positional.read_position_tensor(tmp_path)


@pytest.fixture
def _hub(fake_hub: type[Hub]) -> None:
    whole = {"config.json": b"{}", "model.safetensors": save({NAME: TABLE, "other": OTHER})}
    owners = ("good", "breaks", "wholesale", "shifted", "grown", "long", "drips")
    fake_hub.repositories |= {f"{owner}/model": whole for owner in owners}


@pytest.mark.usefixtures("_hub")
@pytest.mark.parametrize(
    ("name", "said"),
    [
        ("breaks/model", "broke off"),
        ("wholesale/model", "sent another part of model.safetensors"),  # all of it, unasked
        ("shifted/model", "sent another part"),
        ("grown/model", "sent another part"),
        ("long/model", "did not arrive whole|broke off"),
        ("e401/model", "private|does not exist"),
        ("e403/model", "gated"),
        ("e404/model", "does not exist"),
        ("e429/model", "429"),
        ("e500/model", "500"),
        ("gated/model", "gated"),
        ("nobody/model", "has no model.safetensors"),
        ("../../etc/passwd", "no name of a repository"),
        ("http://evil.example/x", "no name of a repository"),
        ("a/b/c", "no name of a repository"),
        ("", "no name of a repository"),
    ],
)
def test_a_hub_that_misbehaves_is_a_plain_sentence(name: str, said: str) -> None:
    with pytest.raises((embedlab.InvalidInputError, embedlab.UnavailableError), match=said) as caught:
        positional.download_position_table(name)
    assert str(caught.value).endswith(".")
    if "/" in name and name.count("/") == 1:
        assert find_position_tensor("learned", name) is None


@pytest.mark.usefixtures("_hub")
@pytest.mark.parametrize("size", [0, 7, 100, 10**12])
def test_a_size_that_the_hub_made_up_is_a_plain_sentence(size: int) -> None:
    Hub.sizes["model.safetensors"] = size
    with pytest.raises(
        (embedlab.InvalidInputError, embedlab.UnavailableError),
        match=r"damaged or cut|empty or cut|another part",
    ):
        positional.download_position_table("good/model")


@pytest.mark.usefixtures("_hub")
def test_pickles_are_not_opened() -> None:
    Hub.repositories["old/model"] = {"config.json": b"{}", "pytorch_model.bin": b"\x80\x04."}
    with pytest.raises(embedlab.InvalidInputError, match="only pickle files"):
        positional.download_position_table("old/model")
    assert not any("pytorch_model" in line for line in Hub.asked)


@pytest.mark.usefixtures("_hub")
def test_a_hub_that_drips_is_left_at_the_deadline(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    monkeypatch.setattr(checkpoints, "SECONDS", 2.0)
    begun = time.monotonic()
    with pytest.raises(embedlab.TimedOutError, match="took longer than 2 seconds and was stopped"):
        positional.download_position_table("drips/model")
    assert time.monotonic() - begun < 60
    assert list((tmp_path / "cache").iterdir()) == []
