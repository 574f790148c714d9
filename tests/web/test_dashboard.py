"""The queue: what waits, in which order, page by page, live."""

from __future__ import annotations

import re
from datetime import timedelta
from typing import Any

import pytest
from django.test import Client
from django.urls import reverse
from django.utils import timezone
from pytest_django import DjangoAssertNumQueries

from checkpoints.roles import Role
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
        ("confirming", []),
        ("mine", []),
        ("new", []),
        ("nonsense", ["FLAGGED"]),
    ],
)
def test_the_tabs(cast: Cast, declared: Declared, signed_in: SignedIn, show: str, listed: list[str]) -> None:
    declared("FLAGGED", SOLVENT)
    declared("PLAIN", SHIRTS)
    declared("VAGUE", {"box_31_description": "spare parts"})
    declared("DOUBTFUL", SHIRTS | {"box_38_net_kg": "-5"})
    assert sorted(_numbers(signed_in(cast.officer).get("/", {"show": show}).text)) == listed


def test_what_is_done_with_stands_with_the_latest_first(cast: Cast, declared: Declared, signed_in: SignedIn) -> None:
    for place in range(PAGE + 2):
        _arriving(declared(f"N-{place:02}", SHIRTS), place - 30)
    client = signed_in(cast.officer)
    first = client.get("/?show=clear").text
    address = re.search(r'id="next-page" href="([^"]+)"', first)
    assert address is not None
    second = client.get(address[1].replace("&amp;", "&")).text
    assert _numbers(first) + _numbers(second) == [f"N-{place:02}" for place in reversed(range(PAGE + 2))]


# -- by deadline -----------------------------------------------------------------------------------


@pytest.fixture
def due_at_every_time(declared: Declared) -> None:
    for number, hours in (("OVERDUE", -3.0), ("SOON", 0.5), ("MUCH-LATER", 60.0)):
        _arriving(declared(number, SOLVENT), hours)


@pytest.mark.usefixtures("due_at_every_time")
def test_what_waits_is_grouped_by_deadline(cast: Cast, signed_in: SignedIn) -> None:
    page = signed_in(cast.officer).get("/").text
    heads = re.findall(r'<tr class="group group-(\w+)">', page)
    assert heads == ["overdue", "soon", "later"]
    assert re.findall(r'figure-(\w+)"><strong>(\d+)', page) == [
        ("overdue", "1"),
        ("soon", "1"),
        ("today", "0"),
        ("later", "1"),
    ]


@pytest.mark.usefixtures("due_at_every_time")
@pytest.mark.parametrize(
    ("part", "listed"),
    [
        ("overdue", ["OVERDUE", "SOON", "MUCH-LATER"]),
        ("soon", ["SOON", "MUCH-LATER"]),
        ("later", ["MUCH-LATER"]),
        ("nonsense", ["OVERDUE", "SOON", "MUCH-LATER"]),
    ],
)
def test_a_figure_leads_to_its_place_in_the_queue(
    cast: Cast, signed_in: SignedIn, part: str, listed: list[str]
) -> None:
    assert _numbers(signed_in(cast.officer).get("/", {"from": part}).text) == listed


def test_what_is_done_with_is_never_overdue(cast: Cast, declared: Declared, signed_in: SignedIn) -> None:
    _arriving(declared("PAST", SHIRTS), -5)
    page = signed_in(cast.officer).get("/?show=clear").text
    assert "PAST" in page
    assert 'class="late"' not in page
    assert 'class="group' not in page


# -- since the last visit --------------------------------------------------------------------------


def test_what_came_since_the_last_visit_is_marked_and_counted(
    cast: Cast, declared: Declared, signed_in: SignedIn
) -> None:
    declared("OLD", SOLVENT)
    signed_in(cast.officer)  # and away again
    declared("FRESH", SOLVENT)
    client = signed_in(cast.officer)
    page = client.get("/").text
    assert page.count('<span class="new">') == 1
    assert 'New since your last visit <span class="count">1</span>' in page
    assert _numbers(client.get("/?show=new").text) == ["FRESH"]


def test_on_a_first_visit_nothing_is_new(cast: Cast, declared: Declared, signed_in: SignedIn) -> None:
    declared("TJ-1", SOLVENT)
    page = signed_in(cast.officer).get("/").text
    assert '<span class="new">' not in page
    assert "New since your last visit" not in page


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


@pytest.mark.parametrize(
    "after",
    [
        "x",
        "2026-11-24~1",
        "2026-11-24T10:00:00~1~x",
        "2026-11-24T10:00:00~1~" + "0" * 32,
        "0001-01-01T00:00:00+14:00~1~" + "0" * 32,
    ],
)
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


# -- whose first page it is ------------------------------------------------------------------------


def _doors(page: str) -> list[str]:
    return re.findall(r'<li><a href="([^"]+)">', page[page.index("<main") :]) if 'class="doors"' in page else []


def test_an_officer_has_the_queue_alone(cast: Cast, lists: None, signed_in: SignedIn) -> None:
    page = signed_in(cast.officer).get("/").text
    assert 'id="queue"' in page
    assert _doors(page) == []


def test_a_list_manager_begins_with_the_lists(cast: Cast, lists: None, signed_in: SignedIn) -> None:
    page = signed_in(cast.list_manager).get("/").text
    assert 'id="queue"' not in page
    assert reverse("lists") in _doors(page)
    assert reverse("audit") not in _doors(page)
    assert "Small list" in page[page.index("<table") : page.index("</table>")]


def test_an_auditor_reads_and_has_nothing_to_do(cast: Cast, declared: Declared, signed_in: SignedIn) -> None:
    declared("TJ-1", SOLVENT)
    auditor = c.person("auditor.tj", cast.tajikistan, Role.AUDITOR)
    page = signed_in(auditor).get("/").text
    assert reverse("audit") in _doors(page)
    assert _numbers(page) == ["TJ-1"]
    assert "I work on" not in page


@pytest.mark.parametrize(("days", "said"), [(-1, "1 list is stale"), (1, "1 control list, reviewed in time")])
def test_the_lists_freshness_stands_above_the_queue(
    cast: Cast, lists: None, signed_in: SignedIn, days: int, said: str
) -> None:
    models.Edition.objects.update(review_by=timezone.localdate() + timedelta(days=days))
    page = signed_in(cast.officer).get("/").text
    assert said in page[: page.index('id="queue"')]


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
