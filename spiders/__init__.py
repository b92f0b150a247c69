"""Fetch: find the news of each site, ask for it politely, hand the pages on to be understood and remembered."""
