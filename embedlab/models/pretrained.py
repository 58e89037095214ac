"""The one way in which a model's weights are read: from a folder, as safetensors, without code or network.

Which folder, and whether its files may be trusted, is left to the loaders.
"""

from __future__ import annotations

import importlib
from pathlib import Path
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from transformers import PreTrainedConfig, PreTrainedModel

__all__ = ["import_torch", "read_pretrained"]


def import_torch() -> None:
    """Import torch before its first use, and SciPy's statistics before it, which other threads may need.

    While a thread imports torch, `import scipy.stats` fails in every other one: it asks for a `torch.Tensor`
    that is not there yet.
    """
    for name in ("scipy.stats", "torch"):
        importlib.import_module(name)


def read_pretrained(
    folder: Path, *, config: PreTrainedConfig | None = None
) -> tuple[PreTrainedModel, dict[str, Any]]:
    """Return a model in evaluation mode, and what the library says of the tensors it read.

    Args:
        folder: with `model.safetensors`, and with `config.json` where no config is given.
        config: of the model.

    Raises:
        Exception: whatever the libraries that read have against the files.
    """
    import_torch()
    from transformers import AutoModel
    from transformers.utils import logging

    quiet: Any = logging.disable_progress_bar  # of a load that takes a fraction of a second
    quiet()
    load: Any = AutoModel.from_pretrained
    model, report = load(
        folder,
        attn_implementation="eager",  # the one that returns attentions
        local_files_only=True,
        use_safetensors=True,
        trust_remote_code=False,
        dtype="float32",
        output_loading_info=True,
        **({} if config is None else {"config": config}),
    )
    model.eval().requires_grad_(False)
    return model, report
