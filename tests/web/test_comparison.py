"""Two versions of a declaration side by side: what differs, and what was changed after a flag."""

from __future__ import annotations

import html
from typing import Any
from uuid import uuid4

import pytest
from django.test import Client
from django.urls import reverse
from pytest_django import DjangoAssertNumQueries

from screening import models
from tests.cast import Cast
from tests.web.conftest import MACHINE, SHIRTS, SOLVENT, Declared, SignedIn

pytestmark = pytest.mark.django_db


def _page(client: Client, one: models.Shipment, other: models.Shipment, **asked: Any) -> str:
    answer = client.get(reverse("comparison", args=[one.pk, other.pk]), asked)
    assert answer.status_code == 200
    text = html.unescape(answer.text)
    return text[text.index("<main") : text.index("</main>")]


def test_changed_words_are_marked_on_both_sides(cast: Cast, declared: Declared, signed_in: SignedIn) -> None:
    former = declared("TJ-1", {"box_31_description": "Centrifugal pump of steel", "box_33_hs_code": "8413700000"})
    present = declared("TJ-1", {"box_31_description": "Centrifugal pump of plastic", "box_33_hs_code": "8413700000"})
    page = _page(signed_in(cast.officer), present, former)
    assert "Centrifugal pump of <del>steel</del>" in page
    assert "Centrifugal pump of <ins>plastic</ins>" in page
    assert page.index("Versions 1 and 2") < page.index("<h2>Line 1") < page.index("What is the same in both")
    assert page.index("What is the same in both") < page.index("8413700000")


def test_either_order_shows_the_former_first(cast: Cast, declared: Declared, signed_in: SignedIn) -> None:
    former, present = declared("TJ-1", SOLVENT), declared("TJ-1", SHIRTS)
    client = signed_in(cast.officer)
    assert _page(client, former, present) == _page(client, present, former)


def test_what_was_changed_after_a_flag_is_pointed_out(cast: Cast, declared: Declared, signed_in: SignedIn) -> None:
    former = declared("TJ-1", SOLVENT, box_17_destination_country="TJ")
    present = declared(
        "TJ-1",
        {**SOLVENT, "box_33_hs_code": "3814009000"},
        box_17_destination_country="AF",
        box_8_consignee={"name": "Invented Forwarding LLC", "country": "TJ"},
    )
    page = _page(signed_in(cast.officer), present, former)
    told = page[page.index("Changed after the former version had been flagged:") : page.index("<section")]
    for name in ("Shipment: Country of destination", "Consignee: Name", "Line 1: HS code"):
        assert name in told, name
    assert page.count("look at this") == 3


def test_a_change_of_weight_is_shown_and_not_pointed_out(cast: Cast, declared: Declared, signed_in: SignedIn) -> None:
    former = declared("TJ-1", {**SOLVENT, "box_35_gross_kg": "100"})
    present = declared("TJ-1", {**SOLVENT, "box_35_gross_kg": "120"})
    page = _page(signed_in(cast.officer), present, former)
    assert "<del>100</del>" in page and "<ins>120</ins>" in page
    assert "look at this" not in page
    assert "Changed after the former version" not in page


def test_nothing_is_pointed_out_where_nothing_was_flagged(cast: Cast, declared: Declared, signed_in: SignedIn) -> None:
    former = declared("TJ-1", SHIRTS, box_17_destination_country="TJ")
    present = declared("TJ-1", SHIRTS, box_17_destination_country="AF")
    assert "Changed after the former version" not in _page(signed_in(cast.officer), present, former)


def test_lines_that_came_and_went_are_told(cast: Cast, declared: Declared, signed_in: SignedIn) -> None:
    former, present = declared("TJ-1", SOLVENT, MACHINE), declared("TJ-1", SOLVENT)
    page = _page(signed_in(cast.officer), present, former)
    assert "Line 2" in page and ">removed<" in page
    assert "1 goods line is the same in both." in page
    page = _page(signed_in(cast.officer), former, declared("TJ-1", SOLVENT, MACHINE, SHIRTS))
    assert "Line 3" in page and ">added<" in page


def test_many_changed_lines_are_paged(cast: Cast, declared: Declared, signed_in: SignedIn) -> None:
    former, present = declared("TJ-1", *[SOLVENT] * 60), declared("TJ-1", *[SHIRTS] * 60)
    client = signed_in(cast.officer)
    first, second = _page(client, present, former), _page(client, present, former, page=2)
    assert "<h2>Line 50" in first and "<h2>Line 51" not in first
    assert "<h2>Line 51" in second and "<h2>Line 50" not in second
    assert "and 48 more" in first


def test_the_statements_do_not_grow_with_the_lines(
    cast: Cast,
    declared: Declared,
    signed_in: SignedIn,
    django_assert_max_num_queries: DjangoAssertNumQueries,
) -> None:
    former, present = declared("TJ-1", *[SOLVENT] * 60), declared("TJ-1", *[SHIRTS] * 60)
    client = signed_in(cast.officer)
    with django_assert_max_num_queries(14):
        _page(client, present, former)


def test_the_page_and_the_doubt_lead_to_it(cast: Cast, declared: Declared, signed_in: SignedIn) -> None:
    former, present = declared("TJ-1", SOLVENT), declared("TJ-1", SHIRTS)
    page = signed_in(cast.officer).get(reverse("shipment", args=[present.pk])).text
    address = reverse("comparison", args=[present.pk, former.pk])
    assert f'<a href="{address}">side by side</a>' in page
    assert f'<a href="{address}">What was changed</a>' in page


# -- scope ---------------------------------------------------------------------------------------------


@pytest.mark.parametrize("who", ["khorog_officer", "ayritom_officer"])
def test_foreign_versions_do_not_exist(cast: Cast, declared: Declared, signed_in: SignedIn, who: str) -> None:
    former, present = declared("TJ-1", SOLVENT), declared("TJ-1", SHIRTS)
    address = reverse("comparison", args=[present.pk, former.pk])
    assert signed_in(getattr(cast, who)).get(address).status_code == 404


def test_only_versions_of_one_declaration_are_compared(cast: Cast, declared: Declared, signed_in: SignedIn) -> None:
    one, other, client = declared("TJ-1", SOLVENT), declared("TJ-2", SOLVENT), signed_in(cast.officer)
    for pair in ([one.pk, other.pk], [one.pk, one.pk], [one.pk, uuid4()]):
        assert client.get(reverse("comparison", args=pair)).status_code == 404


def test_the_same_number_of_another_sender_is_another_declaration(
    cast: Cast, declared: Declared, signed_in: SignedIn
) -> None:
    one, other = declared("TJ-1", SOLVENT), declared("TJ-1", SHIRTS)
    models.Shipment.objects.filter(pk=other.pk).update(sender=f"client:{cast.customs_system.pk}")
    client = signed_in(cast.officer)
    assert client.get(reverse("comparison", args=[one.pk, other.pk])).status_code == 404
    assert "side by side" not in client.get(reverse("shipment", args=[one.pk])).text
