"""POST a file of declarations, and ask what became of it."""

from __future__ import annotations

from typing import Any, ClassVar
from uuid import UUID

from django.shortcuts import get_object_or_404
from rest_framework.request import Request
from rest_framework.response import Response

from checkpoints.actors import Actor
from screening.api import contract, paging, results
from screening.api.access import ClientView
from screening.api.idempotency import once
from screening.api.intake import refused
from screening.api.parsers import AnyFile, Body, CsvFile, FileInForm, WholeBody, XlsxFile, XmlFile, XmlText, body_of
from screening.api.waiting import waited
from screening.intake.declaration import Refusal
from screening.intake.detect import parse
from screening.intake.reception import Received, receive
from screening.models import Submission
from screening.selectors import sent
from screening.selectors.scope import visible_submissions
from screening.tasks import enqueue


class Files(ClientView):
    """``POST /api/v1/files``: CSV, XLSX, ASYCUDA XML or JSON, as the body or as the field ``file`` of a form."""

    scopes: ClassVar[dict[str, str]] = {"POST": "shipments:write"}
    parser_classes = (WholeBody, CsvFile, XlsxFile, XmlFile, XmlText, AnyFile, FileInForm)

    @contract.SEND_FILE
    def post(self, request: Request) -> Response:
        actor, body = self.actor(request), body_of(request)
        taken = once(request=request, body=body, sender=actor.name, work=lambda: _take(actor, body, self.language))
        if taken.status_code >= 400:
            return taken
        key = UUID(taken.data["id"])
        shipments = [UUID(each["id"]) for each in taken.data["shipments"]]
        return waited(request, taken, shipments, lambda: self._shown(actor, key, taken))

    def _shown(self, actor: Actor, key: UUID, taken: Response) -> Response:
        kept = {name: taken[name] for name in ("Location", "Idempotency-Replayed") if taken.has_header(name)}
        first_page = _status(actor, _found(actor, key), None, paging.USUAL, self.language)
        return Response(first_page, headers=kept)


class SubmissionStatus(ClientView):
    """``GET /api/v1/submissions/<id>``: how far a file, batch or message is."""

    scopes: ClassVar[dict[str, str]] = {"GET": "shipments:read"}
    parameters = paging.PARAMETERS

    @contract.STATUS
    def get(self, request: Request, submission_id: UUID) -> Response:
        actor, size = self.actor(request), paging.size_of(self.query)
        after = paging.cursor_of(self.query)
        return Response(_status(actor, _found(actor, submission_id), after, size, self.language, request))


def _take(actor: Actor, body: Body, language: str) -> Response:
    channel, parsed = parse(body.content, body.filename)
    received = Received(channel, body.content, body.filename, body.media_type)
    receipt = receive(actor=actor, received=received, parsed=parsed, enqueue=enqueue)
    if not receipt.shipments:
        return refused(receipt.submission, [Refusal(**each) for each in receipt.submission.refusals], language)
    status = _status(actor, receipt.submission, None, paging.USUAL, language)
    return Response(status, status=202 if receipt.new else 200, headers={"Location": status["status"]})


def _found(actor: Actor, key: UUID) -> Submission:
    return get_object_or_404(visible_submissions(actor), pk=key)


def _status(
    actor: Actor, submission: Submission, after: UUID | None, size: int, language: str, request: Request | None = None
) -> dict[str, Any]:
    """Five statements. Without a request: the first page as its address gives it."""
    rows = sent.shipments_of(actor, submission, after=after, size=size)
    page, end = paging.cut(rows, size)
    if request is not None:
        following = paging.next_link(request, end)
    else:
        following = paging.next_address(results.submission_url(submission.pk), {}, end)
    return results.submission(submission, sent.progress_of(actor, submission), page, following, language)
