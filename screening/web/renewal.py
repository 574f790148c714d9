"""How often a part of a page that waits for a worker asks for news."""

from __future__ import annotations

from datetime import datetime, timedelta
from typing import Final

from django.utils import timezone

SOON: Final = "load delay:1s"
"""Each second, by htmx itself: short work is over before anybody looks for it."""
LATER: Final = "refresh"
"""Every five seconds, and not while the page is hidden (static/portal.js)."""
_SOON: Final = timedelta(seconds=15)


def trigger(since: datetime) -> str:
    """The htmx trigger for work that waits since then."""
    return SOON if timezone.now() - since < _SOON else LATER
