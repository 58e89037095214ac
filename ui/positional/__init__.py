"""The parts of the position page."""
