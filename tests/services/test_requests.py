"""Requests are claimed once, finished once, and taken over when lost; a task run twice changes nothing."""

from datetime import timedelta
from uuid import UUID

import pytest
from django.utils import timezone
from kombu.exceptions import OperationalError

from screening import models
from screening.services import requests, run
from tests import cast as c
from tests.cast import Cast

pytestmark = pytest.mark.usefixtures("lists")
State = models.ScreeningRequest.State


@pytest.fixture
def request_(cast: Cast) -> models.ScreeningRequest:
    return models.ScreeningRequest.objects.create(
        shipment=c.shipment(cast),
        cause=models.ScreeningRequest.Cause.ARRIVAL,
        due_at=timezone.now() + requests.PATIENCE,
    )


def _late(request: models.ScreeningRequest) -> None:
    models.ScreeningRequest.objects.filter(pk=request.pk).update(due_at=timezone.now() - timedelta(seconds=1))


def test_a_request_is_claimed_by_one_worker(request_: models.ScreeningRequest) -> None:
    assert requests.claim(request_.pk)
    assert requests.claim(request_.pk) is None


def test_a_run_twice_changes_nothing(request_: models.ScreeningRequest) -> None:
    first = run.execute(request_.pk)
    assert first is not None
    assert run.execute(request_.pk) is None
    assert models.ScreeningRun.objects.count() == 1
    request_.refresh_from_db()
    assert request_.state == State.DONE


def test_an_abandoned_claim_is_taken_over_and_the_late_worker_stores_nothing(request_: models.ScreeningRequest) -> None:
    dead = requests.claim(request_.pk)
    assert dead is not None
    _late(request_)
    queued: list[UUID] = []
    assert requests.take_over(queued.append) == 1
    assert queued == [request_.pk]
    assert run.execute(request_.pk) is not None
    assert not requests.finish(request_.pk, dead)


def test_a_lost_message_is_sent_again_once_the_patience_is_over(request_: models.ScreeningRequest) -> None:
    queued: list[UUID] = []
    assert requests.take_over(queued.append) == 0
    _late(request_)
    assert requests.take_over(queued.append) == 1
    assert requests.take_over(queued.append) == 0  # it has patience again
    assert queued == [request_.pk]


def test_a_lost_request_is_taken_over_within_thirty_seconds() -> None:
    looks_every = timedelta(seconds=5)
    assert requests.PATIENCE + 2 * looks_every <= timedelta(seconds=30)
    assert requests.CLAIM + 2 * looks_every <= timedelta(seconds=30)


def test_a_broker_that_does_not_answer_loses_nothing(request_: models.ScreeningRequest) -> None:
    def unreachable(_: UUID) -> None:
        raise OperationalError("no broker")

    _late(request_)
    requests.take_over(unreachable)
    request_.refresh_from_db()
    assert request_.state == State.WAITING


def test_a_faulty_run_is_tried_again_and_then_stands_as_failed(request_: models.ScreeningRequest) -> None:
    for attempt in range(1, requests.MOST_ATTEMPTS + 1):
        claim = requests.claim(request_.pk)
        assert claim is not None, attempt
        requests.fail(request_.pk, claim, "ZeroDivisionError: invented")
    request_.refresh_from_db()
    assert (request_.state, request_.fault) == (State.FAILED, "ZeroDivisionError: invented")
    assert requests.claim(request_.pk) is None


def test_a_request_whose_workers_all_died_stands_as_failed(request_: models.ScreeningRequest) -> None:
    for _ in range(requests.MOST_ATTEMPTS):
        assert requests.claim(request_.pk)
        _late(request_)
    requests.take_over(lambda _: None)
    request_.refresh_from_db()
    assert request_.state == State.FAILED


def test_without_a_catalogue_a_shipment_waits(cast: Cast, request_: models.ScreeningRequest) -> None:
    from django.db import connection

    from screening.services.index import NoCatalogue
    from tests.database import without_rules

    with without_rules(connection):
        models.IndexInForce.objects.all().delete()
    with pytest.raises(NoCatalogue):
        run.execute(request_.pk)
    request_.refresh_from_db()
    assert request_.state == State.WAITING
