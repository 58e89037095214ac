"""What is asked of the Hugging Face hub, and what each of its refusals means.

Runs in a sandbox (`embedlab.processes`): the library's settings are changed for it alone.
"""

from __future__ import annotations

import contextlib
import errno
import hashlib
import os
from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

from embedlab.errors import InvalidInputError, UnavailableError, quote

__all__ = ["HubSilentError", "fetch_files", "look_up", "prepare", "read_part"]


HOSTS = (".huggingface.co", ".hf.co")  # of the hub


class HubSilentError(UnavailableError):
    """The hub did not answer."""


def prepare(*, answer_seconds: int) -> None:
    """Import the library, before the time of an answer is counted."""
    _set_up(answer_seconds)


def look_up(*, repository: str, revision: str, answer_seconds: int) -> dict[str, Any]:
    """Return the commit of a repository, its files with their sizes, and the SHA-256 where the hub has one.

    Where the hub did not answer within `answer_seconds`, the answer is {"silent": a sentence}.

    Raises:
        InvalidInputError: missing, private or gated.
        UnavailableError: the hub answers with an error.
    """
    try:
        return _look_up(repository, revision, answer_seconds)
    except HubSilentError as error:
        return {"silent": str(error)}


def _look_up(repository: str, revision: str, answer_seconds: int) -> dict[str, Any]:
    _set_up(answer_seconds)
    from huggingface_hub import HfApi

    with _answers(repository, revision):
        info = HfApi(token=False).model_info(
            repository, revision=revision, timeout=answer_seconds, files_metadata=True
        )
        if info.gated:
            raise InvalidInputError(f"The repository {repository} {GATED}")
    siblings = info.siblings or []
    return {
        "commit": info.sha,
        "sizes": {item.rfilename: _size_of(item, repository) for item in siblings},
        "sums": {item.rfilename: item.lfs.sha256 for item in siblings if item.lfs is not None},
    }


def fetch_files(
    *,
    repository: str,
    revision: str,
    commit: str,
    sums: Mapping[str, str],
    folder: str | None,
    answer_seconds: int,
) -> dict[str, Any]:
    """Download files of one commit; return their paths.

    The last one is asked for by the name of the revision, so that this name is found again without a network
    only when all the others are there.

    Args:
        repository: owner/name.
        revision: a branch, tag or commit.
        commit: what that is at this moment.
        sums: the files, each with its SHA-256, "" where the hub has none.
        folder: of the library's cache.
        answer_seconds: for each answer.

    Raises:
        InvalidInputError: a file is missing, was changed meanwhile or broke off, or the disk is full.
    """
    _set_up(answer_seconds)
    from huggingface_hub import hf_hub_download

    name, path, paths = "", "", dict[str, str]()
    with _answers(repository, revision, broken=True):
        for place, (name, expected) in enumerate(sums.items(), start=1):
            path = hf_hub_download(
                repository,
                name,
                revision=revision if place == len(sums) else commit,
                cache_dir=folder,
                token=False,
                etag_timeout=answer_seconds,
            )
            if expected and _sum_of(path) != expected:
                Path(path).resolve().unlink(missing_ok=True)
                raise UnavailableError(
                    f"The file {name} of {repository} did not arrive whole; download it again."
                )
            paths[name] = path
    if Path(path).parts[-1 - len(Path(name).parts)] != commit:
        raise UnavailableError(f"The repository {repository} was changed meanwhile; download it again.")
    return {"commit": commit, "paths": paths}


def read_part(
    *, repository: str, file: str, commit: str, start: int, end: int, size: int, answer_seconds: int
) -> bytes:
    """Return the bytes `start` … `end` − 1 of a file of one commit; nothing else of it is fetched.

    Args:
        repository: owner/name.
        file: its path there.
        commit: of the repository.
        start: the first byte.
        end: the one after the last.
        size: of the whole file, as the hub listed it.
        answer_seconds: for each answer.

    Raises:
        InvalidInputError: the file is missing or has another size, another part came, or it broke off.
    """
    if not 0 <= start < end <= size:
        raise InvalidInputError(f"The file {file} of {repository} is empty or cut; choose another one.")
    _set_up(answer_seconds)
    from huggingface_hub import hf_hub_url
    from huggingface_hub.utils import (  # type: ignore[attr-defined]
        build_hf_headers,
        get_session,
        hf_raise_for_status,
    )

    wanted = {"Range": f"bytes={start}-{end - 1}", "Accept-Encoding": "identity"}
    content = bytearray()
    with (
        _answers(repository, commit, broken=True),
        get_session().stream(
            "GET",
            hf_hub_url(repository, file, revision=commit),
            headers={**build_hf_headers(token=False), **wanted},
            timeout=answer_seconds,
        ) as response,
    ):
        hf_raise_for_status(response)
        if not _is_part(response, start, end, size):  # before any of it is read
            raise UnavailableError(
                f"The hub sent another part of {file} of {repository} than was asked for; try again later."
            )
        for chunk in response.iter_raw():
            content += chunk
            if len(content) > end - start:
                break
    if len(content) != end - start:
        raise UnavailableError(f"The file {file} of {repository} did not arrive whole; download it again.")
    return bytes(content)


def _is_part(response: Any, start: int, end: int, size: int) -> bool:
    if response.status_code == 200 and (start, end) == (0, size):  # small files may come whole
        return True
    place: str = response.headers.get("Content-Range", "")
    return bool(response.status_code == 206) and place == f"bytes {start}-{end - 1}/{size}"


def _set_up(answer_seconds: int) -> None:
    # read when the library is imported; this process was asked to download
    os.environ["HF_HUB_OFFLINE"] = "0"
    os.environ["HF_HUB_DISABLE_TELEMETRY"] = "1"
    os.environ["HF_HUB_DISABLE_XET"] = "1"  # its threads need more memory than this process may have
    os.environ["HF_HUB_DOWNLOAD_TIMEOUT"] = str(answer_seconds)
    from huggingface_hub.utils import get_session  # type: ignore[attr-defined]

    hooks = get_session().event_hooks["request"]
    if _keep_to_the_hub not in hooks:
        hooks.append(_keep_to_the_hub)


def _keep_to_the_hub(request: Any) -> None:
    """Refuse a request, such as a redirect, to another host than the hub's own, or without TLS.

    Raises:
        UnavailableError: it is one.
    """
    endpoint = urlsplit(os.environ.get("HF_ENDPOINT") or "https://huggingface.co")
    if (request.url.scheme, request.url.host, request.url.port) == (
        endpoint.scheme,
        endpoint.hostname,
        endpoint.port,
    ):
        return
    if request.url.scheme != "https" or not f".{request.url.host}".endswith(HOSTS):
        raise UnavailableError(
            f"The hub sends the download to {quote(request.url.host)}, which is not one of its own hosts; "
            "check the network of this server."
        )


def _size_of(item: Any, repository: str) -> int:
    size = item.size or 0
    if type(size) is not int or size < 0:
        raise UnavailableError(
            f"The hub gives {quote(size)} as the size of a file of {repository}; try again later."
        )
    return size


def _sum_of(path: str) -> str:
    with open(path, "rb") as stream:
        return hashlib.file_digest(stream, "sha256").hexdigest()


GATED = "is gated: its owner lets in only those they know; choose an open one."
PRIVATE = 401  # the status
TOO_MANY = "has to wait, because the hub asks for fewer requests (429)"


@contextlib.contextmanager
def _answers(repository: str, revision: str, *, broken: bool = False) -> Iterator[None]:
    """Turn what the library raises into one plain sentence each; `broken` where the hub had answered."""
    from huggingface_hub.errors import (  # type: ignore[attr-defined]
        GatedRepoError,
        HfHubHTTPError,
        HTTPError,
        RemoteEntryNotFoundError,
        RepositoryNotFoundError,
        RevisionNotFoundError,
    )

    try:
        yield
        return
    except (InvalidInputError, UnavailableError):
        raise
    except GatedRepoError:
        reason = GATED
    except RepositoryNotFoundError:
        reason = "does not exist or is private; look at the spelling: owner/name."
    except (RevisionNotFoundError, RemoteEntryNotFoundError):
        reason = f"lacks a file at the revision {quote(revision)}; choose another revision or repository."
    except HfHubHTTPError as error:
        code = error.response.status_code if error.response is not None else 0
        if code != PRIVATE:
            why = (
                TOO_MANY
                if code == 429
                else f"could not be read, because the hub answers with an error ({code})"
            )
            raise UnavailableError(f"The repository {repository} {why}; try again later.") from error
        reason = "is private or needs an account; choose an open one."
    except ValueError as error:  # not JSON: a page of a network that asks for a login
        raise UnavailableError(
            f"What answers for the hub when asked for {repository} is not the hub; check the network of this "
            "server, which may ask for a login."
        ) from error
    except (OSError, HTTPError) as error:  # no connection, no answer, or it broke off
        if getattr(error, "errno", None) == errno.ENOSPC:
            raise UnavailableError(
                "The disk of this server is full; make room, or choose a smaller repository."
            ) from error
        if broken:
            raise UnavailableError(
                f"The download of {repository} broke off ({type(error).__name__}); "
                "nothing of the broken file is kept: download it again."
            ) from error
        raise HubSilentError(
            f"The hub did not answer when asked for {repository} ({type(error).__name__}); "
            "check the connection and try again."
        ) from error
    raise InvalidInputError(f"The repository {repository} {reason}")
