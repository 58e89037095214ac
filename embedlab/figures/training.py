"""Figures of the training lesson."""
