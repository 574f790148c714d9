"""What waited past its deadline goes to more people: once, bounded, whatever the mail server does."""

from __future__ import annotations

import threading
from datetime import timedelta
from typing import Any
from uuid import UUID

import pytest
from celery.exceptions import Retry
from django.core import mail
from django.db import connections
from django.utils import timezone

from checkpoints import delegations
from checkpoints.models import User
from checkpoints.roles import Role
from ledger import clock
from ledger.models import AuditEvent
from screening import models, tasks
from screening.models import Escalation
from screening.services import escalation, escalation_mail
from tests import cast as c
from tests.cast import Cast

pytestmark = pytest.mark.django_db
State = models.Shipment.State
MINUTE = timedelta(minutes=1)


def escalate() -> list[UUID]:
    """What a beat does; the keys of what is told of."""
    told: list[UUID] = []
    escalation.escalate(told.append)
    return told


def proposal(cast: Cast, *, minutes_ago: float, by: User | None = None) -> models.Review:
    run = c.run(c.shipment(cast))
    with clock.at(timezone.now() - minutes_ago * MINUTE):
        review = c.review(run, by or cast.officer)
    models.Shipment.objects.filter(pk=run.shipment_id).update(state=State.CONFIRMING)
    return review


def arrived(cast: Cast, *, minutes_ago: float, **state: Any) -> models.Shipment:
    shipment = c.run(c.shipment(cast)).shipment
    shipment.arrival_at = timezone.now() - minutes_ago * MINUTE
    shipment.save(update_fields=["arrival_at"])
    models.Shipment.objects.filter(pk=shipment.pk).update(**{"state": State.FLAGGED, **state})
    return shipment


# -- proposals -----------------------------------------------------------------------------------------


@pytest.mark.parametrize(("minutes", "escalated"), [(59, False), (61, True)])
def test_a_proposal_is_escalated_once_its_time_is_over(cast: Cast, minutes: float, escalated: bool) -> None:
    review = proposal(cast, minutes_ago=minutes)
    escalate()
    assert Escalation.objects.filter(review=review).exists() is escalated


def test_its_deadline_is_what_the_administration_set(cast: Cast) -> None:
    cast.tajikistan.confirm_within_minutes = 15
    cast.tajikistan.save()
    review = proposal(cast, minutes_ago=16)
    escalate()
    assert Escalation.objects.get().deadline == review.created_at + 15 * MINUTE


def test_it_is_recorded_as_the_portals_own_act(cast: Cast) -> None:
    review = proposal(cast, minutes_ago=61)
    escalate()
    event = AuditEvent.objects.get(action="shipment.escalated")
    assert (event.actor, event.subject) == ("system:portal", f"shipment:{review.shipment_id}")


@pytest.mark.parametrize("what", ["confirmed", "sent back", "screened again", "proposed anew"])
def test_what_was_answered_or_lapsed_is_not_escalated(cast: Cast, what: str) -> None:
    review = proposal(cast, minutes_ago=61)
    if what == "screened again":
        c.run(review.shipment)
        models.Shipment.objects.update(state=State.CONFIRMING)
    elif what == "proposed anew":
        c.review(review.run, cast.officer)
    else:
        c.confirmation(review, cast.supervisor, confirmed=what == "confirmed")
    escalate()
    assert not Escalation.objects.filter(review=review).exists()


# -- arrivals ------------------------------------------------------------------------------------------


@pytest.mark.parametrize(("minutes", "escalated"), [(-1, False), (1, True)])
def test_a_flagged_shipment_is_escalated_on_arrival(cast: Cast, minutes: float, escalated: bool) -> None:
    shipment = arrived(cast, minutes_ago=minutes)
    escalate()
    assert Escalation.objects.filter(shipment=shipment, cause="undecided").exists() is escalated


@pytest.mark.parametrize("state", [State.CLEAR, State.SCREENING, State.CONFIRMING, State.SUPERSEDED])
def test_others_that_arrived_are_not(cast: Cast, state: str) -> None:
    arrived(cast, minutes_ago=1, state=state)
    assert escalate() == []


# -- again, and twice at once -----------------------------------------------------------------------------


def test_nothing_is_escalated_twice(cast: Cast, django_capture_on_commit_callbacks: Any) -> None:
    proposal(cast, minutes_ago=61)
    arrived(cast, minutes_ago=1)
    with django_capture_on_commit_callbacks(execute=True):
        first = escalation.escalate(lambda _: None)
    assert (first, escalation.escalate(lambda _: None)) == (2, 0)
    assert Escalation.objects.count() == 2


def test_a_later_proposal_is_escalated_of_its_own(cast: Cast) -> None:
    review = proposal(cast, minutes_ago=200)
    escalate()
    c.confirmation(review, cast.supervisor, confirmed=False)
    with clock.at(timezone.now() - 61 * MINUTE):
        again = c.review(review.run, cast.officer)
    escalate()
    assert set(Escalation.objects.values_list("review", flat=True)) == {review.pk, again.pk}


def test_a_batch_is_bounded_and_the_rest_follows(cast: Cast, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(escalation, "BATCH", 2)
    for _ in range(3):
        arrived(cast, minutes_ago=1)
    assert [escalation.escalate(lambda _: None) for _ in range(3)] == [2, 1, 0]


@pytest.mark.django_db(transaction=True)
def test_two_beats_at_once_escalate_once(cast: Cast) -> None:
    for _ in range(3):
        arrived(cast, minutes_ago=1)
    start = threading.Barrier(2)
    counts: list[int] = []

    def beat() -> None:
        start.wait()
        counts.append(escalation.escalate(lambda _: None))
        connections.close_all()

    beats = [threading.Thread(target=beat) for _ in range(2)]
    for each in beats:
        each.start()
    for each in beats:
        each.join()
    assert sum(counts) == 3
    assert Escalation.objects.count() == 3
    assert AuditEvent.objects.filter(action="shipment.escalated").count() == 3


# -- letters ---------------------------------------------------------------------------------------------------


@pytest.fixture
def colleague(cast: Cast) -> User:
    """A supervisor at Khorog who reads Russian."""
    made = c.person("supervisor.khorog", cast.tajikistan, Role.SUPERVISOR, cast.khorog)
    return written_to(made, "ru")


def written_to(user: User, language: str = "en") -> User:
    user.email, user.language = f"{user.username}@example.invalid", language
    user.save(update_fields=["email", "language"])
    return user


def letters(recipient: User) -> list[Any]:
    return [letter for letter in mail.outbox if letter.to == [recipient.email]]


def beat(django_capture_on_commit_callbacks: Any) -> None:
    with django_capture_on_commit_callbacks(execute=True):
        tasks.escalate.run()


def test_every_supervisor_of_the_administration_is_told_in_their_language(
    cast: Cast, colleague: User, django_capture_on_commit_callbacks: Any
) -> None:
    written_to(cast.supervisor)
    written_to(cast.officer)
    foreign = written_to(c.person("supervisor.uz", cast.uzbekistan, Role.SUPERVISOR, cast.ayritom))
    review = proposal(cast, minutes_ago=61)
    beat(django_capture_on_commit_callbacks)
    (english,), (russian,) = letters(cast.supervisor), letters(colleague)
    number = review.shipment.declaration_number
    assert english.subject == f"Shipment {number} waits for a supervisor"
    assert russian.subject == f"Партия {number} ждёт руководителя"
    assert "нужно было утвердить" in russian.body
    assert f"/shipments/{review.shipment_id}/" in english.body
    assert not letters(cast.officer)
    assert not letters(foreign)


def test_a_letter_names_no_goods_and_no_persons(
    cast: Cast, colleague: User, django_capture_on_commit_callbacks: Any
) -> None:
    proposal(cast, minutes_ago=61)
    arrived(cast, minutes_ago=1)
    written_to(cast.supervisor)
    beat(django_capture_on_commit_callbacks)
    assert len(letters(cast.supervisor)) == 2
    for letter in mail.outbox:
        text = f"{letter.subject} {letter.body}"
        assert not [word for word in ("Thiodiglycol", "Invented", "officer", "1C350", "release") if word in text]


def test_arrived_goods_concern_the_supervisors_of_the_checkpoint_alone(
    cast: Cast, colleague: User, django_capture_on_commit_callbacks: Any
) -> None:
    written_to(cast.supervisor)
    arrived(cast, minutes_ago=1)
    beat(django_capture_on_commit_callbacks)
    assert len(letters(cast.supervisor)) == 1
    assert not letters(colleague)


def test_a_proposer_is_not_told_of_their_own_proposal(
    cast: Cast, colleague: User, django_capture_on_commit_callbacks: Any
) -> None:
    written_to(cast.supervisor)
    proposal(cast, minutes_ago=61, by=cast.supervisor)
    beat(django_capture_on_commit_callbacks)
    assert not letters(cast.supervisor)
    assert len(letters(colleague)) == 1


def test_a_deputy_is_told_too(cast: Cast, django_capture_on_commit_callbacks: Any) -> None:
    now = clock.now()
    written_to(cast.khorog_officer, "tg")
    delegations.delegate(
        principal=cast.supervisor,
        deputy=cast.khorog_officer,
        checkpoint=cast.dushanbe_2,
        starts_at=now,
        ends_at=now + timedelta(days=1),
        reason="leave",
    )
    arrived(cast, minutes_ago=1)
    beat(django_capture_on_commit_callbacks)
    (letter,) = letters(cast.khorog_officer)
    assert "мунтазири роҳбар аст" in letter.subject


def test_what_was_settled_meanwhile_is_not_written_about(cast: Cast, colleague: User) -> None:
    review = proposal(cast, minutes_ago=61)
    key = _escalated(review)
    c.confirmation(review, cast.supervisor, confirmed=False)
    assert not escalation_mail.send(escalation_id=key, recipient_id=colleague.pk)
    assert mail.outbox == []


def _escalated(review: models.Review) -> UUID:
    escalate()
    return Escalation.objects.get(review=review).pk


def test_a_number_cannot_write_headers(cast: Cast, colleague: User) -> None:
    review = proposal(cast, minutes_ago=61)
    models.Shipment.objects.filter(pk=review.shipment_id).update(declaration_number="TJ-1\nBcc: all@example.invalid")
    assert escalation_mail.send(escalation_id=_escalated(review), recipient_id=colleague.pk)
    (letter,) = mail.outbox
    assert "\n" not in letter.subject
    assert letter.recipients() == [colleague.email]


def test_a_mail_server_that_is_silent_changes_nothing_else(
    cast: Cast, colleague: User, settings: Any, django_capture_on_commit_callbacks: Any
) -> None:
    settings.EMAIL_BACKEND = "django.core.mail.backends.smtp.EmailBackend"
    settings.EMAIL_HOST, settings.EMAIL_PORT = "127.0.0.1", 1  # nobody listens there
    proposal(cast, minutes_ago=61)
    with django_capture_on_commit_callbacks() as waiting:
        tasks.escalate.run()
    assert Escalation.objects.count() == 1
    with pytest.raises(Retry, match="Connection refused"):
        waiting[0]()
    assert Escalation.objects.count() == 1
