"""The screen of the lesson on applications."""
