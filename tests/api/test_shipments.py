"""A customs system sends a declaration and asks for the result."""

import json
from typing import Any

import pytest
from django.test import Client

from checkpoints.models import ApiClient
from screening import models
from screening.services import run
from tests.api.conftest import calling, declaration, screen, sent
from tests.cast import Cast

pytestmark = pytest.mark.usefixtures("lists")


def test_a_declaration_is_stored_answered_and_screened(caller: Client) -> None:
    answer = sent(caller, declaration())
    assert answer.status_code == 202
    address = answer["Location"]
    assert caller.get(address).json()["state"] == "screening"
    screen()
    result = caller.get(address).json()
    assert (result["state"], result["level"], result["flagged"], result["lane"]) == ("flagged", "high", True, "red")
    first, second = result["lines"]
    assert (first["candidates"][0]["list"], first["candidates"][0]["code"]) == ("eu-dual-use", "1C350.1")
    assert second["level"] == "none"
    assert result["run"]["lists"] == ["eu-dual-use small"]


def test_evidence_is_told_in_the_language_asked_for(caller: Client) -> None:
    address = sent(caller, declaration())["Location"]
    screen()
    told = caller.get(address, headers={"Accept-Language": "ru"}).json()
    assert "название таких товаров" in json.dumps(told, ensure_ascii=False)


def test_the_original_is_kept_byte_for_byte(caller: Client) -> None:
    body = json.dumps(declaration(), indent=3).encode()
    sent(caller, body)
    assert bytes(models.SubmissionContent.objects.get().content) == body


def test_the_same_declaration_twice_is_one_shipment(caller: Client) -> None:
    first = sent(caller, declaration())
    same_bytes, same_content = sent(caller, declaration()), sent(caller, json.dumps(declaration(), indent=1).encode())
    assert (first.status_code, same_bytes.status_code, same_content.status_code) == (202, 200, 200)
    assert first.json()["id"] == same_bytes.json()["id"] == same_content.json()["id"]
    assert models.Shipment.objects.count() == 1
    assert models.ScreeningRequest.objects.count() == 1


def test_an_amended_declaration_is_a_new_version_and_the_former_one_is_kept(caller: Client) -> None:
    sent(caller, declaration())
    screen()
    amended = declaration()
    amended["items"][0]["box_31_description"] = "dye solvent"
    answer = sent(caller, amended)
    assert (answer.status_code, answer.json()["version"]) == (202, 2)
    former, later = models.Shipment.objects.order_by("version")
    assert (former.state, former.items.first().description) == ("superseded", "thiodiglycol in drums")  # type: ignore[union-attr]
    assert [doubt["message"] for doubt in later.doubts] == ["amended-after-a-flag"]


@pytest.mark.parametrize(
    ("changed", "code"),
    [
        ({"items": []}, "no-lines"),
        ({"declaration_number": ""}, "no-number"),
        ({"offices": {"lodgement": "NOWHERE"}}, "office-unknown"),
        ({"colour": "red"}, "field-unknown"),
    ],
)
def test_a_refused_declaration_is_told_why_and_kept(caller: Client, changed: dict[str, Any], code: str) -> None:
    answer = sent(caller, declaration(**changed))
    assert answer.status_code == 422
    assert answer["Content-Type"] == "application/problem+json"
    problem = answer.json()
    assert problem["type"] == "urn:problem:declaration-refused"
    assert [error["code"] for error in problem["errors"]] == [code]
    assert all(error["detail"] for error in problem["errors"])
    assert not models.Shipment.objects.exists()
    assert models.Submission.objects.get().state == "refused"


@pytest.mark.parametrize(
    ("body", "status"),
    [
        (b"", 400),
        (b"{", 400),
        (b"\xff\xfe", 400),
        (b"[" * 5000, 400),
        (b"[]", 422),
        (b"null", 422),
        (b'{"items": NaN}', 422),
    ],
)
def test_what_is_no_declaration_is_refused_and_kept(caller: Client, body: bytes, status: int) -> None:
    answer = sent(caller, body)
    assert answer.status_code == status, answer.content
    assert answer.json()["errors"]
    assert bytes(models.SubmissionContent.objects.get().content) == body


def test_a_body_beyond_the_limit_is_refused(caller: Client, settings: Any) -> None:
    settings.MAX_UPLOAD_BYTES = 1000
    answer = sent(caller, b" " * 1001)
    assert (answer.status_code, answer.json()["type"]) == (413, "urn:problem:too-large")
    assert not models.Submission.objects.exists()


def test_without_a_token_nothing_is_taken(cast: Cast) -> None:
    answer = sent(Client(), declaration())
    assert (answer.status_code, answer.json()["type"]) == (401, "urn:problem:not-signed-in")


def test_a_token_opens_what_its_scope_names_and_no_more(cast: Cast) -> None:
    reader = calling(cast.customs_system, "shipments:read")
    assert sent(reader, declaration()).status_code == 403


def test_a_customs_system_sees_only_what_it_sent(caller: Client, cast: Cast) -> None:
    address = sent(caller, declaration())["Location"]
    other = ApiClient.objects.create(
        name="Another invented system",
        administration=cast.tajikistan,
        client_type=ApiClient.CLIENT_CONFIDENTIAL,
        authorization_grant_type=ApiClient.GRANT_CLIENT_CREDENTIALS,
    )
    assert calling(other).get(address).status_code == 404


def test_the_number_of_statements_does_not_grow_with_the_lines(
    caller: Client, django_assert_max_num_queries: Any
) -> None:
    lines = [{"box_32_number": n, "box_31_description": f"cotton shirts {n}"} for n in range(1, 301)]
    with django_assert_max_num_queries(40):
        assert sent(caller, declaration(items=lines)).status_code == 202
    request = models.ScreeningRequest.objects.get()
    with django_assert_max_num_queries(30):
        run.execute(request.pk)
