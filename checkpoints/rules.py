"""The rules of the organisation that the database itself holds (see ledger/protection.py)."""

from ledger.protection import append_only

RULES = (*append_only("checkpoints_delegation"), *append_only("checkpoints_delegationend"))
