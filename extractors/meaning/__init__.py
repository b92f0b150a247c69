"""What a text means, in any language: whether it asks the reader for something, and what else it may be."""
