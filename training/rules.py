"""The rules of training that the database itself holds (see ledger/protection.py)."""

from __future__ import annotations

from ledger.protection import AnyRule, Rule, append_only

_HISTORY = ("training_attempt", "training_response", "training_completion", "training_certificate")

RULES: tuple[AnyRule, ...] = (
    *(rule for table in _HISTORY for rule in append_only(table)),
    Rule(
        "training_response_before_the_end",
        "training_response",
        "INSERT",
        "EXISTS (SELECT 1 FROM training_completion AS c WHERE c.attempt_id = NEW.attempt_id)",
        "a finished attempt takes no more answers",
    ),
)
