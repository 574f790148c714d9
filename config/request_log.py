"""One line in the log and one count in the metrics for each request."""

from __future__ import annotations

import logging
import time
import uuid
from collections.abc import Callable
from typing import Final

import structlog
from django.conf import settings
from django.http import HttpRequest, HttpResponseBase

from config.metrics import REQUEST_SECONDS

_log: Final = structlog.stdlib.get_logger("portal.request")
_METHODS: Final = frozenset({"GET", "HEAD", "POST", "PUT", "PATCH", "DELETE", "OPTIONS"})
_WATCHERS: Final = frozenset({"health-live", "health-ready", "metrics"})
"""Asked every few seconds by machines; their lines would bury the others."""


class RequestLog:
    """Names route, status, duration and who asked, by key; never path, query, name or (without LOG_IP) address.

    The number of the request stands in every line that is logged on its behalf, in the tasks that it asks
    for, and in the answer (``X-Request-Id``).
    """

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponseBase]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponseBase:
        number, began = uuid.uuid4().hex, time.perf_counter()
        with structlog.contextvars.bound_contextvars(request_id=number):
            answer = self.get_response(request)
            self._tell(request, answer, time.perf_counter() - began)
        answer["X-Request-Id"] = number
        return answer

    def _tell(self, request: HttpRequest, answer: HttpResponseBase, seconds: float) -> None:
        route = request.resolver_match.view_name if request.resolver_match else ""
        method = request.method if request.method in _METHODS else "other"
        REQUEST_SECONDS.labels(route or "none", method, str(answer.status_code)).observe(seconds)
        address = {"ip": request.META.get("REMOTE_ADDR", "")} if settings.LOG_IP else {}
        _log.log(
            _level(route, answer.status_code),
            "request",
            route=route or "none",
            method=method,
            status=answer.status_code,
            ms=round(seconds * 1000, 1),
            actor=_actor(request),
            **address,
        )


def _level(route: str, status: int) -> int:
    if status >= 500:
        return logging.ERROR
    return logging.DEBUG if route in _WATCHERS else logging.INFO


def _actor(request: HttpRequest) -> str:
    """Who asked, as the audit chain names them; asks nothing of the database."""
    token = getattr(request, "auth", None)
    if token is not None:
        return f"client:{getattr(token, 'application_id', '')}"
    user = getattr(request, "_cached_user", None)
    return f"person:{user.pk}" if user is not None and user.pk else ""
