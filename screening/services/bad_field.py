"""What people typed and the portal cannot keep: pages show the message at the field."""

from __future__ import annotations


class BadField(ValueError):
    """``field`` is what has to be changed, empty for none; the message says why and what to do."""

    def __init__(self, field: str, message: str) -> None:
        self.field = field
        super().__init__(message)
