"""POST many declarations at once: each is taken or refused on its own."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any, ClassVar
from uuid import UUID

from rest_framework.request import Request
from rest_framework.response import Response

from checkpoints.actors import Actor
from screening.api import contract, results
from screening.api.access import ClientView
from screening.api.idempotency import once
from screening.api.intake import refused
from screening.api.parsers import Body, body_of
from screening.api.waiting import waited
from screening.intake.declaration import Parsed, Refusal
from screening.intake.json_format import parse_json_list
from screening.intake.reception import Receipt, Received, receive
from screening.models import Shipment, Submission
from screening.selectors import scope, sent
from screening.tasks import enqueue


class Batch(ClientView):
    """``POST /api/v1/shipments/batch``: a JSON list of up to 1,000 declarations."""

    scopes: ClassVar[dict[str, str]] = {"POST": "shipments:write"}

    @contract.SEND_MANY
    def post(self, request: Request) -> Response:
        actor, body = self.actor(request), body_of(request)
        taken = once(request=request, body=body, sender=actor.name, work=lambda: _take(actor, body, self.language))
        if taken.status_code >= 400:
            return taken
        shipments = [UUID(each["shipment"]["id"]) for each in taken.data["declarations"] if each["shipment"]]
        return waited(request, taken, shipments, lambda: _brought_up_to_date(actor, taken, shipments))


@dataclass(frozen=True, slots=True)
class _Seen:
    """What was known when the batch was told: shipments by declaration, those new, why others were refused."""

    actor: Actor
    shipments: Mapping[sent.Declared, Shipment]
    new: frozenset[UUID]
    unaddressed: Sequence[Refusal]
    language: str


def _take(actor: Actor, body: Body, language: str) -> Response:
    members = parse_json_list(body.content)
    whole = Parsed(
        tuple(declaration for member in members for declaration in member.declarations),
        tuple(refusal for member in members for refusal in member.refusals),
    )
    received = Received(Submission.Channel.API, body.content, media_type=body.media_type)
    receipt = receive(actor=actor, received=received, parsed=whole, enqueue=enqueue)
    declarations = list(_told(members, _seen(actor, receipt, whole, language)))
    outcomes = Counter(each["outcome"] for each in declarations)
    if set(outcomes) <= {"refused"}:
        refusals = [Refusal(**each) for each in receipt.submission.refusals]
        return refused(receipt.submission, refusals, language, declarations=declarations)
    address = results.submission_url(receipt.submission.pk)
    answer = {"submission": address, "declarations": declarations}
    return Response(answer, status=202 if outcomes["taken"] else 200, headers={"Location": address})


def _seen(actor: Actor, receipt: Receipt, whole: Parsed, language: str) -> _Seen:
    administration = receipt.submission.administration_id
    return _Seen(
        actor=actor,
        shipments=sent.declared(administration, {each.number for each in whole.declarations}),
        new=frozenset(shipment.pk for shipment in receipt.new),
        unaddressed=[Refusal(**each) for each in receipt.submission.refusals if each["message"] == "office-unknown"],
        language=language,
    )


def _told(members: Sequence[Parsed], seen: _Seen) -> Iterator[dict[str, Any]]:
    """One answer for each member, in order; a declaration that stands twice is new the first time only."""
    told: set[UUID] = set()
    for position, member in enumerate(members, 1):
        shipment = _shipment(member, seen)
        yield {"position": position, **_outcome(member, shipment, seen, told)}
        if shipment:
            told.add(shipment.pk)


def _shipment(member: Parsed, seen: _Seen) -> Shipment | None:
    if not member.declarations:
        return None
    [declaration] = member.declarations
    return seen.shipments.get((declaration.number, declaration.digest))


def _outcome(member: Parsed, shipment: Shipment | None, seen: _Seen, told: set[UUID]) -> dict[str, Any]:
    if shipment is None:
        return _refused(member, seen)
    number = shipment.declaration_number
    if not scope.sent(seen.actor, shipment):
        return {"outcome": "sent_by_another", "declaration_number": number, "shipment": None, "errors": []}
    outcome = "taken" if shipment.pk in seen.new - told else "known"
    return {"outcome": outcome, "declaration_number": number, "shipment": results.head(shipment), "errors": []}


def _refused(member: Parsed, seen: _Seen) -> dict[str, Any]:
    numbers = [each.number for each in member.declarations]
    refusals = member.refusals or [each for each in seen.unaddressed if each.declaration_number in numbers]
    return {
        "outcome": "refused",
        "declaration_number": numbers[0] if numbers else next((each.declaration_number for each in refusals), ""),
        "shipment": None,
        "errors": [results.refusal(each, seen.language) for each in refusals],
    }


def _brought_up_to_date(actor: Actor, taken: Response, shipments: list[UUID]) -> Response:
    """The same answer with the states that screening gave."""
    states = {str(key): state for key, state in sent.states_of(actor, shipments).items()}
    declarations = [
        {**each, "shipment": {**each["shipment"], "state": states[each["shipment"]["id"]]}}
        if each["shipment"]
        else each
        for each in taken.data["declarations"]
    ]
    kept = {name: taken[name] for name in ("Location", "Idempotency-Replayed") if taken.has_header(name)}
    return Response({**taken.data, "declarations": declarations}, headers=kept)
