"""Who uses which convention, each line with the place where it can be read.

Lines marked `computed` are compared with the installed transformers in the tests; the others were read in the
file or thread named. Models are left out whose code was not looked at.
"""

from __future__ import annotations

from dataclasses import dataclass

__all__ = ["CONVENTION_USES", "ConventionUse"]


@dataclass(frozen=True)
class ConventionUse:
    """Who writes positions in which way."""

    scheme: str
    convention: str
    who: str
    source: str
    computed: bool = False  # compared with the installed transformers


PAPER = "interleaved"
SINES_FIRST = "concatenated"
TIMESCALES = "concatenated, longer wavelengths"
NEIGHBORS = "interleaved: 2i with 2i + 1"
HALVES = "half-split: i with i + d/2"

# who writes positions in which way, with a source each
CONVENTION_USES = (
    ConventionUse(
        "sinusoidal",
        PAPER,
        "the paper's formula",
        "Vaswani et al. 2017, section 3.5",
    ),
    ConventionUse(
        "sinusoidal",
        PAPER,
        "The Annotated Transformer",
        "harvardnlp/annotated-transformer, the_annotated_transformer.py",
    ),
    ConventionUse(
        "sinusoidal",
        PAPER,
        "PyTorch's tutorial",
        "pytorch/tutorials, beginner_source/transformer_tutorial.py",
    ),
    ConventionUse(
        "sinusoidal",
        PAPER,
        "XLM, FlauBERT, DistilBERT (optional; the default is learned)",
        "transformers, create_sinusoidal_embeddings",
        True,
    ),
    ConventionUse(
        "sinusoidal",
        SINES_FIRST,
        "MarianMT, Pegasus",
        "transformers, …SinusoidalPositionalEmbedding",
        True,
    ),
    ConventionUse(
        "sinusoidal",
        SINES_FIRST,
        "CTRL",
        "transformers, positional_encoding",
        True,
    ),
    ConventionUse(
        "sinusoidal",
        TIMESCALES,
        "tensor2tensor, by the paper's authors",
        "tensorflow/tensor2tensor issues 391 and 1423",
    ),
    ConventionUse(
        "sinusoidal",
        TIMESCALES,
        "fairseq",
        "facebookresearch/fairseq, sinusoidal_positional_embedding.py",
    ),
    ConventionUse(
        "sinusoidal",
        TIMESCALES,
        "Whisper (its encoder; its decoder is learned)",
        "transformers, sinusoids",
        True,
    ),
    ConventionUse(
        "sinusoidal",
        TIMESCALES,
        "M2M100, FSMT, XGLM",
        "transformers, get_embedding",
        True,
    ),
    ConventionUse(
        "rotary",
        NEIGHBORS,
        "RoFormer, the paper's model",
        "transformers, apply_rotary_position_embeddings",
        True,
    ),
    ConventionUse(
        "rotary",
        NEIGHBORS,
        "GPT-J, CodeGen",
        "transformers, rotate_every_two",
        True,
    ),
    ConventionUse(
        "rotary",
        NEIGHBORS,
        "Cohere, GLM",
        "transformers, their own rotate_half",
        True,
    ),
    ConventionUse(
        "rotary",
        NEIGHBORS,
        "Llama as Meta published it",
        "huggingface/transformers issue 25199",
    ),
    ConventionUse(
        "rotary",
        NEIGHBORS,
        "Llama in a GGUF file",
        "jzhang38/TinyLlama issue 24; the decoder of this page is one",
    ),
    ConventionUse(
        "rotary",
        HALVES,
        "GPT-NeoX",
        "transformers, rotate_half",
        True,
    ),
    ConventionUse(
        "rotary",
        HALVES,
        "Llama in transformers",
        "transformers, rotate_half; q and k permuted, issue 25199",
        True,
    ),
    ConventionUse(
        "rotary",
        HALVES,
        "Mistral, Qwen2, Gemma",
        "transformers, rotate_half",
        True,
    ),
    ConventionUse(
        "ALiBi",
        "slope · (j − i)",
        "the paper's figure 3",
        "Press et al. 2022",
    ),
    ConventionUse(
        "ALiBi",
        "slope · j",
        "the authors' own code",
        "ofirpress/attention_with_linear_biases issue 9",
    ),
    ConventionUse(
        "ALiBi",
        "slope · j",
        "BLOOM",
        "transformers, build_alibi_tensor",
        True,
    ),
    ConventionUse(
        "ALiBi",
        "slope · (j − length + 1)",
        "MPT",
        "transformers, build_mpt_alibi_tensor; mosaicml/llm-foundry issue 186",
        True,
    ),
    ConventionUse(
        "ALiBi",
        "slopes 2^(-8h/n) for any n",
        "mlx, before its pull request 3071",
        "ml-explore/mlx issue 343",
    ),
)
