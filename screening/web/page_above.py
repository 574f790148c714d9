"""Addresses that forms are sent to are no pages: who opens one comes to the page above it."""

from __future__ import annotations

from collections.abc import Callable
from http import HTTPStatus

from django.http import HttpRequest, HttpResponseRedirect
from django.http.response import HttpResponseBase
from django.urls import Resolver404, resolve

NO_PAGES = "/api/"
"""Below this a customs system asks, and wants to hear that the method is wrong."""


def page_above(get_response: Callable[[HttpRequest], HttpResponseBase]) -> Callable[[HttpRequest], HttpResponseBase]:
    """Middleware. Such an address stands in the browser once a form came back with its faults, and is opened by
    reloading, by going back to it, or by choosing another language there."""

    def answer(request: HttpRequest) -> HttpResponseBase:
        given = get_response(request)
        opened = request.method == "GET" and given.status_code == HTTPStatus.METHOD_NOT_ALLOWED
        return HttpResponseRedirect(above(request.path)) if opened and not request.path.startswith(NO_PAGES) else given

    return answer


def above(path: str) -> str:
    """The nearest address above that leads to anything: /shipments/KEY/ of /shipments/KEY/answers/."""
    parts = path.strip("/").split("/")
    for length in range(len(parts) - 1, 0, -1):
        address = f"/{'/'.join(parts[:length])}/"
        if _leads_somewhere(address):
            return address
    return "/"


def _leads_somewhere(address: str) -> bool:
    try:
        resolve(address)
    except Resolver404:
        return False
    return True
