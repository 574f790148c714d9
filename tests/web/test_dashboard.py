"""The queue: what waits, in which order, page by page, live."""

from __future__ import annotations

import re
from datetime import timedelta
from typing import Any

import pytest
from django.test import Client
from django.utils import timezone
from pytest_django import DjangoAssertNumQueries

from screening import models
from screening.selectors.queue import PAGE
from tests import cast as c
from tests.cast import Cast
from tests.web.conftest import MACHINE, SHIRTS, SOLVENT, Declared, SignedIn, screen

pytestmark = pytest.mark.django_db
MOST_STATEMENTS = 15
State = models.ScreeningRequest.State


def _numbers(page: str) -> list[str]:
    return re.findall(r'id="row-[^>]+>([^<]+)</a>', page)


def _arriving(shipment: models.Shipment, hours: float) -> models.Shipment:
    shipment.arrival_at = timezone.now().replace(microsecond=0) + timedelta(hours=hours)
    shipment.save(update_fields=["arrival_at"])
    return shipment


def test_a_row_says_what_an_officer_must_know(cast: Cast, declared: Declared, signed_in: SignedIn) -> None:
    _arriving(declared("TJ-1", SHIRTS, SOLVENT), 2.51)
    page = signed_in(cast.officer).get("/").text
    row = page[page.index("<tbody>") : page.index("</tbody>")]
    for text in (
        "TJ-1",
        "in 2 h 30 min",
        "Invented Trading LLC",
        "Thiodiglycol 99%, drums of 220 kg",
        "2 lines",
        "red lane",
        "strong indication",
        "flagged",
        "1 flag",
        "chemical",
        "precursor",
        "dual-use",
    ):
        assert text in row, text


def test_the_soonest_arrival_stands_first_then_the_higher_level(
    cast: Cast, declared: Declared, signed_in: SignedIn
) -> None:
    later, sooner, same = (declared(number, SOLVENT) for number in ("LATER", "SOONER", "SAME-BUT-LOWER"))
    _arriving(later, 5)
    sooner = _arriving(sooner, 1)
    models.Shipment.objects.filter(pk=same.pk).update(arrival_at=sooner.arrival_at, level=2)
    assert _numbers(signed_in(cast.officer).get("/").text) == ["SOONER", "SAME-BUT-LOWER", "LATER"]


def test_an_overdue_arrival_is_said_to_be_past(cast: Cast, declared: Declared, signed_in: SignedIn) -> None:
    _arriving(declared("TJ-1", SOLVENT), -49)
    assert "2 days ago" in signed_in(cast.officer).get("/").text


@pytest.mark.parametrize(
    ("show", "listed"),
    [
        ("waiting", ["FLAGGED"]),
        ("open", ["DOUBTFUL", "VAGUE"]),
        ("clear", ["DOUBTFUL", "PLAIN", "VAGUE"]),
        ("decided", []),
        ("nonsense", ["FLAGGED"]),
    ],
)
def test_the_tabs(cast: Cast, declared: Declared, signed_in: SignedIn, show: str, listed: list[str]) -> None:
    declared("FLAGGED", SOLVENT)
    declared("PLAIN", SHIRTS)
    declared("VAGUE", {"box_31_description": "spare parts"})
    declared("DOUBTFUL", SHIRTS | {"box_38_net_kg": "-5"})
    assert sorted(_numbers(signed_in(cast.officer).get("/", {"show": show}).text)) == listed


def test_pages_follow_one_another_without_gap_or_repetition(
    cast: Cast, declared: Declared, signed_in: SignedIn
) -> None:
    for number in range(PAGE + 3):
        declared(f"N-{number:02}", SOLVENT, screened=False)
    arrival = timezone.now() + timedelta(hours=1)
    models.Shipment.objects.update(arrival_at=arrival)  # the key alone must tell them apart
    client = signed_in(cast.officer)
    first = client.get("/").text
    address = re.search(r'id="next-page" href="([^"]+)"', first)
    assert address is not None
    second = client.get(address[1].replace("&amp;", "&")).text
    assert len(_numbers(first)) == PAGE
    assert sorted(_numbers(first) + _numbers(second)) == [f"N-{number:02}" for number in range(PAGE + 3)]
    assert 'id="next-page"' not in second


@pytest.mark.parametrize("after", ["x", "2026-11-24~1", "2026-11-24T10:00:00~1~x", "2026-11-24T10:00:00~1~" + "0" * 32])
def test_a_spoilt_place_shows_the_beginning(cast: Cast, declared: Declared, signed_in: SignedIn, after: str) -> None:
    declared("TJ-1", SOLVENT)
    assert _numbers(signed_in(cast.officer).get("/", {"after": after}).text) == ["TJ-1"]


def test_the_statements_do_not_grow_with_the_queue(
    cast: Cast, declared: Declared, signed_in: SignedIn, django_assert_max_num_queries: DjangoAssertNumQueries
) -> None:
    for number in range(PAGE + 1):
        declared(f"N-{number:02}", SOLVENT, MACHINE, SHIRTS)
    client = signed_in(cast.supervisor)
    with django_assert_max_num_queries(MOST_STATEMENTS):
        assert client.get("/").status_code == 200


# -- live ------------------------------------------------------------------------------------------


def _live(client: Client, page: str) -> Any:
    address = re.search(r'id="queue" hx-get="([^"]+)"', page)
    assert address is not None
    return client.get(address[1].replace("&amp;", "&"), headers={"HX-Request": "true"})


def test_nothing_is_sent_while_nothing_changes(cast: Cast, declared: Declared, signed_in: SignedIn) -> None:
    declared("TJ-1", SOLVENT)
    client = signed_in(cast.officer)
    answer = _live(client, client.get("/").text)
    assert (answer.status_code, answer.content) == (204, b"")


def test_a_flag_appears_by_itself(cast: Cast, declared: Declared, signed_in: SignedIn) -> None:
    declared("TJ-1", SOLVENT, screened=False)
    client = signed_in(cast.officer)
    before = client.get("/").text
    assert "being screened" in before
    screen()
    part = _live(client, before).text
    assert "strong indication" in part
    assert "<html" not in part


def test_a_live_part_sends_a_signed_out_person_to_the_whole_page(cast: Cast) -> None:
    assert Client().get("/", headers={"HX-Request": "true"}).headers["HX-Refresh"] == "true"


# -- above the queue -------------------------------------------------------------------------------


def test_a_failed_screening_is_shown_as_such(cast: Cast, declared: Declared, signed_in: SignedIn) -> None:
    shipment = declared("TJ-1", SOLVENT, screened=False)
    shipment.requests.update(state=State.FAILED, attempts=5, fault="Traceback: secret")
    page = signed_in(cast.officer).get("/").text
    assert "Screening failed" in page
    assert "5 attempts" in page
    assert "screening failed" in page[page.index("<tbody>") :]
    assert "secret" not in page


def test_a_failure_that_a_later_run_made_up_for_is_gone(cast: Cast, declared: Declared, signed_in: SignedIn) -> None:
    shipment = declared("TJ-1", SOLVENT, screened=False)
    shipment.requests.update(state=State.FAILED)
    models.ScreeningRequest.objects.create(
        shipment=shipment, cause=models.ScreeningRequest.Cause.LISTS, due_at=timezone.now()
    )
    screen()
    assert "creening failed" not in signed_in(cast.officer).get("/").text


def test_a_supervisor_sees_what_waits_for_confirmation(cast: Cast, declared: Declared, signed_in: SignedIn) -> None:
    shipment = declared("TJ-1", SOLVENT)
    assert shipment.latest_run is not None
    c.review(shipment.latest_run, cast.officer)
    models.Shipment.objects.update(state=models.Shipment.State.CONFIRMING)
    assert "Waits for my confirmation" in signed_in(cast.supervisor).get("/").text
    assert "Waits for my confirmation" not in signed_in(cast.officer).get("/").text


def test_ones_own_proposal_waits_for_somebody_else(cast: Cast, declared: Declared, signed_in: SignedIn) -> None:
    shipment = declared("TJ-1", SOLVENT)
    assert shipment.latest_run is not None
    c.review(shipment.latest_run, cast.supervisor)
    models.Shipment.objects.update(state=models.Shipment.State.CONFIRMING)
    page = signed_in(cast.supervisor).get("/").text
    assert "Waits for my confirmation" not in page
    assert _numbers(page) == ["TJ-1"]
