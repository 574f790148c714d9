"""Idempotency-Key: a call that is repeated does nothing the second time and is answered as the first time.

The key is claimed in a transaction of its own, so that a second call sees it; what the call does and what it
was answered are stored in one transaction, so that a crash leaves both or neither.
"""

from __future__ import annotations

import hashlib
from collections.abc import Callable
from datetime import timedelta
from typing import Final

from django.db import IntegrityError, transaction
from django.utils.translation import gettext as _
from rest_framework.request import Request
from rest_framework.response import Response

from ledger.clock import now
from screening.api.parsers import Body
from screening.api.problems import MEDIA_TYPE, Fault, Problem, Refused
from screening.models import IdempotentCall

HEADER: Final = "Idempotency-Key"
LONGEST: Final = 80
CLAIM: Final = timedelta(seconds=60)
"""A call that gave no answer for so long has died; its key may be claimed anew."""
_KEPT: Final = ("Location",)


def once(*, request: Request, body: Body, sender: str, work: Callable[[], Response]) -> Response:
    """What ``work`` answers, or what it answered the first time.

    Raises Refused for a key that cannot be used, belongs to another call, or is being worked on. What ``work``
    raises is not kept: the key is free again.
    """
    key = _key(request)
    if not key:
        return work()
    fingerprint = _fingerprint(request, body)
    call = _claim(sender, key, fingerprint)
    return _replayed(call) if call.status is not None else _first(call, work)


def _key(request: Request) -> str:
    key = request.headers.get(HEADER, "").strip()
    if len(key) > 1 and key[0] == key[-1] == '"':
        key = key[1:-1]
    if len(key) > LONGEST or not key.isascii() or (key and not key.isprintable()):
        remedy = _("Write 1 to %(longest)s printable ASCII characters, such as a UUID.") % {"longest": LONGEST}
        fault = Fault(HEADER, key[:LONGEST].encode("ascii", "replace").decode(), "unreadable", remedy)
        raise Refused(Problem.IDEMPOTENCY_KEY_BAD, remedy, faults=[fault])
    return key


def _fingerprint(request: Request, body: Body) -> str:
    digest = hashlib.sha256()
    for part in (request.method or "", request.path, body.media_type, body.filename):
        digest.update(part.encode() + b"\x00")
    digest.update(body.content)
    return digest.hexdigest()


def _claim(sender: str, key: str, fingerprint: str) -> IdempotentCall:
    """The call of this key: new and ours, or answered already."""
    known = IdempotentCall.objects.filter(sender=sender, key=key).first()
    if known is None:
        try:
            with transaction.atomic():
                return IdempotentCall.objects.create(sender=sender, key=key, request_sha256=fingerprint)
        except IntegrityError:  # another call claimed it at this moment
            known = IdempotentCall.objects.filter(sender=sender, key=key).first()
    if known is None:
        raise _under_way()
    if known.request_sha256 != fingerprint:
        raise Refused(
            Problem.IDEMPOTENCY_KEY_REUSED, _("The key came with another body before. Use a new key for a new call.")
        )
    return known if known.status is not None else _taken_over(known)


def _taken_over(call: IdempotentCall) -> IdempotentCall:
    begun, moment = call.created_at, now()
    abandoned = IdempotentCall.objects.filter(pk=call.pk, status=None, created_at=begun)
    if begun > moment - CLAIM or not abandoned.update(created_at=moment):
        raise _under_way()
    call.created_at = moment
    return call


def _under_way() -> Refused:
    said = _("The first call with this key has no answer yet. Ask again in a second.")
    return Refused(Problem.CALL_UNDER_WAY, said, retry_after=1)


def _first(call: IdempotentCall, work: Callable[[], Response]) -> Response:
    claimed = IdempotentCall.objects.filter(pk=call.pk, status=None, created_at=call.created_at)
    try:
        with transaction.atomic():
            answer = work()
            headers = {name: answer[name] for name in _KEPT if answer.has_header(name)}
            if not claimed.update(status=answer.status_code, headers=headers, body=answer.data):
                raise _under_way()  # it took so long that another call claimed the key
    except BaseException:
        claimed.delete()
        raise
    return answer


def _replayed(call: IdempotentCall) -> Response:
    assert call.status is not None
    content_type = MEDIA_TYPE if call.status >= 400 else None
    headers = {**call.headers, "Idempotency-Replayed": "true"}
    return Response(call.body, status=call.status, headers=headers, content_type=content_type)
