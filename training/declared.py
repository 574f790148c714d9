"""A declaration of an exercise in the shape that the shipment's page reads. Nothing of it is ever stored."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import asdict, dataclass, field
from typing import Any

from screening.intake.declaration import Declaration
from screening.intake.json_format import parse_json
from screening.models import Answer, Container, Document, GoodsItem, Party, Question, Route, Shipment
from training.exercise import Case


@dataclass(frozen=True)
class Declared:
    """Unsaved rows of one declaration; ``offices`` are pairs of role and code.

    ``verdicts`` by item number and ``questions`` are empty until the debrief.
    """

    shipment: Shipment
    items: list[GoodsItem]
    parties: list[Party]
    containers: list[Container]
    documents: list[Document]
    offices: list[tuple[str, str]]
    verdicts: dict[int, dict[str, Any]] = field(default_factory=dict)
    questions: list[Question] = field(default_factory=list)
    answers: list[Answer] = field(default_factory=list)


def declared(case: Case, verdicts: list[dict[str, Any]] | None = None) -> Declared:
    """The case as declared; with the engine's verdicts, and the questions in them, where they are given."""
    said = parse_json(case.declaration).declarations[0]
    shipment = _shipment(said)
    return Declared(
        shipment=shipment,
        items=[GoodsItem(shipment=shipment, **asdict(item)) for item in said.items],
        parties=[Party(shipment=shipment, **asdict(party)) for party in said.parties],
        containers=[Container(shipment=shipment, number=number) for number in said.containers],
        documents=[Document(shipment=shipment, **asdict(document)) for document in said.documents],
        offices=list(said.offices.items()),
        verdicts={int(verdict["id"]): verdict for verdict in verdicts or ()},
        questions=[
            _question(shipment, verdict["id"], each) for verdict in verdicts or () for each in verdict["questions"]
        ],
    )


def _shipment(said: Declaration) -> Shipment:
    shipment = Shipment(
        declaration_number=said.number,
        declaration_type=said.declaration_type,
        invoice_total=said.invoice_total,
        currency=said.currency,
        gross_kg=said.gross_kg,
        incoterm=said.incoterm,
        delivery_place=said.delivery_place,
        doubts=[asdict(doubt) for doubt in said.doubts],
    )
    route = ("dispatch", "destination", "mode", "means", "means_country")
    # The other end of the one-to-one is set with it: shipment.route.
    Route(shipment=shipment, transit=list(said.transit), **{name: getattr(said, name) for name in route})
    return shipment


def _question(shipment: Shipment, item_number: str, asked: Mapping[str, Any]) -> Question:
    return Question(shipment=shipment, item_number=int(item_number), key=asked["key"])
