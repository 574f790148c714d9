"""Prefer: wait=N holds the answer back until the result is there."""

from __future__ import annotations

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client

from screening.api import waiting
from tests.api.conftest import declaration, screen, sent, shirts

SOON = {"Prefer": "wait=20"}


@pytest.mark.usefixtures("worker")
class TestWithAWorkerBehindIt:
    def test_a_declaration_is_answered_with_its_result(self, caller: Client) -> None:
        answer = sent(caller, declaration(), **SOON)
        assert (answer.status_code, answer["Preference-Applied"]) == (200, "wait=20")
        assert answer.json()["state"] == "flagged"
        assert answer["Location"] == answer.json()["result"]

    def test_a_batch_is_answered_with_its_states(self, caller: Client) -> None:
        answer = sent(caller, [declaration("TJ-1"), {}, shirts("TJ-2")], "/api/v1/shipments/batch", **SOON)
        states = [each["shipment"] and each["shipment"]["state"] for each in answer.json()["declarations"]]
        assert (answer.status_code, states) == (200, ["flagged", None, "clear"])

    def test_a_file_is_answered_with_its_counts(self, caller: Client) -> None:
        table = b"declaration_number,office_of_lodgement,description\nTJ-1,TJ0202,cotton shirts\n"
        answer = caller.post("/api/v1/files", {"file": SimpleUploadedFile("t.csv", table)}, headers=SOON)
        assert (answer.status_code, answer.json()["counts"]["done"]) == (200, 1)

    def test_an_answer_is_answered_with_the_new_run(self, caller: Client) -> None:
        result = sent(caller, declaration(), **SOON).json()
        body = {"line": 1, "key": "quantity:concentration", "text": "15 %"}
        answer = sent(caller, body, f"{result['result']}/answers", **SOON)
        assert (answer.status_code, answer.json()["run"]["number"]) == (200, 2)

    def test_a_repeated_call_waits_again(self, caller: Client) -> None:
        first = sent(caller, declaration(), **SOON, **{"Idempotency-Key": "invented"})
        again = sent(caller, declaration(), **SOON, **{"Idempotency-Key": "invented"})
        assert again["Idempotency-Replayed"] == "true"
        assert again.json() == first.json()


@pytest.mark.usefixtures("lists")
class TestWithoutAWorker:
    def test_nobody_waits_who_did_not_ask(self, caller: Client) -> None:
        answer = sent(caller, declaration())
        assert (answer.status_code, answer.has_header("Preference-Applied")) == (202, False)

    def test_an_answer_at_once_may_be_preferred(self, caller: Client) -> None:
        answer = sent(caller, declaration(), Prefer="respond-async")
        assert (answer.status_code, answer["Preference-Applied"]) == (202, "respond-async")

    def test_who_waited_in_vain_gets_the_receipt(self, caller: Client) -> None:
        free = waiting._places._value
        answer = sent(caller, declaration(), Prefer="respond-async, wait=1")
        assert (answer.status_code, answer["Preference-Applied"]) == (202, "wait=1")
        assert waiting._places._value == free

    def test_when_all_places_are_taken_the_receipt_comes_at_once(self, caller: Client) -> None:
        taken = 0
        while waiting._places.acquire(blocking=False):
            taken += 1
        try:
            answer = sent(caller, declaration(), Prefer="wait=30")
        finally:
            waiting._places.release(taken)
        assert (answer.status_code, answer.has_header("Preference-Applied")) == (202, False)

    def test_what_is_screened_already_is_not_waited_for(self, caller: Client) -> None:
        sent(caller, declaration())
        screen()
        assert sent(caller, declaration(), Prefer="wait=30").json()["state"] == "flagged"


@pytest.mark.parametrize(
    ("header", "seconds"),
    [
        ("wait=5", 5),
        ("Wait = 5", 5),
        ('wait="5"', 5),
        ("respond-async, wait=5; why=invented", 5),
        ("wait=31", 30),
        ("wait=999999999", 30),
        ("wait=7, wait=5", 7),
        ("", 0),
        ("wait", 0),
        ("wait=0", 0),
        ("wait=-5", 0),
        ("wait=5s", 0),
        ("return=minimal", 0),
        ("await=5", 0),
    ],
)
def test_a_preference_that_cannot_be_read_is_passed_over(header: str, seconds: int) -> None:
    assert waiting.wait_of(waiting.preferences(header)) == seconds


class _Clock:
    """Passes only while somebody pauses."""

    def __init__(self) -> None:
        self.now = 0.0

    def __call__(self) -> float:
        return self.now

    def pause(self, seconds: float) -> None:
        self.now += seconds


def _until(done_at: float, seconds: float) -> tuple[bool, float, int]:
    clock, asked = _Clock(), 0

    def done() -> bool:
        nonlocal asked
        asked += 1
        return clock() >= done_at

    return waiting.until(done, seconds, clock=clock, pause=clock.pause), clock(), asked


def test_waiting_ends_when_it_is_done() -> None:
    done, at, _ = _until(done_at=3, seconds=30)
    assert done
    assert at < 3.3


def test_waiting_ends_when_the_time_is_over() -> None:
    done, at, asked = _until(done_at=99, seconds=30)
    assert (done, round(at, 6)) == (False, 30)
    assert asked < 200


def test_what_is_done_is_asked_once() -> None:
    assert _until(done_at=0, seconds=30) == (True, 0, 1)
