"""A tokenizer by its name on the Hugging Face hub, downloaded only when somebody asks for it.

Only `tokenizer.json` and the chat template are fetched, of one commit; `embedlab.models.hub` says how.
"""

from __future__ import annotations

from collections.abc import Mapping

from embedlab.errors import InvalidInputError
from embedlab.models.hub import check_repository, download_files
from embedlab.tokens.untrusted import (
    MAX_READ_BYTES,
    UntrustedTokenizer,
    add_chat_template,
    read_tokenizer,
)

__all__ = ["download_file", "download_tokenizer"]

FILE = "tokenizer.json"
TEMPLATES = ("tokenizer_config.json", "chat_template.jinja")  # the second one counts
MAX_TEMPLATE_BYTES = 5_000_000
DOWNLOAD_SECONDS = 60  # in all


def download_tokenizer(repository: str, *, revision: str = "main") -> UntrustedTokenizer:
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
    downloaded = download_files(
        repository,
        lambda sizes: _choose(repository, sizes),
        kind="tokenizer",
        needed=(FILE,),
        optional=TEMPLATES,
        revision=revision,
        seconds=DOWNLOAD_SECONDS,
    )
    content, config, template = (
        downloaded.paths[name].read_bytes() if name in downloaded.paths else b""
        for name in (FILE, *TEMPLATES)
    )
    return downloaded.name, add_chat_template(content, config=config, template=template, name=downloaded.name)


def _choose(repository: str, sizes: Mapping[str, int]) -> list[str]:
    """Return the files to fetch, or refuse a repository from its list of files."""
    if FILE in sizes:
        if sizes[FILE] > MAX_READ_BYTES:
            raise InvalidInputError(
                f"The repository {repository} has a {FILE} of {sizes[FILE]:,} bytes; "
                f"at most {MAX_READ_BYTES:,} are loaded: choose a smaller one."
            )
        return [*(name for name in TEMPLATES if 0 < sizes.get(name, 0) <= MAX_TEMPLATE_BYTES), FILE]
    if any(name.endswith(".py") for name in sizes):
        why = "needs custom code to be run, which EmbedLab never does"
    elif any(name.endswith((".bin", ".pt", ".pkl", ".model")) for name in sizes):
        why = f"has no {FILE}, only files that EmbedLab does not open (.bin, .pt, .pkl, .model)"
    else:
        why = f"has no {FILE}"
    raise InvalidInputError(f"The repository {repository} {why}; choose one that has a {FILE}.")
