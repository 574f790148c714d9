"""Makes a problem of any error that a view raises. Apart from the problems, which parsers and throttles raise."""

from __future__ import annotations

import logging
from collections.abc import Mapping
from typing import Any, Final

from django.core.exceptions import PermissionDenied
from django.core.signals import got_request_exception
from django.http import Http404, HttpRequest
from django.utils.translation import gettext_lazy as _
from rest_framework.exceptions import (
    AuthenticationFailed,
    MethodNotAllowed,
    NotAcceptable,
    NotAuthenticated,
    ParseError,
    Throttled,
    UnsupportedMediaType,
)
from rest_framework.exceptions import PermissionDenied as ScopeMissing
from rest_framework.response import Response
from rest_framework.views import exception_handler

from screening.api.problems import Problem, Refused, answer

_log = logging.getLogger("django.request")
_KNOWN: Final[Mapping[type[Exception], tuple[Problem, Any]]] = {
    ParseError: (Problem.BODY_MALFORMED, _("The body is not what its Content-Type says. Check it and send it again.")),
    NotAuthenticated: (Problem.NOT_SIGNED_IN, _("Ask for a token and send it as “Authorization: Bearer …”.")),
    AuthenticationFailed: (Problem.NOT_SIGNED_IN, _("Ask for a token and send it as “Authorization: Bearer …”.")),
    PermissionDenied: (Problem.NOT_ALLOWED, _("Ask for a token with the scope that this call needs.")),
    ScopeMissing: (Problem.NOT_ALLOWED, _("Ask for a token with the scope that this call needs.")),
    Http404: (Problem.NOT_FOUND, _("Check the address. It may also belong to another sender.")),
    MethodNotAllowed: (Problem.METHOD_NOT_ALLOWED, _("Use a method that the header Allow names.")),
    NotAcceptable: (Problem.NOT_ACCEPTABLE, _("Answers are JSON: send “Accept: application/json”.")),
    UnsupportedMediaType: (
        Problem.MEDIA_TYPE_UNSUPPORTED,
        _("Send a Content-Type that the documentation of this call names."),
    ),
    Throttled: (Problem.TOO_MANY_CALLS, _("Wait as many seconds as the header Retry-After says.")),
}
_BROKEN: Final = _("Your call met a fault in the portal. It is recorded; try again later.")


def as_problem(error: Exception, context: dict[str, Any]) -> Response:
    """Any error that a view raises, as a problem."""
    if isinstance(error, Refused):
        exception_handler(error, context)  # rolls a transaction back
        return _refused(error)
    handled = exception_handler(error, context)
    if handled is None:
        return _broken(error, context)
    problem, detail = _told(error)
    shaped = answer(problem, detail)
    for name in ("WWW-Authenticate", "Retry-After"):
        if name in handled.headers:
            shaped[name] = handled.headers[name]
    return shaped


def _refused(error: Refused) -> Response:
    shaped = answer(error.problem, str(error.detail), error.faults)
    if error.retry_after:
        shaped["Retry-After"] = str(error.retry_after)
    return shaped


def _told(error: Exception) -> tuple[Problem, str]:
    for kind, (problem, detail) in _KNOWN.items():
        if isinstance(error, kind):
            return problem, str(detail)
    return Problem.BAD_REQUEST, str(error)


def _broken(error: Exception, context: Mapping[str, Any]) -> Response:
    request: HttpRequest = context["request"]._request
    got_request_exception.send(sender=type(context["view"]), request=request)
    _log.error("Broken: %s", request.path, exc_info=error, extra={"status_code": 500, "request": request})
    return answer(Problem.BROKEN, str(_BROKEN))
