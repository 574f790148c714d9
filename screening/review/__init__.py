"""The officer's queue, decisions, and their confirmation by a second person."""
