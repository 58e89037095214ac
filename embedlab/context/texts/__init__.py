"""The sentences that come with the package, one a line, all written for it. Their use is said elsewhere."""
