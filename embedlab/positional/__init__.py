"""Positions: four ways to say where a token stands."""

from embedlab.positional.alibi import alibi_bias, alibi_slopes
from embedlab.positional.learned import load_position_table
from embedlab.positional.rotary import apply_rotary, rotary_angles
from embedlab.positional.sinusoidal import frequencies, sinusoidal

__all__ = [
    "alibi_bias",
    "alibi_slopes",
    "apply_rotary",
    "frequencies",
    "load_position_table",
    "rotary_angles",
    "sinusoidal",
]
