"""Plotly figures drawn from embedlab's results, one module a lesson. Knows nothing of the screen."""

# Plotly takes pandas from sys.modules, perhaps half-imported by another thread: an import waits for all of it
import pandas  # type: ignore[import-untyped]  # noqa: F401
