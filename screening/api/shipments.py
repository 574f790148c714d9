"""POST a declaration, GET what screening found."""

from __future__ import annotations

import json
from typing import Any, ClassVar, cast
from uuid import UUID

from django.shortcuts import get_object_or_404
from django.urls import reverse
from django.utils.translation import get_language
from rest_framework.request import Request
from rest_framework.response import Response

from screening import models
from screening.api.access import ClientView
from screening.api.problems import problem
from screening.engine.explain import rendered
from screening.engine.verdict import LEVELS
from screening.intake.declaration import Refusal
from screening.intake.json_format import parse_json
from screening.intake.messages import sentence
from screening.intake.reception import Receipt, Received, receive
from screening.selectors.scope import visible_shipments
from screening.tasks import enqueue


class Shipments(ClientView):
    """``POST /api/v1/shipments``: one declaration, numbered by SAD box (docs/intake.md)."""

    scopes: ClassVar[dict[str, str]] = {"POST": "shipments:write"}

    def post(self, request: Request) -> Response:
        """202 with the address to ask for the result; 200 where the same declaration was sent before; 422 refused."""
        body = cast("bytes", request.data or b"")  # WholeBody gives bytes; an empty body is not parsed at all
        received = Received(models.Submission.Channel.API, body, media_type="application/json")
        receipt = receive(actor=self.actor(request), received=received, parsed=parse_json(body), enqueue=enqueue)
        return _accepted(receipt) if receipt.shipments else _refused(receipt)


class ShipmentResult(ClientView):
    """``GET /api/v1/shipments/<id>``: state, lane and evidence, rendered in the language asked for."""

    scopes: ClassVar[dict[str, str]] = {"GET": "shipments:read"}

    def get(self, request: Request, shipment_id: UUID) -> Response:
        visible = visible_shipments(self.actor(request)).select_related("latest_run")
        return Response(_result(get_object_or_404(visible, pk=shipment_id)))


def _accepted(receipt: Receipt) -> Response:
    shipment = receipt.shipments[0]
    address = reverse("api-shipment", args=[shipment.pk])
    body = {**_head(shipment), "submission": str(receipt.submission.pk), "result": address}
    return Response(body, status=202 if receipt.new else 200, headers={"Location": address})


def _refused(receipt: Receipt) -> Response:
    language = get_language() or "en"
    refusals = [Refusal(**row) for row in receipt.submission.refusals]
    return problem(
        422,
        "declaration-refused",
        "The declaration was not taken. It is kept with its errors; correct it and send it again.",
        submission=str(receipt.submission.pk),
        errors=[
            {
                "line": each.line,
                "field": each.field,
                "value": each.value,
                "code": each.message,
                "detail": sentence(each, language),
            }
            for each in refusals
        ],
    )


def _head(shipment: models.Shipment) -> dict[str, Any]:
    return {
        "id": str(shipment.pk),
        "declaration_number": shipment.declaration_number,
        "version": shipment.version,
        "state": shipment.state,
    }


def _result(shipment: models.Shipment) -> dict[str, Any]:
    run = shipment.latest_run
    if run is None:
        return _head(shipment)
    language = get_language() or "en"
    return {
        **_head(shipment),
        "level": LEVELS[shipment.level],
        "flagged": run.flagged,
        "lane": shipment.lane,
        "doubts": shipment.doubts,
        "run": {
            "id": str(run.pk),
            "number": run.number,
            "at": run.created_at.isoformat(),
            "lists": run.editions,
            "policy": run.policy_version,
            "engine": run.engine_version,
            "evidence_sha256": run.evidence_sha256,
        },
        "lines": [rendered(line, language) for line in json.loads(run.evidence)["lines"]],
    }
