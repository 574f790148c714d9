"""Errors in one shape, RFC 9457: type, title, status, detail, and what was wrong where."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import asdict, dataclass
from enum import Enum
from typing import Any, Final

from django.http import JsonResponse
from rest_framework.exceptions import APIException
from rest_framework.response import Response

MEDIA_TYPE: Final = "application/problem+json"


class Problem(Enum):
    """Every error of the API: its stable code, status, and title. docs/api.md lists them too."""

    BAD_REQUEST = ("bad-request", 400, "The call cannot be read")
    BODY_MALFORMED = ("body-malformed", 400, "The body cannot be read")
    PARAMETER_BAD = ("parameter-bad", 400, "A parameter cannot be used")
    IDEMPOTENCY_KEY_BAD = ("idempotency-key-bad", 400, "The Idempotency-Key cannot be used")
    NOT_SIGNED_IN = ("not-signed-in", 401, "A valid token is missing")
    NOT_ALLOWED = ("not-allowed", 403, "The token does not allow this")
    NOT_FOUND = ("not-found", 404, "There is no such object")
    METHOD_NOT_ALLOWED = ("method-not-allowed", 405, "The address does not take this method")
    NOT_ACCEPTABLE = ("not-acceptable", 406, "The answer cannot be given in the form asked for")
    CALL_UNDER_WAY = ("call-under-way", 409, "The first call with this key is still being worked on")
    SENT_BY_ANOTHER = ("sent-by-another", 409, "Another sender declared the same")
    LENGTH_MISSING = ("length-missing", 411, "The body comes without its length")
    TOO_LARGE = ("too-large", 413, "The body is too large")
    MEDIA_TYPE_UNSUPPORTED = ("media-type-unsupported", 415, "The body's kind is not read here")
    DECLARATION_REFUSED = ("declaration-refused", 422, "Nothing was taken")
    FIELD_BAD = ("field-bad", 422, "A field cannot be used")
    IDEMPOTENCY_KEY_REUSED = ("idempotency-key-reused", 422, "The key belongs to another call")
    TOO_MANY_CALLS = ("too-many-calls", 429, "Too many calls")
    BROKEN = ("broken", 500, "The portal failed")
    NO_LISTS = ("no-lists", 503, "No control list is in force")

    def __init__(self, code: str, status: int, title: str) -> None:
        self.code = code
        self.status = status
        self.title = title

    @property
    def type(self) -> str:
        return f"urn:problem:{self.code}"


@dataclass(frozen=True, slots=True)
class Fault:
    """One thing wrong: where, what stood there, and what to do. ``line`` is 0 where no goods line is meant."""

    field: str
    value: str
    code: str
    detail: str
    line: int = 0


class Refused(APIException):
    """Raised to answer with a problem. Nothing of what the call did is kept."""

    def __init__(self, problem: Problem, detail: str, *, faults: Sequence[Fault] = (), retry_after: int = 0) -> None:
        super().__init__(detail)
        self.problem = problem
        self.status_code = problem.status
        self.faults = faults
        self.retry_after = retry_after


def document(problem: Problem, detail: str, faults: Sequence[Fault] = (), **more: Any) -> dict[str, Any]:
    """A problem document; ``detail`` is for humans, in their language."""
    body: dict[str, Any] = {"type": problem.type, "title": problem.title, "status": problem.status, "detail": detail}
    if faults:
        body["errors"] = [asdict(fault) for fault in faults]
    return body | more


def answer(problem: Problem, detail: str, faults: Sequence[Fault] = (), **more: Any) -> Response:
    """A problem as the answer of a call that is over: what it stored is kept."""
    return Response(document(problem, detail, faults, **more), status=problem.status, content_type=MEDIA_TYPE)


def plain(problem: Problem, detail: str) -> JsonResponse:
    """A problem for what no API view answers."""
    return JsonResponse(document(problem, detail), status=problem.status, content_type=MEDIA_TYPE)
