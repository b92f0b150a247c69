"""Which blocks stay: known repeats, the best set by probability, second opinions, what is given back."""
