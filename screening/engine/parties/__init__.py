"""Names of parties: how they sound whatever alphabet they are written in, what they consist of, and which listed names
they may be.
"""
