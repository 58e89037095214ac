"""Positions of published checkpoints: one tensor out of a file of half a gigabyte, when somebody asks for it.

Of GPT-2's 548 MB the table of positions is 3. The header of the file and the bytes of that tensor are asked
for, by HTTP ranges, in a process of its own with a deadline, without any account. What arrived is checked and
kept with its commit, up to half a gigabyte in all; later it is found without a network. No code and no pickle
comes with it.
"""

from __future__ import annotations

import contextlib
import hashlib
import os
import re
import tempfile
from collections.abc import Mapping
from pathlib import Path
from typing import Any

from embedlab.errors import InvalidInputError, UnavailableError, check_choice, quote
from embedlab.models.disk import cache_folder, check_space, trim_folder, write_atomic
from embedlab.models.hub import ANSWER_SECONDS, ask_hub, check_repository
from embedlab.models.limits import CONFIG, INDEX, WEIGHTS
from embedlab.positional.position_tensor import KINDS, PositionTensor, extract, load, serialize
from embedlab.processes import Sandbox
from embedlab.settings import POSITIONS_MB

__all__ = [
    "download_position_table",
    "download_relative_bias",
    "find_position_tensor",
    "read_position_tensor",
]

SECONDS = 180.0  # in all
SPACE_BYTES = 200_000_000  # a tensor has 64 MB at most, is written twice, and leaves room for others
COMMIT = re.compile(r"[0-9a-f]{40}")


def download_position_table(repository: str, *, revision: str = "main") -> PositionTensor:
    """Download the learned table of positions of a checkpoint from the Hugging Face hub.

    Known are GPT-2 and its heirs (`wpe`), BERT and its heirs (`position_embeddings`), OPT and BART
    (`embed_positions` of the decoder). The table is returned as it is in the file: in OPT and BART position 0
    is in row 2, in RoBERTa in the row after that of the padding token; `unused_rows` says so.

    Args:
        repository: owner/name, such as "openai-community/gpt2".
        revision: a branch, tag or commit. A commit that was downloaded before is not asked for again.

    Raises:
        InvalidInputError: no such name, missing, private or gated; no such table (its positions may be
            rotary), only pickles, damaged or too large.
        UnavailableError: no room on the disk, no answer, or downloads are switched off.
    """
    return _download("learned", repository, revision)


def download_relative_bias(repository: str, *, revision: str = "main") -> PositionTensor:
    """Download the relative bias of a T5 checkpoint from the Hugging Face hub, (buckets, heads).

    That of the encoder, which reads both sides, or where there is none that of the decoder. In T5 all layers
    share the one of the first; models with a bias for each layer (umT5) give that of their first.

    Args:
        repository: owner/name, such as "google-t5/t5-small".
        revision: a branch, tag or commit. A commit that was downloaded before is not asked for again.

    Raises:
        InvalidInputError: as `download_position_table`, for the bias.
    """
    return _download("relative", repository, revision)


def find_position_tensor(kind: str, repository: str, *, revision: str = "main") -> PositionTensor | None:
    """Return what was downloaded before, None where nothing was; the hub is not asked.

    Args:
        kind: "learned" or "relative".
        repository: owner/name.
        revision: the branch, tag or commit that was asked for then.

    Raises:
        InvalidInputError: no name of a repository.
        UnknownNameError: no such kind.
    """
    check_choice(kind, KINDS, "kind of positions")
    name = check_repository(repository)
    folder = _folder(name)
    if folder is None:
        return None
    commit = revision
    if not COMMIT.fullmatch(revision):
        try:
            commit = _reference(folder, kind, revision).read_text("ascii")
        except (OSError, ValueError):
            return None
        if not COMMIT.fullmatch(commit):
            return None
    path = folder / commit / f"{kind}.safetensors"
    tensor = load(path, repository=name, commit=commit)
    if tensor is not None:
        with contextlib.suppress(OSError):
            os.utime(path)  # used now
    return tensor


def read_position_tensor(path: str | os.PathLike[str], *, kind: str = "learned") -> PositionTensor:
    """Read the positions of a checkpoint on this machine; its other tensors are not read.

    This is for models of your own, and for those that were fetched by other means: what
    `download_position_table` and `download_relative_bias` do with the hub, without any network.

        found = embedlab.positional.read_position_tensor("my-model/model.safetensors")
        table = found.values[found.unused_rows :]  # row 0 is position 0

    Args:
        path: a safetensors file, or a folder with model.safetensors or its parts; the config.json beside the
            weights is read, too.
        kind: "learned" or "relative".

    Raises:
        InvalidInputError: no such file or tensor, or a damaged file.
        UnknownNameError: no such kind.
    """
    check_choice(kind, KINDS, "kind of positions")
    place = Path(path)
    folder = place if place.is_dir() else place.parent
    files = {file.name: file for file in sorted(folder.glob("*")) if file.is_file()}
    if place.is_file():
        files = {name: file for name, file in files.items() if name == CONFIG} | {WEIGHTS: place}
    elif not place.is_dir():
        raise InvalidInputError(f"There is no file or folder {quote(place.name)}; choose another path.")

    def read(file: str, start: int, end: int) -> bytes:
        with files[file].open("rb") as stream:
            stream.seek(start)
            return stream.read(end - start)

    sizes = {name: file.stat().st_size for name, file in files.items()}
    return extract(kind, sizes, read, repository=place.name, commit="")


def _download(kind: str, repository: str, revision: str) -> PositionTensor:
    name = check_repository(repository)
    if COMMIT.fullmatch(revision) and (tensor := find_position_tensor(kind, name, revision=revision)):
        return tensor  # a commit does not change

    def before(otherwise: UnavailableError) -> PositionTensor:
        tensor = find_position_tensor(kind, name, revision=revision)
        if tensor is None:
            raise otherwise
        return tensor

    def fetch(sandbox: Sandbox, answer: Mapping[str, Any]) -> PositionTensor:
        commit = str(answer["commit"])
        sizes = {file: int(size) for file, size in answer["sizes"].items() if _matters(file)}
        tensor = find_position_tensor(kind, name, revision=commit) if COMMIT.fullmatch(commit) else None
        return _keep(kind, tensor or _fetch(sandbox, kind, name, commit, sizes), revision)

    return ask_hub(name, fetch, before, kind="table of positions", revision=revision, seconds=SECONDS)


def _matters(file: str) -> bool:
    return file in {CONFIG, INDEX} or ("/" not in file and file.endswith((".safetensors", ".bin", ".pt")))


def _fetch(sandbox: Sandbox, kind: str, name: str, commit: str, sizes: Mapping[str, int]) -> PositionTensor:
    """Let the sandbox read the tensor and leave it in a file; check that file."""
    try:
        check_space(
            cache_folder() or Path(tempfile.gettempdir()),
            SPACE_BYTES,
            what=f"The table of positions of {name}",
            remedy="name another folder: EMBEDLAB_CACHE",
        )
        with tempfile.TemporaryDirectory(prefix="unfinished-", dir=cache_folder()) as folder:
            path = Path(folder) / "positions.safetensors"
            sandbox.ask(
                "embedlab.positional.hub_positions:fetch_positions",
                seconds=SECONDS,
                kind=kind,
                repository=name,
                commit=commit,
                sizes=dict(sizes),
                path=str(path),
                answer_seconds=ANSWER_SECONDS,
            )
            tensor = load(path, repository=name, commit=commit)
    except OSError as error:
        raise UnavailableError(
            f"The positions of {name} cannot be written on the disk of this server "
            f"({error.strerror or error}); make room, or name another folder: EMBEDLAB_CACHE."
        ) from error
    if tensor is None:
        raise UnavailableError(f"The positions of {name} did not arrive whole; download them again.")
    return tensor


def _keep(kind: str, tensor: PositionTensor, revision: str) -> PositionTensor:
    """Write a tensor where it is found again; without a folder it lives as long as the program."""
    folder = _folder(tensor.repository)
    if folder is None or not COMMIT.fullmatch(tensor.commit):
        return tensor
    with contextlib.suppress(OSError):  # a full disk: it is downloaded again next time
        (folder / tensor.commit).mkdir(parents=True, exist_ok=True)
        path = folder / tensor.commit / f"{kind}.safetensors"
        if find_position_tensor(kind, tensor.repository, revision=tensor.commit) is None:  # none, or damaged
            write_atomic(path, serialize(tensor))
        if not COMMIT.fullmatch(revision):
            write_atomic(_reference(folder, kind, revision), tensor.commit.encode("ascii"))
        limit = int(POSITIONS_MB.value() * 1_000_000)
        trim_folder(folder.parent, limit, newest=path)
    return tensor


def _folder(name: str) -> Path | None:
    folder = cache_folder()
    return folder / "positions" / name.replace("/", "--") if folder else None


def _reference(folder: Path, kind: str, revision: str) -> Path:
    """Return the file that remembers which commit a branch or tag was."""
    return folder / f"{kind}-{hashlib.sha256(revision.encode('utf-8', 'replace')).hexdigest()[:32]}"
