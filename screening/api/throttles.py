"""How many calls a customs system may make a minute. What the cache cannot count is let in."""

from __future__ import annotations

import logging
import time
from collections.abc import Callable
from dataclasses import dataclass
from typing import Any, Final

from django.conf import settings
from django.core.cache import cache
from redis.exceptions import RedisError
from rest_framework.request import Request
from rest_framework.throttling import BaseThrottle

WINDOW: Final = 60
"""Seconds. Counted from the full minute, the same for all processes."""
REST: Final = 5.0
"""Seconds for which a cache that did not answer is not asked again."""
_log = logging.getLogger(__name__)


@dataclass(frozen=True, slots=True)
class Allowance:
    """What is left of the present minute; ``reset`` in seconds."""

    pace: str
    limit: int
    used: int
    reset: int

    @property
    def headers(self) -> dict[str, str]:
        """As draft-ietf-httpapi-ratelimit-headers writes them."""
        left = max(0, self.limit - self.used)
        return {
            "RateLimit-Policy": f'"{self.pace}";q={self.limit};w={WINDOW}',
            "RateLimit": f'"{self.pace}";r={left};t={self.reset}',
        }


class Counter:
    """Counts in the shared cache, and leaves a cache alone for a while after it failed."""

    def __init__(self, clock: Callable[[], float] = time.monotonic) -> None:
        self._clock = clock
        self._rests_until = 0.0

    def count(self, key: str) -> int:
        """How often the key was counted in its window, this time included; 0 where nobody can tell."""
        if self._clock() < self._rests_until:
            return 0
        try:
            return self._count(key)
        except (RedisError, OSError) as error:
            self._rests_until = self._clock() + REST
            _log.warning("The cache does not answer, calls are not counted: %s", error)
            return 0

    def _count(self, key: str) -> int:
        try:
            return cache.incr(key)
        except ValueError:  # the first of its window
            cache.add(key, 0, timeout=2 * WINDOW)
            return cache.incr(key)


_counter: Final = Counter()


class ClientThrottle(BaseThrottle):
    """A view names the pace of a method: ``read`` or ``write``."""

    def allow_request(self, request: Request, view: Any) -> bool:
        token: Any = request.auth
        if token is None:
            return True  # the documentation
        pace = view.pace(request)
        limit = settings.API_WRITES_A_MINUTE if pace == "write" else settings.API_READS_A_MINUTE
        minute, second = divmod(int(time.time()), WINDOW)
        used = _counter.count(f"calls:{pace}:{token.application_id}:{minute}")
        view.allowance = Allowance(pace, limit, used, WINDOW - second)
        return used <= limit

    def wait(self) -> float:
        return WINDOW - time.time() % WINDOW
