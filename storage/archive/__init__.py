"""WARC files: writing and reading exchanges, ours and other people's."""
