"""Who sees a shipment lodged at Dushanbe-2: one row a kind of actor."""

import pytest

from checkpoints.actors import client, person
from checkpoints.roles import Role
from screening.selectors.scope import visible_shipments
from tests import cast as c
from tests.cast import Cast

pytestmark = pytest.mark.django_db

SEEN_BY_ROLE = {
    Role.OFFICER: True,
    Role.SUPERVISOR: True,
    Role.ANALYST: True,
    Role.AUDITOR: True,
    Role.LIST_MANAGER: False,
    Role.TRAINER: False,
    Role.ADMINISTRATOR: False,
}


@pytest.mark.parametrize(("role", "seen"), SEEN_BY_ROLE.items())
def test_at_home(cast: Cast, role: Role, seen: bool) -> None:
    at = cast.dushanbe_2 if role in (Role.OFFICER, Role.SUPERVISOR) else None
    user = c.person("someone", cast.tajikistan, role, at)
    c.shipment(cast)
    assert visible_shipments(person(user)).exists() is seen


@pytest.mark.parametrize("role", SEEN_BY_ROLE)
def test_abroad_nobody_sees_it(cast: Cast, role: Role) -> None:
    at = cast.ayritom if role in (Role.OFFICER, Role.SUPERVISOR) else None
    user = c.person("someone", cast.uzbekistan, role, at)
    c.shipment(cast)
    assert not visible_shipments(person(user)).exists()


def test_an_officer_of_another_checkpoint_does_not_see_it(cast: Cast) -> None:
    c.shipment(cast)
    assert not visible_shipments(person(cast.khorog_officer)).exists()


def test_a_customs_system_sees_only_what_it_sent(cast: Cast) -> None:
    actor = client(cast.customs_system)
    c.shipment(cast)
    own = c.shipment(cast, sender_is=actor.name)
    assert [row.pk for row in visible_shipments(actor)] == [own.pk]


def test_someone_without_an_assignment_or_administration_sees_nothing(cast: Cast) -> None:
    c.shipment(cast)
    cast.officer.assignments.all().delete()
    assert not visible_shipments(person(cast.officer)).exists()
    cast.supervisor.administration = None
    assert not visible_shipments(person(cast.supervisor)).exists()
