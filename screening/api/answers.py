"""POST an answer to a question about a shipment."""

from __future__ import annotations

from typing import Any, ClassVar
from uuid import UUID

from django.http import Http404
from django.shortcuts import get_object_or_404
from rest_framework.request import Request
from rest_framework.response import Response

from checkpoints.actors import Actor
from screening.api import contract, messages, results
from screening.api.access import ClientView
from screening.api.bodies import GivenAnswer
from screening.api.idempotency import once
from screening.api.parsers import body_of
from screening.api.shipments import result_of
from screening.api.waiting import waited
from screening.models import Question, Shipment
from screening.selectors.scope import visible_shipments
from screening.services import answers
from screening.tasks import enqueue


class Answers(ClientView):
    """``POST /api/v1/shipments/<id>/answers``: the answer is kept and the shipment screened again."""

    scopes: ClassVar[dict[str, str]] = {"POST": "answers:write"}

    @contract.ANSWER
    def post(self, request: Request, shipment_id: UUID) -> Response:
        actor, body = self.actor(request), body_of(request)
        shipment = get_object_or_404(visible_shipments(actor), pk=shipment_id)

        def work() -> Response:
            return _give(actor, shipment, messages.read(GivenAnswer, body))

        given = once(request=request, body=body, sender=actor.name, work=work)
        return waited(request, given, [shipment.pk], lambda: self._shown(actor, shipment.pk, given))

    def _shown(self, actor: Actor, key: UUID, given: Response) -> Response:
        kept = {name: given[name] for name in ("Location", "Idempotency-Replayed") if given.has_header(name)}
        return Response(result_of(actor, key, self.language), headers=kept)


def _give(actor: Actor, shipment: Shipment, said: dict[str, Any]) -> Response:
    question = _question(shipment, said)
    try:
        answer = answers.give(question=question, text=said["text"], actor=actor, enqueue=enqueue)
    except answers.BadAnswer as error:
        raise messages.field_bad("text", said["text"], "answer-unusable", str(error)) from error
    address = results.shipment_url(shipment.pk)
    body = {"answer": str(answer.pk), "question": str(question.pk), "result": address}
    return Response(body, status=202, headers={"Location": address})


def _question(shipment: Shipment, said: dict[str, Any]) -> Question:
    named = {"pk": said["question"]} if "question" in said else {"item_number": said["line"], "key": said["key"]}
    question = Question.objects.select_related("shipment").filter(shipment=shipment, **named).first()
    if question is None:
        raise Http404
    return question
