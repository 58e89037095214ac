"""A tokenizer by its name on the Hugging Face hub, downloaded only when somebody asks for it.

Size and files are looked up first; only `tokenizer.json` and the chat template are fetched, of one commit,
without any account, and no code comes with them. The download runs in a process of its own with a deadline,
and a hub that does not answer is left alone for five minutes.
"""

from __future__ import annotations

import errno
import json
import os
import re
import threading
import time
from collections.abc import Callable
from pathlib import Path

from embedlab.errors import InvalidInputError, quote
from embedlab.sources import cache_folder
from embedlab.tokens.foreign import MAX_FILE_BYTES, read_tokenizer
from embedlab.tokens.json_tokenizer import JsonTokenizer
from embedlab.tokens.worker import Worker

__all__ = [
    "HubSilentError",
    "check_repository",
    "download_file",
    "download_tokenizer",
    "downloads_allowed",
    "fetch",
    "with_chat_template",
]

REPOSITORY = re.compile(r"[A-Za-z0-9][\w.-]*(/[A-Za-z0-9][\w.-]*)?", re.ASCII)
LONGEST_NAME = 96
FILE = "tokenizer.json"
MAX_TEMPLATE_BYTES = 5_000_000
ANSWER_SECONDS = 10  # for each answer of the hub
DOWNLOAD_SECONDS = 60  # in all
PAUSE_SECONDS = 300  # after a hub that did not answer

_pause_lock = threading.Lock()
_one_download = threading.Lock()
_paused_until = 0.0


def downloads_allowed() -> bool:
    """Whether downloads are allowed here; `EMBEDLAB_OFFLINE=1` in the environment forbids them."""
    return os.environ.get("EMBEDLAB_OFFLINE", "") in {"", "0"}


def check_repository(repository: str) -> str:
    """Return the name of a repository if it can be one: `name` or `owner/name`.

    Paths and addresses are refused before any library sees them.

    Raises:
        InvalidInputError: it cannot.
    """
    name = repository.strip()
    if (
        len(name) > LONGEST_NAME
        or not REPOSITORY.fullmatch(name)
        or "--" in name
        or ".." in name
        or name.endswith((".git", "-", "."))
    ):
        raise InvalidInputError(
            f"{quote(repository)} is no name of a repository; write owner/name as on the hub, at most "
            f"{LONGEST_NAME} letters, digits and - _ . signs, such as openai-community/gpt2."
        )
    return name


def download_tokenizer(repository: str, *, revision: str = "main") -> JsonTokenizer:
    """Download a tokenizer from the Hugging Face hub and load it as `read_tokenizer` does.

    Raises:
        InvalidInputError: no such name, missing or private, gated, without a tokenizer.json, too large, or
            the hub did not answer.
    """
    name, content = download_file(repository, revision=revision)
    return read_tokenizer(content, name=name)


def download_file(repository: str, *, revision: str = "main") -> tuple[str, bytes]:
    """Download a tokenizer.json and return its name (owner/name@commit) and content.

    One download at a time; a second one waits for the first.

    Raises:
        InvalidInputError: as `download_tokenizer`.
    """
    name = check_repository(repository)
    if not downloads_allowed():
        raise InvalidInputError(
            "Downloads are switched off on this server (EMBEDLAB_OFFLINE); upload the tokenizer.json instead."
        )
    folder = cache_folder()
    with _one_download, Worker(f"The download of {name}") as worker:
        _check_pause()
        answer = worker.ask(
            "download",
            seconds=DOWNLOAD_SECONDS,
            repository=name,
            revision=revision,
            folder=str(folder / "hub") if folder else None,
            answer_seconds=ANSWER_SECONDS,
        )
    if "silent" in answer:
        _start_pause()
        raise InvalidInputError(answer["silent"])
    return f"{name}@{answer['commit'][:7]}", answer["content"].encode()


def _check_pause() -> None:
    wait = _paused_until - time.monotonic()
    if wait > 0:
        raise InvalidInputError(
            f"The hub did not answer a moment ago; try again in {wait / 60:.0f} minutes, "
            "or upload the tokenizer.json."
        )


def _start_pause() -> None:
    global _paused_until  # noqa: PLW0603  (one hub, one pause)
    with _pause_lock:
        _paused_until = time.monotonic() + PAUSE_SECONDS


class HubSilentError(Exception):
    """The hub did not answer."""


def fetch(repository: str, revision: str, folder: str | None, answer_seconds: int) -> tuple[str, str]:
    """Return the content of the repository's tokenizer.json and its commit. Runs in the worker's process.

    Raises:
        InvalidInputError: see `download_tokenizer`.
        HubSilentError: the hub did not answer within `answer_seconds`, and nothing is kept from before.
    """
    # read when the library is imported; this process was asked to download
    os.environ["HF_HUB_OFFLINE"] = "0"
    os.environ["HF_HUB_DISABLE_TELEMETRY"] = "1"
    os.environ["HF_HUB_DOWNLOAD_TIMEOUT"] = str(answer_seconds)
    from huggingface_hub import HfApi, hf_hub_download, try_to_load_from_cache
    from huggingface_hub.errors import (  # type: ignore[attr-defined]
        GatedRepoError,
        HfHubHTTPError,
        HTTPError,
        RemoteEntryNotFoundError,
        RepositoryNotFoundError,
        RevisionNotFoundError,
    )

    try:
        info = HfApi(token=False).model_info(
            repository, revision=revision, timeout=answer_seconds, files_metadata=True
        )
        files = {item.rfilename: item.size or 0 for item in info.siblings or []}
        if info.gated:
            raise GatedError
        _check_files(repository, files)
        path = hf_hub_download(
            repository,
            FILE,
            revision=revision,  # by this name, so that it is found again without a network
            cache_dir=folder,
            token=False,
            etag_timeout=answer_seconds,
        )
        content = Path(path).read_text("utf-8")

        def read(name: str) -> str:
            if not 0 < files.get(name, 0) <= MAX_TEMPLATE_BYTES:
                return ""
            found = hf_hub_download(
                repository,
                name,
                revision=revision,
                cache_dir=folder,
                token=False,
                etag_timeout=answer_seconds,
            )
            return Path(found).read_text("utf-8")

        return with_chat_template(content, read), Path(path).parent.name
    except (GatedError, GatedRepoError):
        reason = "is gated: its owner lets in only those they know; choose an open one."
    except RepositoryNotFoundError:
        reason = "does not exist or is private; look at the spelling: owner/name."
    except (RevisionNotFoundError, RemoteEntryNotFoundError):
        reason = f"has no {FILE} at the revision {quote(revision)}; choose one that has."
    except HfHubHTTPError as error:
        code = error.response.status_code if error.response is not None else 0
        reason = {
            401: "is private or needs an account; choose an open one.",
            429: "has to wait, because the hub asks for fewer requests (429); try again later.",
        }.get(code, f"could not be read, because the hub answers with an error ({code}); try again later.")
    except UnicodeDecodeError:
        reason = f"has a {FILE} that is not UTF-8; choose another."
    except (OSError, HTTPError) as error:  # no connection, no answer, or it broke off
        if getattr(error, "errno", None) == errno.ENOSPC:
            raise InvalidInputError("The disk of this server is full; upload the file instead.") from error
        cached = try_to_load_from_cache(repository, FILE, cache_dir=folder, revision=revision)
        if isinstance(cached, str):
            return Path(cached).read_text("utf-8"), Path(cached).parent.name
        raise HubSilentError(
            f"The hub did not answer when asked for {repository} ({type(error).__name__}); "
            f"check the connection, or upload the {FILE}."
        ) from error
    raise InvalidInputError(f"The repository {repository} {reason}")


def with_chat_template(content: str, read: Callable[[str], str]) -> str:
    """Return a tokenizer.json with the chat template of its repository put in, where that has one.

    Args:
        content: of the tokenizer.json.
        read: gives the content of another file of the repository, "" where it has none.
    """
    try:
        config = json.loads(read("tokenizer_config.json") or "{}")
        given = json.loads(content)
    except ValueError:  # whoever loads the tokenizer says what is wrong with it
        return content
    if not isinstance(config, dict) or not isinstance(given, dict):
        return content
    template = read("chat_template.jinja") or config.get("chat_template")
    if isinstance(template, list):  # several, by name
        named = {item.get("name"): item.get("template") for item in template if isinstance(item, dict)}
        template = named.get("default")
    if not isinstance(template, str):
        return content
    chat = {"template": template}
    for key in ("bos_token", "eos_token"):
        token = config.get(key) or ""
        chat[key] = str(token.get("content", "")) if isinstance(token, dict) else str(token)
    return json.dumps(given | {"chat_template": chat})


class GatedError(Exception):
    """The hub says that a repository is gated."""


def _check_files(repository: str, files: dict[str, int]) -> None:
    """Refuse a repository from its list of files, before anything is downloaded."""
    if FILE in files:
        if files[FILE] > MAX_FILE_BYTES:
            raise InvalidInputError(
                f"The repository {repository} has a {FILE} of {files[FILE]:,} bytes; "
                f"at most {MAX_FILE_BYTES:,} are loaded: choose a smaller one."
            )
        return
    if any(name.endswith(".py") for name in files):
        why = "needs custom code to be run, which EmbedLab never does"
    elif any(name.endswith((".bin", ".pt", ".pkl", ".model")) for name in files):
        why = f"has no {FILE}, only files that EmbedLab does not open (.bin, .pt, .pkl, .model)"
    else:
        why = f"has no {FILE}"
    raise InvalidInputError(f"The repository {repository} {why}; choose one that has a {FILE}.")
