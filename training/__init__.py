"""Courses and exercises on the live engine. It stands above screening and may import it."""
