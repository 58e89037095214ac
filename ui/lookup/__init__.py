"""The screen of the lookup lesson: what happens to an id before the first layer."""
