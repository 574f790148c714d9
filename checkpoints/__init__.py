"""Who works where, and who may see and decide what."""
