"""Stored rows as plain values: every field, nothing interpreted, the same text for the same row."""

from __future__ import annotations

import json
from collections.abc import Iterable
from datetime import UTC, date, datetime
from decimal import Decimal
from typing import Any, Final
from uuid import UUID

from django.db.models import BinaryField, Model

from ledger.models import AuditEvent

_EVENT_FIELDS: Final = ("node", "sequence", "actor", "action", "subject", "administration", "detail")


def as_record(row: Model, *, without: Iterable[str] = ()) -> dict[str, Any]:
    """Field by field; bytes stand in files of their own."""
    left_out = set(without)
    return {
        field.attname: _plain(getattr(row, field.attname))
        for field in row._meta.concrete_fields
        if not isinstance(field, BinaryField) and field.attname not in left_out
    }


def as_event(event: AuditEvent) -> dict[str, Any]:
    """An audit event with all that its hash was made of, and the time as it was hashed."""
    said = {name: _plain(getattr(event, name)) for name in _EVENT_FIELDS}
    at = event.at.astimezone(UTC).isoformat()
    return {**said, "at": at, "previous_hash": event.previous_hash, "hash": event.hash}


def as_json(value: Any) -> bytes:
    """Readable JSON that is the same bytes for the same value."""
    return (json.dumps(value, ensure_ascii=False, sort_keys=True, indent=1) + "\n").encode()


def _plain(value: Any) -> Any:
    if isinstance(value, datetime):
        return value.astimezone(UTC).isoformat()
    if isinstance(value, date):
        return value.isoformat()
    if isinstance(value, UUID):
        return str(value)
    return format(value, "f") if isinstance(value, Decimal) else value
