"""The pages of watchlists: freshness, failures, what a draft changes, and two persons."""

from __future__ import annotations

import html
from datetime import timedelta
from pathlib import Path

import pytest
from django.test import Client
from django.utils import timezone
from pytest_django import DjangoAssertNumQueries

from checkpoints.roles import AT_CHECKPOINT, Role
from screening.lists.faults import ListRefused
from screening.lists.watchlists.importing import Source, import_publication
from screening.models import WatchlistEdition
from tests import cast as c
from tests.cast import Cast
from tests.lists.watchlists.test_importing import HEADER, ONE, THREE, TWO, Bring, bring
from tests.web.conftest import SignedIn

__all__ = ["bring"]
pytestmark = pytest.mark.django_db
MOST_STATEMENTS = 20


@pytest.fixture
def draft(bring: Bring) -> WatchlistEdition:
    """One party changed, one went, one came."""
    bring(ONE, TWO)
    return bring(ONE, "1,Rustik,weak,person,TJ,a", THREE).edition


def _act(client: Client, edition: WatchlistEdition, act: str, **more: str) -> tuple[int, str]:
    answer = client.post(f"/watchlists/{edition.pk}/acts/", {"act": act, **more}, follow=True)
    return (answer.redirect_chain[-1][1] if answer.redirect_chain else answer.status_code), html.unescape(answer.text)


def test_every_list_is_shown_with_its_edition_and_its_draft(
    cast: Cast,
    draft: WatchlistEdition,
    signed_in: SignedIn,
    django_assert_max_num_queries: DjangoAssertNumQueries,
) -> None:
    client = signed_in(cast.list_manager)
    with django_assert_max_num_queries(MOST_STATEMENTS):
        page = html.unescape(client.get("/watchlists/").text)
    for text in ("National list", draft.name, f"/watchlists/{draft.pk}/", "not proposed yet", "taken"):
        assert text in page, text
    WatchlistEdition.objects.update(review_by=timezone.localdate() - timedelta(days=1))
    assert "overdue" in client.get("/watchlists/").text


def test_without_any_list_the_page_says_how_one_comes(cast: Cast, signed_in: SignedIn) -> None:
    assert "import_watchlist" in signed_in(cast.list_manager).get("/watchlists/").text


def test_a_refused_publication_shows_with_its_reason_until_one_is_taken(
    cast: Cast, bring: Bring, signed_in: SignedIn, tmp_path: Path
) -> None:
    edition, client = bring(ONE, TWO).edition, signed_in(cast.list_manager)
    bad = tmp_path / "bad.csv"
    bad.write_text(HEADER, "utf-8")
    with pytest.raises(ListRefused):
        import_publication(Source("national", bad, "csv"))
    page = html.unescape(client.get("/watchlists/").text)
    assert "was refused." in page
    assert "No party was found in the file." in page
    assert f"Edition {edition.name} stays in force." in page
    bring(ONE, TWO)
    assert "was refused." not in client.get("/watchlists/").text


def test_what_a_draft_changes_is_shown_party_by_party(
    cast: Cast,
    draft: WatchlistEdition,
    signed_in: SignedIn,
    django_assert_max_num_queries: DjangoAssertNumQueries,
) -> None:
    client = signed_in(cast.list_manager)
    with django_assert_max_num_queries(MOST_STATEMENTS):
        page = html.unescape(client.get(f"/watchlists/{draft.pk}/").text)
    for text in (
        f"Edition {draft.name}: draft",
        "added: <strong>1</strong> · removed: <strong>1</strong> · changed: <strong>1</strong>",
        "Testov Rustam",
        "<ins>Rustik (weak)</ins>",
        "Other Co",
        "Sample Co",
        draft.checksum,
    ):
        assert text in page, text


def test_the_first_edition_shows_its_parties_page_by_page(cast: Cast, bring: Bring, signed_in: SignedIn) -> None:
    edition = bring(*(f"{number:03},Invented {number:03},0,person,TJ,a" for number in range(60))).edition
    client = signed_in(cast.list_manager)
    first = client.get(f"/watchlists/{edition.pk}/").text
    assert "Invented 039" in first
    assert "Invented 040" not in first
    assert "added: <strong>60</strong>" in first
    assert "without a second person" in first
    assert "Invented 059" in client.get(f"/watchlists/{edition.pk}/?from=40").text


def test_two_persons_put_it_in_force_and_one_brings_the_former_back(
    cast: Cast, draft: WatchlistEdition, signed_in: SignedIn
) -> None:
    one, two = signed_in(cast.list_manager), signed_in(cast.other_list_manager)
    assert _act(one, draft, "confirm")[0] == 422
    assert "Proposed. Another list manager" in _act(one, draft, "propose")[1]
    status, page = _act(one, draft, "confirm")
    assert status == 422
    assert "Another person than the one who proposed it" in page
    assert "Confirmed. The edition is in force." in _act(two, draft, "confirm")[1]
    assert _act(two, draft, "roll-back")[0] == 422
    assert "The former edition is in force again." in _act(two, draft, "roll-back", reason="wrong names")[1]
    draft.refresh_from_db()
    assert draft.state == "retired"


def test_an_emergency_says_so(cast: Cast, draft: WatchlistEdition, signed_in: SignedIn) -> None:
    page = _act(signed_in(cast.list_manager), draft, "at-once", reason="a ship arrives tonight")[1]
    assert "waits for confirmation" in page
    assert "a ship arrives tonight" in page


@pytest.mark.parametrize("role", [role for role in Role if role != Role.CUSTOMS_SYSTEM])
def test_list_managers_and_auditors_read_and_list_managers_act(
    cast: Cast, draft: WatchlistEdition, signed_in: SignedIn, role: Role
) -> None:
    at = cast.dushanbe_2 if role in AT_CHECKPOINT else None
    client = signed_in(c.person("someone", cast.tajikistan, role, at))
    reads = role in (Role.LIST_MANAGER, Role.AUDITOR)
    for address in ("/watchlists/", f"/watchlists/{draft.pk}/"):
        assert client.get(address).status_code == (200 if reads else 403)
    answer = client.post(f"/watchlists/{draft.pk}/acts/", {"act": "propose"})
    assert answer.status_code == (302 if role == Role.LIST_MANAGER else 403)
