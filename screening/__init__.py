"""Screens declarations: goods, parties and route against control lists, watchlists and profiles."""
