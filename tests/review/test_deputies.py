"""Deputies confirm in another's stead, and it is recorded so; never their own proposals, whatever the door."""

from __future__ import annotations

from datetime import timedelta

import pytest
from django.core.exceptions import PermissionDenied
from django.db import IntegrityError, transaction

from checkpoints import delegations
from checkpoints.models import Delegation, User
from checkpoints.roles import Role
from ledger import clock
from screening import models
from screening.review import decisions
from tests import cast as c
from tests.cast import Cast

pytestmark = pytest.mark.django_db


@pytest.fixture
def deputy(cast: Cast) -> User:
    return c.person("officer.two", cast.tajikistan, Role.OFFICER, cast.dushanbe_2)


@pytest.fixture
def delegation(cast: Cast, deputy: User) -> Delegation:
    now = clock.now()
    return delegations.delegate(
        principal=cast.supervisor,
        deputy=deputy,
        checkpoint=cast.dushanbe_2,
        starts_at=now,
        ends_at=now + timedelta(days=1),
        reason="leave",
    )


def proposed(cast: Cast, by: User) -> models.Review:
    run = c.run(c.shipment(cast))
    return decisions.propose(shipment=run.shipment, run_id=str(run.pk), decision="release", note="", proposer=by)


def test_a_deputys_confirmation_says_in_whose_stead(cast: Cast, deputy: User, delegation: Delegation) -> None:
    review = proposed(cast, cast.officer)
    said = decisions.confirm(review=review, confirmed=True, note="", confirmer=deputy)
    assert said.delegation == delegation
    assert models.Outcome.objects.filter(review=review).exists()


def test_the_principal_still_acts_in_their_own_right(cast: Cast, delegation: Delegation) -> None:
    said = decisions.confirm(review=proposed(cast, cast.officer), confirmed=True, note="", confirmer=cast.supervisor)
    assert said.delegation is None


def test_a_deputy_confirms_what_the_principal_proposed(cast: Cast, deputy: User, delegation: Delegation) -> None:
    review = proposed(cast, cast.supervisor)
    assert decisions.confirm(review=review, confirmed=True, note="", confirmer=deputy).delegation == delegation


def test_a_deputy_never_confirms_their_own_proposal(cast: Cast, deputy: User, delegation: Delegation) -> None:
    review = proposed(cast, deputy)
    with pytest.raises(PermissionDenied, match="another person"):
        decisions.confirm(review=review, confirmed=True, note="", confirmer=deputy)
    with pytest.raises(IntegrityError, match="second person"), transaction.atomic():
        c.confirmation(review, deputy, delegation=delegation)
    assert not models.Outcome.objects.exists()


def test_after_its_end_a_deputy_confirms_nothing(cast: Cast, deputy: User, delegation: Delegation) -> None:
    review = proposed(cast, cast.officer)
    delegations.take_back(delegation=delegation, by=cast.supervisor)
    with pytest.raises(PermissionDenied):
        decisions.confirm(review=review, confirmed=True, note="", confirmer=deputy)


# -- the database's own rule -----------------------------------------------------------------------------


def refuses(review: models.Review, by: User, delegation: Delegation) -> None:
    with pytest.raises(IntegrityError, match="comes from its deputy"), transaction.atomic():
        c.confirmation(review, by, delegation=delegation)


def test_nobody_cites_anothers_delegation(cast: Cast, delegation: Delegation) -> None:
    refuses(c.review(c.run(c.shipment(cast)), cast.officer), cast.khorog_officer, delegation)


def test_nobody_cites_a_delegation_that_is_over(cast: Cast, deputy: User, delegation: Delegation) -> None:
    review = c.review(c.run(c.shipment(cast)), cast.officer)
    with clock.at(delegation.ends_at + timedelta(seconds=1)):
        refuses(review, deputy, delegation)


def test_nobody_cites_a_delegation_that_has_not_begun(cast: Cast, deputy: User, delegation: Delegation) -> None:
    review = c.review(c.run(c.shipment(cast)), cast.officer)
    with clock.at(delegation.starts_at - timedelta(seconds=1)):
        refuses(review, deputy, delegation)


def test_nobody_cites_a_delegation_that_was_taken_back(cast: Cast, deputy: User, delegation: Delegation) -> None:
    review = c.review(c.run(c.shipment(cast)), cast.officer)
    delegations.take_back(delegation=delegation, by=cast.supervisor)
    refuses(review, deputy, delegation)
