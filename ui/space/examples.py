"""Views to try; three of them are lessons of "How to Use t-SNE Effectively" (Wattenberg et al., Distill 2016)."""

from __future__ import annotations

from typing import Any

__all__ = ["EXAMPLES"]

CLEAN: dict[str, Any] = {"near": "", "color": "automatic", "dimensions": "2", "seed": 0}
WORDS: dict[str, Any] = {**CLEAN, "show": "word groups", "words": "", "metric": "cosine"}
TOY: dict[str, Any] = {**CLEAN, "show": "toy", "map": "t-SNE", "perplexity": 30}

EXAMPLES: dict[str, dict[str, Any]] = {
    "capitals": {**WORDS, "groups": ["countries", "capitals"], "map": "PCA"},
    "named axes": {**WORDS, "groups": ["family", "royalty", "professions"], "map": "Named axes"},
    "cluster sizes": {**TOY, "toy": "cluster sizes"},
    "cluster distances": {**TOY, "toy": "cluster distances"},
    "random noise": {**TOY, "toy": "random noise", "perplexity": 5},
}
