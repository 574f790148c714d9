"""Whatever goes wrong under /api/ is told in one shape, never as a page."""

from __future__ import annotations

import re
from pathlib import Path
from typing import Any

import pytest
from django.test import Client

from screening import models
from screening.api.openapi import document
from screening.api.problems import Problem
from tests.api.conftest import EVERYTHING, SHIPMENTS, asked_for_token, calling, sent, shirts
from tests.cast import Cast

pytestmark = pytest.mark.usefixtures("lists")
GUIDE = Path(__file__).parents[2] / "docs/api.md"


def _told(answer: Any) -> tuple[int, str]:
    assert answer["Content-Type"] == "application/problem+json"
    body = answer.json()
    assert set(body) >= {"type", "title", "status", "detail"}
    assert body["status"] == answer.status_code
    return answer.status_code, body["type"].removeprefix("urn:problem:")


@pytest.mark.parametrize("address", ["/api/", "/api/v1/", "/api/v1/nothing", "/api/v1/shipments/", "/api/v2/shipments"])
def test_an_address_that_nothing_stands_at(caller: Client, address: str) -> None:
    assert _told(caller.get(address)) == (404, "not-found")
    assert _told(Client().post(address)) == (404, "not-found")


@pytest.mark.parametrize("key", ["no-uuid", "00000000-0000-7000-8000-000000000000"])
def test_an_object_that_is_not_there(caller: Client, key: str) -> None:
    assert _told(caller.get(f"{SHIPMENTS}/{key}")) == (404, "not-found")


@pytest.mark.parametrize("method", ["put", "patch", "delete", "options", "trace"])
def test_a_method_that_is_not_taken(caller: Client, method: str) -> None:
    answer = getattr(caller, method)(SHIPMENTS)
    assert _told(answer) == (405, "method-not-allowed")
    assert set(answer["Allow"].split(", ")) == {"GET", "HEAD", "POST"}


def test_a_form_that_cannot_be_given(caller: Client) -> None:
    assert _told(caller.get(SHIPMENTS, headers={"Accept": "text/html"})) == (406, "not-acceptable")


def test_a_body_of_another_kind(caller: Client) -> None:
    answer = caller.post(SHIPMENTS, b"<xml/>", content_type="application/xml")
    assert _told(answer) == (415, "media-type-unsupported")


def test_a_body_in_pieces_without_its_length(caller: Client) -> None:
    answer = caller.post(SHIPMENTS, b"", content_type="application/json", headers={"Transfer-Encoding": "chunked"})
    assert _told(answer) == (411, "length-missing")
    assert not models.Submission.objects.exists()


def test_a_host_that_is_not_ours(caller: Client) -> None:
    assert _told(caller.get(SHIPMENTS, headers={"Host": "invented.example"})) == (400, "bad-request")


def test_a_fault_of_the_portal(cast: Cast, monkeypatch: pytest.MonkeyPatch) -> None:
    client = calling(cast.customs_system)
    client.raise_request_exception = False
    monkeypatch.setattr(models.Shipment.objects, "filter", None)
    monkeypatch.setattr("screening.selectors.sent.shipments_sent", None)
    assert _told(client.get(SHIPMENTS)) == (500, "broken")


# -- parameters ------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("query", "code", "remedy"),
    [
        ("stat=clear", "parameter-unknown", "state"),
        ("state=lost", "choice-unknown", "screening, clear"),
        ("level=4", "choice-unknown", "none, low"),
        ("flagged=yes", "choice-unknown", "true, false"),
        ("size=0", "number-bad", "1 to 200"),
        ("size=201", "number-bad", "1 to 200"),
        ("size=%D9%A3", "number-bad", "1 to 200"),
        ("received_since=yesterday", "time-unreadable", "2026-11-24T14:30:00Z"),
        ("received_since=2026-11-24T14:30:00", "time-unreadable", "zone"),
        ("updated_since=2026-13-24T14:30:00Z", "time-unreadable", "zone"),
        ("updated_since=0001-01-01T00:00:00Z", "time-unreadable", "zone"),
        ("cursor=invented", "cursor-unknown", "next"),
        ("declaration_number=%00", "unreadable", "characters"),
        ("state=clear&state=flagged", "repeated", "once"),
        ("language=fr", "choice-unknown", "en, ru, tg, uz"),
    ],
)
def test_a_parameter_that_cannot_be_used_is_named_with_its_remedy(
    caller: Client, query: str, code: str, remedy: str
) -> None:
    answer = caller.get(f"{SHIPMENTS}?{query}")
    assert _told(answer) == (400, "parameter-bad")
    [fault] = answer.json()["errors"]
    assert fault["code"] == code
    assert fault["field"] == query.partition("=")[0]
    assert remedy in fault["detail"]


def test_what_is_sent_takes_no_parameter_but_the_language(caller: Client) -> None:
    assert sent(caller, shirts("TJ-1"), f"{SHIPMENTS}?language=ru").status_code == 202
    assert _told(sent(caller, shirts("TJ-1"), f"{SHIPMENTS}?state=clear")) == (400, "parameter-bad")


# -- tokens ----------------------------------------------------------------------------------------


@pytest.mark.parametrize("header", [{}, {"Authorization": "Bearer invented"}, {"Authorization": "Basic aW52ZW50ZWQ="}])
def test_without_a_valid_token(cast: Cast, header: dict[str, str]) -> None:
    answer = Client(headers=header).get(SHIPMENTS)
    assert _told(answer) == (401, "not-signed-in")
    assert answer["WWW-Authenticate"].startswith("Bearer ")


@pytest.mark.parametrize(
    ("scope", "address"),
    [
        ("shipments:read", SHIPMENTS),
        ("shipments:read", "/api/v1/shipments/batch"),
        ("shipments:read", "/api/v1/files"),
        ("shipments:write", "/api/v1/check"),
    ],
)
def test_a_token_without_the_scope(cast: Cast, scope: str, address: str) -> None:
    assert _told(sent(calling(cast.customs_system, scope), {}, address)) == (403, "not-allowed")


@pytest.mark.parametrize("address", [SHIPMENTS, "/api/v1/lists", "/api/v1/entries?q=x"])
def test_reading_needs_its_scope_too(cast: Cast, address: str) -> None:
    assert _told(calling(cast.customs_system, "check").get(address)) == (403, "not-allowed")


def test_a_disabled_system_gets_no_token_and_its_tokens_open_nothing(cast: Cast) -> None:
    system = cast.customs_system
    client = calling(system)
    system.disabled = True
    system.save()
    assert _told(client.get(SHIPMENTS)) == (401, "not-signed-in")
    refused = asked_for_token(system, EVERYTHING)
    assert (refused.status_code, refused.json()["error"]) == (401, "invalid_client")


# -- languages -------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("asked", "given"),
    [
        ({}, "en"),
        ({"Accept-Language": "ru"}, "ru"),
        ({"Accept-Language": "tg-TJ, ru;q=0.8"}, "tg"),
        ({"Accept-Language": "fr, uz;q=0.5, ru;q=0.4"}, "uz"),
        ({"Accept-Language": "fr"}, "en"),
        ({"Accept-Language": "*"}, "en"),
    ],
)
def test_problems_and_results_are_told_in_the_language_asked_for(
    caller: Client, asked: dict[str, str], given: str
) -> None:
    answer = caller.get(f"{SHIPMENTS}/00000000-0000-7000-8000-000000000000", headers=asked)
    assert answer["Content-Language"] == given
    assert "Accept-Language" in answer["Vary"]
    assert ("Check the address" in answer.json()["detail"]) is (given == "en")


def test_the_parameter_goes_before_the_header(caller: Client) -> None:
    answer = caller.get(f"{SHIPMENTS}?language=uz", headers={"Accept-Language": "ru"})
    assert answer["Content-Language"] == "uz"


# -- documentation ---------------------------------------------------------------------------------


def test_every_code_is_told_in_the_guide() -> None:
    told = set(re.findall(r"^\| `([a-z-]+)` \| \d{3} \|", GUIDE.read_text("utf-8"), re.MULTILINE))
    assert told == {problem.code for problem in Problem}


def test_every_code_stands_in_the_openapi_document() -> None:
    told = document()["components"]["schemas"]["Problem"]["properties"]["type"]["enum"]
    assert set(told) == {problem.type for problem in Problem}
