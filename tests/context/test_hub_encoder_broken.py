"""Encoders of strangers whose files are broken, on purpose or not: each is refused in one plain sentence."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import numpy as np
import pytest
from safetensors import SafetensorError
from safetensors.numpy import load_file, save_file

import embedlab
from embedlab.models import encoder_files
from tests.support.models import copy_of, reference_states, tiny_model

pytestmark = pytest.mark.long

TEXT = "the old river bank flooded"


@pytest.fixture(scope="module")
def bert(tmp_path_factory: pytest.TempPathFactory) -> tuple[Path, Any]:
    folder = tmp_path_factory.mktemp("bert")
    return folder, tiny_model(folder)


@pytest.mark.parametrize("damage", ["cut", "longer", "header", "huge header", "empty", "negative"])
def test_damaged_weights_are_refused(damage: str, bert: tuple[Path, Any], tmp_path: Path) -> None:
    folder = copy_of(bert[0], tmp_path / "damaged")
    path = folder / "model.safetensors"
    content = path.read_bytes()
    length = int.from_bytes(content[:8], "little")
    header = content[8 : 8 + length]
    changed = {
        "cut": content[:-9],
        "longer": content + b"x",
        "header": content[:8] + b"x" + content[9:],
        "huge header": (2**62).to_bytes(8, "little") + content[8:],
        "empty": b"",
        "negative": content[:8] + header.replace(b"[0,", b"[-", 1) + content[8 + length :],
    }
    path.write_bytes(changed[damage])
    with pytest.raises(embedlab.InvalidInputError, match="damaged or cut"):
        embedlab.context.read_encoder(folder)


@pytest.mark.parametrize("kind", ["F64", "I64", "I32", "I8", "U8", "BOOL", "F8_E4M3", "F99"])
def test_numbers_that_are_no_weights_are_refused(kind: str, bert: tuple[Path, Any], tmp_path: Path) -> None:
    folder = copy_of(bert[0], tmp_path / "kinds")
    path = folder / "model.safetensors"
    content = path.read_bytes()
    length = int.from_bytes(content[:8], "little")
    header = content[8 : 8 + length].replace(b'"F32"', f'"{kind}"'.encode())
    path.write_bytes(len(header).to_bytes(8, "little") + header + content[8 + length :])
    with pytest.raises(embedlab.InvalidInputError, match=f"of the kind “{kind}”; .*F32, F16 or BF16"):
        embedlab.context.read_encoder(folder)


def test_the_positions_of_old_files_are_read(bert: tuple[Path, Any], tmp_path: Path) -> None:
    folder = copy_of(bert[0], tmp_path / "old")
    tensors = load_file(folder / "model.safetensors")
    tensors["embeddings.position_ids"] = np.arange(24)[None]
    save_file(tensors, folder / "model.safetensors", metadata={"format": "pt"})
    (encoding,) = embedlab.context.read_encoder(folder).encode([TEXT])
    np.testing.assert_allclose(encoding.hidden_states, reference_states(bert[1], encoding.ids), atol=1e-5)


def test_a_model_of_too_many_parameters_is_refused(
    bert: tuple[Path, Any], monkeypatch: pytest.MonkeyPatch
) -> None:
    count = sum(tensor.size for tensor in load_file(bert[0] / "model.safetensors").values())
    monkeypatch.setenv("EMBEDLAB_MODEL_PARAMETERS", str(count))
    assert embedlab.context.read_encoder(bert[0]).layers == 2
    monkeypatch.setenv("EMBEDLAB_MODEL_PARAMETERS", str(count - 1))
    with pytest.raises(embedlab.InvalidInputError, match="million parameters, and at most"):
        embedlab.context.read_encoder(bert[0])


@pytest.mark.parametrize("damage", ["overlap", "hole"])
def test_tensors_that_do_not_lie_side_by_side_are_refused(
    damage: str, bert: tuple[Path, Any], tmp_path: Path
) -> None:
    folder = copy_of(bert[0], tmp_path / "damaged")
    path = folder / "model.safetensors"
    content = path.read_bytes()
    length = int.from_bytes(content[:8], "little")
    header = json.loads(content[8 : 8 + length])
    key = next(key for key in header if key != "__metadata__")
    end, more = len(content) - 8 - length, b""
    if damage == "overlap":
        header["another"] = header[key]
    else:
        header["another"] = {"dtype": "F32", "shape": [1], "data_offsets": [end + 4, end + 8]}
        more = bytes(8)
    changed = json.dumps(header).encode()
    path.write_bytes(len(changed).to_bytes(8, "little") + changed + content[8 + length :] + more)
    with pytest.raises(embedlab.InvalidInputError, match="damaged or cut"):
        embedlab.context.read_encoder(folder)


@pytest.mark.parametrize("number", [np.nan, np.inf])
def test_weights_that_are_no_numbers_are_refused(
    number: float, bert: tuple[Path, Any], tmp_path: Path
) -> None:
    folder = copy_of(bert[0], tmp_path / "nan")
    tensors = load_file(folder / "model.safetensors")
    tensors["encoder.layer.1.output.dense.bias"][3] = number
    save_file(tensors, folder / "model.safetensors", metadata={"format": "pt"})
    with pytest.raises(embedlab.InvalidInputError, match=r"NaN or infinite.* in encoder\.layer\.1\.output"):
        embedlab.context.read_encoder(folder)


@pytest.mark.parametrize("error", [RuntimeError, ValueError, KeyError, OSError, SafetensorError])
def test_what_a_library_says_of_a_load_is_one_sentence(
    error: type[Exception], bert: tuple[Path, Any], monkeypatch: pytest.MonkeyPatch
) -> None:
    def fail(*_: object, **__: object) -> None:
        raise error("bad\nnews")

    monkeypatch.setattr(encoder_files, "read_pretrained", fail)
    with pytest.raises(embedlab.InvalidInputError, match=r"The model odd cannot be loaded \(.*bad.*news.*\)"):
        embedlab.context.read_encoder(bert[0], name="odd")


def test_an_id_beyond_the_table_is_a_plain_sentence(bert: tuple[Path, Any], tmp_path: Path) -> None:
    folder = copy_of(bert[0], tmp_path / "beyond")
    given = json.loads((folder / "tokenizer.json").read_text())
    given["post_processor"]["special_tokens"]["[SEP]"]["ids"] = [5_000]  # in no vocabulary
    (folder / "tokenizer.json").write_text(json.dumps(given))
    with pytest.raises(
        embedlab.InvalidInputError, match="beyond has 5,001 ids, and the model vectors for 40"
    ):
        embedlab.context.read_encoder(folder)


def test_a_text_without_a_token_is_a_plain_sentence(bert: tuple[Path, Any], tmp_path: Path) -> None:
    folder = copy_of(bert[0], tmp_path / "none")
    given = json.loads((folder / "tokenizer.json").read_text())
    given["post_processor"] = None
    given["normalizer"] = {"type": "Replace", "pattern": {"String": "cat"}, "content": ""}
    (folder / "tokenizer.json").write_text(json.dumps(given))
    encoder = embedlab.context.read_encoder(folder)
    for ask in (encoder.encode, encoder.embed):
        with pytest.raises(embedlab.InvalidInputError, match="makes no token of “cat”"):
            ask(["cat"])


def test_a_tensor_that_is_missing_is_not_made_up(bert: tuple[Path, Any], tmp_path: Path) -> None:
    folder = copy_of(bert[0], tmp_path / "less")
    tensors = load_file(folder / "model.safetensors")
    missing = "encoder.layer.1.attention.self.query.weight"
    without = {name: tensor for name, tensor in tensors.items() if name != missing}
    save_file(without, folder / "model.safetensors", metadata={"format": "pt"})
    with pytest.raises(embedlab.InvalidInputError, match=f"{missing} is missing"):
        embedlab.context.read_encoder(folder)


def test_a_tokenizer_with_more_ids_than_vectors_is_refused(tmp_path: Path) -> None:
    tiny_model(tmp_path, vocab_size=10)
    with pytest.raises(embedlab.InvalidInputError, match="24 ids, and the model vectors for 10"):
        embedlab.context.read_encoder(tmp_path)
