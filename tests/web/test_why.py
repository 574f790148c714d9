"""Why an entry does or does not control a line: at the counter and on a shipment."""

from __future__ import annotations

import html

import pytest
from pytest_django import DjangoAssertNumQueries

from screening import models
from tests.cast import Cast
from tests.web.conftest import SOLVENT, Declared, SignedIn

pytestmark = pytest.mark.django_db
MOST_STATEMENTS = 20


def test_the_reasons_and_points_of_a_named_entry_are_shown(cast: Cast, declared: Declared, signed_in: SignedIn) -> None:
    shipment, client = declared("TJ-1", SOLVENT), signed_in(cast.officer)
    address = f"/shipments/{shipment.pk}/lines/1/why/"
    assert address in client.get(f"/shipments/{shipment.pk}/").text
    page = html.unescape(client.get(address, {"entry": "1c350.1"}).text)
    for text in ("The verdict names this entry: strong indication.", "Thiodiglycol", "−3.5", "+6.5", "of 100"):
        assert text in page, text


def test_an_entry_that_nothing_points_at_is_told_too(cast: Cast, declared: Declared, signed_in: SignedIn) -> None:
    shipment = declared("TJ-1", {"box_31_description": "Cotton shirts", "box_33_hs_code": "6105100000"})
    page = signed_in(cast.officer).get(f"/shipments/{shipment.pk}/lines/1/why/", {"entry": "1C350"})
    assert "Nothing in the line points at this entry." in page.text


def test_what_officers_answered_counts(cast: Cast, declared: Declared, signed_in: SignedIn) -> None:
    shipment = declared("TJ-1", {"box_31_description": "Thiodiglycol, drums", "box_33_hs_code": "2930709809"})
    client = signed_in(cast.officer)
    question = models.Question.objects.get(shipment=shipment, key="quantity:concentration")
    client.post(f"/shipments/{shipment.pk}/answers/", {"question": question.pk, "text": "5 %"})
    page = client.get(f"/shipments/{shipment.pk}/lines/1/why/", {"entry": "1C350.1"}).text
    assert "Too little points at this entry." in page
    assert "5 %" in page


@pytest.mark.parametrize("entry", ["9Z999", "1C350.1x", "\x00", "elsewhere:1C350.1", "﷽" * 100])
def test_an_entry_that_no_list_has(cast: Cast, declared: Declared, signed_in: SignedIn, entry: str) -> None:
    shipment = declared("TJ-1", SOLVENT)
    answer = signed_in(cast.officer).get(f"/shipments/{shipment.pk}/lines/1/why/", {"entry": entry})
    assert answer.status_code == 404
    assert "No list in force has an entry" in answer.text


def test_a_line_that_the_shipment_does_not_have(cast: Cast, declared: Declared, signed_in: SignedIn) -> None:
    shipment, client = declared("TJ-1", SOLVENT), signed_in(cast.officer)
    for number in (0, 2, 10**30):
        assert client.get(f"/shipments/{shipment.pk}/lines/{number}/why/").status_code == 404


@pytest.mark.usefixtures("lists")
def test_at_the_counter_the_entry_is_asked_along_with_the_line(cast: Cast, signed_in: SignedIn) -> None:
    client, line = signed_in(cast.officer), {"description": "dye without thiodiglycol"}
    page = client.post("/check/", {**line, "entry": "eu-dual-use:1С350.1"}).text  # with a Cyrillic С
    assert "Too little points at this entry." in page
    answer = client.post("/check/", {**line, "entry": "9Z999"})
    assert answer.status_code == 422
    assert "No list in force has an entry" in answer.text


def test_it_costs_a_fixed_number_of_statements(
    cast: Cast, declared: Declared, signed_in: SignedIn, django_assert_max_num_queries: DjangoAssertNumQueries
) -> None:
    shipment, client = declared("TJ-1", SOLVENT), signed_in(cast.officer)
    with django_assert_max_num_queries(MOST_STATEMENTS):
        client.get(f"/shipments/{shipment.pk}/lines/1/why/", {"entry": "1C350"})
