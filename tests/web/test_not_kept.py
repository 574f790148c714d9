"""What a shared desk's browser keeps of a person's pages."""

from __future__ import annotations

import pytest
from django.test import Client

from tests.cast import Cast
from tests.web.conftest import SignedIn


@pytest.mark.parametrize("address", ["/", "/search/?q=pump", "/account/", "/nothing/"])
def test_no_browser_and_no_proxy_keeps_a_page(cast: Cast, lists: None, signed_in: SignedIn, address: str) -> None:
    assert signed_in(cast.officer).get(address).headers["Cache-Control"] == "private, no-store"


def test_what_says_itself_how_long_it_may_be_kept_is_left_alone() -> None:
    assert "max-age=0" in Client().get("/health/live").headers["Cache-Control"]
