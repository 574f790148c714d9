"""The view model of a shipment's page: everything said in the reader's language, nothing left to decide."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from typing import Final

from django.http import HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import get_language

from checkpoints.actors import Actor
from checkpoints.roles import Ability
from screening.engine.explain import say
from screening.intake.declaration import Doubt
from screening.models import Shipment
from screening.selectors.queue import WAITING
from screening.selectors.shipments import Detail, detail
from screening.web.access import Request, actor_of
from screening.web.attachment_panel import AttachmentRow, attachment_row
from screening.web.decision_panel import DecisionPanel, decision_panel
from screening.web.declared import (
    ContainerFact,
    DocumentFact,
    PartyCard,
    container_fact,
    document_fact,
    facts_of,
    party_card,
)
from screening.web.doubts import doubt_text
from screening.web.edition_titles import edition_titles, editions_text
from screening.web.goods_lines import Lines, Wrong, decimal_text, lines_of
from screening.web.handling import Handling, handling_of
from screening.web.holding_panel import HoldingPanel, holding_panel
from screening.web.timeline import Timeline, timeline
from screening.web.times import how_long
from screening.web.words import LANES, OFFICES, level_message, state_word, word


@dataclass(frozen=True)
class Said:
    """What stood in a form that could not be used, and why."""

    problem: str = ""
    choice: str = ""
    text: str = ""


@dataclass(frozen=True)
class Typed:
    """The forms of the page by what they are for."""

    holding: Said = Said()
    decision: Said = Said()
    correction: Said = Said()
    result: Said = Said()
    note: Said = Said()
    attachment: Said = Said()


NOTHING_TYPED: Final = Typed()


@dataclass(frozen=True)
class May:
    """What the reader may do here and now, beside deciding."""

    answer: bool
    annotate: bool
    export: bool


@dataclass(frozen=True)
class Version:
    """Another declaration of the same number; ``compare`` is where the two stand side by side, if of one sender."""

    number: int
    url: str
    compare: str
    former: bool


@dataclass(frozen=True)
class ShipmentPage:
    shipment: Shipment
    url: str
    state: str
    lane: str
    level: str
    how_long: str
    late: bool
    facts: list[tuple[str, str]]
    parties: list[PartyCard]
    containers: list[ContainerFact]
    documents: list[DocumentFact]
    offices: list[tuple[str, str]]
    doubts: list[str]
    amended_from: str
    lines: Lines
    handling: list[Handling]
    lists: str
    screened_at: datetime | None
    found_nothing: bool
    found_nothing_at_all: bool
    versions: list[Version]
    under_way: bool
    failed: bool
    may: May
    holding: HoldingPanel | None
    decision: DecisionPanel
    attachments: list[AttachmentRow]
    timeline: Timeline


def show_shipment(
    request: Request, found: Shipment, *, wrong: Wrong | None = None, typed: Typed = NOTHING_TYPED, status: int = 200
) -> HttpResponse:
    """The page; after a form that could not be used, with what was typed and what is wrong with it."""
    page, table = request.GET.get("page", "1"), request.GET.get("table", "1")
    view = shipment_page(found, actor_of(request), page=page, table=table, wrong=wrong)
    return render(request, "web/shipment.html", {"page": view, "typed": typed}, status=status)


def shipment_page(shipment: Shipment, actor: Actor, *, page: str, table: str, wrong: Wrong | None) -> ShipmentPage:
    """At most 32 statements with sign-in and frame, however many lines."""
    language, now, found = get_language() or "en", timezone.now(), detail(shipment, actor)
    lines = lines_of(found, language, page=page, table=table, facts=decimal_text, wrong=wrong, actor=actor)
    run, titles = shipment.latest_run, edition_titles(language, shipment.administration_id)
    versions = [_version(shipment, other) for other in found.other_versions]
    return ShipmentPage(
        shipment=shipment,
        url=address_of(shipment),
        state=state_word(shipment.state, shipment.level),
        lane=word(LANES, shipment.lane) if shipment.lane else "",
        level=say(level_message(shipment.level), language) if run else "",
        how_long=how_long(shipment.arrival_at, now),
        late=shipment.state in WAITING and shipment.arrival_at < now,
        facts=facts_of(shipment, language),
        parties=[party_card(party, language) for party in found.parties],
        containers=[container_fact(each.number) for each in found.containers],
        documents=[document_fact(each) for each in found.documents],
        offices=[(word(OFFICES, each.role), str(each.checkpoint)) for each in found.offices],
        doubts=[doubt_text(Doubt(**each), language) for each in shipment.doubts if not each["line"]],
        amended_from=_amended_from(shipment, versions),
        lines=lines,
        handling=handling_of(lines.hazards, language),
        lists=editions_text(run.editions if run else (), titles),
        screened_at=run.created_at if run else None,
        found_nothing=run is not None and not run.flagged,
        found_nothing_at_all=run is not None and run.level == 0,
        versions=versions,
        under_way=found.under_way,
        failed=found.failed,
        may=_may(found, actor),
        holding=holding_panel(found, actor),
        decision=decision_panel(found, actor),
        attachments=[attachment_row(each) for each in found.attachments],
        timeline=timeline(found, titles, language),
    )


def address_of(shipment: Shipment) -> str:
    return reverse("shipment", args=[shipment.pk])


def _version(shipment: Shipment, other: Shipment) -> Version:
    return Version(
        number=other.version,
        url=address_of(other),
        compare=reverse("comparison", args=[shipment.pk, other.pk]) if other.sender == shipment.sender else "",
        former=other.version < shipment.version,
    )


def _amended_from(shipment: Shipment, versions: list[Version]) -> str:
    """Where the doubt that a flagged declaration was amended can be looked into; empty without that doubt."""
    doubtful = any(doubt["message"] == "amended-after-a-flag" for doubt in shipment.doubts)
    former = [version.compare for version in versions if version.former and version.compare]
    return former[-1] if doubtful and former else ""


def _may(found: Detail, actor: Actor) -> May:
    shipment = found.shipment
    here = found.office_ids if actor.administration_id == shipment.administration_id else set()
    return May(
        answer=shipment.state != Shipment.State.SUPERSEDED and actor.may(Ability.ANSWER, at=here),
        annotate=actor.may(Ability.ANNOTATE, at=here),
        export=bool(here) and actor.may(Ability.EXPORT, at=here),
    )
