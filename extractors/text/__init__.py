"""Text as words, the same for languages with and without spaces."""
