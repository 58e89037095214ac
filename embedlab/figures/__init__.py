"""Plotly figures drawn from embedlab's results, one module a lesson. Knows nothing of the screen."""

# Plotly takes pandas from sys.modules, where another thread may have it half-imported: an import waits for that
import pandas  # type: ignore[import-untyped]  # noqa: F401
