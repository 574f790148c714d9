"""Who may decide what, when a second person is needed, and what happens to a proposal that is overtaken."""

import pytest
from django.core.exceptions import PermissionDenied
from django.db import DatabaseError, transaction

from checkpoints.models import User
from checkpoints.roles import Role
from screening import models
from screening.review import decisions
from tests import cast as c
from tests.cast import Cast

pytestmark = pytest.mark.django_db


def _propose(shipment: models.Shipment, by: User, decision: str = "release") -> models.Review:
    shipment.refresh_from_db()
    return decisions.propose(
        shipment=shipment, run_id=str(shipment.latest_run_id), decision=decision, note="invented", proposer=by
    )


def test_the_release_of_a_flagged_shipment_waits_for_a_second_person(cast: Cast) -> None:
    shipment = c.shipment(cast)
    c.run(shipment)
    review = _propose(shipment, cast.officer)
    shipment.refresh_from_db()
    assert (review.needs_confirmation, shipment.state) == (True, "confirming")
    decisions.confirm(review=review, confirmed=True, note="", confirmer=cast.supervisor)
    shipment.refresh_from_db()
    assert (shipment.state, shipment.outcomes.get().decision) == ("decided", "release")


@pytest.mark.parametrize("decision", ["documents", "inspect", "refer"])
def test_what_holds_goods_takes_effect_at_once(cast: Cast, decision: str) -> None:
    shipment = c.shipment(cast)
    c.run(shipment)
    review = _propose(shipment, cast.officer, decision)
    assert (review.needs_confirmation, shipment.outcomes.get().decision) == (False, decision)


def test_a_note_is_kept_without_what_no_database_takes(cast: Cast) -> None:
    shipment = c.shipment(cast)
    run = c.run(shipment)
    review = decisions.propose(
        shipment=shipment, run_id=str(run.pk), decision="inspect", note=" drums\x00leak ", proposer=cast.officer
    )
    review.refresh_from_db()
    assert review.note == "drums leak"


def test_the_release_of_a_clear_shipment_needs_one_person(cast: Cast) -> None:
    shipment = c.shipment(cast)
    c.run(shipment, level=0, flagged=False)
    assert not _propose(shipment, cast.officer).needs_confirmation


def test_the_administration_sets_the_level_from_which_two_are_needed(cast: Cast) -> None:
    cast.tajikistan.confirm_from_level = 3
    cast.tajikistan.save()
    shipment = c.shipment(cast)
    c.run(shipment, level=2)
    assert not _propose(shipment, cast.officer).needs_confirmation


def test_a_supervisor_who_proposed_does_not_confirm(cast: Cast) -> None:
    shipment = c.shipment(cast)
    c.run(shipment)
    review = _propose(shipment, cast.supervisor)
    with pytest.raises(PermissionDenied, match="another person"):
        decisions.confirm(review=review, confirmed=True, note="", confirmer=cast.supervisor)


def test_an_officer_does_not_confirm(cast: Cast) -> None:
    second = c.person("officer.two", cast.tajikistan, Role.OFFICER, cast.dushanbe_2)
    shipment = c.shipment(cast)
    c.run(shipment)
    with pytest.raises(PermissionDenied):
        decisions.confirm(review=_propose(shipment, cast.officer), confirmed=True, note="", confirmer=second)


def test_officers_of_other_checkpoints_and_countries_decide_nothing(cast: Cast) -> None:
    shipment = c.shipment(cast)
    c.run(shipment)
    for stranger in (cast.khorog_officer, cast.ayritom_officer, cast.list_manager):
        with pytest.raises(PermissionDenied):
            _propose(shipment, stranger)


def test_a_proposal_sent_back_leaves_the_shipment_flagged(cast: Cast) -> None:
    shipment = c.shipment(cast)
    c.run(shipment)
    decisions.confirm(
        review=_propose(shipment, cast.officer), confirmed=False, note="look again", confirmer=cast.supervisor
    )
    shipment.refresh_from_db()
    assert shipment.state == "flagged"
    assert not shipment.outcomes.exists()


def test_a_decision_on_an_older_run_is_refused(cast: Cast) -> None:
    shipment = c.shipment(cast)
    first = c.run(shipment)
    c.run(shipment)
    with pytest.raises(decisions.StaleDecision, match="screened again"):
        decisions.propose(shipment=shipment, run_id=str(first.pk), decision="release", note="", proposer=cast.officer)


def test_a_proposal_lapses_when_the_shipment_is_screened_again(cast: Cast) -> None:
    shipment = c.shipment(cast)
    c.run(shipment)
    review = _propose(shipment, cast.officer)
    c.run(shipment)
    with pytest.raises(decisions.StaleDecision, match="lapsed"):
        decisions.confirm(review=review, confirmed=True, note="", confirmer=cast.supervisor)


def test_a_proposal_is_answered_once(cast: Cast) -> None:
    shipment = c.shipment(cast)
    c.run(shipment)
    review = _propose(shipment, cast.officer)
    decisions.confirm(review=review, confirmed=True, note="", confirmer=cast.supervisor)
    with pytest.raises(decisions.StaleDecision):
        decisions.confirm(review=review, confirmed=True, note="", confirmer=cast.supervisor)


def test_a_proposal_lapses_when_another_decision_follows_it(cast: Cast) -> None:
    shipment = c.shipment(cast)
    c.run(shipment)
    release = _propose(shipment, cast.officer)
    _propose(shipment, cast.officer, "inspect")
    with pytest.raises(decisions.StaleDecision):
        decisions.confirm(review=release, confirmed=True, note="", confirmer=cast.supervisor)
    with pytest.raises(DatabaseError, match="another decision follows"), transaction.atomic():
        c.confirmation(release, cast.supervisor)
