"""Switches that keep the server off the network and its threads from spinning, set before they are read.

Imported first by `app.py` and `ui/main.py`. What a person sets in the environment stays as it is; but where
the system's encoding is not UTF-8, `app.py` begins again with Python's UTF-8 mode.
"""

from __future__ import annotations

import locale
import os
import sys
import tempfile
from pathlib import Path

__all__ = ["SETTINGS"]

APP = Path(__file__).resolve().parent.parent / "app.py"

SETTINGS = {
    "HF_HUB_OFFLINE": "1",
    "TRANSFORMERS_OFFLINE": "1",
    "HF_HUB_DISABLE_TELEMETRY": "1",
    "DO_NOT_TRACK": "1",
    "STREAMLIT_BROWSER_GATHER_USAGE_STATS": "false",
    "TOKENIZERS_PARALLELISM": "false",  # many threads already serve many visitors, one short text each
    # the threads of OpenBLAS wait for one another in a loop and behind one lock for the whole process: where
    # the processors are busy, one visitor's large product (one-hot times table) kept all others from theirs
    # for minutes. Many visitors already keep all processors busy, with one thread each
    "OPENBLAS_NUM_THREADS": "1",
    # PyTorch's threads sleep while they wait for one another; where they spin and the processors are busy
    # with others, a forward pass of 10 ms takes seconds
    "OMP_WAIT_POLICY": "PASSIVE",
}

for name, value in SETTINGS.items():
    os.environ.setdefault(name, value)
try:
    tempfile.gettempdir()
except OSError:  # nothing can be written anywhere; PyTorch asks for a folder when it is loaded
    os.environ.setdefault("TORCHINDUCTOR_CACHE_DIR", str(APP.parent))  # compiled for nobody: stays empty


def _is_utf8() -> bool:
    encodings = (locale.getencoding(), sys.getfilesystemencoding())
    return bool(sys.flags.utf8_mode) or {name.lower().replace("-", "") for name in encodings} == {"utf8"}


_main = getattr(sys.modules["__main__"], "__file__", None)
if _main and Path(_main).resolve() == APP and os.name == "posix" and not _is_utf8():
    # else a path with a letter beyond ASCII cannot be sent to a browser, and every page fails
    os.environ["PYTHONUTF8"] = "1"  # also for the processes to come
    os.execv(sys.executable, [sys.executable, "-X", "utf8", *sys.orig_argv[1:]])
