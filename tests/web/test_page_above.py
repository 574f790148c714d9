"""Addresses that forms are sent to lead to the page above when they are opened."""

from __future__ import annotations

import re

import pytest
from django.test import Client

from screening.web.page_above import above
from tests.cast import Cast
from tests.web.conftest import SOLVENT, Declared, SignedIn

pytestmark = pytest.mark.django_db
KEY = "01a20c79-ea85-76df-9593-51b6d6cfc1b2"


@pytest.mark.parametrize(
    ("path", "page"),
    [
        (f"/shipments/{KEY}/answers/", f"/shipments/{KEY}/"),
        (f"/shipments/{KEY}/no/such/thing/", f"/shipments/{KEY}/"),
        ("/language/", "/"),
        ("/", "/"),
        ("/nowhere/at/all/", "/"),
    ],
)
def test_the_nearest_page_above(path: str, page: str) -> None:
    assert above(path) == page


def test_who_reloads_the_address_of_an_answer_comes_to_the_shipment(
    cast: Cast, declared: Declared, signed_in: SignedIn
) -> None:
    shipment = declared("TJ-1", SOLVENT)
    answer = signed_in(cast.officer).get(f"/shipments/{shipment.pk}/answers/", follow=True)
    assert answer.redirect_chain == [(f"/shipments/{shipment.pk}/", 302)]
    assert answer.status_code == 200


def test_a_customs_system_hears_that_the_method_is_wrong() -> None:
    assert Client().get("/api/v1/token").status_code == 405


def test_another_language_after_a_form_with_faults_leads_to_its_page(
    cast: Cast, declared: Declared, signed_in: SignedIn
) -> None:
    shipment = declared("TJ-1", SOLVENT)
    client = signed_in(cast.officer)
    wrong = client.post(f"/shipments/{shipment.pk}/decisions/", {"decision": "none"})
    assert wrong.status_code == 422
    page = re.search(r'name="page" value="([^"]+)"', wrong.text)
    assert page is not None
    back = client.post("/language/", {"language": "ru", "page": page[1]}, follow=True)
    assert back.request["PATH_INFO"] == f"/shipments/{shipment.pk}/"
    assert '<html lang="ru">' in back.text
    cast.officer.refresh_from_db()
    assert cast.officer.language == "ru"


@pytest.mark.parametrize("address", ["/?show=decided", "/lists/", "/shipments/new/", "/style/"])
def test_another_language_keeps_the_page(cast: Cast, lists: None, signed_in: SignedIn, address: str) -> None:
    client = signed_in(cast.officer)
    page = re.search(r'name="page" value="([^"]+)"', client.get(address).text)
    assert page is not None
    assert client.post("/language/", {"language": "uz", "page": page[1]}).headers["Location"] == address
