"""Crawls on several machines: jobs in PostgreSQL, a fence a host, files on shared storage. An extra: make fleet."""
