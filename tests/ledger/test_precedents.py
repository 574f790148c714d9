"""A determination is confirmed by a second person of its administration, and the database holds it."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

import pytest

from checkpoints.models import User
from screening import models as m
from tests import cast as c
from tests.cast import Cast
from tests.ledger.test_two_persons import Door, assert_refused, every_door

pytestmark = pytest.mark.django_db


@pytest.fixture
def made(cast: Cast) -> m.Determination:
    return c.determination(c.good(cast.tajikistan), cast.officer)


def a_confirmation(of: m.Determination, by: User, **changed: Any) -> m.DeterminationConfirmation:
    said = {"determined_by_repeated": of.determined_by, "ruling_repeated": of.ruling, "confirmed": True}
    return m.DeterminationConfirmation(determination=of, confirmer=by, **{**said, **changed})


@every_door
def test_a_second_person_of_the_administration_confirms(cast: Cast, made: m.Determination, door: Door) -> None:
    door(a_confirmation(made, cast.supervisor))
    assert m.DeterminationConfirmation.objects.count() == 1


@every_door
def test_the_same_person_does_not(made: m.Determination, door: Door) -> None:
    assert_refused(door, a_confirmation(made, made.determined_by))


@every_door
def test_nor_by_naming_another_as_the_one_who_determined(cast: Cast, made: m.Determination, door: Door) -> None:
    assert_refused(door, a_confirmation(made, cast.officer, determined_by_repeated=cast.supervisor))


@every_door
def test_nor_a_person_of_another_administration(cast: Cast, made: m.Determination, door: Door) -> None:
    assert_refused(door, a_confirmation(made, cast.ayritom_officer))


@every_door
def test_nor_another_ruling_than_was_determined(cast: Cast, made: m.Determination, door: Door) -> None:
    assert_refused(door, a_confirmation(made, cast.supervisor, ruling_repeated=m.Ruling.FREE))


@every_door
def test_nor_one_that_a_later_one_overruled(cast: Cast, made: m.Determination, door: Door) -> None:
    later = c.determination(made.good, cast.officer, created_at=made.created_at + timedelta(seconds=1))
    c.determination_confirmation(later, cast.supervisor)
    assert_refused(door, a_confirmation(made, cast.supervisor))


@every_door
def test_a_good_is_determined_within_its_administration(cast: Cast, door: Door) -> None:
    said = {"list_slug": "eu-dual-use", "entry_code": "2B001.b", "ruling": m.Ruling.FREE, "reason": "x"}
    foreign = m.Determination(good=c.good(cast.tajikistan), determined_by=cast.ayritom_officer, **said)
    assert_refused(door, foreign)


@every_door
def test_a_determination_names_a_line_of_its_administration(cast: Cast, door: Door) -> None:
    said = {"list_slug": "eu-dual-use", "entry_code": "2B001.b", "ruling": m.Ruling.FREE, "reason": "x"}
    good, item = c.good(cast.uzbekistan), c.shipment(cast).items.get()
    assert_refused(door, m.Determination(good=good, determined_by=cast.ayritom_officer, item=item, **said))
