"""What stands on every page: lists in force, stale ones, and that parties were not compared."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

import pytest
from django.test import Client
from django.utils import timezone

from screening import models
from tests import cast as c
from tests.cast import Cast
from tests.web.conftest import SignedIn

pytestmark = pytest.mark.django_db
NOT_COMPARED = "No watchlist is in force: parties were not compared."


def _footer(client: Client, address: str = "/") -> str:
    page = client.get(address).text
    return page[page.index("<footer") : page.index("</footer>")]


@pytest.mark.parametrize("address", ["/", "/shipments/new/", "/submissions/new/", "/no-such-page/"])
def test_every_page_names_the_lists_in_force(cast: Cast, lists: None, signed_in: SignedIn, address: str) -> None:
    footer = _footer(signed_in(cast.officer), address)
    assert f"Lists in force as of {timezone.localdate():%d.%m.%Y}" in footer
    assert "Small list (small)" in footer
    assert NOT_COMPARED in footer


def test_a_stale_list_is_marked(cast: Cast, lists: None, signed_in: SignedIn) -> None:
    assert "stale" not in _footer(signed_in(cast.officer))
    due = timezone.localdate() - timedelta(days=1)
    models.Edition.objects.update(review_by=due)
    footer = _footer(signed_in(cast.officer))
    assert f"stale: review was due {due:%d.%m.%Y}" in footer


def test_without_any_list_the_page_says_that_nothing_is_screened(cast: Cast, signed_in: SignedIn) -> None:
    assert "No control list is in force." in _footer(signed_in(cast.officer))


def _watchlist(**fields: Any) -> None:
    edition = c.watchlist_edition("invented", **fields)
    models.WatchlistEdition.objects.filter(pk=edition.pk).update(
        state="active", bootstrap=True, activated_at=timezone.now()
    )


def test_a_stale_watchlist_is_marked(cast: Cast, lists: None, signed_in: SignedIn) -> None:
    due = timezone.localdate() - timedelta(days=1)
    _watchlist(review_by=due)
    assert f"stale: review was due {due:%d.%m.%Y}" in _footer(signed_in(cast.officer))
    assert "The parties were not compared with any watchlist." in _footer(signed_in(cast.officer))
    assert "1 list is stale" in signed_in(cast.officer).get("/").text


def test_a_watchlist_of_others_silences_nothing(cast: Cast, lists: None, signed_in: SignedIn) -> None:
    _watchlist()
    models.Watchlist.objects.update(administration=cast.uzbekistan)
    assert NOT_COMPARED in _footer(signed_in(cast.officer))


def test_a_watchlist_in_force_silences_the_warning(cast: Cast, lists: None, signed_in: SignedIn) -> None:
    _watchlist()
    assert NOT_COMPARED not in _footer(signed_in(cast.officer))
