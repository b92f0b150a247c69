"""Pages archived already: cleaned again, imported from other people, searched for repeats and rules."""
