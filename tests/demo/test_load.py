"""Two weeks of invented work: all of it as told, at its own moments, through the ordinary doors."""

from __future__ import annotations

from datetime import timedelta

import pytest
from django.db.models import Min
from django.utils import timezone

from ledger import audit
from ledger.models import AuditEvent
from screening.demo import runs, tables
from screening.demo.load import Event, Loaded, load_demo, tell
from screening.models import (
    Answer,
    Attachment,
    Determination,
    Holding,
    InspectionResult,
    Note,
    Outcome,
    Review,
    ReviewConfirmation,
    ScreeningRequest,
    ScreeningRun,
    Shipment,
    Submission,
)
from screening.models.reviews import Decision
from screening.services import requests
from tests.cast import Cast, shipment

NUMBERS = {each.number for each in tables.declarations()}


def test_screening_finds_what_the_tables_expect_and_every_story_comes_to_its_end(demo: Loaded) -> None:
    assert demo.faults == []
    assert demo.new == len(tables.declarations()) + 2  # with those of the file
    assert set(Shipment.objects.values_list("declaration_number", flat=True)) >= NUMBERS


def test_a_second_load_adds_nothing(demo: Loaded) -> None:
    events = AuditEvent.objects.count()
    assert load_demo() == Loaded()
    assert AuditEvent.objects.count() == events


def test_the_audit_chain_holds(demo: Loaded) -> None:
    assert list(audit.faults()) == []


def test_shipments_are_in_every_state_and_every_decision_was_taken(demo: Loaded) -> None:
    states = set(Shipment.objects.values_list("state", flat=True))
    assert states == set(Shipment.State.values) - {Shipment.State.SCREENING}
    assert set(Outcome.objects.values_list("decision", flat=True)) == set(Decision.values)
    assert set(InspectionResult.objects.values_list("found", flat=True)) == set(InspectionResult.Found.values)
    assert set(Submission.objects.values_list("state", flat=True)) == set(Submission.State.values)


def test_people_worked_in_every_way(demo: Loaded) -> None:
    assert Note.objects.exists() and Attachment.objects.exists() and Answer.objects.exists()
    assert set(ReviewConfirmation.objects.values_list("confirmed", flat=True)) == {True, False}
    assert ReviewConfirmation.objects.exclude(delegation=None).exists()
    assert Review.objects.exclude(corrects=None).exists()
    assert set(Holding.objects.values_list("end", flat=True)) >= {"", "handed_over", "decided"}


def test_an_answer_made_one_result_worse_and_another_better(demo: Loaded) -> None:
    turns = set()
    for again in ScreeningRun.objects.filter(request__cause=ScreeningRequest.Cause.ANSWER):
        before = ScreeningRun.objects.get(shipment=again.shipment_id, number=again.number - 1)
        turns.add((before.flagged, again.flagged))
    assert {(False, True), (True, False)} <= turns


def test_an_amendment_after_a_flag_is_doubted(demo: Loaded) -> None:
    amended = Shipment.objects.get(version=2)
    assert [doubt["message"] for doubt in amended.doubts] == ["amended-after-a-flag"]


def test_every_row_lies_in_the_last_two_weeks_and_none_ahead(demo: Loaded) -> None:
    now = timezone.now()
    for model in (Shipment, ScreeningRun, Review, ReviewConfirmation, Outcome, InspectionResult, Holding, Note):
        first = model.objects.aggregate(first=Min("created_at"))["first"]
        assert now - timedelta(days=15) < first < now - timedelta(days=2), model
        assert not model.objects.filter(created_at__gt=now).exists(), model
    assert not Holding.objects.filter(ended_at__gt=now).exists()


def test_today_is_alive_some_goods_come_soon_and_some_wait_already(demo: Loaded) -> None:
    now = timezone.now()
    waiting = Shipment.objects.filter(state__in=[Shipment.State.FLAGGED, Shipment.State.CONFIRMING])
    assert waiting.filter(arrival_at__range=(now, now + timedelta(hours=4))).count() >= 5
    assert waiting.filter(arrival_at__lt=now).count() >= 2


def test_no_request_looks_lost(demo: Loaded) -> None:
    assert requests.take_over(lambda _: None) == 0
    assert set(ScreeningRequest.objects.values_list("state", flat=True)) == {ScreeningRequest.State.DONE}


@pytest.mark.django_db
def test_a_story_that_fails_is_named_and_the_others_go_on() -> None:
    now, happened = timezone.now(), list[str]()

    def fail() -> None:
        raise ValueError("the engine changed")

    events = [
        Event(now, "first", lambda: happened.append("first")),
        Event(now, "second", fail),
        Event(now, "second", lambda: happened.append("second goes on")),
        Event(now, "third", lambda: happened.append("third")),
    ]
    assert tell(events).faults == ["second: ValueError: the engine changed"]
    assert happened == ["first", "third"]


def test_a_flag_that_does_not_come_is_an_error(cast: Cast, lists: None) -> None:
    sent = shipment(cast)
    requests.ask_for([sent], ScreeningRequest.Cause.ARRIVAL, lambda _: None)
    with pytest.raises(runs.Unexpected, match="expected clear, found flagged"):
        runs.screen(sent, expected="clear")


def test_a_good_determined_once_is_found_again_in_another_spelling(demo: Loaded) -> None:
    counts = Determination.objects.get(confirmation__confirmed=True)
    assert Determination.objects.filter(confirmation=None).count() == 1
    again = Shipment.objects.get(declaration_number="DEMO-TJ-0080")
    assert str(counts.pk) in again.latest_run.evidence  # type: ignore[union-attr]
    assert again.latest_run.flags.filter(entry_code=counts.entry_code).exists()  # type: ignore[union-attr]
