"""Measure: quality and speed of extraction beside its peers, and what broken pages do to it."""
