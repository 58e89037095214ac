"""The command `embedlab`: one small module per command; everything heavy is imported when it is needed."""
