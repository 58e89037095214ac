"""The entry script: every rerun of every page starts here. Navigation only."""

from __future__ import annotations

import sys
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
if str(ROOT) not in sys.path:  # `streamlit run` puts the folder of this file there, not its parent
    sys.path.insert(0, str(ROOT))

import ui.environment  # noqa: E402, F401  (before any library that reads it)

# isort: split
import streamlit as st  # noqa: E402

from embedlab.errors import describe_missing  # noqa: E402
from ui import controls, furniture, layout, metrics, readiness  # noqa: E402
from ui.navigation import build_pages  # noqa: E402

page = st.navigation(build_pages(), position="top")
st.set_page_config(
    page_title=f"{page.title.lstrip('0123456789 ')} · EmbedLab",
    page_icon=str(ROOT / "ui" / "icon.png"),
    layout="wide",
)
with readiness.visit(), metrics.RERUN_SECONDS.time(), furniture.furnished(f"/{page.url_path}"):
    try:
        controls.keep_sentence(page.url_path)
        page.run()
    except ImportError as error:  # the other pages go on
        layout.warn(describe_missing(error))
