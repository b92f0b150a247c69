"""Addresses, requests and responses: what may be asked for at all, what came, why something did not."""
