"""Is everything there and whole, and copies of it."""
