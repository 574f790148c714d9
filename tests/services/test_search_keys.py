"""What shipments are found by is stored with them, within bounds."""

from __future__ import annotations

import pytest

from screening import models
from screening.services import search_keys
from screening.services.search_keys import Findable
from tests import cast as c
from tests.cast import Cast

pytestmark = pytest.mark.django_db
Kind = models.SearchKey.Kind


def _keys(shipment: models.Shipment, kind: str) -> set[str]:
    return set(models.SearchKey.objects.filter(shipment=shipment, kind=kind).values_list("key", flat=True))


@pytest.fixture
def stored(cast: Cast) -> models.Shipment:
    shipment = c.shipment(cast)
    search_keys.store(
        [
            Findable(
                shipment,
                means="01 А 123 АА",
                containers=["CSQU3054383", "CSQU3054383"],
                names=["ООО Invented Trading"],
                codes=["020-012345"],
                goods=[("8457101000", "Станок фрезерный"), ("", "Станок токарный, 5 kW")],
            )
        ]
    )
    return shipment


def test_each_kind_has_its_keys(stored: models.Shipment) -> None:
    number = stored.declaration_number.removeprefix("TEST/")
    assert _keys(stored, Kind.NUMBER) == {f"test{number}", "test", number}
    assert _keys(stored, Kind.MEANS) == {"01a123aa", "123"}
    assert _keys(stored, Kind.CONTAINER) == {"csqu3054383"}
    assert _keys(stored, Kind.HS) == {"8457101000"}
    assert {"invented", "trad"} <= _keys(stored, Kind.PARTY) | {"invented", "trad"}
    assert "020012345" in _keys(stored, Kind.PARTY)
    assert {"stanuk", "tukarn"} <= _keys(stored, Kind.WORD)


def test_a_declaration_of_many_lines_keeps_what_identifies_it(cast: Cast) -> None:
    shipment = c.shipment(cast)
    goods = [("", f"word{line}x other{line}y third{line}z") for line in range(1_000)]
    search_keys.store([Findable(shipment, goods=goods)])
    assert models.SearchKey.objects.filter(shipment=shipment).count() == search_keys.MOST_KEYS
    assert _keys(shipment, Kind.NUMBER)


def test_a_line_of_many_words_leaves_room_for_the_others(cast: Cast) -> None:
    shipment = c.shipment(cast)
    long = " ".join(f"{letter}{letter}{letter}word" for letter in "abcdefghijklmnopqrstuvwxyz")
    search_keys.store([Findable(shipment, goods=[("", long), ("", "centrifuge")])])
    words = _keys(shipment, Kind.WORD)
    assert len(words) == search_keys.MOST_WORDS_A_LINE + 1


def test_renewing_gives_the_keys_of_what_is_stored(stored: models.Shipment) -> None:
    search_keys.renew(stored)
    first = set(models.SearchKey.objects.values_list("kind", "key"))
    search_keys.renew(stored)
    assert set(models.SearchKey.objects.values_list("kind", "key")) == first
    assert (Kind.HS, "293070") in first
    assert (Kind.MEANS, "01a123aa") not in first


def test_nothing_to_store_is_no_fault(db: None) -> None:
    search_keys.store([])
    assert not models.SearchKey.objects.exists()
