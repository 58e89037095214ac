"""A figure as one HTML file that needs nothing else: plotly.js is inside, and nothing is ever fetched.

It stays interactive and takes about 5 MB. The page forbids its own browser every
connection, so that opening it tells nobody.
"""

from __future__ import annotations

from html import escape as escape_html

import plotly.graph_objects as go

from embedlab.figures.themes import LIGHT, fix_colors

__all__ = ["standalone_html"]

# nothing from outside; what the file brings may run, and plotly.js compiles what draws scattergl as it goes
POLICY = (
    "default-src 'none'; script-src 'unsafe-inline' 'unsafe-eval'; style-src 'unsafe-inline'; "
    "img-src data: blob:; font-src data:; worker-src blob:; base-uri 'none'; form-action 'none'"
)
STYLE = """
body { margin: 1rem 2rem; font-family: system-ui, sans-serif; color: #1B2430; background: #FFFFFF; }
h1 { font-size: 1.6rem; margin: 0 0 .5rem; overflow-wrap: anywhere; }
p { margin: .5rem 0 0; white-space: pre-line; overflow-wrap: anywhere; }
"""


def standalone_html(figure: go.Figure, *, title: str, caption: str) -> str:
    """Return a page with one figure, as wide as its window, that works offline.

    The figure itself is left as it was. A theme of the screen it was made for is replaced by plotly's white
    one: Streamlit's holds place-holders instead of colors.

    Args:
        figure: its labels escaped, as all figures of this package have them (`embedlab.figures.style`).
        title: text, shown above it.
        caption: text, shown below it; its line breaks are kept.
    """
    copy = fix_colors(figure)
    copy.update_layout(
        template="plotly_white",
        colorway=copy.layout.colorway or LIGHT.kinds,
        autosize=True,
        width=None,
        height=None,
    )
    html = copy.to_html(
        include_plotlyjs=True,
        auto_play=False,  # the picture is the one of the caption
        full_html=False,
        div_id="map",  # a random one would make every file different
        default_width="100%",
        default_height="80vh",
        config={"displaylogo": False, "showSendToCloud": False, "responsive": True},
    )
    shown_title = _as_html(title)
    return (
        '<!DOCTYPE html>\n<html lang="en">\n<head>\n<meta charset="utf-8">\n'
        f'<meta http-equiv="Content-Security-Policy" content="{POLICY}">\n'
        '<meta name="viewport" content="width=device-width, initial-scale=1">\n'
        f"<title>{shown_title}</title>\n<style>{STYLE}</style>\n</head>\n<body>\n<h1>{shown_title}</h1>\n"
        f"{html}\n<p>{_as_html(caption)}</p>\n</body>\n</html>\n"
    )


def _as_html(text: str) -> str:
    """Return a text that shows as it is; what no file in UTF-8 and no page can hold becomes U+FFFD."""
    storable = text.encode("utf-16", "surrogatepass").decode("utf-16", "replace").replace("\0", "\ufffd")
    return escape_html(storable)
