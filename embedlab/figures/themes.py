"""The colors of the figures in the light and in the dark theme, and how one figure serves both.

Streamlit draws the same figure in either theme: its page replaces certain place-holders ("#000001" …) by the
colors that `.streamlit/config.toml` lists for the theme. Those of the figures stand here; a test compares the
two. Outside Streamlit a figure has the light colors.

No color of a theme has two roles, nor is one a fixed color of a figure: some differ by one step of 255, which
nobody sees. So the page can give a figure the colors of the other theme when a visitor switches.
"""

from __future__ import annotations

from dataclasses import dataclass

import plotly.graph_objects as go
import plotly.io as pio

__all__ = ["DARK", "LIGHT", "PLACE_HOLDERS", "Theme", "contrast", "fix_colors", "theme_colors", "themed"]


@dataclass(frozen=True)
class Theme:
    """Every color that differs between the two themes, as "#RRGGBB"."""

    # after Okabe and Ito (2008), told apart with any color vision; theirs that a white page hardly shows are
    # darker, and none is near the amber of what is selected
    kinds: tuple[str, ...]
    words: tuple[str, ...]  # the same for letters, which need a contrast of 4.5
    ramp: tuple[str, ...]  # from the ground to the ink; half of the way is where text on it changes its color
    axis: str
    selected: str
    near: str  # text on a cell that is close to the ground
    far: str  # text on a cell that is close to the ink
    ink: str
    ground: str


LIGHT = Theme(
    kinds=("#0072B2", "#D55E00", "#009E73", "#C9629F", "#7A5CC0", "#1385A0", "#737C00", "#3D3D3D"),
    words=("#0072B3", "#BE5300", "#00835F", "#AE5489", "#7A5CC1", "#117D97", "#707900", "#3D3D3E"),
    ramp=("#FFFFFE", "#D0D2D5", "#B0B3B8", "#95999F", "#7C8189", "#666B74", "#515761", "#3E4550", "#2C343F",
          "#1B2430"),
    axis="#4A5462", selected="#B8860B", near="#000000", far="#FFFEFF", ink="#262730", ground="#FFFFFF",
)  # fmt: skip
DARK = Theme(
    kinds=("#56B4E9", "#FF8A3D", "#2CC79A", "#E39AC4", "#B39DEB", "#5CCBDD", "#C2C95A", "#C8C8C8"),
    words=("#56B4EA", "#FF8A3E", "#2CC79B", "#E39AC5", "#B39DEC", "#5CCBDE", "#C2C95B", "#C8C8C9"),
    ramp=("#12171E", "#232830", "#373C44", "#4D525A", "#656971", "#7E828A", "#989CA3", "#B3B8BE", "#D0D4D9",
          "#EDF1F6"),
    axis="#AEB8C4", selected="#F0B429", near="#FFFFFF", far="#000000", ink="#FAFAFA", ground="#12171F",
)  # fmt: skip

# what a figure holds where a theme decides; the numbers are those of Streamlit's plotly theme
PLACE_HOLDERS = Theme(
    kinds=tuple(f"#{number:06}" for number in range(1, 9)),
    words=tuple(f"#{number:06}" for number in range(21, 29)),
    ramp=tuple(f"#{number:06}" for number in range(11, 21)),
    axis="#000009", selected="#000010", near="#000029", far="#000030", ink="#000037", ground="#000038",
)  # fmt: skip


def themed() -> Theme:
    """Return the colors for a figure that is made now: place-holders on a page, else the light ones."""
    return PLACE_HOLDERS if pio.templates.default == "streamlit" else LIGHT


def fix_colors(figure: go.Figure, theme: Theme = LIGHT) -> go.Figure:
    """Return a copy of a figure with the colors of a theme instead of the place-holders.

    Labels are left alone: a text may happen to be "#000001".
    """
    names = dict(zip(theme_colors(PLACE_HOLDERS), theme_colors(theme), strict=True))
    return go.Figure(_replace(go.Figure.to_dict(figure), names))  # of a shared one, too


def theme_colors(theme: Theme) -> list[str]:
    """Return the colors of a theme in the order of their roles."""
    return [
        *theme.kinds, *theme.words, *theme.ramp, theme.axis, theme.selected, theme.near, theme.far, theme.ink,
        theme.ground,
    ]  # fmt: skip


def contrast(first: str, second: str) -> float:
    """Return the contrast of two colors from 1 to 21, as WCAG 2.2 defines it; text needs 4.5.

    >>> round(contrast("#FFFFFF", "#000000"), 1), round(contrast("#808495", "#FFFFFF"), 2)
    (21.0, 3.72)
    """
    darker, lighter = sorted((_luminance(first), _luminance(second)))
    return (lighter + 0.05) / (darker + 0.05)


def _luminance(color: str) -> float:
    shares = [byte / 255 for byte in bytes.fromhex(color.removeprefix("#"))]
    linear = [share / 12.92 if share <= 0.04045 else ((share + 0.055) / 1.055) ** 2.4 for share in shares]
    return 0.2126 * linear[0] + 0.7152 * linear[1] + 0.0722 * linear[2]


def _replace(part: object, names: dict[str, str], key: str = "") -> object:
    """Return a part of a figure with its colors replaced; `key` is what it is called."""
    if isinstance(part, dict):
        return {name: _replace(value, names, str(name)) for name, value in part.items()}
    if isinstance(part, list | tuple):
        return [_replace(value, names, key) for value in part]
    return names.get(part, part) if isinstance(part, str) and _is_color(key) else part


def _is_color(key: str) -> bool:
    return "color" in key
