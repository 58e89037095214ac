"""Context: one word in many sentences, and where its meanings part."""
