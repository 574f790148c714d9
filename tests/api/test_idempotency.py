"""A call that names an Idempotency-Key happens once, however often it is sent."""

from __future__ import annotations

import threading
from collections.abc import Callable
from datetime import timedelta

import pytest
from django.db import connections
from django.test import Client
from django.utils import timezone
from rest_framework.request import Request
from rest_framework.response import Response
from rest_framework.test import APIRequestFactory

from ledger import clock
from screening import models
from screening.api import idempotency
from screening.api.parsers import Body
from screening.api.problems import Problem, Refused
from screening.services import idempotent_calls
from tests.api.conftest import calling, declaration, screen, sent, shirts
from tests.cast import Cast

KEY = {"Idempotency-Key": "8e03978e-40d5-43dd-bc93-6894a57f9324"}


@pytest.mark.usefixtures("lists")
class TestOnce:
    def test_the_same_call_is_answered_as_the_first_time(self, caller: Client) -> None:
        first = sent(caller, declaration(), **KEY)
        screen()
        again = sent(caller, declaration(), **KEY)
        assert (again.status_code, again["Location"], again.json()) == (202, first["Location"], first.json())
        assert (first.has_header("Idempotency-Replayed"), again["Idempotency-Replayed"]) == (False, "true")

    def test_a_refusal_is_repeated_too(self, caller: Client) -> None:
        first, again = sent(caller, {}, **KEY), sent(caller, {}, **KEY)
        assert (again.status_code, again["Content-Type"]) == (422, "application/problem+json")
        assert again.json() == first.json()

    def test_an_answer_is_given_once(self, caller: Client) -> None:
        address = sent(caller, declaration())["Location"]
        screen()
        body = {"line": 1, "key": "quantity:concentration", "text": "15 %"}
        first, again = (sent(caller, body, f"{address}/answers", **KEY) for _ in range(2))
        assert first.json() == again.json()
        assert models.Answer.objects.count() == 1

    def test_a_key_stands_for_one_body(self, caller: Client) -> None:
        sent(caller, shirts("TJ-1"), **KEY)
        answer = sent(caller, shirts("TJ-2"), **KEY)
        assert (answer.status_code, answer.json()["type"]) == (422, "urn:problem:idempotency-key-reused")
        assert models.Shipment.objects.count() == 1

    def test_a_key_stands_for_one_address(self, caller: Client) -> None:
        sent(caller, shirts("TJ-1"), **KEY)
        assert sent(caller, shirts("TJ-1"), "/api/v1/files", **KEY).status_code == 422

    def test_each_system_has_its_own_keys(self, caller: Client, stranger: Client) -> None:
        sent(caller, shirts("TJ-1"), **KEY)
        answer = sent(stranger, shirts("TJ-2"), **KEY)
        assert (answer.status_code, answer.has_header("Idempotency-Replayed")) == (202, False)

    def test_a_call_that_could_not_be_read_may_be_corrected_under_its_key(self, caller: Client) -> None:
        address = sent(caller, declaration())["Location"] + "/answers"
        screen()
        wrong = sent(caller, {"line": 1, "key": "quantity:concentration", "text": "strong"}, address, **KEY)
        right = sent(caller, {"line": 1, "key": "quantity:concentration", "text": "15 %"}, address, **KEY)
        assert (wrong.status_code, right.status_code) == (422, 202)

    @pytest.mark.parametrize("key", ["x" * 81, "ключ", "a\x01b"])
    def test_a_key_that_cannot_be_used_is_refused(self, caller: Client, key: str) -> None:
        answer = sent(caller, declaration(), **{"Idempotency-Key": key})
        assert (answer.status_code, answer.json()["type"]) == (400, "urn:problem:idempotency-key-bad")
        assert not models.Shipment.objects.exists()

    def test_quotation_marks_around_a_key_do_not_count(self, caller: Client) -> None:
        sent(caller, declaration(), **{"Idempotency-Key": '"invented"'})
        assert sent(caller, declaration(), **{"Idempotency-Key": "invented"})["Idempotency-Replayed"] == "true"


def _claimed(caller: Client, *, ago: timedelta) -> models.IdempotentCall:
    """A call whose first try was begun so long ago and gave no answer."""
    sent(caller, shirts("TJ-1"), **KEY)
    call = models.IdempotentCall.objects.get()
    call.status, call.body, call.created_at = None, None, timezone.now() - ago
    call.save()
    return call


@pytest.mark.usefixtures("lists")
class TestUnderWay:
    def test_a_call_under_way_is_asked_for_later(self, caller: Client) -> None:
        _claimed(caller, ago=timedelta(seconds=1))
        answer = sent(caller, shirts("TJ-1"), **KEY)
        assert (answer.status_code, answer["Retry-After"]) == (409, "1")
        assert answer.json()["type"] == "urn:problem:call-under-way"

    def test_a_call_that_died_is_done_anew(self, caller: Client) -> None:
        _claimed(caller, ago=idempotency.CLAIM + timedelta(seconds=1))
        assert sent(caller, shirts("TJ-1"), **KEY).status_code == 200
        assert models.IdempotentCall.objects.get().status == 200


@pytest.mark.django_db(transaction=True)
def test_two_calls_at_the_same_moment_are_one(lists: None, cast: Cast) -> None:
    client, gate, answers = calling(cast.customs_system), threading.Barrier(2), []

    def call() -> None:
        gate.wait()
        answers.append(sent(client, shirts("TJ-1"), **KEY))
        connections.close_all()

    threads = [threading.Thread(target=call) for _ in range(2)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    statuses = sorted(answer.status_code for answer in answers)
    assert statuses in ([202, 202], [202, 409])
    assert models.Shipment.objects.count() == models.IdempotentCall.objects.count() == 1
    assert sent(client, shirts("TJ-1"), **KEY)["Idempotency-Replayed"] == "true"


# -- the function itself -----------------------------------------------------------------------------


def _once(work: Callable[[], Response], key: str = "invented") -> Response:
    request = Request(APIRequestFactory().post("/api/v1/anything", headers={"Idempotency-Key": key}))
    return idempotency.once(request=request, body=Body(b"{}"), sender="client:invented", work=work)


def _store_and(then: Callable[[], Response]) -> Callable[[], Response]:
    """Work that stores a row, then does this."""

    def work() -> Response:
        models.ControlList.objects.create(slug="of-the-work")
        return then()

    return work


def _crash() -> Response:
    raise RuntimeError("crashed between work and answer")


def _lose_the_claim() -> Response:
    """As where the work took so long that another call took the key over."""
    models.IdempotentCall.objects.update(created_at=timezone.now() + timedelta(seconds=1))
    return Response({}, status=202)


@pytest.mark.django_db
def test_a_crash_before_the_answer_leaves_neither_work_nor_answer() -> None:
    with pytest.raises(RuntimeError):
        _once(_store_and(_crash))
    assert not models.ControlList.objects.exists()
    assert _once(_store_and(lambda: Response({}, status=202))).status_code == 202


@pytest.mark.django_db
def test_work_whose_claim_was_taken_over_is_undone() -> None:
    with pytest.raises(Refused) as refused:
        _once(_store_and(_lose_the_claim))
    assert refused.value.problem is Problem.CALL_UNDER_WAY
    assert not models.ControlList.objects.exists()


@pytest.mark.django_db
def test_without_a_key_every_call_works() -> None:
    assert [_once(lambda: Response({}), key="").status_code for _ in range(2)] == [200, 200]
    assert not models.IdempotentCall.objects.exists()


# -- forgetting --------------------------------------------------------------------------------------


@pytest.mark.django_db
def test_calls_are_forgotten_after_two_days_in_batches() -> None:
    now = timezone.now()
    for hours in (90, 80, 70, 49, 47, 1):
        with clock.at(now - timedelta(hours=hours)):
            models.IdempotentCall.objects.create(sender="client:invented", key=str(hours), request_sha256="0" * 64)
    assert idempotent_calls.forget_old(batch=2) == 4
    assert set(models.IdempotentCall.objects.values_list("key", flat=True)) == {"47", "1"}
