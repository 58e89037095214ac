"""The questions the pages ask: plain values in, results of `embedlab` and their figures out.

Nothing is computed here; each function asks `embedlab` with the shared models and keeps the answer.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from ui.cache import encoder, kept, position_table

if TYPE_CHECKING:  # each question imports its figures when it is first asked
    import plotly.graph_objects as go

    from embedlab.context.pipeline import Pipeline

__all__ = [
    "ENCODER",
    "WORD_VECTORS",
    "PipelineView",
    "ask_pipeline",
]

ENCODER = "all-MiniLM-L6-v2"
WORD_VECTORS = "glove-6b-50d"


@dataclass(frozen=True)
class PipelineView:
    """The stages of a sentence."""

    pipeline: Pipeline
    figure: go.Figure


@kept()
def ask_pipeline(text: str) -> PipelineView:
    """Send a sentence through the encoder."""
    from embedlab.context.pipeline import run_pipeline
    from embedlab.figures.pipeline import pipeline_figure
    from ui.drawn import DrawnFigure

    pipeline = run_pipeline(encoder(ENCODER), position_table(ENCODER), text)
    return PipelineView(pipeline, DrawnFigure(pipeline_figure(pipeline)))
