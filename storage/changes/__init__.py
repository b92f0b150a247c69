"""What an outlet changed after publication: how two texts differ, of which class that is, and the rows that keep it."""
