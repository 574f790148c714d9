"""Many declarations at once: each taken or refused on its own."""

from typing import Any

import pytest
from django.test import Client

from screening import models
from tests.api.conftest import declaration, screen, sent, shirts

pytestmark = pytest.mark.usefixtures("lists")
BATCH = "/api/v1/shipments/batch"


def _outcomes(answer: Any) -> list[str]:
    return [each["outcome"] for each in answer.json()["declarations"]]


def test_good_declarations_are_taken_and_bad_ones_told_why_in_order(caller: Client) -> None:
    nameless, nowhere = declaration(""), declaration("TJ-3", offices={"lodgement": "NOWHERE"})
    answer = sent(caller, [declaration("TJ-1"), nameless, "no object", nowhere, shirts("TJ-5")], BATCH)
    assert answer.status_code == 202
    assert _outcomes(answer) == ["taken", "refused", "refused", "refused", "taken"]
    told = answer.json()["declarations"]
    assert [each["position"] for each in told] == [1, 2, 3, 4, 5]
    assert [error["code"] for each in told for error in each["errors"]] == [
        "no-number",
        "object-expected",
        "office-unknown",
    ]
    assert told[3]["declaration_number"] == "TJ-3"
    assert models.Submission.objects.get().state == "partly"


def test_the_batch_says_where_its_results_will_be(caller: Client) -> None:
    answer = sent(caller, [shirts("TJ-1"), shirts("TJ-2")], BATCH)
    status = caller.get(answer["Location"]).json()
    assert status["counts"] == {"shipments": 2, "screening": 2, "done": 0, "failed": 0, "refused": 0}
    screen()
    [first, _] = answer.json()["declarations"]
    assert caller.get(first["shipment"]["result"]).json()["state"] == "clear"


def test_what_was_sent_before_is_known(caller: Client) -> None:
    sent(caller, shirts("TJ-1"))
    answer = sent(caller, [shirts("TJ-1"), shirts("TJ-2"), shirts("TJ-2")], BATCH)
    assert _outcomes(answer) == ["known", "taken", "known"]
    again = sent(caller, [shirts("TJ-1"), shirts("TJ-2"), shirts("TJ-2")], BATCH)
    assert (again.status_code, _outcomes(again)) == (200, ["known", "known", "known"])
    assert models.Shipment.objects.count() == 2


def test_one_number_with_two_contents_is_an_amendment(caller: Client) -> None:
    answer = sent(caller, [shirts("TJ-1"), declaration("TJ-1")], BATCH)
    assert [each["shipment"]["version"] for each in answer.json()["declarations"]] == [1, 2]


def test_a_batch_of_which_nothing_can_be_taken_is_refused_and_kept(caller: Client) -> None:
    answer = sent(caller, [declaration(""), {}], BATCH)
    assert (answer.status_code, answer.json()["type"]) == (422, "urn:problem:declaration-refused")
    assert _outcomes(answer) == ["refused", "refused"]
    assert caller.get(answer.json()["submission"]).json()["state"] == "refused"


@pytest.mark.parametrize(
    ("body", "status", "code"),
    [
        (b"[", 400, "json-unreadable"),
        (b"{}", 422, "list-expected"),
        (b"[]", 422, "declarations-number"),
        (b'"text"', 422, "list-expected"),
    ],
)
def test_what_is_no_list_is_refused(caller: Client, body: bytes, status: int, code: str) -> None:
    answer = sent(caller, body, BATCH)
    assert (answer.status_code, answer.json()["errors"][0]["code"]) == (status, code)


def test_more_than_a_thousand_are_too_many(caller: Client) -> None:
    answer = sent(caller, [{}] * 1001, BATCH)
    assert [error["code"] for error in answer.json()["errors"]] == ["declarations-number"]
    assert sent(caller, [{}] * 1000, BATCH).json()["declarations"][999]["outcome"] == "refused"


def test_what_another_system_declared_is_not_shown(caller: Client, stranger: Client) -> None:
    sent(caller, shirts("TJ-1"))
    answer = sent(stranger, [shirts("TJ-1"), shirts("TJ-2")], BATCH)
    assert _outcomes(answer) == ["sent_by_another", "taken"]
    assert answer.json()["declarations"][0]["shipment"] is None
