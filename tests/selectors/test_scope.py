"""Who sees a shipment lodged at Dushanbe-2: one row a kind of actor."""

import pytest
from django.utils import timezone

from checkpoints.actors import client, person
from checkpoints.models import User
from checkpoints.roles import Ability, Role
from screening import models
from screening.selectors.scope import confirmable, may_here, overseen, supervised, visible_shipments
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


# -- escalated proposals ---------------------------------------------------------------------------------


@pytest.fixture
def review(cast: Cast) -> models.Review:
    made = c.review(c.run(c.shipment(cast)), cast.officer)
    models.Shipment.objects.filter(pk=made.shipment_id).update(state=models.Shipment.State.CONFIRMING)
    return made


@pytest.fixture
def khorog_supervisor(cast: Cast) -> User:
    return c.person("supervisor.khorog", cast.tajikistan, Role.SUPERVISOR, cast.khorog)


def _escalate(review: models.Review, cause: str = "unconfirmed") -> None:
    models.Escalation.objects.create(
        shipment=review.shipment,
        review=review if cause == "unconfirmed" else None,
        cause=cause,
        deadline=timezone.now(),
    )


def test_an_escalated_proposal_is_for_every_supervisor_of_the_administration(
    review: models.Review, khorog_supervisor: User
) -> None:
    actor = person(khorog_supervisor)
    assert not visible_shipments(actor).exists()
    assert not may_here(actor, Ability.CONFIRM, review.shipment)
    _escalate(review)
    assert visible_shipments(actor).get() == review.shipment
    assert may_here(actor, Ability.CONFIRM, review.shipment)
    assert confirmable(actor).get() == review


def test_it_can_be_confirmed_and_nothing_else_done_with_it(review: models.Review, khorog_supervisor: User) -> None:
    _escalate(review)
    actor = person(khorog_supervisor)
    others = (Ability.DECIDE, Ability.ANSWER, Ability.REASSIGN, Ability.CORRECT, Ability.ANNOTATE, Ability.REPORT)
    assert [ability for ability in others if may_here(actor, ability, review.shipment)] == []


def test_it_is_not_for_others(cast: Cast, review: models.Review) -> None:
    _escalate(review)
    abroad = c.person("supervisor.ayritom", cast.uzbekistan, Role.SUPERVISOR, cast.ayritom)
    for stranger in (abroad, cast.khorog_officer, cast.ayritom_officer, cast.list_manager):
        actor = person(stranger)
        assert not visible_shipments(actor).exists()
        assert not may_here(actor, Ability.CONFIRM, review.shipment)
        assert not confirmable(actor).exists()


def test_goods_that_arrived_undecided_stay_with_their_checkpoint(
    review: models.Review, khorog_supervisor: User
) -> None:
    _escalate(review, "undecided")
    assert not visible_shipments(person(khorog_supervisor)).exists()
    assert not confirmable(person(khorog_supervisor)).exists()


def test_the_next_proposal_on_the_shipment_is_not_escalated_with_it(
    cast: Cast, review: models.Review, khorog_supervisor: User
) -> None:
    _escalate(review)
    c.confirmation(review, cast.supervisor, confirmed=False)
    c.review(review.run, cast.officer)
    actor = person(khorog_supervisor)
    assert visible_shipments(actor).exists()
    assert not may_here(actor, Ability.CONFIRM, review.shipment)
    assert not confirmable(actor).exists()


def test_nobody_confirms_their_own_escalated_proposal(cast: Cast, khorog_supervisor: User) -> None:
    review = c.review(c.run(c.shipment(cast)), khorog_supervisor)
    models.Shipment.objects.update(state=models.Shipment.State.CONFIRMING)
    _escalate(review)
    assert not confirmable(person(khorog_supervisor)).exists()


# -- whose work one may look at ----------------------------------------------------------------------------

OVERSEEN = {
    Role.OFFICER: (set(), set()),
    Role.SUPERVISOR: ({"Dushanbe-2"}, {"Dushanbe-2"}),
    Role.ANALYST: ({"Dushanbe-2", "Khorog"}, set()),
    Role.AUDITOR: ({"Dushanbe-2", "Khorog"}, set()),
    Role.LIST_MANAGER: (set(), set()),
}


@pytest.mark.parametrize(("role", "places"), OVERSEEN.items())
def test_checkpoints_overseen_and_supervised(cast: Cast, role: Role, places: tuple[set[str], set[str]]) -> None:
    at = cast.dushanbe_2 if role in (Role.OFFICER, Role.SUPERVISOR) else None
    actor = person(c.person("someone", cast.tajikistan, role, at))
    assert ({each.name for each in overseen(actor)}, {each.name for each in supervised(actor)}) == places
