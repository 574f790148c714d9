"""What every record has: a key that travels, a table that keeps its history, a chain that proves it."""
