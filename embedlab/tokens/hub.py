"""A tokenizer by its name on the Hugging Face hub, downloaded only when somebody asks for it.

Only `tokenizer.json` and the chat template are fetched, of one commit; `embedlab.models.hub` says how.
"""

from __future__ import annotations

import json
from collections.abc import Callable, Mapping

from embedlab.errors import InvalidInputError
from embedlab.models.hub import check_repository, download_files
from embedlab.tokens.foreign import MAX_FILE_BYTES, read_tokenizer
from embedlab.tokens.json_tokenizer import JsonTokenizer

__all__ = ["download_file", "download_tokenizer"]

FILE = "tokenizer.json"
TEMPLATES = ("tokenizer_config.json", "chat_template.jinja")
MAX_TEMPLATE_BYTES = 5_000_000
DOWNLOAD_SECONDS = 60  # in all


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
    repository = check_repository(repository)
    found = download_files(
        repository,
        lambda sizes: _choose(repository, sizes),
        kind="tokenizer",
        needed=(FILE,),
        optional=TEMPLATES,
        revision=revision,
        seconds=DOWNLOAD_SECONDS,
    )

    def read(name: str) -> str:
        return found.paths[name].read_text("utf-8") if name in found.paths else ""

    try:
        return found.name, with_chat_template(read(FILE), read).encode()
    except UnicodeDecodeError as error:
        raise InvalidInputError(
            f"The repository {repository} has a {FILE} that is not UTF-8; choose another."
        ) from error


def _choose(repository: str, sizes: Mapping[str, int]) -> list[str]:
    """Return the files to fetch, or refuse a repository from its list of files."""
    if FILE in sizes:
        if sizes[FILE] > MAX_FILE_BYTES:
            raise InvalidInputError(
                f"The repository {repository} has a {FILE} of {sizes[FILE]:,} bytes; "
                f"at most {MAX_FILE_BYTES:,} are loaded: choose a smaller one."
            )
        return [*(name for name in TEMPLATES if 0 < sizes.get(name, 0) <= MAX_TEMPLATE_BYTES), FILE]
    if any(name.endswith(".py") for name in sizes):
        why = "needs custom code to be run, which EmbedLab never does"
    elif any(name.endswith((".bin", ".pt", ".pkl", ".model")) for name in sizes):
        why = f"has no {FILE}, only files that EmbedLab does not open (.bin, .pt, .pkl, .model)"
    else:
        why = f"has no {FILE}"
    raise InvalidInputError(f"The repository {repository} {why}; choose one that has a {FILE}.")


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
