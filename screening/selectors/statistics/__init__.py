"""Figures of a period: work, days, what checks found, which entries flag. Counted in the database.

Each function has a fixed number of statements, whatever the rows. A shipment counts at each checkpoint among
its offices, so that the figures of checkpoints do not add up to the total.
"""
