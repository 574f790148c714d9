"""What officers determined about a good: who may, what counts when, and that it is found at every door."""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta
from typing import Any

import pytest
from django.core.exceptions import PermissionDenied
from django.utils import timezone
from pytest_django import DjangoAssertNumQueries

from checkpoints.models import Administration
from ledger.models import AuditEvent
from screening import models as m
from screening.engine import Line
from screening.models import Ruling
from screening.selectors.precedents import State, state_of, with_precedents
from screening.services import check, precedents
from screening.services.precedents import BadDetermination, Lapsed, Product, Said
from tests import cast as c
from tests.cast import Cast

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("lists")]
PRODUCT = Product("Zaryatest", "VM-5100", "", "Milling machine")


def said(**changed: Any) -> Said:
    later = timezone.localdate() + timedelta(days=365)
    return replace(Said("eu-dual-use", "2B001.b", Ruling.CONTROLLED, "Five axes", later), **changed)


def determined(cast: Cast, **changed: Any) -> m.Determination:
    return precedents.determine(by=cast.officer, product=PRODUCT, said=said(**changed))


def confirmed(cast: Cast, of: m.Determination) -> m.Determination:
    precedents.confirm(determination=of, confirmed=True, note="", by=cast.supervisor)
    return of


def found(administration: Administration, text: str = "Станок ЗАРЯТЕСТ VM 5100") -> list[str]:
    [line] = with_precedents([Line("1", text)], administration.pk)
    return [each.id for each in line.precedents]


# -- what counts -----------------------------------------------------------------------------------


def test_a_determination_counts_once_a_second_person_confirmed_it(cast: Cast) -> None:
    made = determined(cast)
    assert found(cast.tajikistan) == []
    confirmed(cast, made)
    assert found(cast.tajikistan) == [str(made.pk)]


def test_another_administration_never_has_it(cast: Cast) -> None:
    confirmed(cast, determined(cast))
    assert found(cast.uzbekistan) == []


def test_an_expired_one_never_counts_nor_does_the_one_before_it(cast: Cast) -> None:
    good, past = c.good(cast.tajikistan, "Zaryatest"), timezone.localdate() - timedelta(days=1)
    for changed in ({}, {"valid_until": past}):
        c.determination_confirmation(c.determination(good, cast.officer, **changed), cast.supervisor)
    assert found(cast.tajikistan) == []


def test_on_its_last_day_it_counts(cast: Cast) -> None:
    made = confirmed(cast, determined(cast, valid_until=timezone.localdate()))
    assert found(cast.tajikistan) == [str(made.pk)]


def test_a_later_one_on_the_same_entry_overrules(cast: Cast) -> None:
    first = confirmed(cast, determined(cast))
    second = determined(cast, ruling=Ruling.FREE)
    assert found(cast.tajikistan) == [str(first.pk)]
    confirmed(cast, second)
    assert found(cast.tajikistan) == [str(second.pk)]
    assert [state_of(each, second.good.determinations.all()) for each in (first, second)] == [
        State.OVERRULED,
        State.IN_FORCE,
    ]


def test_one_on_another_entry_stands_beside_it(cast: Cast) -> None:
    both = [confirmed(cast, determined(cast)), confirmed(cast, determined(cast, code="1C350.1"))]
    assert found(cast.tajikistan) == sorted(str(each.pk) for each in both)


def test_a_withdrawal_ends_it_and_stays_on_record(cast: Cast) -> None:
    confirmed(cast, determined(cast))
    withdrawn = confirmed(cast, determined(cast, ruling=Ruling.WITHDRAWN, reason="The machine has three axes"))
    assert found(cast.tajikistan) == []
    assert withdrawn.good.determinations.count() == 2


def test_a_refused_one_never_counts(cast: Cast) -> None:
    made = determined(cast)
    precedents.confirm(determination=made, confirmed=False, note="Three axes", by=cast.supervisor)
    assert found(cast.tajikistan) == []


def test_the_same_product_in_another_spelling_is_one_good(cast: Cast) -> None:
    first = determined(cast)
    second = precedents.determine(by=cast.officer, product=Product("ZARYATEST LLC", "vm 5100", ""), said=said())
    assert first.good == second.good


# -- who may ---------------------------------------------------------------------------------------


def test_who_determined_does_not_confirm(cast: Cast) -> None:
    made = precedents.determine(by=cast.supervisor, product=PRODUCT, said=said())
    with pytest.raises(PermissionDenied):
        confirmed(cast, made)


def test_an_officer_does_not_confirm_nor_does_a_list_manager_determine(cast: Cast) -> None:
    with pytest.raises(PermissionDenied):
        precedents.confirm(determination=determined(cast), confirmed=True, note="", by=cast.khorog_officer)
    with pytest.raises(PermissionDenied):
        precedents.determine(by=cast.list_manager, product=PRODUCT, said=said())


def test_a_line_of_another_administration_is_no_source(cast: Cast) -> None:
    item = c.shipment(cast).items.get()
    with pytest.raises(PermissionDenied):
        precedents.determine(by=cast.ayritom_officer, product=PRODUCT, said=said(), item=item)


def test_what_was_answered_is_not_answered_again(cast: Cast) -> None:
    made = confirmed(cast, determined(cast))
    with pytest.raises(Lapsed):
        confirmed(cast, made)


def test_each_step_stands_in_the_audit_chain(cast: Cast) -> None:
    made = confirmed(cast, determined(cast))
    events = AuditEvent.objects.filter(subject=f"good:{made.good_id}").order_by("sequence")
    assert [each.action for each in events] == ["good.determined", "good.determination_confirmed"]
    assert {each.administration for each in events} == {cast.tajikistan.pk}


# -- bad input -------------------------------------------------------------------------------------

YESTERDAY = -1
BAD = {
    "nothing that names it": (Product("", "", ""), {}, "model"),
    "a model of one character": (Product("Zaryatest", "7", ""), {}, "model"),
    "a part number of one character": (Product("Zaryatest", "VM-5100", "x"), {}, "part_number"),
    "no digit anywhere": (Product("Zaryatest", "Sirius", ""), {}, "part_number"),
    "a short number without its maker": (Product("", "T4", ""), {}, "maker"),
    "10,000 characters": (Product("Zaryatest", "VM-5100" * 1_500, ""), {}, "model"),
    "a list that is not there": (PRODUCT, {"list_slug": "nowhere"}, "code"),
    "an entry that is not there": (PRODUCT, {"code": "9Z999"}, "code"),
    "an entry with NUL in it": (PRODUCT, {"code": "2B\x00"}, "code"),
    "no reason": (PRODUCT, {"reason": " \x00"}, "reason"),
    "a reason of 10,000 characters": (PRODUCT, {"reason": "x" * 10_000}, "reason"),
    "no ruling": (PRODUCT, {"ruling": "maybe"}, "ruling"),
    "a withdrawal of nothing": (PRODUCT, {"ruling": Ruling.WITHDRAWN}, "ruling"),
}


@pytest.mark.parametrize(("product", "changed", "field"), BAD.values(), ids=BAD.keys())
def test_what_cannot_be_recorded_is_told_at_its_field(
    cast: Cast, product: Product, changed: dict[str, Any], field: str
) -> None:
    with pytest.raises(BadDetermination) as told:
        precedents.determine(by=cast.officer, product=product, said=said(**changed))
    assert told.value.field == field
    assert not m.Determination.objects.exists()


@pytest.mark.parametrize("days", [YESTERDAY, 366 * 11])
def test_the_last_day_is_neither_past_nor_far_away(cast: Cast, days: int) -> None:
    with pytest.raises(BadDetermination) as told:
        determined(cast, valid_until=timezone.localdate() + timedelta(days=days))
    assert told.value.field == "valid_until"
    assert f"{timezone.localdate() + timedelta(days=days):%d.%m.%Y}" in str(told.value)


def test_a_refusal_says_why(cast: Cast) -> None:
    with pytest.raises(BadDetermination) as told:
        precedents.confirm(determination=determined(cast), confirmed=False, note=" ", by=cast.supervisor)
    assert told.value.field == "note"


# -- every door ------------------------------------------------------------------------------------


def test_the_counter_check_uses_those_of_the_asker_s_administration(cast: Cast) -> None:
    made = confirmed(cast, determined(cast))
    own, foreign = (
        check.check_line(text="Станок VM 5100", administration=each.pk).verdict
        for each in (cast.tajikistan, cast.uzbekistan)
    )
    assert own["flagged"]
    assert own["candidates"][0]["evidence"][0]["arguments"]["determination"] == str(made.pk)
    assert not foreign["flagged"]


def test_one_statement_for_all_lines_and_none_without_numbers(
    cast: Cast, django_assert_num_queries: DjangoAssertNumQueries
) -> None:
    confirmed(cast, determined(cast))
    lines = [Line(str(number), f"Станок VM-{5000 + number}") for number in range(200)]
    with django_assert_num_queries(1):
        met = with_precedents(lines, cast.tajikistan.pk)
    assert [line.id for line in met if line.precedents] == ["100"]
    with django_assert_num_queries(0):
        with_precedents([Line("1", "Cotton shirts for men")], cast.tajikistan.pk)
    with django_assert_num_queries(0):
        with_precedents(lines, None)
