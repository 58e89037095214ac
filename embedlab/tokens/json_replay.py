"""How the model of a `tokenizer.json` cuts a word, recomputed from its own vocabulary.

Added tokens are no part of that vocabulary: they are cut out of the text before the model sees it.
"""

from __future__ import annotations

from typing import Any

from embedlab.tokens.best_path import replay_best_path
from embedlab.tokens.longest_match import MatchReplay, replay_longest_match
from embedlab.tokens.merges import Merge, MergeReplay, check_symbols, replay_merges
from embedlab.tokens.stages import Replay
from embedlab.tokens.tokenizer_json import TokenizerJson

__all__ = ["replay_word", "start_symbols"]


def replay_word(file: TokenizerJson, word: str) -> Replay:
    """Return how the model cuts a word, by the steps of its own algorithm.

    Raises:
        InvalidInputError: the word is too long.
    """
    check_symbols(word, "characters")
    model, ids = file.model, file.vocabulary
    if file.kind == "WordPiece":
        return replay_longest_match(
            word,
            ids,
            prefix=model.get("continuing_subword_prefix", "##"),
            unknown=model.get("unk_token", "[UNK]"),
            longest_word=model.get("max_input_chars_per_word", 100),
        )
    if file.kind == "Unigram":
        return replay_best_path(
            word,
            file.scores,
            ids,
            unknown_id=file.unknown_id,
            byte_fallback=bool(model.get("byte_fallback")),
        )
    if file.kind == "WordLevel":
        token = word if word in ids else model.get("unk_token", "")
        return MatchReplay(word, (), (token,), (ids[token],) if token in ids else ())
    return _replay_merges(file, word)


def _replay_merges(file: TokenizerJson, word: str) -> MergeReplay:
    model, ids, bytes_of = file.model, file.vocabulary, file.bytes_of
    prefix = len(model.get("continuing_subword_prefix") or "")
    start = [symbol for symbol, _ in start_symbols(file, word)]
    steps = replay_merges(start, lambda left, right: file.merges.get((left, right)), prefix=prefix)
    last = steps[-1].pieces if steps else start
    if model.get("ignore_merges") and word in ids and last != [word]:
        last = [word]
        steps = [Merge(None, "", word, 0, last)]
    return MergeReplay(
        tuple(map(bytes_of, start)),
        tuple(step.spelled(bytes_of) for step in steps),
        tuple(ids[piece] for piece in last if piece in ids),
    )


def start_symbols(file: TokenizerJson, word: str) -> list[tuple[str, int]]:
    """Return the symbols of a word before any merge, each with the index of its character.

    A character outside the vocabulary becomes bytes or the unknown token. Without either it is left out.
    """
    model, ids = file.model, file.vocabulary
    prefix, suffix = model.get("continuing_subword_prefix") or "", model.get("end_of_word_suffix") or ""
    unknown: Any = model.get("unk_token")
    symbols: list[tuple[str, int]] = []
    waiting: int | None = None  # an unknown character that is put before the next known one
    for place, character in enumerate(word):
        symbol = (prefix if place else "") + character + (suffix if place == len(word) - 1 else "")
        fallback = [f"<0x{byte:02X}>" for byte in symbol.encode()]
        if symbol in ids:
            symbols += [] if waiting is None else [(unknown, waiting)]
            waiting = None
            symbols.append((symbol, place))
        elif model.get("byte_fallback") and all(spelled in ids for spelled in fallback):
            symbols += [(spelled, place) for spelled in fallback]
        elif unknown is not None:
            if waiting is not None and not model.get("fuse_unk"):
                symbols.append((unknown, waiting))
            waiting = waiting if waiting is not None and model.get("fuse_unk") else place
    return symbols if waiting is None else [*symbols, (unknown, waiting)]
