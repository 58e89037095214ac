"""The tokens of a text as CSV and JSON, every one of them."""

from __future__ import annotations

import json
from collections.abc import Mapping
from typing import Any

from embedlab.export import csv_text
from embedlab.tokens.encoding import Encoding
from embedlab.tokens.labels import token_labels

__all__ = ["tokens_csv", "tokens_json", "tokens_table"]


def tokens_table(encoding: Encoding, limit: int | None = None) -> dict[str, list[Any]]:
    """Return a column each of: number, token as spelled, text shown, id, bytes, start and end, special."""
    labels = token_labels(encoding, limit)
    return {
        "number": list(range(1, len(labels) + 1)),
        "token": [label.token for label in labels],
        "shown": [label.label for label in labels],
        "id": [label.token_id for label in labels],
        "bytes": [raw.hex(" ") for raw in encoding.token_bytes[:limit]],
        "start": [label.start for label in labels],
        "end": [label.end for label in labels],
        "special": encoding.special[:limit],
    }


def tokens_csv(encoding: Encoding) -> str:
    """Return the tokens as CSV, cells that a spreadsheet would run as formulas defused."""
    return csv_text(tokens_table(encoding))


def tokens_json(encodings: Mapping[str, Encoding]) -> str:
    """Return text, tokens and ids of several tokenizers as JSON; nothing is changed or left out."""
    content = [
        {
            "tokenizer": name,
            "text": encoding.text,
            "ids": encoding.ids,
            "tokens": encoding.tokens,
            "offsets": encoding.offsets,
            "bytes": [raw.hex() for raw in encoding.token_bytes],
            "special": encoding.special,
        }
        for name, encoding in encodings.items()
    ]
    return json.dumps(content, ensure_ascii=False, indent=1)
