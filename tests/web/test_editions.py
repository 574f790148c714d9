"""The page of an edition: what changes, what would be flagged, two persons, the emergency and the way back."""

from __future__ import annotations

import html

import pytest
from django.test import Client
from pytest_django import DjangoAssertNumQueries

from checkpoints.roles import AT_CHECKPOINT, Role
from screening import models
from screening.lists import passes
from screening.models import ListPass
from tests import cast as c
from tests.cast import Cast
from tests.lists.conftest import Drafted, drafted
from tests.web.conftest import SHIRTS, SOLVENT, Declared, SignedIn

__all__ = ["drafted"]
pytestmark = pytest.mark.django_db
MOST_STATEMENTS = 30


def _act(client: Client, edition: models.Edition, act: str, **more: str) -> tuple[int, str]:
    answer = client.post(f"/editions/{edition.pk}/acts/", {"act": act, **more}, follow=True)
    return (answer.redirect_chain[-1][1] if answer.redirect_chain else answer.status_code), html.unescape(answer.text)


def _walk(purpose: str) -> None:
    walk = ListPass.objects.get(purpose=purpose, state="running")
    while passes.advance(walk.pk, lambda _: None):
        pass


def test_what_a_draft_changes_is_shown_entry_by_entry(cast: Cast, drafted: Drafted, signed_in: SignedIn) -> None:
    edition, client = drafted("cotton shirts"), signed_in(cast.list_manager)
    assert f"/editions/{edition.pk}/" in client.get("/lists/").text
    page = html.unescape(client.get(f"/editions/{edition.pk}/").text)
    for text in (
        "Edition of tests: draft",
        "Against edition small",
        "changed: <strong>1</strong>",
        "<del>en, exact: thiodiglycol</del>",
        "<ins>en, exact: cotton shirts</ins>",
        "<del>cas: 111-48-8</del>",
        edition.checksum,
    ):
        assert text in page, text


def test_two_persons_put_it_in_force(cast: Cast, drafted: Drafted, signed_in: SignedIn) -> None:
    edition = drafted("cotton shirts")
    one, two = signed_in(cast.list_manager), signed_in(cast.other_list_manager)
    assert _act(one, edition, "confirm")[0] == 422
    assert "Proposed. Another list manager" in _act(one, edition, "propose")[1]
    status, page = _act(one, edition, "confirm")
    assert status == 422
    assert "Another person than the one who proposed it" in page
    assert "Confirmed. The edition is in force." in _act(two, edition, "confirm")[1]
    edition.refresh_from_db()
    assert edition.state == "active"


def test_the_shipments_of_the_last_days_are_compared(
    cast: Cast, declared: Declared, drafted: Drafted, signed_in: SignedIn
) -> None:
    declared("TJ-1", SOLVENT)
    declared("TJ-2", SHIRTS)
    edition, client = drafted("cotton shirts"), signed_in(cast.list_manager)
    assert "0 of 2 shipments" in _act(client, edition, "preview")[1]
    assert "stopped" in _act(client, edition, "stop", purpose="preview")[1]
    page = _act(client, edition, "resume", purpose="preview")[1]  # the task goes on at once in tests
    for text in (
        "2 of 2 shipments",
        "Lines newly flagged</dt><dd>1",
        "Lines flagged no more</dt><dd>1",
        "Cotton shirts",
    ):
        assert text in page, text
    assert "TJ-1" not in page  # a list manager sees goods, not whose they are
    abroad = c.person("lists.uz", cast.uzbekistan, Role.LIST_MANAGER)
    assert "Cotton shirts for men" not in signed_in(abroad).get(f"/editions/{edition.pk}/").text


def test_in_an_emergency_and_back_in_one_step(
    cast: Cast, declared: Declared, drafted: Drafted, signed_in: SignedIn
) -> None:
    declared("TJ-1", SHIRTS)
    former, edition = models.Edition.objects.get(state="active"), drafted("cotton shirts")
    client = signed_in(cast.list_manager)
    assert _act(client, edition, "at-once")[0] == 422
    page = _act(client, edition, "at-once", reason="Seen at Khorog")[1]
    assert "In force without a second person; waits for confirmation." in page
    assert "Seen at Khorog" in page
    _walk("rescreen")
    assert "Shipments screened again</dt><dd>1" in html.unescape(client.get(f"/editions/{edition.pk}/").text)
    page = _act(client, edition, "roll-back", reason="It flags shirts")[1]
    assert "The former edition is in force again." in page
    former.refresh_from_db()
    assert former.state == "active"


def test_a_button_that_is_none_is_refused(cast: Cast, drafted: Drafted, signed_in: SignedIn) -> None:
    edition, client = drafted("cotton shirts"), signed_in(cast.list_manager)
    for act in ("", "delete", "stop", "roll-back"):
        assert _act(client, edition, act, purpose="preview")[0] == 422


def test_a_national_list_is_its_own_administrations(cast: Cast, drafted: Drafted, signed_in: SignedIn) -> None:
    edition = drafted("cotton shirts")
    models.ControlList.objects.update(administration=cast.uzbekistan)
    client = signed_in(cast.list_manager)
    assert client.get(f"/editions/{edition.pk}/").status_code == 404
    assert client.post(f"/editions/{edition.pk}/acts/", {"act": "propose"}).status_code == 404


@pytest.mark.parametrize("role", [Role.OFFICER, Role.SUPERVISOR, Role.ANALYST, Role.AUDITOR, Role.TRAINER])
def test_others_do_not_manage_lists(cast: Cast, drafted: Drafted, signed_in: SignedIn, role: Role) -> None:
    edition = drafted("cotton shirts")
    client = signed_in(c.person("someone", cast.tajikistan, role, cast.dushanbe_2 if role in AT_CHECKPOINT else None))
    assert client.get(f"/editions/{edition.pk}/").status_code == 403
    assert client.post(f"/editions/{edition.pk}/acts/", {"act": "propose"}).status_code == 403


def test_the_page_costs_a_fixed_number_of_statements(
    cast: Cast, drafted: Drafted, signed_in: SignedIn, django_assert_max_num_queries: DjangoAssertNumQueries
) -> None:
    edition, client = drafted("cotton shirts"), signed_in(cast.list_manager)
    with django_assert_max_num_queries(MOST_STATEMENTS):
        client.get(f"/editions/{edition.pk}/")
