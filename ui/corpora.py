"""The corpora of this server, as the pages list them: below `corpora` in the cache folder."""

from __future__ import annotations

from pathlib import Path

from embedlab.corpora import Corpus, CorpusMap, corpora_folder, read_corpus, read_map
from embedlab.errors import InvalidInputError, quote
from ui.cache import cached
from ui.models import ENCODER

__all__ = ["indexed_names", "mapped_names", "open_corpus", "open_map"]

INDEX, MAP = "index/facts.json", "map.json"


def indexed_names() -> list[str]:
    """Return the names of the corpora with an index."""
    return _names(INDEX)


def mapped_names() -> list[str]:
    """Return the names of the corpora with a map."""
    return _names(MAP)


def open_corpus(name: str) -> Corpus:
    """Return a corpus.

    Raises:
        InvalidInputError: it was deleted or is damaged, or another encoder made it.
    """
    corpus = _read(name, *_state(name, "corpus.json"))
    if corpus.model != ENCODER:
        raise InvalidInputError(f"{quote(name)} was embedded by {corpus.model}; the pages read {ENCODER}.")
    return corpus


def open_map(name: str) -> CorpusMap:
    """Return the map of a corpus.

    Raises:
        InvalidInputError: it was deleted or is damaged.
    """
    return _read_map(name, *_state(name, MAP))


@cached(entries=8)
def _read(name: str, folder: str, changed: int) -> Corpus:
    return read_corpus(Path(folder))


@cached(entries=4)
def _read_map(name: str, folder: str, changed: int) -> CorpusMap:
    result = read_map(read_corpus(Path(folder)))
    if result is None:
        raise InvalidInputError(f"{quote(name)} has no map; draw it with: embedlab corpus map")
    return result


def _state(name: str, file: str) -> tuple[str, int]:
    """Return the folder of a corpus, and when a file in it was written: a new one is another corpus."""
    home = corpora_folder()
    try:
        if home is None:
            raise FileNotFoundError(name)
        return str(home / name), (home / name / file).stat().st_mtime_ns
    except OSError as error:
        raise InvalidInputError(f"The corpus {quote(name)} is gone; choose another.") from error


def _names(file: str) -> list[str]:
    home = corpora_folder()
    if home is None or not home.is_dir():
        return []
    return sorted(folder.name for folder in home.iterdir() if (folder / file).is_file())
