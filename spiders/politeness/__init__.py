"""How a host is asked: robots.txt, delays, retries, redirects, opt-outs, and who we say we are."""
