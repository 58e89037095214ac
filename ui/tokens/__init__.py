"""The parts of the tokenization lesson: its picture, its tabs, the questions they ask."""
