"""A customs system answers what screening asked about its own declaration."""

from typing import Any
from uuid import uuid4

import pytest
from django.test import Client

from screening import models
from tests.api.conftest import calling, declaration, screen, sent
from tests.cast import Cast

pytestmark = pytest.mark.usefixtures("lists")
KEY = "quantity:concentration"


@pytest.fixture
def asked(caller: Client) -> dict[str, Any]:
    """The result of a screened declaration, with an open question about the solvent's concentration."""
    address = sent(caller, declaration())["Location"]
    screen()
    result: dict[str, Any] = caller.get(address).json()
    return result


def _question(result: dict[str, Any]) -> dict[str, Any]:
    found: dict[str, Any] = next(each for each in result["questions"] if each["key"] == KEY)
    return found


def test_questions_are_told_with_their_ids(asked: dict[str, Any]) -> None:
    question = _question(asked)
    assert (question["line"], question["open"], question["answers"]) == (1, True, [])
    assert "30" in question["text"]


@pytest.mark.parametrize("way", ["id", "line and key"])
def test_an_answer_is_kept_and_starts_a_new_run(caller: Client, asked: dict[str, Any], way: str) -> None:
    named = {"question": _question(asked)["id"]} if way == "id" else {"line": 1, "key": KEY}
    answer = sent(caller, {**named, "text": "15 %"}, f"{asked['result']}/answers")
    assert (answer.status_code, answer["Location"]) == (202, asked["result"])
    assert caller.get(asked["result"]).json()["run_pending"] is True
    screen()
    result = caller.get(asked["result"]).json()
    question = _question(result)
    assert (result["run"]["number"], result["run_pending"], question["open"]) == (2, False, False)
    assert [(each["text"], each["by"]) for each in question["answers"]] == [("15 %", "client")]


@pytest.mark.parametrize(
    ("changed", "field", "code"),
    [
        ({"text": "fairly strong"}, "text", "answer-unusable"),
        ({"text": ""}, "text", "blank"),
        ({"text": 15}, "text", "text-expected"),
        ({"text": "x" * 501}, "text", "max_length"),
        ({"line": "1"}, "line", "number-expected"),
        ({"line": None}, "line", "null"),
        ({"colour": "red"}, "colour", "field-unknown"),
        ({"question": str(uuid4())}, "question", "one-way"),
        ({"question": "no uuid"}, "question", "invalid"),
    ],
)
def test_a_field_that_cannot_be_used_is_named_with_its_remedy(
    caller: Client, asked: dict[str, Any], changed: dict[str, Any], field: str, code: str
) -> None:
    answer = sent(caller, {"line": 1, "key": KEY, "text": "15 %", **changed}, f"{asked['result']}/answers")
    assert (answer.status_code, answer.json()["type"]) == (422, "urn:problem:field-bad")
    [fault] = answer.json()["errors"]
    assert (fault["field"], fault["code"]) == (field, code)
    assert fault["detail"]
    assert not models.Answer.objects.exists()


@pytest.mark.parametrize("body", [b"", b"{", b"\xff", b"[" * 5000])
def test_what_is_no_json_is_refused(caller: Client, asked: dict[str, Any], body: bytes) -> None:
    answer = sent(caller, body, f"{asked['result']}/answers")
    assert (answer.status_code, answer.json()["type"]) == (400, "urn:problem:body-malformed")


@pytest.mark.parametrize(
    "named", [{"question": str(uuid4())}, {"line": 2, "key": KEY}, {"line": 1, "key": "quantity:x"}]
)
def test_a_question_that_was_never_asked_does_not_exist(
    caller: Client, asked: dict[str, Any], named: dict[str, Any]
) -> None:
    assert sent(caller, {**named, "text": "15 %"}, f"{asked['result']}/answers").status_code == 404


def test_another_system_answers_nothing(stranger: Client, asked: dict[str, Any]) -> None:
    body = {"question": _question(asked)["id"], "text": "15 %"}
    assert sent(stranger, body, f"{asked['result']}/answers").status_code == 404
    assert not models.Answer.objects.exists()


def test_answering_needs_its_own_scope(cast: Cast, asked: dict[str, Any]) -> None:
    sender = calling(cast.customs_system, "shipments:write shipments:read")
    assert sent(sender, {"line": 1, "key": KEY, "text": "15 %"}, f"{asked['result']}/answers").status_code == 403
