"""Rows of articles, versions, fetches, addresses and runs: a page whole or not at all."""
