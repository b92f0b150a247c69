"""Rows of articles, versions, fetches, addresses and runs: one transaction a page."""
