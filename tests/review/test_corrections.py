"""A decision in effect is put right by a new one; the former stays in effect until the new one is."""

from __future__ import annotations

import pytest
from django.core.exceptions import PermissionDenied

from checkpoints.actors import person
from checkpoints.models import User
from checkpoints.roles import Role
from screening import models
from screening.review import decisions
from screening.selectors import queue
from screening.selectors.reviews import Standing, standing, with_standing
from tests import cast as c
from tests.cast import Cast

pytestmark = pytest.mark.django_db


@pytest.fixture
def inspected(cast: Cast) -> models.Shipment:
    """The officer at Dushanbe-2 decided to inspect a flagged shipment."""
    shipment = c.run(c.shipment(cast)).shipment
    shipment.refresh_from_db()
    decisions.propose(
        shipment=shipment, run_id=str(shipment.latest_run_id), decision="inspect", note="", proposer=cast.officer
    )
    shipment.refresh_from_db()
    return shipment


def _correct(shipment: models.Shipment, decision: str, by: User, note: str = "wrong line") -> models.Review:
    return decisions.propose(
        shipment=shipment,
        run_id=str(shipment.latest_run_id),
        decision=decision,
        note=note,
        proposer=by,
        corrects=decisions.in_effect(shipment),
    )


def _standings(shipment: models.Shipment) -> list[Standing]:
    return [standing(review) for review in with_standing(shipment.reviews.order_by("created_at"))]


def _state(shipment: models.Shipment) -> str:
    shipment.refresh_from_db()
    return shipment.state


def test_a_supervisor_puts_a_decision_right(cast: Cast, inspected: models.Shipment) -> None:
    review = _correct(inspected, "refer", cast.supervisor)
    assert review.corrects == models.Outcome.objects.get(decision="inspect")
    assert _standings(inspected) == [Standing.CORRECTED, Standing.IN_EFFECT]
    assert _state(inspected) == "decided"


def test_an_officer_does_not(cast: Cast, inspected: models.Shipment) -> None:
    with pytest.raises(PermissionDenied):
        _correct(inspected, "refer", cast.officer)


def test_a_supervisor_of_another_checkpoint_does_not(cast: Cast, inspected: models.Shipment) -> None:
    other = c.person("supervisor.khorog", cast.tajikistan, Role.SUPERVISOR, cast.khorog)
    with pytest.raises(PermissionDenied):
        _correct(inspected, "refer", other)


def test_a_decided_shipment_is_not_decided_again_without_saying_what_is_put_right(
    cast: Cast, inspected: models.Shipment
) -> None:
    with pytest.raises(decisions.StaleDecision, match="A supervisor can correct"):
        decisions.propose(
            shipment=inspected,
            run_id=str(inspected.latest_run_id),
            decision="refer",
            note="",
            proposer=cast.supervisor,
        )


def test_a_correction_says_why(cast: Cast, inspected: models.Shipment) -> None:
    with pytest.raises(decisions.BadDecision, match="Write why"):
        _correct(inspected, "refer", cast.supervisor, note=" ")


def test_a_correction_changes_something(cast: Cast, inspected: models.Shipment) -> None:
    with pytest.raises(decisions.BadDecision, match="Choose another"):
        _correct(inspected, "inspect", cast.supervisor)


def test_an_outcome_is_corrected_once(cast: Cast, inspected: models.Shipment) -> None:
    first = decisions.in_effect(inspected)
    _correct(inspected, "refer", cast.supervisor)
    with pytest.raises(decisions.StaleDecision, match="corrected or overtaken"):
        decisions.propose(
            shipment=inspected,
            run_id=str(inspected.latest_run_id),
            decision="documents",
            note="again",
            proposer=cast.supervisor,
            corrects=first,
        )


def test_a_correction_can_be_corrected(cast: Cast, inspected: models.Shipment) -> None:
    _correct(inspected, "refer", cast.supervisor)
    _correct(inspected, "documents", cast.supervisor)
    assert _standings(inspected) == [Standing.CORRECTED, Standing.CORRECTED, Standing.IN_EFFECT]


# -- a correction that needs a second person -------------------------------------------------------------


@pytest.fixture
def second_supervisor(cast: Cast) -> User:
    return c.person("supervisor.two", cast.tajikistan, Role.SUPERVISOR, cast.dushanbe_2)


def test_a_release_as_a_correction_waits_and_the_former_decision_stays(
    cast: Cast, inspected: models.Shipment, second_supervisor: User
) -> None:
    review = _correct(inspected, "release", cast.supervisor)
    assert _standings(inspected) == [Standing.IN_EFFECT, Standing.WAITS]
    assert _state(inspected) == "decided"
    assert queue.to_confirm(person(second_supervisor)) == [review]
    assert queue.to_confirm(person(cast.supervisor)) == []


def test_it_takes_effect_when_it_is_confirmed(cast: Cast, inspected: models.Shipment, second_supervisor: User) -> None:
    review = _correct(inspected, "release", cast.supervisor)
    decisions.confirm(review=review, confirmed=True, note="", confirmer=second_supervisor)
    assert _standings(inspected) == [Standing.CORRECTED, Standing.IN_EFFECT]
    assert queue.to_confirm(person(second_supervisor)) == []


def test_sent_back_it_leaves_the_shipment_as_it_was_decided(
    cast: Cast, inspected: models.Shipment, second_supervisor: User
) -> None:
    review = _correct(inspected, "release", cast.supervisor)
    decisions.confirm(review=review, confirmed=False, note="no", confirmer=second_supervisor)
    assert _standings(inspected) == [Standing.IN_EFFECT, Standing.SENT_BACK]
    assert _state(inspected) == "decided"


def test_it_lapses_when_a_worse_screening_comes(
    cast: Cast, inspected: models.Shipment, second_supervisor: User
) -> None:
    review = _correct(inspected, "release", cast.supervisor)
    c.run(inspected)
    assert _standings(inspected) == [Standing.OVERTAKEN, Standing.LAPSED]
    with pytest.raises(decisions.StaleDecision):
        decisions.confirm(review=review, confirmed=True, note="", confirmer=second_supervisor)


def test_a_new_decision_after_a_worse_screening_is_no_correction(cast: Cast, inspected: models.Shipment) -> None:
    c.run(inspected)
    inspected.refresh_from_db()
    decisions.propose(
        shipment=inspected, run_id=str(inspected.latest_run_id), decision="refer", note="", proposer=cast.officer
    )
    assert _standings(inspected) == [Standing.OVERTAKEN, Standing.IN_EFFECT]
