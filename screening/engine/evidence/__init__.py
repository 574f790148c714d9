"""Reasons for and against, one question a file. Each docstring is the entry of the evidence manual."""
