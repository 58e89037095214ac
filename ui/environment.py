"""Switches that keep the server off the network and its threads from spinning, set before they are read.

Imported first by `app.py` and `ui/main.py`. What a person sets in the environment stays as it is.
"""

from __future__ import annotations

import os

__all__ = ["SETTINGS"]

SETTINGS = {
    "HF_HUB_OFFLINE": "1",
    "TRANSFORMERS_OFFLINE": "1",
    "HF_HUB_DISABLE_TELEMETRY": "1",
    "DO_NOT_TRACK": "1",
    "STREAMLIT_BROWSER_GATHER_USAGE_STATS": "false",
    "TOKENIZERS_PARALLELISM": "false",  # many threads already serve many visitors, one short text each
    # an idle thread of OpenBLAS sleeps after 2^23 ticks (3 ms), not 2^26, which take a core from others
    "OPENBLAS_THREAD_TIMEOUT": "23",
    # PyTorch's threads sleep while they wait for one another; where they spin and the processors are busy
    # with others, a forward pass of 10 ms takes seconds
    "OMP_WAIT_POLICY": "PASSIVE",
}

for name, value in SETTINGS.items():
    os.environ.setdefault(name, value)
