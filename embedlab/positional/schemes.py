"""The position schemes beside each other: where each acts, what it costs, what it came with.

What can be counted is counted: parameters, and the numbers a forward pass touches for the sake of position.
How good the models are is left out: that depends on data and size more than on the scheme. What was
measured by others, and is not computed here, carries its citation.
"""

from __future__ import annotations

import math
from dataclasses import dataclass

from embedlab.catalog import find_entry
from embedlab.errors import InvalidInputError, check_choice
from embedlab.models.installed import find_file

__all__ = [
    "MODEL_SIZES",
    "POSITION_SCHEMES",
    "ModelSize",
    "Scheme",
    "position_parameters",
    "position_work",
    "stored_parameters",
]

BUCKETS = 32  # of T5
LARGEST = 1_000_000_000


@dataclass(frozen=True)
class Scheme:
    """What is known of one scheme; each sentence is short enough for a card."""

    name: str
    parameters: str  # a formula in words
    applied: str  # where
    extrapolation: str  # beyond the trained length
    cost: str
    used_by: str
    paper: str
    year: int
    link: str


@dataclass(frozen=True)
class ModelSize:
    """What the costs depend on. Raises `InvalidInputError` where a number is below 1."""

    length: int  # positions the model can read, or the text that it reads
    dim: int  # of a token's vector
    heads: int
    layers: int

    def __post_init__(self) -> None:
        for name, value in vars(self).items():
            if not 1 <= value <= LARGEST:
                raise InvalidInputError(f"{name} = {value:,} is outside its limits; choose from 1 on.")


# the defaults of these models' configurations in transformers; the tests compare them
MODEL_SIZES = {
    "all-MiniLM-L6-v2": ModelSize(512, 384, 12, 6),
    "BERT base": ModelSize(512, 768, 12, 12),
    "GPT-2": ModelSize(1024, 768, 12, 12),
    "T5 small": ModelSize(512, 512, 8, 6),
    "Llama 2 7B": ModelSize(4096, 4096, 32, 32),
}

# name -> what is known of the scheme
POSITION_SCHEMES = {
    scheme.name: scheme
    for scheme in (
        Scheme(
            name="sinusoidal",
            parameters="none: a formula",
            applied="Added to the token vectors, once, at the input.",
            extrapolation="Defined at every position, but models trained with it soon get worse beyond the "
            "trained length (Press et al. 2022).",
            cost="One addition a number of the input.",
            used_by="the Transformer of 2017, Marian, Pegasus, M2M-100",
            paper="Vaswani et al., Attention Is All You Need",
            year=2017,
            link="https://arxiv.org/abs/1706.03762",
        ),
        Scheme(
            name="learned",
            parameters="length × dim",
            applied="Added to the token vectors, once, at the input.",
            extrapolation="None: a table of 512 rows has no position 512.",
            cost="One addition a number of the input, and the table.",
            used_by="BERT, GPT-2, RoBERTa, OPT: all learned, not sinusoidal",
            paper="Gehring et al., Convolutional Sequence to Sequence Learning; Devlin et al. 2019 (BERT)",
            year=2017,
            link="https://arxiv.org/abs/1705.03122",
        ),
        Scheme(
            name="T5",
            parameters="buckets × heads, one table for all layers of a stack",
            applied="A trained number for each range of distances is added to the attention scores, in "
            "every layer.",
            extrapolation="Defined everywhere: all far distances share the last bucket. Measured as better "
            "than sinusoidal and rotary beyond the trained length, but slow (Press et al. 2022).",
            cost="One addition for each query, key and head of every layer.",
            used_by="T5, Flan-T5, mT5; MPNet, beside learned positions",
            paper="Raffel et al., Exploring the Limits of Transfer Learning",
            year=2020,
            link="https://arxiv.org/abs/1910.10683",
        ),
        Scheme(
            name="rotary",
            parameters="none: a formula",
            applied="Queries and keys are rotated, in every layer; values are not.",
            extrapolation="Defined at every position, but slow pairs meet angles that training never showed: "
            "long texts need scaled frequencies (linear, NTK, YaRN).",
            cost="One rotation for each pair of every query and key of every layer.",
            used_by="GPT-J, GPT-NeoX, Llama, Mistral, Qwen, Gemma",
            paper="Su et al., RoFormer",
            year=2021,
            link="https://arxiv.org/abs/2104.09864",
        ),
        Scheme(
            name="ALiBi",
            parameters="none: a formula",
            applied="A penalty that grows with the distance is added to the attention scores, in every "
            "layer.",
            extrapolation="Made for it: trained on 1,024 tokens and tested on 2,048, the paper's model of "
            "1.3 billion parameters equals a sinusoidal one trained on 2,048 (Press et al. 2022).",
            cost="One addition for each query, key and head of every layer.",
            used_by="BLOOM, MPT",
            paper="Press, Smith and Lewis, Train Short, Test Long",
            year=2022,
            link="https://arxiv.org/abs/2108.12409",
        ),
        Scheme(
            name="none",
            parameters="none",
            applied="Nowhere: a causal mask alone tells order, an encoder without a mask is blind to it.",
            extrapolation="In a study of small decoders, better on longer texts than the others "
            "(Kazemnejad et al. 2023).",
            cost="Nothing.",
            used_by="every fourth layer of Llama 4 and SmolLM3; the others are rotary",
            paper="Kazemnejad et al., The Impact of Positional Encoding on Length Generalization",
            year=2023,
            link="https://arxiv.org/abs/2305.19466",
        ),
    )
}


def position_parameters(name: str, size: ModelSize, *, buckets: int = BUCKETS) -> int:
    """Return how many trained numbers a scheme has in a model; for T5, in one stack (encoder or decoder).

    >>> position_parameters("learned", MODEL_SIZES["all-MiniLM-L6-v2"])
    196608

    Raises:
        UnknownNameError: no such scheme.
        InvalidInputError: no bucket.
    """
    check_choice(name, POSITION_SCHEMES, "scheme")
    if buckets < 1:
        raise InvalidInputError(f"buckets = {buckets} is outside its limits; T5 has {BUCKETS}.")
    return {"learned": size.length * size.dim, "T5": buckets * size.heads}.get(name, 0)


def position_work(name: str, size: ModelSize) -> int:
    """Return how many numbers a scheme changes when a text of full length is read once.

    Numbers of the input for what is added there; of queries and keys (as many heads of each) for rotary;
    attention scores, with those that a mask hides, for a bias.

    >>> position_work("ALiBi", ModelSize(length=10, dim=8, heads=2, layers=3))
    600

    Raises:
        UnknownNameError: no such scheme.
    """
    check_choice(name, POSITION_SCHEMES, "scheme")
    inputs = size.length * size.dim
    scores = size.layers * size.heads * size.length**2
    return {
        "sinusoidal": inputs,
        "learned": inputs,
        "rotary": 2 * size.layers * inputs,
        "T5": scores,
        "ALiBi": scores,
    }.get(name, 0)


def stored_parameters(name: str) -> int:
    """Return how many numbers the checkpoint of an encoder of the catalog holds; only its header is read.

    Raises:
        UnknownNameError: no encoder of that name.
        MissingModelError: the package that carries it is not installed.
        CorruptModelError: its file is not the one the catalog names.
    """
    from safetensors import safe_open

    path = find_file(find_entry(name, "encoder"), "weights")
    with safe_open(path, framework="numpy") as checkpoint:
        tensors = [checkpoint.get_slice(key) for key in checkpoint.keys()]  # noqa: SIM118  # no mapping
        return sum(math.prod(each.get_shape()) for each in tensors if each.get_dtype().startswith("F"))
