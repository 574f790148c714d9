"""What I decided and confirmed, by day, with what became of it."""

from __future__ import annotations

import html
import re
from datetime import timedelta
from typing import Any

import pytest
from django.test import Client
from django.urls import reverse
from django.utils import timezone
from pytest_django import DjangoAssertNumQueries

from checkpoints.models import User
from checkpoints.roles import Role
from ledger import clock
from screening import models
from screening.review import decisions, results
from tests import cast as c
from tests.cast import Cast
from tests.web.conftest import SignedIn

pytestmark = pytest.mark.django_db


def _flagged(cast: Cast) -> models.Shipment:
    shipment = c.run(c.shipment(cast)).shipment
    shipment.refresh_from_db()
    return shipment


def _propose(shipment: models.Shipment, by: User, decision: str, **more: Any) -> models.Review:
    run = str(shipment.latest_run_id)
    return decisions.propose(shipment=shipment, run_id=run, decision=decision, note="", proposer=by, **more)


def _rows(client: Client, **asked: str) -> list[str]:
    page = html.unescape(client.get(reverse("my-decisions"), asked).text)
    rows = re.findall(r"<tr><td data-label.*?</tr>", page, re.DOTALL)
    return [re.sub(r"\s+", " ", re.sub(r"<[^>]+>", " ", row)).strip() for row in rows]


def test_what_i_decided_stands_with_what_became_of_it(cast: Cast, signed_in: SignedIn) -> None:
    for decision in ("refer", "release"):
        _propose(_flagged(cast), cast.officer, decision)
    sent_back = _propose(_flagged(cast), cast.officer, "release")
    decisions.confirm(review=sent_back, confirmed=False, note="no", confirmer=cast.supervisor)
    checked = _propose(_flagged(cast), cast.officer, "inspect")
    results.record(outcome=checked.outcome, found="nothing", note="", by=cast.officer)
    corrected = _propose(_flagged(cast), cast.officer, "documents")
    again = {"note": "authority asks", "corrects": corrected.outcome}
    decisions.propose(
        shipment=corrected.shipment,
        run_id=str(corrected.run_id),
        decision="refer",
        proposer=cast.supervisor,
        **again,  # type: ignore[arg-type]
    )
    rows = _rows(signed_in(cast.officer))
    for row, said in zip(
        rows,
        [
            "check the documents decided corrected",
            "inspect the goods decided in effect check: nothing: goods as declared",
            "release proposed · Invented supervisor.dushanbe2 sent back",
            "release proposed waits for a second person",
            "refer to the licensing authority decided in effect",
        ],
        strict=True,
    ):
        assert said in row


def test_what_i_confirmed_is_mine_too(cast: Cast, signed_in: SignedIn) -> None:
    review = _propose(_flagged(cast), cast.officer, "release")
    assert _rows(signed_in(cast.supervisor)) == []
    decisions.confirm(review=review, confirmed=True, note="", confirmer=cast.supervisor)
    (row,) = _rows(signed_in(cast.supervisor))
    assert "release confirmed · Invented officer.dushanbe2 in effect" in row


def test_nobody_sees_the_decisions_of_others(cast: Cast, signed_in: SignedIn) -> None:
    _propose(_flagged(cast), cast.officer, "inspect")
    colleague = c.person("officer.two", cast.tajikistan, Role.OFFICER, cast.dushanbe_2)
    page = signed_in(colleague).get(reverse("my-decisions")).text
    assert "You have decided nothing yet." in page


def test_what_left_my_scope_is_not_listed(cast: Cast, signed_in: SignedIn) -> None:
    _propose(_flagged(cast), cast.officer, "inspect")
    cast.officer.assignments.update(checkpoint=cast.khorog)
    assert _rows(signed_in(cast.officer)) == []


def test_days_stand_apart_the_latest_first(cast: Cast, signed_in: SignedIn) -> None:
    with clock.at(timezone.now() - timedelta(days=2)):
        first = _flagged(cast)
        _propose(first, cast.officer, "inspect")
    second = _flagged(cast)
    _propose(second, cast.officer, "inspect")
    page = signed_in(cast.officer).get(reverse("my-decisions")).text
    main = page[page.index("<main") :]
    assert main.count('scope="rowgroup"') == 2
    assert main.index(second.declaration_number) < main.index(first.declaration_number)


def test_one_kind_of_decision_can_be_chosen(cast: Cast, signed_in: SignedIn) -> None:
    for decision in ("inspect", "refer"):
        _propose(_flagged(cast), cast.officer, decision)
    client = signed_in(cast.officer)
    assert ["refer" in row for row in _rows(client, decision="refer")] == [True]
    assert len(_rows(client, decision="burn")) == 2
    assert "No decision of this kind." in client.get(reverse("my-decisions"), {"decision": "documents"}).text


def test_pages_follow_one_another_without_a_gap(
    cast: Cast, signed_in: SignedIn, django_assert_max_num_queries: DjangoAssertNumQueries
) -> None:
    moment = timezone.now()
    for number in range(30):
        with clock.at(moment - timedelta(minutes=number // 3)):  # several at one moment: the key parts them
            c.review(c.run(c.shipment(cast)), cast.officer, "inspect")
    client, address, seen = signed_in(cast.officer), reverse("my-decisions"), []
    while address:
        with django_assert_max_num_queries(12):
            page = html.unescape(client.get(address).text)
        seen += re.findall(r'<th scope="row"><a href="[^"]+">([^<]+)</a>', page)
        further = re.search(r'href="([^"]+)">Earlier decisions', page)
        address = further.group(1) if further else ""
    assert len(seen) == 30
    assert len(set(seen)) == 30


@pytest.mark.parametrize(
    "after", ["nonsense", "2026-01-01~x", "2026-01-01T00:00:00~00000000-0000-0000-0000-000000000000"]
)
def test_a_place_that_cannot_be_read_is_the_first_page(cast: Cast, signed_in: SignedIn, after: str) -> None:
    _propose(_flagged(cast), cast.officer, "inspect")
    assert len(_rows(signed_in(cast.officer), after=after)) == 1


def test_only_who_decides_has_the_page(cast: Cast, signed_in: SignedIn) -> None:
    auditor = c.person("auditor", cast.tajikistan, Role.AUDITOR)
    assert signed_in(auditor).get(reverse("my-decisions")).status_code == 403
    assert reverse("my-decisions") in signed_in(cast.officer).get("/").text
    assert reverse("my-decisions") not in signed_in(auditor).get("/").text
