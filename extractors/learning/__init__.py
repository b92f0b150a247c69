"""Learned from many pages of a site: blocks that repeat, and rules to propose."""
