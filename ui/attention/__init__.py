"""The lesson on attention: how a word learns from its neighbors, and which token comes next."""
