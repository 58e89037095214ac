"""The files of a model, and the most that is read of one that is untrusted."""

from __future__ import annotations

__all__ = [
    "CONFIG",
    "INDEX",
    "MAX_COLUMNS",
    "MAX_CONFIG_BYTES",
    "MAX_HEADER_BYTES",
    "MAX_ROWS",
    "MAX_TENSOR_BYTES",
    "MAX_TOKENIZER_BYTES",
    "PICKLES",
    "TOKENIZER",
    "WEIGHTS",
]

CONFIG, TOKENIZER, WEIGHTS = "config.json", "tokenizer.json", "model.safetensors"
INDEX = "model.safetensors.index.json"  # of weights in several files
PICKLES = (".bin", ".pt", ".pth", ".pkl", ".ckpt")  # can hold code

MAX_CONFIG_BYTES = 1_000_000
MAX_TOKENIZER_BYTES = 25_000_000
MAX_HEADER_BYTES = 10_000_000  # of a safetensors file, and of an index
MAX_TENSOR_BYTES = 64_000_000  # of one tensor that is read alone, as float32, too
MAX_ROWS, MAX_COLUMNS = 1_000_000, 65_536  # of such a tensor
