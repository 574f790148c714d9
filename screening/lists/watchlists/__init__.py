"""Watchlists: what authorities publish about parties, read, compared and put in force by two persons."""
