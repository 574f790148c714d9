"""The lists in force, their entries, and look-up by name or number."""

from __future__ import annotations

import html
import re
from datetime import timedelta

import pytest
from django.test import Client
from django.utils import timezone
from pytest_django import DjangoAssertNumQueries

from checkpoints.models import User
from screening import models
from screening.services import index
from tests import cast as c
from tests.cast import Cast
from tests.web.conftest import SignedIn

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("lists")]


def _main(client: Client, address: str, **query: str) -> str:
    page = html.unescape(client.get(address, query).text)
    return page[page.index("<main") : page.index("</main>")]


def test_every_list_says_what_is_in_force_and_how_fresh_it_is(cast: Cast, signed_in: SignedIn) -> None:
    page = _main(signed_in(cast.officer), "/lists/")
    for text in ("Small list", "eu-dual-use", "small", "invented for tests", "09.09.2021", "01.01.2099", ">3<", ">6<"):
        assert text in page, text
    assert "overdue" not in page
    assert "Drafts" not in page


def test_a_list_past_its_review_is_marked(cast: Cast, signed_in: SignedIn) -> None:
    models.Edition.objects.update(review_by=timezone.localdate() - timedelta(days=1))
    client = signed_in(cast.officer)
    assert "overdue" in _main(client, "/lists/")
    assert "overdue" in _main(client, "/lists/eu-dual-use/")


def test_list_managers_see_what_waits(cast: Cast, signed_in: SignedIn) -> None:
    client = signed_in(cast.list_manager)
    assert "None. A new edition waits here" in _main(client, "/lists/")
    proposed = c.edition("eu-dual-use", "next")
    assert "not proposed yet" in _main(client, "/lists/")
    c.activation(proposed, cast.list_manager)
    assert "edition next" in _main(client, "/lists/")
    assert "proposed, waits for a second person" in _main(client, "/lists/")


@pytest.mark.parametrize(
    ("language", "title", "name"),
    [("en", "Small list", "Thiodiglycol"), ("ru", "Малый список", "Тиодигликоль"), ("uz", "Kichik roʻyxat", "Tiodigl")],
)
def test_a_list_is_a_tree_in_the_readers_language(
    cast: Cast, signed_in: SignedIn, language: str, title: str, name: str
) -> None:
    client = signed_in(cast.officer)
    client.post("/language/", {"language": language, "page": "/"})
    page = _main(client, "/lists/eu-dual-use/")
    assert title in page
    assert re.search(rf'<li class="depth-1"><a href="/lists/eu-dual-use/1C350.1/">1C350.1</a> <span>{name}', page)


def test_what_lacks_in_a_language_is_marked_as_english(cast: Cast, signed_in: SignedIn) -> None:
    english = c.edition("only-english")
    models.Edition.objects.filter(pk=english.pk).update(state="active", bootstrap=True, activated_at=timezone.now())
    client = signed_in(cast.officer)
    client.post("/language/", {"language": "ru", "page": "/"})
    assert '<span lang="en">Thiodiglycol</span>' in _main(client, "/lists/only-english/")


@pytest.mark.parametrize("address", ["/lists/", "/lists/eu-dual-use/"])
@pytest.mark.parametrize("text", ["тиодигликоль", "111-48-8", "2930.70", "tiodigl", "1c350.1"])
def test_an_entry_is_looked_up(cast: Cast, signed_in: SignedIn, address: str, text: str) -> None:
    page = _main(signed_in(cast.officer), address, q=text)
    assert 'href="/lists/eu-dual-use/1C350.1/"' in page
    assert "2B001.b" not in page


@pytest.mark.parametrize("text", ["nothing like it", "%", "\x00", "<b>", "\u202e"])
def test_what_is_not_found_is_no_clearance(cast: Cast, signed_in: SignedIn, text: str) -> None:
    page = _main(signed_in(cast.officer), "/lists/", q=text)
    assert ("This does not say that goods of this name are free of control." in page) is bool(text.strip("\x00"))


def test_a_question_too_long_is_told_at_the_field(cast: Cast, signed_in: SignedIn) -> None:
    answer = signed_in(cast.officer).get("/lists/", {"q": "x" * 101})
    assert answer.status_code == 422
    assert "longer than 100 characters" in answer.text


@pytest.mark.parametrize("begin", ["x", "-1", "9" * 30, "٣", "3"])
def test_a_broken_page_address_is_answered(cast: Cast, signed_in: SignedIn, begin: str) -> None:
    assert signed_in(cast.officer).get("/lists/eu-dual-use/", {"from": begin}).status_code == 200


@pytest.mark.parametrize("address", ["/lists/", "/lists/eu-dual-use/"])
def test_pages_cost_a_fixed_number_of_statements(
    cast: Cast, signed_in: SignedIn, address: str, django_assert_max_num_queries: DjangoAssertNumQueries
) -> None:
    index.engine_in_force()
    client = signed_in(cast.officer)
    for query in ({}, {"q": "milling"}):
        with django_assert_max_num_queries(13):
            client.get(address, query)


def test_a_list_that_is_not_in_force_is_not_found(cast: Cast, signed_in: SignedIn) -> None:
    c.edition("drafted")
    assert signed_in(cast.officer).get("/lists/drafted/").status_code == 404


def test_anyone_signed_in_may_read_the_lists(cast: Cast, signed_in: SignedIn) -> None:
    nobody = User.objects.create_user("nobody")
    assert signed_in(nobody).get("/lists/").status_code == 200
    assert signed_in(nobody).get("/lists/eu-dual-use/").status_code == 200
