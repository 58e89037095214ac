"""Characters that a model leaves out: byte-pair encoding without an unknown token and without bytes.

The engine counts on as if they were not there, so that every token behind one has the span of another. Here
the tokens are laid along the characters that the model took.
"""

from __future__ import annotations

from collections import defaultdict
from itertools import pairwise

from embedlab.tokens.json_replay import start_symbols
from embedlab.tokens.local_engine import LocalEngine, RawEncoding
from embedlab.tokens.tokenizer_json import TokenizerJson

__all__ = ["find_dropped"]

Span = tuple[int, int]
SPACES = "▁Ġ"  # how SentencePiece and GPT-2 spell a space


def find_dropped(
    text: str, raw: RawEncoding, file: TokenizerJson, engine: LocalEngine
) -> tuple[list[Span], list[Span]]:
    """Return the span of each token, and the spans of the text that the model left out."""
    spans: dict[int | None, list[Span]] = defaultdict(list)
    for number, span in engine.character_spans(text):
        spans[number].append(span)
    tokens: dict[int | None, list[int]] = defaultdict(list)
    for token, number in enumerate(raw.words):
        tokens[number].append(token)
    offsets, dropped = list(raw.offsets), []
    for number, part in enumerate(raw.parts):
        characters = spans[number]
        if part.added is not None or len(characters) != len(part.text):
            continue
        for place, (span, following) in enumerate(pairwise(characters)):
            if span == following and part.text[place] in SPACES:  # put in before a letter
                characters[place] = span[0], span[0]
        symbols = start_symbols(file, part.text)
        taken = {characters[place] for _, place in symbols}
        dropped += [span for span in characters if span not in taken]
        places = _lay([raw.tokens[token] for token in tokens[number]], symbols, file)
        for token, (first, last) in zip(tokens[number], places, strict=False):
            offsets[token] = characters[first][0], characters[last][1]
    return offsets, _joined(dropped)


def _lay(tokens: list[str], symbols: list[tuple[str, int]], file: TokenizerJson) -> list[Span]:
    """Return the first and last character of each token, as far as the symbols spell the tokens."""
    prefix = file.model.get("continuing_subword_prefix") or ""
    waiting, places = list(reversed(symbols)), []
    for token in tokens:
        spelled, first, last = "", -1, -1
        while waiting and len(spelled) < len(token):
            symbol, last = waiting.pop()
            spelled += symbol.removeprefix(prefix) if spelled else symbol
            first = last if first < 0 else first
        if spelled != token:
            break
        places.append((first, last))
    return places


def _joined(spans: list[Span]) -> list[Span]:
    """Return neighboring spans as one."""
    joined: list[Span] = []
    for start, end in sorted(set(spans)):
        if joined and start <= joined[-1][1]:
            joined[-1] = joined[-1][0], max(end, joined[-1][1])
        else:
            joined.append((start, end))
    return [(start, end) for start, end in joined if end > start]
