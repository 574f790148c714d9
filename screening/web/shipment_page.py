"""The view model of a shipment's page: everything said in the reader's language, nothing left to decide."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from django.urls import reverse
from django.utils import timezone
from django.utils.translation import get_language

from checkpoints.actors import Actor
from checkpoints.models import User
from checkpoints.roles import Ability
from screening.engine.explain import say
from screening.intake.declaration import Doubt
from screening.models import Answer, Question, Review, ScreeningRun, Shipment
from screening.review.decisions import needs_confirmation
from screening.selectors.entries import InForce, lists_in_force
from screening.selectors.shipments import Detail, detail
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
from screening.web.goods_lines import Lines, Wrong, decimal_text, lines_of
from screening.web.handling import Handling, handling_of
from screening.web.times import how_long
from screening.web.words import (
    CAUSES,
    DECISIONS,
    LANES,
    OFFICES,
    level_message,
    state_word,
    word,
)


@dataclass(frozen=True)
class Given:
    """A question that was answered."""

    line: int
    question: str
    answer: str
    by: str
    at: datetime


@dataclass(frozen=True)
class Decided:
    """A decision as proposed and what became of it."""

    id: UUID
    decision: str
    note: str
    by: str
    at: datetime
    run: int
    took_effect: bool
    waits: bool
    confirmed: bool | None
    confirmer: str
    confirmed_at: datetime | None
    confirmation_note: str


@dataclass(frozen=True)
class RunFact:
    number: int
    at: datetime
    cause: str
    level: str
    flagged: bool
    editions: str
    policy: str
    engine: str
    digest: str


@dataclass(frozen=True)
class May:
    """What the reader may do here and now."""

    answer: bool
    decide: bool
    confirm: Decided | None


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
    lines: Lines
    handling: list[Handling]
    answers: list[Given]
    reviews: list[Decided]
    runs: list[RunFact]
    lists: str
    screened_at: datetime | None
    found_nothing: bool
    found_nothing_at_all: bool
    second_person: bool
    decisions: list[tuple[str, str]]
    other_versions: list[Shipment]
    under_way: bool
    failed: bool
    may: May


def shipment_page(shipment: Shipment, actor: Actor, *, page: str, table: str, wrong: Wrong | None) -> ShipmentPage:
    """At most 25 statements with sign-in and frame, however many lines."""
    language, now, found = get_language() or "en", timezone.now(), detail(shipment, actor)
    lines = lines_of(found, language, page=page, table=table, facts=decimal_text, wrong=wrong)
    reviews = [_decided(review, shipment) for review in found.reviews]
    run = shipment.latest_run
    return ShipmentPage(
        shipment=shipment,
        url=reverse("shipment", args=[shipment.pk]),
        state=state_word(shipment.state, shipment.level),
        lane=word(LANES, shipment.lane) if shipment.lane else "",
        level=say(level_message(shipment.level), language) if run else "",
        how_long=how_long(shipment.arrival_at, now),
        late=shipment.arrival_at < now,
        facts=facts_of(shipment, language),
        parties=[party_card(party, language) for party in found.parties],
        containers=[container_fact(each.number) for each in found.containers],
        documents=[document_fact(each) for each in found.documents],
        offices=[(word(OFFICES, each.role), str(each.checkpoint)) for each in found.offices],
        doubts=[doubt_text(Doubt(**each), language) for each in shipment.doubts if not each["line"]],
        lines=lines,
        handling=handling_of(lines.hazards, language),
        answers=_given(found, language),
        reviews=reviews,
        runs=[_run(each, language) for each in found.runs],
        lists=_lists(run, language),
        screened_at=run.created_at if run else None,
        found_nothing=run is not None and not run.flagged,
        found_nothing_at_all=run is not None and run.level == 0,
        second_person=needs_confirmation(shipment=shipment, decision="release"),
        decisions=[(value, str(name)) for value, name in DECISIONS.items()],
        other_versions=found.other_versions,
        under_way=found.under_way,
        failed=found.failed,
        may=_may(found, actor, reviews),
    )


def _given(found: Detail, language: str) -> list[Given]:
    questions = {question.pk: question for question in found.questions}
    return [_one_given(answer, questions[answer.question_id], found, language) for answer in found.answers]


def _one_given(answer: Answer, question: Question, found: Detail, language: str) -> Given:
    arguments = dict(question.arguments)
    by = answer.answered_by.partition(":")[2]
    return Given(
        line=question.item_number,
        question=say(arguments.pop("message"), language, arguments),
        answer=answer.text,
        by=found.names.get(UUID(by), by),
        at=answer.created_at,
    )


def _decided(review: Review, shipment: Shipment) -> Decided:
    confirmation = getattr(review, "confirmation", None)
    return Decided(
        id=review.pk,
        decision=word(DECISIONS, review.decision),
        note=review.note,
        by=_name(review.proposer),
        at=review.created_at,
        run=review.run.number,
        took_effect=getattr(review, "outcome", None) is not None,
        waits=review.needs_confirmation and confirmation is None and review.run_id == shipment.latest_run_id,
        confirmed=confirmation.confirmed if confirmation else None,
        confirmer=_name(confirmation.confirmer) if confirmation else "",
        confirmed_at=confirmation.created_at if confirmation else None,
        confirmation_note=confirmation.note if confirmation else "",
    )


def _name(user: User) -> str:
    return user.get_full_name() or user.username


def _run(run: ScreeningRun, language: str) -> RunFact:
    return RunFact(
        number=run.number,
        at=run.created_at,
        cause=word(CAUSES, run.request.cause),
        level=say(level_message(run.level), language),
        flagged=run.flagged,
        editions=", ".join(run.editions),
        policy=run.policy_version,
        engine=run.engine_version,
        digest=run.evidence_sha256[:12],
    )


def _lists(run: ScreeningRun | None, language: str) -> str:
    """The lists of a run: by title where they are still in force, else as the run names them."""
    titles = {each.label: f"{each.title_in(language)} ({each.name})" for each in _in_force(run)}
    return "; ".join(titles.get(label, label) for label in (run.editions if run else ()))


def _in_force(run: ScreeningRun | None) -> Iterable[InForce]:
    return lists_in_force(timezone.localdate()) if run else ()


def _may(found: Detail, actor: Actor, reviews: list[Decided]) -> May:
    shipment = found.shipment
    here = found.office_ids if actor.administration_id == shipment.administration_id else set()
    open_to_work = shipment.state != Shipment.State.SUPERSEDED
    return May(
        answer=open_to_work and actor.may(Ability.ANSWER, at=here),
        decide=open_to_work and shipment.latest_run is not None and actor.may(Ability.DECIDE, at=here),
        confirm=_to_confirm(found, actor, reviews) if actor.may(Ability.CONFIRM, at=here) else None,
    )


def _to_confirm(found: Detail, actor: Actor, reviews: list[Decided]) -> Decided | None:
    """The latest decision, where it waits for a person other than its proposer."""
    if found.shipment.state != Shipment.State.CONFIRMING or not reviews:
        return None
    own = str(found.reviews[0].proposer_id) == actor.id
    return reviews[0] if reviews[0].waits and not own else None
