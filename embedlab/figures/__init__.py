"""Plotly figures drawn from embedlab's results, one module a lesson. Knows nothing of the screen."""
