"""How rules do: their troubles, learned repeats, corrections by readers."""
