"""The search page: what it shows, and its calm answers to what cannot be searched for."""

from __future__ import annotations

import html
import re

import pytest
from pytest_django import DjangoAssertNumQueries

from screening.selectors.search import PAGE
from tests.cast import Cast
from tests.web.conftest import SHIRTS, SOLVENT, Declared, SignedIn

pytestmark = pytest.mark.django_db
MOST_STATEMENTS = 15
PLATE = {"box_18_means_of_transport": {"identity": "01 А 123 АА"}}


def test_a_plate_typed_in_the_other_alphabet_leads_to_the_shipment(
    cast: Cast, declared: Declared, signed_in: SignedIn
) -> None:
    shipment = declared("TJ-1", SOLVENT, **PLATE)
    page = signed_in(cast.officer).get("/search/", {"q": "01a123aa"}).text
    assert f'href="/shipments/{shipment.pk}/"' in page
    assert "<mark>01 А 123 АА</mark>" in page
    assert "Means of transport" in page
    assert "red lane" in page


def test_the_word_that_matched_is_marked_where_it_stands(cast: Cast, declared: Declared, signed_in: SignedIn) -> None:
    long = {"box_31_description": "Различные принадлежности для лаборатории " * 8 + "<тиодигликоль> в бочках"}
    declared("TJ-1", long)
    page = html.unescape(signed_in(cast.officer).get("/search/", {"q": "tiodiglikol"}).text)
    assert "<<mark>тиодигликоль</mark>> в бочках" in page
    assert "… " in page


def test_the_declaration_asked_for_stands_before_longer_numbers(
    cast: Cast, declared: Declared, signed_in: SignedIn
) -> None:
    declared("TJ-1", SHIRTS)
    declared("TJ-12", SHIRTS)
    page = signed_in(cast.officer).get("/search/", {"q": "tj1"}).text
    assert page.index("The declaration of this number") < page.index(">TJ-1<")
    assert page.index(">TJ-1<") < page.index("Other shipments") < page.index(">TJ-12<")


def test_without_a_question_the_page_only_asks(cast: Cast, signed_in: SignedIn) -> None:
    answer = signed_in(cast.officer).get("/search/", {"q": "  "})
    assert answer.status_code == 200
    assert "beginnings of words are enough" in answer.text
    assert "Nothing was found" not in answer.text


@pytest.mark.parametrize("text", ["nothing-like-this", "%%", "__", "«\u202eאבג»", "' OR 1=1 --", "<script>", "a\x00b"])
def test_what_is_not_found_says_where_it_was_looked_for(
    cast: Cast, declared: Declared, signed_in: SignedIn, text: str
) -> None:
    declared("TJ-1", SHIRTS)
    answer = signed_in(cast.officer).get("/search/", {"q": text})
    assert answer.status_code in (200, 422)
    assert "TJ-1" not in answer.text
    assert "Nothing was found for" in answer.text or "too short" in answer.text
    assert "<script>" not in re.sub(r'<script src="[^"]+" defer></script>', "", answer.text)


@pytest.mark.parametrize(
    ("text", "problem"),
    [("x", "Write at least two letters"), ("x" * 201, "longer than 200"), ("a1 " * 9, "more than eight words")],
)
def test_what_cannot_be_searched_for_is_said_at_the_field(
    cast: Cast, signed_in: SignedIn, text: str, problem: str
) -> None:
    answer = signed_in(cast.officer).get("/search/", {"q": text})
    assert answer.status_code == 422
    assert problem in answer.text
    assert 'aria-describedby="asked_error asked_hint" aria-invalid="true"' in answer.text


def test_many_results_come_in_pages_of_fixed_cost(
    cast: Cast,
    declared: Declared,
    signed_in: SignedIn,
    django_assert_max_num_queries: DjangoAssertNumQueries,
) -> None:
    for number in range(PAGE + 1):
        declared(f"TJ-{number:03}", SHIRTS, screened=False)
    client = signed_in(cast.officer)
    with django_assert_max_num_queries(MOST_STATEMENTS):
        page = client.get("/search/", {"q": "рубашки shirts"}).text
    assert "Nothing was found" in page
    with django_assert_max_num_queries(MOST_STATEMENTS):
        page = client.get("/search/", {"q": "shirts"}).text
    assert page.count('id="row-') == PAGE
    [following] = re.findall(r'rel="next" href="([^"]+)"', page)
    later = client.get(html.unescape(following)).text
    assert re.findall(r'id="row-[^>]+>([^<]+)<', later) == ["TJ-000"]
    assert "To the beginning" in later


@pytest.mark.parametrize("after", ["nonsense", "", "0" * 400])
def test_a_broken_address_shows_the_first_page(cast: Cast, declared: Declared, signed_in: SignedIn, after: str) -> None:
    declared("TJ-1", SHIRTS)
    assert ">TJ-1<" in signed_in(cast.officer).get("/search/", {"q": "shirts", "after": after}).text


@pytest.mark.parametrize(("who", "status"), [("officer", 200), ("supervisor", 200), ("list_manager", 403)])
def test_who_may_see_shipments_may_search(cast: Cast, signed_in: SignedIn, who: str, status: int) -> None:
    assert signed_in(getattr(cast, who)).get("/search/").status_code == status


def test_a_foreign_shipment_is_not_found(cast: Cast, declared: Declared, signed_in: SignedIn) -> None:
    declared("TJ-1", SHIRTS)
    assert "Nothing was found" in signed_in(cast.khorog_officer).get("/search/", {"q": "TJ-1"}).text


@pytest.mark.usefixtures("lists")
@pytest.mark.parametrize("asked", ["2930.70", "111-48-8"])
def test_a_search_leads_to_the_entries_of_a_code_or_number(cast: Cast, signed_in: SignedIn, asked: str) -> None:
    client = signed_in(cast.officer)
    [address] = re.findall(r'href="(/lists/\?q=[^"]+)"', client.get("/search/", {"q": asked}).text)
    assert 'href="/lists/eu-dual-use/1C350.1/"' in client.get(html.unescape(address)).text


def test_what_is_too_long_for_the_lists_leads_nowhere(cast: Cast, signed_in: SignedIn) -> None:
    assert "/lists/?q=" not in signed_in(cast.officer).get("/search/", {"q": "x" * 101}).text
