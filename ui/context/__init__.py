"""The parts of the context page."""
