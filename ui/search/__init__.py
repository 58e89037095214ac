"""The screen of the search lesson: can you find it without the right words?"""
