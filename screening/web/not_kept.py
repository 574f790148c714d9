"""Pages name people and goods, and several officers share a desk: no browser or proxy keeps them."""

from __future__ import annotations

from collections.abc import Callable

from django.http import HttpRequest, HttpResponseBase


def not_kept(get_response: Callable[[HttpRequest], HttpResponseBase]) -> Callable[[HttpRequest], HttpResponseBase]:
    """After signing out, Back shows nothing. An answer that says itself how long it may be kept is left alone."""

    def answered(request: HttpRequest) -> HttpResponseBase:
        answer = get_response(request)
        answer.headers.setdefault("Cache-Control", "private, no-store")
        return answer

    return answered
