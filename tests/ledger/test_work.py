"""Who holds a shipment, who decides on it and what corrects what: the database holds it, whatever the door."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any, Final

import pytest
from django.db import IntegrityError, connection, transaction
from django.utils import timezone

from checkpoints.models import User
from checkpoints.roles import Role
from screening import models as m
from screening.models.reviews import Decision
from tests import cast as make
from tests.cast import Cast
from tests.ledger import attacks
from tests.ledger.test_two_persons import Door, assert_refused, every_door

End = m.Holding.End


@pytest.fixture
def flagged(cast: Cast) -> m.ScreeningRun:
    return make.run(make.shipment(cast))


@pytest.fixture
def colleague(cast: Cast) -> User:
    return make.person("officer.two", cast.tajikistan, Role.OFFICER, cast.dushanbe_2)


@pytest.fixture
def held(cast: Cast, flagged: m.ScreeningRun) -> m.Holding:
    """The officer at Dushanbe-2 holds the flagged shipment."""
    return m.Holding.objects.create(shipment=flagged.shipment, holder=cast.officer)


def an_inspection(run: m.ScreeningRun, by: User, **fields: Any) -> m.Review:
    said = {"decision": Decision.INSPECT, "needs_confirmation": False} | fields
    return m.Review(shipment=run.shipment, run=run, proposer=by, **said)


# -- holdings ------------------------------------------------------------------------------------------


@every_door
def test_two_never_hold_one_shipment(held: m.Holding, colleague: User, door: Door) -> None:
    second = m.Holding(shipment=held.shipment, holder=colleague)
    try:  # INSERT OR IGNORE passes over a unique index in silence; what counts is that nothing was written
        with transaction.atomic():
            door(second)
    except IntegrityError:
        pass
    assert list(m.Holding.objects.all()) == [held]


def _ended(holding: m.Holding) -> None:
    m.Holding.objects.filter(pk=holding.pk).update(ended_at=timezone.now(), end=End.GIVEN_BACK)


def test_when_one_gives_back_another_takes(held: m.Holding, colleague: User) -> None:
    _ended(held)
    m.Holding.objects.create(shipment=held.shipment, holder=colleague)


def _raw(sql: str) -> Callable[[m.Holding, User], None]:
    def attack(holding: m.Holding, colleague: User) -> None:
        with connection.cursor() as cursor:
            values = {"id": attacks.key_of(holding), "other": attacks.key_of(colleague)}
            cursor.execute(sql.format(**{name: f"%({name})s" for name in values}), values)

    return attack


def _save(**changed: Any) -> Callable[[m.Holding, User], None]:
    def attack(holding: m.Holding, colleague: User) -> None:
        for name, value in changed.items():
            setattr(holding, name, colleague if value == "colleague" else value)
        holding.save()

    return attack


def _update(**changed: Any) -> Callable[[m.Holding, User], None]:
    def attack(holding: m.Holding, colleague: User) -> None:
        said = {name: colleague if value == "colleague" else value for name, value in changed.items()}
        m.Holding.objects.filter(pk=holding.pk).update(**said)

    return attack


OTHERWISE: Final[dict[str, Callable[[m.Holding, User], None]]] = {
    "save another holder": _save(holder="colleague"),
    "update another holder": _update(holder="colleague"),
    "update the time": _update(created_at=timezone.now()),
    "UPDATE": _raw("UPDATE screening_holding SET holder_id = {other} WHERE id = {id}"),
    "delete": lambda holding, colleague: attacks.void(holding.delete()),
    "DELETE": _raw("DELETE FROM screening_holding WHERE id = {id}"),
}


@pytest.mark.parametrize("attack", OTHERWISE.values(), ids=OTHERWISE.keys())
@pytest.mark.parametrize("over", [False, True], ids=["while it lasts", "once it is over"])
def test_who_held_it_and_since_when_stays(
    held: m.Holding, colleague: User, attack: Callable[[m.Holding, User], None], over: bool
) -> None:
    if over:
        _ended(held)
    held.refresh_from_db()
    before = m.Holding.objects.values().get(pk=held.pk)
    with pytest.raises(IntegrityError), transaction.atomic():
        attack(held, colleague)
    assert m.Holding.objects.values().get(pk=held.pk) == before


@pytest.mark.parametrize("changed", [{"ended_at": None, "end": ""}, {"end": End.DECIDED}, {"note": "another"}])
def test_a_holding_that_ended_is_not_touched_again(held: m.Holding, changed: dict[str, Any]) -> None:
    _ended(held)
    with pytest.raises(IntegrityError), transaction.atomic():
        m.Holding.objects.filter(pk=held.pk).update(**changed)


def test_a_holding_does_not_end_without_saying_how(held: m.Holding) -> None:
    with pytest.raises(IntegrityError), transaction.atomic():
        m.Holding.objects.filter(pk=held.pk).update(ended_at=timezone.now())


# -- decisions on what somebody holds ------------------------------------------------------------------


@every_door
def test_nobody_decides_on_what_another_holds(
    cast: Cast, flagged: m.ScreeningRun, held: m.Holding, colleague: User, door: Door
) -> None:
    assert_refused(door, an_inspection(flagged, colleague))
    assert_refused(door, an_inspection(flagged, cast.supervisor))
    door(an_inspection(flagged, cast.officer))


@every_door
def test_what_nobody_holds_any_more_is_free(
    flagged: m.ScreeningRun, held: m.Holding, colleague: User, door: Door
) -> None:
    _ended(held)
    door(an_inspection(flagged, colleague))


# -- corrections -----------------------------------------------------------------------------------------


@pytest.fixture
def inspected(cast: Cast, flagged: m.ScreeningRun) -> m.Outcome:
    """The officer's decision to inspect is in effect."""
    outcome = make.outcome(make.review(flagged, cast.officer, Decision.INSPECT))
    m.Shipment.objects.filter(pk=flagged.shipment_id).update(state=m.Shipment.State.DECIDED)
    return outcome


def a_correction(run: m.ScreeningRun, by: User, of: m.Outcome, **fields: Any) -> m.Review:
    return an_inspection(run, by, **({"corrects": of, "decision": Decision.REFER, "note": "wrong line"} | fields))


@every_door
def test_what_is_decided_is_put_right_by_a_correction_only(
    cast: Cast, flagged: m.ScreeningRun, inspected: m.Outcome, door: Door
) -> None:
    assert_refused(door, an_inspection(flagged, cast.supervisor, decision=Decision.REFER, note="wrong line"))
    door(a_correction(flagged, cast.supervisor, inspected))


@every_door
@pytest.mark.parametrize("note", ["", "   "])
def test_a_correction_says_why(
    cast: Cast, flagged: m.ScreeningRun, inspected: m.Outcome, door: Door, note: str
) -> None:
    assert_refused(door, a_correction(flagged, cast.supervisor, inspected, note=note))


@every_door
def test_a_correction_names_an_outcome_of_its_own_shipment(cast: Cast, inspected: m.Outcome, door: Door) -> None:
    other = make.run(make.shipment(cast))
    assert_refused(door, a_correction(other, cast.supervisor, inspected))


@every_door
def test_a_correction_names_the_outcome_in_effect(
    cast: Cast, flagged: m.ScreeningRun, inspected: m.Outcome, door: Door
) -> None:
    correction = a_correction(flagged, cast.supervisor, inspected)
    correction.save()
    latest = make.outcome(correction)
    again = {"decision": Decision.DOCUMENTS, "note": "papers first"}
    assert_refused(door, a_correction(flagged, cast.supervisor, inspected, **again))
    door(a_correction(flagged, cast.supervisor, latest, **again))


@every_door
def test_a_correction_that_releases_needs_a_second_person(
    cast: Cast, flagged: m.ScreeningRun, inspected: m.Outcome, door: Door
) -> None:
    release = {"decision": Decision.RELEASE, "needs_confirmation": False}
    assert_refused(door, a_correction(flagged, cast.supervisor, inspected, **release))
    door(a_correction(flagged, cast.supervisor, inspected, **release | {"needs_confirmation": True}))
