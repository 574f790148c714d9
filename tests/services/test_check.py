"""A line is checked as a run would judge it, and nothing is stored."""

from __future__ import annotations

import pytest

from ledger.models import AuditEvent
from screening import models
from screening.services import check
from screening.services.index import NoCatalogue

pytestmark = pytest.mark.django_db


@pytest.mark.usefixtures("lists")
def test_listed_goods_are_flagged_with_their_entry_and_editions() -> None:
    result = check.check_line(text="Тиодигликоль 99 %", hs_code="2930709809")
    assert result.verdict["flagged"]
    assert result.verdict["candidates"][0]["code"] == "1C350.1"
    assert result.editions == ("eu-dual-use small",)


@pytest.mark.usefixtures("lists")
def test_ordinary_goods_are_not() -> None:
    assert not check.check_line(text="Cotton shirts for men", hs_code="6105100000").verdict["flagged"]


@pytest.mark.usefixtures("lists")
def test_an_answer_counts_as_on_a_shipment() -> None:
    asked = check.check_line(text="Thiodiglycol")
    keys = [question["key"] for question in asked.verdict["questions"]]
    assert keys == ["quantity:concentration"]
    answered = check.check_line(text="Thiodiglycol", answers={keys[0]: "5 %"})
    assert answered.verdict["questions"] == []
    assert answered.verdict["candidates"] != asked.verdict["candidates"]


@pytest.mark.usefixtures("lists")
def test_nothing_is_stored() -> None:
    before = AuditEvent.objects.count()
    check.check_line(text="Thiodiglycol")
    assert not models.ScreeningRun.objects.exists()
    assert not models.Shipment.objects.exists()
    assert AuditEvent.objects.count() == before


def test_without_a_list_in_force_there_is_no_answer() -> None:
    with pytest.raises(NoCatalogue):
        check.check_line(text="Thiodiglycol")
