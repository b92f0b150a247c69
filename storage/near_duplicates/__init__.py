"""Near duplicates, which share much of their text: a sketch of each, and links between them."""
