"""REST for customs systems: declarations in, results out."""
