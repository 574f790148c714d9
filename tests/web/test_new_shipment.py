"""A declaration entered by hand."""

from __future__ import annotations

import html
from typing import Any

import pytest
from django.test import Client

from checkpoints.models import Assignment
from checkpoints.roles import Role
from screening import models
from tests.cast import Cast
from tests.web.conftest import SignedIn

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("lists")]
ADDRESS = "/shipments/new/"


def form(cast: Cast, *lines: dict[str, str], shown: int = 5, **fields: str) -> dict[str, str]:
    """What a browser sends for five lines, of which some are filled in."""
    typed = {
        "checkpoint": str(cast.dushanbe_2.pk),
        "number": "TJ-1",
        "lines-TOTAL_FORMS": str(shown),
        "lines-INITIAL_FORMS": "0",
        **fields,
    }
    for place in range(shown):
        line = lines[place] if place < len(lines) else {}
        for name in ("description", "hs_code", "origin", "packages", "gross_kg", "net_kg", "quantity", "unit", "value"):
            typed[f"lines-{place}-{name}"] = line.get(name, "")
    return typed


def _sent(client: Client, typed: dict[str, str]) -> tuple[int, str]:
    answer: Any = client.post(ADDRESS, typed)
    return answer.status_code, html.unescape(answer.text)


def test_a_form_becomes_a_shipment_through_the_same_intake(cast: Cast, signed_in: SignedIn) -> None:
    typed = form(
        cast,
        {"description": "тиодигликоль, бочки", "hs_code": "2930.70", "gross_kg": "1 234,5", "origin": "Китай"},
        {"description": "cotton shirts"},
        arrival_at="2026-12-01T10:30",
        consignee_name="Invented Trading LLC",
        consignee_country="Tajikistan",
        dispatch="CN",
        mode="3",
        containers="CSQU3054383 MSKU1234565",
        invoice_total="18400",
        currency="USD",
    )
    answer = signed_in(cast.officer).post(ADDRESS, typed, follow=True)
    shipment = models.Shipment.objects.get()
    assert answer.redirect_chain == [(f"/shipments/{shipment.pk}/", 302)]
    assert "The declaration is taken and being screened." in answer.text
    first, second = shipment.items.order_by("number")
    assert (first.hs_code, str(first.gross_kg), first.origin) == ("293070", "1234.500000", "CN")
    assert second.description == "cotton shirts"
    assert {each.number for each in shipment.containers.all()} == {"CSQU3054383", "MSKU1234565"}
    assert (shipment.submission.channel, shipment.arrival_at.isoformat()) == ("form", "2026-12-01T05:30:00+00:00")
    assert shipment.requests.count() == 1


@pytest.mark.parametrize(
    ("fields", "line", "said"),
    [
        ({"number": ""}, {"description": "x"}, "The declaration has no number. Fill in Declaration number."),
        ({}, {"description": "x", "gross_kg": "ten"}, "Gross, kg: “ten” is not a number. Write digits only"),
        ({}, {"hs_code": "293070"}, "The goods are not described. Fill in Description."),
        ({"arrival_at": "tomorrow"}, {"description": "x"}, "Arrival: “tomorrow” is no date."),
        ({"invoice_total": "much"}, {"description": "x"}, "Invoice total: “much” is not a number."),
        ({"checkpoint": "00000000-0000-0000-0000-000000000000"}, {"description": "x"}, "Select a valid choice."),
    ],
)
def test_a_fault_is_named_at_its_field_and_nothing_typed_is_lost(
    cast: Cast, signed_in: SignedIn, fields: dict[str, str], line: dict[str, str], said: str
) -> None:
    typed = form(cast, line, {"description": "kept line"}, consignor_name="Kept") | fields
    status, page = _sent(signed_in(cast.officer), typed)
    assert status == 422
    for text in (said, 'value="Kept"', "kept line"):
        assert text in page, text
    assert not models.Submission.objects.exists()


def test_a_form_without_goods_says_so_above(cast: Cast, signed_in: SignedIn) -> None:
    status, page = _sent(signed_in(cast.officer), form(cast, consignor_name="Kept"))
    assert status == 422
    assert "The declaration has no goods. Add at least one line of goods." in page
    assert 'value="Kept"' in page


def test_a_fault_behind_an_empty_line_stands_at_the_line_where_it_was_typed(cast: Cast, signed_in: SignedIn) -> None:
    typed = form(cast, {}, {}, {"description": "pump", "net_kg": "ten"})
    _, page = _sent(signed_in(cast.officer), typed)
    assert 'id="id_lines-2-net_kg_error"' in page
    assert 'aria-invalid="true"' in page[page.index('name="lines-2-net_kg"') :][:300]


def test_faults_are_told_in_the_readers_language(cast: Cast, signed_in: SignedIn) -> None:
    client = signed_in(cast.officer)
    client.post("/language/", {"language": "tg", "page": "/"})
    _, page = _sent(client, form(cast, {"description": "x"}, number=""))
    assert "Рақами эъломия нест." in page


def test_more_lines_keep_what_was_typed(cast: Cast, signed_in: SignedIn) -> None:
    status, page = _sent(signed_in(cast.officer), form(cast, {"description": "kept"}, number="", more="1"))
    assert status == 200
    assert page.count('class="line-form"') == 10
    assert "kept" in page
    assert "has no number" not in page


def test_lines_end_somewhere(cast: Cast, signed_in: SignedIn) -> None:
    _, page = _sent(signed_in(cast.officer), form(cast, shown=1, more="1") | {"lines-TOTAL_FORMS": "100000"})
    assert page.count('class="line-form"') == 200


def test_the_same_declaration_again_changes_nothing(cast: Cast, signed_in: SignedIn) -> None:
    client, typed = signed_in(cast.officer), form(cast, {"description": "cotton shirts"})
    client.post(ADDRESS, typed)
    answer = client.post(ADDRESS, typed, follow=True)
    assert "This declaration had been received before." in answer.text
    assert models.Shipment.objects.count() == 1


def test_only_ones_own_checkpoints_can_be_chosen(cast: Cast, signed_in: SignedIn) -> None:
    client = signed_in(cast.officer)
    page = client.get(ADDRESS).text
    assert "Dushanbe-2" in page
    assert "Khorog" not in page
    status, _ = _sent(client, form(cast, {"description": "x"}, checkpoint=str(cast.khorog.pk)))
    assert status == 422
    Assignment.objects.create(user=cast.officer, role=Role.OFFICER, checkpoint=cast.khorog)
    assert "Khorog" in client.get(ADDRESS).text
