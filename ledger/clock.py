"""What time it is. Demo data and tests live through days of their own; everything else lives now."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from datetime import datetime

from django.utils import timezone

_moment: ContextVar[datetime | None] = ContextVar("moment", default=None)


def now() -> datetime:
    """The present moment, aware, unless a block of ``at`` says otherwise."""
    return _moment.get() or timezone.now()


@contextmanager
def at(moment: datetime) -> Iterator[None]:
    """Records made inside are dated to this moment, those of the audit chain included."""
    token = _moment.set(moment)
    try:
        yield
    finally:
        _moment.reset(token)
