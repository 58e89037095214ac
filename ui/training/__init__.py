"""The screen of the training lesson."""
