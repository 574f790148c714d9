"""The supervisor's overview: who sees what on it, the most urgent first, page by page."""

from __future__ import annotations

import re
from datetime import timedelta

import pytest
from django.utils import timezone
from pytest_django import DjangoAssertNumQueries

from checkpoints.models import User
from checkpoints.roles import Role
from ledger import clock
from screening import models
from screening.selectors.oversight import FIRST, PAGE
from screening.services import escalation, holdings
from tests import cast as c
from tests.cast import Cast
from tests.web.conftest import SignedIn

pytestmark = pytest.mark.django_db
State = models.Shipment.State
MOST_STATEMENTS = 32


def proposal(cast: Cast, *, hours: float = 6, by: User | None = None, minutes_ago: float = 5) -> models.Review:
    """A release that waits for a second person; the goods arrive in so many hours."""
    run = c.run(c.shipment(cast))
    with clock.at(timezone.now() - timedelta(minutes=minutes_ago)):
        review = c.review(run, by or cast.officer)
    arrival = timezone.now() + timedelta(hours=hours)
    models.Shipment.objects.filter(pk=run.shipment_id).update(state=State.CONFIRMING, arrival_at=arrival)
    review.shipment.refresh_from_db()
    return review


def flagged(cast: Cast, *, hours: float) -> models.Shipment:
    shipment = c.run(c.shipment(cast)).shipment
    models.Shipment.objects.filter(pk=shipment.pk).update(arrival_at=timezone.now() + timedelta(hours=hours))
    return shipment


def part(page: str, name: str) -> list[str]:
    """The declaration numbers of one part of the overview."""
    found = re.search(rf'<section aria-labelledby="{name}">(.*?)</section>', page, re.DOTALL)
    return re.findall(r">(TEST/\d+)</a>", found[1]) if found else []


def test_the_soonest_arrival_waits_first_for_confirmation(cast: Cast, signed_in: SignedIn) -> None:
    later, sooner = proposal(cast, hours=9), proposal(cast, hours=1)
    proposal(cast, by=cast.supervisor)
    page = signed_in(cast.supervisor).get("/oversight/").text
    assert part(page, "confirm") == [sooner.shipment.declaration_number, later.shipment.declaration_number]


def test_a_proposal_says_until_when(cast: Cast, signed_in: SignedIn) -> None:
    proposal(cast, minutes_ago=5)
    page = signed_in(cast.supervisor).get("/oversight/").text
    assert "in 54 min" in page or "in 55 min" in page
    assert "Invented officer.dushanbe2" in page


def test_what_escalated_stands_on_the_page_of_every_supervisor(cast: Cast, signed_in: SignedIn) -> None:
    review, arrived = proposal(cast, minutes_ago=61), flagged(cast, hours=-1)
    escalation.escalate(lambda _: None)
    elsewhere = c.person("supervisor.khorog", cast.tajikistan, Role.SUPERVISOR, cast.khorog)
    abroad = c.person("supervisor.ayritom", cast.uzbekistan, Role.SUPERVISOR, cast.ayritom)
    home, other, foreign = (signed_in(user).get("/oversight/").text for user in (cast.supervisor, elsewhere, abroad))
    numbers = {review.shipment.declaration_number, arrived.declaration_number}
    assert set(part(home, "escalated")) == numbers
    assert part(other, "escalated") == part(other, "confirm") == [review.shipment.declaration_number]
    assert part(foreign, "escalated") == []
    assert not [number for number in numbers if number in foreign]


def test_an_escalated_proposal_is_confirmed_from_another_checkpoint(cast: Cast, signed_in: SignedIn) -> None:
    review = proposal(cast, minutes_ago=61)
    elsewhere = c.person("supervisor.khorog", cast.tajikistan, Role.SUPERVISOR, cast.khorog)
    client, address = signed_in(elsewhere), f"/shipments/{review.shipment_id}/"
    assert client.get(address).status_code == 404
    escalation.escalate(lambda _: None)
    assert client.get(address).status_code == 200
    client.post(f"{address}confirmations/", {"review": str(review.pk), "confirmed": "yes"})
    assert models.ReviewConfirmation.objects.get().confirmer == elsewhere
    assert client.get(address).status_code == 200


def test_what_arrived_undecided_is_overdue_even_before_a_beat(cast: Cast, signed_in: SignedIn) -> None:
    overdue = flagged(cast, hours=-1)
    flagged(cast, hours=1)
    done = flagged(cast, hours=-2)
    models.Shipment.objects.filter(pk=done.pk).update(state=State.CLEAR)
    assert part(signed_in(cast.supervisor).get("/oversight/").text, "overdue") == [overdue.declaration_number]


def test_who_works_on_what(cast: Cast, signed_in: SignedIn) -> None:
    shipment = flagged(cast, hours=1)
    holdings.take(shipment=shipment, holder=cast.officer)
    page = signed_in(cast.supervisor).get("/oversight/").text
    assert part(page, "held") == [shipment.declaration_number]
    holdings.give_back(shipment=shipment, by=cast.officer)
    assert part(signed_in(cast.supervisor).get("/oversight/").text, "held") == []


def test_by_checkpoint(cast: Cast, signed_in: SignedIn) -> None:
    flagged(cast, hours=1)
    flagged(cast, hours=-1)
    run = c.run(c.shipment(cast))
    c.outcome(c.review(run, cast.officer, "inspect"))
    models.Shipment.objects.filter(pk=run.shipment_id).update(state=State.DECIDED)
    analyst = c.person("analyst", cast.tajikistan, Role.ANALYST)
    page = signed_in(analyst).get("/oversight/").text
    table = page[page.index('id="places"') :]
    rows = [re.findall(r">([^<]*)</t[hd]>", row) for row in re.findall(r"<tr>(.*?)</tr>", table, re.DOTALL)[1:]]
    assert [(row[0], row[1], row[2], row[4]) for row in rows] == [
        ("Dushanbe-2", "2", "1", "1"),
        ("Khorog", "0", "0", "0"),
    ]


def test_a_supervisor_sees_their_own_checkpoints(cast: Cast, signed_in: SignedIn) -> None:
    page = signed_in(cast.supervisor).get("/oversight/").text
    table = page[page.index('id="places"') :]
    assert "Dushanbe-2" in table
    assert "Khorog" not in table


@pytest.mark.parametrize("role", [Role.ANALYST, Role.AUDITOR])
def test_who_confirms_nothing_is_shown_nothing_to_confirm(cast: Cast, signed_in: SignedIn, role: Role) -> None:
    proposal(cast)
    page = signed_in(c.person("reader", cast.tajikistan, role)).get("/oversight/").text
    assert "Waits for my confirmation" not in page
    assert "Who works on what" in page


@pytest.mark.parametrize("who", ["officer", "list_manager"])
@pytest.mark.parametrize("address", ["/oversight/", "/statistics/", "/statistics/days.csv", "/map/", "/delegations/"])
def test_who_oversees_nobody_is_refused(cast: Cast, signed_in: SignedIn, who: str, address: str) -> None:
    assert signed_in(getattr(cast, who)).get(address).status_code == 403


def test_a_part_goes_on_page_by_page(cast: Cast, signed_in: SignedIn) -> None:
    same = timezone.now() - timedelta(hours=1)
    numbers = [flagged(cast, hours=-1).declaration_number for _ in range(PAGE + 2)]
    models.Shipment.objects.update(arrival_at=same)  # the key alone tells them apart
    client = signed_in(cast.supervisor)
    overview = client.get("/oversight/").text
    assert len(part(overview, "overdue")) == FIRST
    assert f"Show all {PAGE + 2}" in overview
    first = client.get("/oversight/?part=overdue").text
    following = re.search(r'rel="next" href="([^"]+)"', first)
    assert following is not None
    second = client.get(following[1].replace("&amp;", "&")).text
    shown = [re.findall(r">(TEST/\d+)</a>", page) for page in (first, second)]
    assert [len(each) for each in shown] == [PAGE, 2]
    assert sorted(shown[0] + shown[1]) == sorted(numbers)


@pytest.mark.parametrize("query", ["part=nonsense", "part=overdue&after=x", "part=overdue&after=2026-01-01~1"])
def test_a_spoilt_address_shows_the_beginning(cast: Cast, signed_in: SignedIn, query: str) -> None:
    overdue = flagged(cast, hours=-1)
    assert overdue.declaration_number in signed_in(cast.supervisor).get(f"/oversight/?{query}").text


def test_the_statements_do_not_grow(
    cast: Cast, signed_in: SignedIn, django_assert_max_num_queries: DjangoAssertNumQueries
) -> None:
    for _ in range(6):
        proposal(cast, minutes_ago=61)
        holdings.take(shipment=flagged(cast, hours=-1), holder=cast.officer)
    escalation.escalate(lambda _: None)
    client = signed_in(cast.supervisor)
    with django_assert_max_num_queries(MOST_STATEMENTS):
        assert client.get("/oversight/").status_code == 200
