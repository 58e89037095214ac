"""The page that a browser gets first: Streamlit's shell, with the address of the server, our style, a veil.

Streamlit fills a page piece by piece, and each piece moves those below it. With the style in the shell
nothing is drawn twice; the veil hides the lesson until its first run stands still. Without a script nothing
is hidden.
"""

from __future__ import annotations

from pathlib import Path

import streamlit as st

__all__ = ["STYLES", "build_shell"]

COMPONENTS = Path(__file__).parent / "components"
STYLES = ("anatomy.css", "page.css", "bets.css", "terms.css")  # of every page


def build_shell() -> str:
    """Return Streamlit's page shell, told where the server is, what the app is called and how it looks.

    Left to itself, the shell of a deep link first looks for the server below its own address
    (/tokenization/_stcore/health) and logs the 404s.
    """
    shell = (Path(st.__file__).parent / "static" / "index.html").read_text("utf-8")
    base = "<script>window.__streamlit = { BACKEND_BASE_URL: new URL('.', location.href).href }</script>"
    style = "".join((COMPONENTS / name).read_text("utf-8") for name in (*STYLES, "veil.css"))
    veil = (COMPONENTS / "veil.js").read_text("utf-8")
    shell = shell.replace("<head>", f"<head>\n    {base}").replace("<title>Streamlit<", "<title>EmbedLab<")
    # in the body: Streamlit adds its own styles to the head later, and the last one counts
    return shell.replace("<body>", f"<body>\n<style>{style}</style>\n<script>{veil}</script>")
