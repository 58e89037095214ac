"""Positions: four ways to say where a token stands."""

from embedlab.positional.alibi import alibi_bias, alibi_head, alibi_slopes, geometric_slopes
from embedlab.positional.alibi_forms import AlibiForms, compare_alibi
from embedlab.positional.attention_layer import (
    AttentionOutput,
    AttentionWeights,
    attend,
    load_attention_weights,
)
from embedlab.positional.checkpoints import (
    download_position_table,
    download_relative_bias,
    read_position_tensor,
)
from embedlab.positional.convention_users import CONVENTION_USES, ConventionUse
from embedlab.positional.conventions import (
    RotaryConventions,
    SinusoidConventions,
    compare_rotary,
    compare_sinusoids,
    half_split_order,
)
from embedlab.positional.head_vectors import HeadVectors, head_vectors
from embedlab.positional.input_text import InputMeans, InputText, input_text
from embedlab.positional.learned import load_position_table
from embedlab.positional.misread_decoder import Misread, Reading, misread_decoder
from embedlab.positional.offset_scores import (
    WEIGHT_RATIOS,
    OffsetScores,
    alibi_scores,
    learned_scores,
    relative_scores,
    rotary_scores,
    sinusoidal_scores,
)
from embedlab.positional.position_guesses import (
    GUESS_ORDERS,
    POSITION_GUESSES,
    PositionAnswer,
    PositionGuess,
    answer_guess,
)
from embedlab.positional.position_parts import (
    InputParts,
    InputTables,
    NormRanks,
    SinusoidLengths,
    input_parts,
    load_input_tables,
    norm_ranks,
    pair_ids,
    same_token_cosines,
    sinusoid_lengths,
)
from embedlab.positional.position_tensor import PositionTensor
from embedlab.positional.relative_bias import bucket_ranges, relative_bias, relative_buckets
from embedlab.positional.rotary import RotatedRows, apply_rotary, rotary_angles, rotate_rows
from embedlab.positional.rotary_pair import (
    RotaryPair,
    move_both,
    rotary_pair,
    rounding_of_moves,
    score_by_offset,
)
from embedlab.positional.rotary_scaling import (
    SCALING_NAMES,
    SCALINGS,
    RotaryReach,
    ScaledRotary,
    rotary_reach,
    scaled_rotary,
)
from embedlab.positional.schemes import (
    MODEL_SIZES,
    POSITION_SCHEMES,
    ModelSize,
    Scheme,
    position_parameters,
    position_work,
    stored_parameters,
)
from embedlab.positional.shuffle_test import (
    LAYER_CASES,
    TOLERANCE,
    LayerShuffle,
    ShuffleTest,
    run_shuffle_test,
    shuffle_layer,
)
from embedlab.positional.sinusoidal import frequencies, sinusoidal, wavelengths

__all__ = [
    "CONVENTION_USES",
    "GUESS_ORDERS",
    "LAYER_CASES",
    "MODEL_SIZES",
    "POSITION_GUESSES",
    "POSITION_SCHEMES",
    "SCALINGS",
    "SCALING_NAMES",
    "TOLERANCE",
    "WEIGHT_RATIOS",
    "AlibiForms",
    "AttentionOutput",
    "AttentionWeights",
    "ConventionUse",
    "HeadVectors",
    "InputMeans",
    "InputParts",
    "InputTables",
    "InputText",
    "LayerShuffle",
    "Misread",
    "ModelSize",
    "NormRanks",
    "OffsetScores",
    "PositionAnswer",
    "PositionGuess",
    "PositionTensor",
    "Reading",
    "RotaryConventions",
    "RotaryPair",
    "RotaryReach",
    "RotatedRows",
    "ScaledRotary",
    "Scheme",
    "ShuffleTest",
    "SinusoidConventions",
    "SinusoidLengths",
    "alibi_bias",
    "alibi_head",
    "alibi_scores",
    "alibi_slopes",
    "answer_guess",
    "apply_rotary",
    "attend",
    "bucket_ranges",
    "compare_alibi",
    "compare_rotary",
    "compare_sinusoids",
    "download_position_table",
    "download_relative_bias",
    "frequencies",
    "geometric_slopes",
    "half_split_order",
    "head_vectors",
    "input_parts",
    "input_text",
    "learned_scores",
    "load_attention_weights",
    "load_input_tables",
    "load_position_table",
    "misread_decoder",
    "move_both",
    "norm_ranks",
    "pair_ids",
    "position_parameters",
    "position_work",
    "read_position_tensor",
    "relative_bias",
    "relative_buckets",
    "relative_scores",
    "rotary_angles",
    "rotary_pair",
    "rotary_reach",
    "rotary_scores",
    "rotate_rows",
    "rounding_of_moves",
    "run_shuffle_test",
    "same_token_cosines",
    "scaled_rotary",
    "score_by_offset",
    "shuffle_layer",
    "sinusoid_lengths",
    "sinusoidal",
    "sinusoidal_scores",
    "stored_parameters",
    "wavelengths",
]
