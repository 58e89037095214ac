"""Switches that keep the server off the network, set before any library reads them.

Imported first by `app.py` and `ui/main.py`. What a person sets in the environment stays as it is.
"""

from __future__ import annotations

import os

__all__ = ["OFFLINE"]

OFFLINE = {
    "HF_HUB_OFFLINE": "1",
    "TRANSFORMERS_OFFLINE": "1",
    "HF_HUB_DISABLE_TELEMETRY": "1",
    "DO_NOT_TRACK": "1",
    "STREAMLIT_BROWSER_GATHER_USAGE_STATS": "false",
    "TOKENIZERS_PARALLELISM": "false",  # many threads already serve many visitors, one short text each
}

for name, value in OFFLINE.items():
    os.environ.setdefault(name, value)
