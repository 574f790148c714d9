"""Prefer: wait=N (RFC 7240): holds an answer back until the result is there, for a while, and not for all at once."""

from __future__ import annotations

import re
import threading
import time
from collections.abc import Callable, Iterable
from typing import Final
from uuid import UUID

from django.conf import settings
from rest_framework.request import Request
from rest_framework.response import Response

from screening.selectors.sent import under_way

LONGEST: Final = 30
"""Seconds."""
_PAUSES: Final = (0.02, 0.05, 0.1, 0.2)
_WAIT: Final = re.compile(r'wait\s*=\s*"?(\d{1,9})"?')

# A waiting call holds a thread of the web server; the others must go on answering.
_places: Final = threading.BoundedSemaphore(max(1, settings.API_WAITING))


def waited(request: Request, answer: Response, shipments: Iterable[UUID], result: Callable[[], Response]) -> Response:
    """``result()`` where the caller prefers to wait and screening ends in time; else the answer at hand.

    No transaction is open meanwhile. What is preferred but cannot be had is not an error.
    """
    preferred = preferences(request.headers.get("Prefer", ""))
    seconds = wait_of(preferred)
    asked = list(shipments)
    if seconds and asked and _places.acquire(blocking=False):
        try:
            if until(lambda: not under_way(asked), seconds):
                answer = result()
        finally:
            _places.release()
        answer["Preference-Applied"] = f"wait={seconds}"
    elif "respond-async" in preferred:
        answer["Preference-Applied"] = "respond-async"
    return answer


def preferences(header: str) -> list[str]:
    """Each preference without its parameters, in lower case."""
    return [part.split(";")[0].strip().lower() for part in header.split(",") if part.strip()]


def wait_of(preferred: Iterable[str]) -> int:
    """Seconds to wait at most; the first wait counts, one that cannot be read does not."""
    for each in preferred:
        found = _WAIT.fullmatch(each)
        if found:
            return min(int(found[1]), LONGEST)
    return 0


def until(
    done: Callable[[], bool],
    seconds: float,
    *,
    clock: Callable[[], float] = time.monotonic,
    pause: Callable[[float], None] = time.sleep,
) -> bool:
    """Asks again and again until it is done; False once the seconds have passed."""
    end = clock() + seconds
    asked = 0
    while not done():
        left = end - clock()
        if left <= 0:
            return False
        pause(min(_PAUSES[min(asked, len(_PAUSES) - 1)], left))
        asked += 1
    return True
