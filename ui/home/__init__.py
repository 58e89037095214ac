"""Home: one sentence through every stage, each stage leading to its lesson."""
