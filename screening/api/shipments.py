"""POST a declaration, GET what screening found, list what was sent."""

from __future__ import annotations

from typing import ClassVar
from uuid import UUID

from django.shortcuts import get_object_or_404
from django.utils.translation import gettext as _
from rest_framework.request import Request
from rest_framework.response import Response

from checkpoints.actors import Actor
from screening.api import contract, paging, results
from screening.api.access import ClientView
from screening.api.idempotency import once
from screening.api.intake import refused
from screening.api.parsers import Body, body_of
from screening.api.problems import Problem, answer
from screening.api.queries import Query
from screening.api.waiting import waited
from screening.engine.verdict import LEVELS
from screening.intake.declaration import Refusal
from screening.intake.json_format import parse_json
from screening.intake.reception import Receipt, Received, receive
from screening.models import Shipment, Submission
from screening.selectors import scope, sent
from screening.tasks import enqueue


class Shipments(ClientView):
    """``/api/v1/shipments``: one declaration in, or those sent so far."""

    scopes: ClassVar[dict[str, str]] = {"POST": "shipments:write", "GET": "shipments:read"}
    parameters = paging.PARAMETERS | {
        "state",
        "level",
        "flagged",
        "declaration_number",
        "received_since",
        "updated_since",
    }

    @contract.SEND
    def post(self, request: Request) -> Response:
        actor, body = self.actor(request), body_of(request)
        taken = once(request=request, body=body, sender=actor.name, work=lambda: _take(actor, body, self.language))
        if taken.status_code >= 400:
            return taken
        key = UUID(taken.data["id"])
        at_hand = taken if taken.status_code == 202 else self._shown(actor, key, taken)
        return waited(request, at_hand, [key], lambda: self._shown(actor, key, taken))

    @contract.LIST
    def get(self, request: Request) -> Response:
        size = paging.size_of(self.query)
        rows = sent.shipments_sent(
            self.actor(request), wanted=_wanted(self.query), after=paging.cursor_of(self.query), size=size
        )
        page, end = paging.cut(rows, size)
        following = paging.next_link(request, end)
        links = {"Link": f'<{following}>; rel="next"'} if following else {}
        return Response({"shipments": [results.row(each) for each in page], "next": following}, headers=links)

    def _shown(self, actor: Actor, key: UUID, taken: Response) -> Response:
        """The result in place of the receipt; it says where it stands, and whether the call is a repetition."""
        kept = {name: taken[name] for name in ("Location", "Idempotency-Replayed") if taken.has_header(name)}
        return Response(result_of(actor, key, self.language), headers=kept)


class ShipmentResult(ClientView):
    """``/api/v1/shipments/<id>``: state, lane and evidence, rendered in the language asked for."""

    scopes: ClassVar[dict[str, str]] = {"GET": "shipments:read"}

    @contract.READ
    def get(self, request: Request, shipment_id: UUID) -> Response:
        return Response(result_of(self.actor(request), shipment_id, self.language))


def result_of(actor: Actor, key: UUID, language: str) -> results.Answered:
    """Seven statements. Raises Http404 outside the actor's scope."""
    visible = scope.visible_shipments(actor).select_related("latest_run")
    shipment = get_object_or_404(visible, pk=key)
    return results.result(
        shipment,
        sent.questions_of(shipment),
        sent.outcome_of(shipment),
        pending=sent.under_way([shipment.pk]),
        language=language,
    )


def _wanted(query: Query) -> sent.Wanted:
    level = query.one_of("level", LEVELS)
    return sent.Wanted(
        state=query.one_of("state", Shipment.State.values),
        level=LEVELS.index(level) if level else None,
        flagged=query.yes_or_no("flagged"),
        declaration_number=query.text("declaration_number", longest=60),
        received_since=query.moment("received_since"),
        updated_since=query.moment("updated_since"),
    )


def _take(actor: Actor, body: Body, language: str) -> Response:
    received = Received(Submission.Channel.API, body.content, media_type=body.media_type)
    receipt = receive(actor=actor, received=received, parsed=parse_json(body.content), enqueue=enqueue)
    if receipt.shipments:
        return _accepted(actor, receipt)
    return refused(receipt.submission, [Refusal(**each) for each in receipt.submission.refusals], language)


def _accepted(actor: Actor, receipt: Receipt) -> Response:
    shipment = receipt.shipments[0]
    if not scope.sent(actor, shipment):
        said = _("Another sender of your administration declared exactly this. Its result is theirs to read.")
        return answer(Problem.SENT_BY_ANOTHER, said, submission=results.submission_url(receipt.submission.pk))
    body = {**results.head(shipment), "submission": results.submission_url(receipt.submission.pk)}
    return Response(body, status=202 if receipt.new else 200, headers={"Location": body["result"]})
