"""Figures of the attention lesson."""
