"""Shipments sent so far: filters, pages, statements."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

import pytest
from django.test import Client
from django.utils import timezone

from ledger import clock
from screening import models
from tests import cast as c
from tests.api.conftest import SHIPMENTS, declaration, screen, sent, shirts
from tests.cast import Cast

pytestmark = pytest.mark.usefixtures("lists")


def _numbers(caller: Client, **query: Any) -> list[str]:
    return [each["declaration_number"] for each in caller.get(SHIPMENTS, query).json()["shipments"]]


def test_pages_follow_each_other_while_more_arrives(caller: Client) -> None:
    for number in range(1, 6):
        sent(caller, shirts(f"TJ-{number}"))
    first = caller.get(SHIPMENTS, {"size": 2})
    assert first["Link"] == f'<{first.json()["next"]}>; rel="next"'
    sent(caller, shirts("TJ-6"))
    seen, following = [], first.json()
    while True:
        seen += [each["declaration_number"] for each in following["shipments"]]
        if following["next"] is None:
            break
        following = caller.get(following["next"]).json()
    assert seen == [f"TJ-{number}" for number in range(1, 7)]


def test_the_next_page_keeps_the_filters(caller: Client) -> None:
    for number in ("TJ-1", "TJ-2", "TJ-3"):
        sent(caller, shirts(number))
    sent(caller, declaration("TJ-4"))
    screen()
    page = caller.get(SHIPMENTS, {"size": "2", "state": "clear", "language": "ru"}).json()
    assert [each["declaration_number"] for each in caller.get(page["next"]).json()["shipments"]] == ["TJ-3"]


@pytest.mark.parametrize(
    ("query", "numbers"),
    [
        ({}, ["TJ-1", "TJ-2", "TJ-3"]),
        ({"state": "flagged"}, ["TJ-1"]),
        ({"state": "screening"}, ["TJ-3"]),
        ({"level": "high"}, ["TJ-1"]),
        ({"level": "none", "state": "clear"}, ["TJ-2"]),
        ({"flagged": "true"}, ["TJ-1"]),
        ({"flagged": "false"}, ["TJ-2", "TJ-3"]),
        ({"declaration_number": "TJ-2"}, ["TJ-2"]),
        ({"declaration_number": "TJ"}, []),
    ],
)
def test_shipments_are_filtered(caller: Client, query: dict[str, str], numbers: list[str]) -> None:
    sent(caller, declaration("TJ-1"))
    sent(caller, shirts("TJ-2"))
    screen()
    sent(caller, shirts("TJ-3"))
    assert _numbers(caller, **query) == numbers


def test_what_came_or_changed_since_a_moment(caller: Client, cast: Cast) -> None:
    old = timezone.now() - timedelta(days=2)
    with clock.at(old):
        for number in ("TJ-1", "TJ-2", "TJ-3"):
            sent(caller, declaration(number))
        screen()
    since = (timezone.now() - timedelta(days=1)).isoformat()
    assert _numbers(caller, updated_since=since) == []
    run = models.ScreeningRun.objects.get(shipment__declaration_number="TJ-2")
    c.review(run, cast.officer, "inspect", needs_confirmation=False)
    sent(caller, shirts("TJ-3"))  # replaces the flagged one
    sent(caller, shirts("TJ-4"))
    assert _numbers(caller, updated_since=since) == ["TJ-2", "TJ-3", "TJ-3", "TJ-4"]
    assert _numbers(caller, received_since=since) == ["TJ-3", "TJ-4"]


def test_a_decision_is_told(caller: Client, cast: Cast) -> None:
    address = sent(caller, declaration())["Location"]
    screen()
    assert caller.get(address).json()["outcome"] is None
    c.outcome(c.review(models.ScreeningRun.objects.get(), cast.officer, "inspect", needs_confirmation=False))
    assert caller.get(address).json()["outcome"]["decision"] == "inspect"


def test_nothing_of_others_is_listed(caller: Client, stranger: Client, cast: Cast) -> None:
    sent(caller, shirts("TJ-1"))
    c.shipment(cast)
    assert _numbers(stranger) == []
    assert _numbers(caller) == ["TJ-1"]


def test_what_another_system_declared_is_not_given_away(caller: Client, stranger: Client) -> None:
    sent(caller, declaration())
    answer = sent(stranger, declaration())
    assert (answer.status_code, answer.json()["type"]) == (409, "urn:problem:sent-by-another")
    assert "id" not in answer.json()


def test_a_page_takes_few_statements(caller: Client, django_assert_max_num_queries: Any) -> None:
    sent(caller, [shirts(f"TJ-{number}") for number in range(60)], f"{SHIPMENTS}/batch")
    screen()
    with django_assert_max_num_queries(3):
        assert len(_numbers(caller, size=60)) == 60


def test_a_result_takes_few_statements(caller: Client, django_assert_max_num_queries: Any) -> None:
    lines = [{"box_31_description": f"thiodiglycol, drum {number}"} for number in range(50)]
    address = sent(caller, declaration(items=lines))["Location"]
    screen()
    with django_assert_max_num_queries(9):
        assert len(caller.get(address).json()["lines"]) == 50
