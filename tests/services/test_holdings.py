"""Who works on a shipment: taken by one, handed over, given back, taken away; ended by a decision or an amendment."""

from __future__ import annotations

import threading

import pytest
from django.core.exceptions import PermissionDenied
from django.db import connections

from checkpoints.models import User
from checkpoints.roles import Role
from ledger.models import AuditEvent
from screening import models
from screening.review import decisions
from screening.selectors.holdings import colleagues, holding_of
from screening.services import holdings
from tests import cast as c
from tests.cast import Cast

pytestmark = pytest.mark.django_db
End = models.Holding.End


@pytest.fixture
def flagged(cast: Cast) -> models.Shipment:
    return c.run(c.shipment(cast)).shipment


@pytest.fixture
def colleague(cast: Cast) -> User:
    return c.person("officer.two", cast.tajikistan, Role.OFFICER, cast.dushanbe_2)


def _ends(shipment: models.Shipment) -> list[str]:
    return list(models.Holding.objects.filter(shipment=shipment).order_by("created_at").values_list("end", flat=True))


def _holder(shipment: models.Shipment) -> User | None:
    present = holding_of(shipment)
    return present.holder if present else None


def test_an_officer_takes_a_shipment(cast: Cast, flagged: models.Shipment) -> None:
    holdings.take(shipment=flagged, holder=cast.officer)
    assert _holder(flagged) == cast.officer
    assert AuditEvent.objects.get().action == "shipment.taken"


def test_taking_what_one_holds_changes_nothing(cast: Cast, flagged: models.Shipment) -> None:
    first = holdings.take(shipment=flagged, holder=cast.officer)
    assert holdings.take(shipment=flagged, holder=cast.officer) == first
    assert AuditEvent.objects.count() == 1


def test_a_second_officer_is_told_who_holds_it(cast: Cast, flagged: models.Shipment, colleague: User) -> None:
    holdings.take(shipment=flagged, holder=cast.officer)
    with pytest.raises(holdings.Held, match=r"Invented officer\.dushanbe2 has worked on this shipment since \d"):
        holdings.take(shipment=flagged, holder=colleague)
    assert _holder(flagged) == cast.officer


def test_a_shipment_of_another_checkpoint_is_not_taken(cast: Cast, flagged: models.Shipment) -> None:
    for stranger in (cast.khorog_officer, cast.ayritom_officer, cast.list_manager):
        with pytest.raises(PermissionDenied):
            holdings.take(shipment=flagged, holder=stranger)


def test_what_is_given_back_can_be_taken_by_another(cast: Cast, flagged: models.Shipment, colleague: User) -> None:
    holdings.take(shipment=flagged, holder=cast.officer)
    with pytest.raises(holdings.CannotHold, match="nothing to give back"):
        holdings.give_back(shipment=flagged, by=colleague)
    holdings.give_back(shipment=flagged, by=cast.officer)
    holdings.take(shipment=flagged, holder=colleague)
    assert _ends(flagged) == [End.GIVEN_BACK, ""]


# -- handing over --------------------------------------------------------------------------------------


def test_the_holder_hands_over_with_a_note(cast: Cast, flagged: models.Shipment, colleague: User) -> None:
    holdings.take(shipment=flagged, holder=cast.officer)
    handed = holdings.hand_over(shipment=flagged, to=colleague, by=cast.officer, note="Licence is asked for")
    assert (_holder(flagged), handed.given_by, handed.note) == (colleague, cast.officer, "Licence is asked for")
    assert _ends(flagged) == [End.HANDED_OVER, ""]


def test_who_does_not_hold_it_hands_nothing_over(cast: Cast, flagged: models.Shipment, colleague: User) -> None:
    with pytest.raises(PermissionDenied):
        holdings.hand_over(shipment=flagged, to=cast.officer, by=colleague)
    holdings.take(shipment=flagged, holder=cast.officer)
    with pytest.raises(PermissionDenied):
        holdings.hand_over(shipment=flagged, to=colleague, by=colleague)


def test_it_goes_to_somebody_who_may_decide_there(cast: Cast, flagged: models.Shipment, colleague: User) -> None:
    holdings.take(shipment=flagged, holder=cast.officer)
    gone = c.person("officer.gone", cast.tajikistan, Role.OFFICER, cast.dushanbe_2)
    gone.is_active = False
    gone.save()
    for stranger in (cast.khorog_officer, cast.ayritom_officer, gone):
        with pytest.raises(holdings.CannotHold, match="Choose a person from the list"):
            holdings.hand_over(shipment=flagged, to=stranger, by=cast.officer)
    assert set(colleagues(flagged)) == {cast.officer, cast.supervisor, colleague}


def test_it_is_not_handed_to_who_holds_it(cast: Cast, flagged: models.Shipment) -> None:
    holdings.take(shipment=flagged, holder=cast.officer)
    with pytest.raises(holdings.CannotHold, match="Choose another person"):
        holdings.hand_over(shipment=flagged, to=cast.officer, by=cast.officer)


def test_a_note_keeps_to_its_length(cast: Cast, flagged: models.Shipment, colleague: User) -> None:
    holdings.take(shipment=flagged, holder=cast.officer)
    with pytest.raises(holdings.CannotHold, match="500 characters"):
        holdings.hand_over(shipment=flagged, to=colleague, by=cast.officer, note="x" * 501)
    holdings.hand_over(shipment=flagged, to=colleague, by=cast.officer, note="x" * 500)


# -- supervisors ---------------------------------------------------------------------------------------


def test_a_supervisor_gives_free_work_to_an_officer(cast: Cast, flagged: models.Shipment) -> None:
    holdings.hand_over(shipment=flagged, to=cast.officer, by=cast.supervisor)
    assert _holder(flagged) == cast.officer


def test_a_supervisor_gives_an_officers_work_to_another(cast: Cast, flagged: models.Shipment, colleague: User) -> None:
    holdings.take(shipment=flagged, holder=cast.officer)
    holdings.hand_over(shipment=flagged, to=colleague, by=cast.supervisor)
    assert _ends(flagged) == [End.TAKEN_AWAY, ""]
    assert _holder(flagged) == colleague


def test_a_supervisor_takes_it_away_for_a_reason(cast: Cast, flagged: models.Shipment, colleague: User) -> None:
    holdings.take(shipment=flagged, holder=cast.officer)
    with pytest.raises(PermissionDenied):
        holdings.take_away(shipment=flagged, by=colleague, reason="I am quicker")
    with pytest.raises(holdings.CannotHold, match="Write why"):
        holdings.take_away(shipment=flagged, by=cast.supervisor, reason="  ")
    taken = holdings.take_away(shipment=flagged, by=cast.supervisor, reason="End of shift")
    assert (_holder(flagged), taken.note) == (cast.supervisor, "End of shift")
    assert _ends(flagged) == [End.TAKEN_AWAY, ""]


def test_what_nobody_else_holds_is_not_taken_away(cast: Cast, flagged: models.Shipment) -> None:
    with pytest.raises(holdings.CannotHold, match="Take it without a reason"):
        holdings.take_away(shipment=flagged, by=cast.supervisor, reason="End of shift")


# -- decisions and amendments --------------------------------------------------------------------------


def _propose(shipment: models.Shipment, by: User, decision: str) -> models.Review:
    run = str(shipment.latest_run_id)
    return decisions.propose(shipment=shipment, run_id=run, decision=decision, note="", proposer=by)


def test_a_decision_needs_no_taking(cast: Cast, flagged: models.Shipment) -> None:
    flagged.refresh_from_db()
    _propose(flagged, cast.officer, "inspect")
    assert _ends(flagged) == []


def test_a_decision_ends_the_work(cast: Cast, flagged: models.Shipment) -> None:
    flagged.refresh_from_db()
    holdings.take(shipment=flagged, holder=cast.officer)
    _propose(flagged, cast.officer, "inspect")
    assert _ends(flagged) == [End.DECIDED]


def test_what_another_holds_is_not_decided(cast: Cast, flagged: models.Shipment) -> None:
    flagged.refresh_from_db()
    holdings.take(shipment=flagged, holder=cast.officer)
    with pytest.raises(holdings.Held, match="a supervisor to take it away"):
        _propose(flagged, cast.supervisor, "inspect")
    assert not models.Review.objects.exists()


def test_a_proposal_keeps_its_holder_until_the_second_person_agrees(cast: Cast, flagged: models.Shipment) -> None:
    flagged.refresh_from_db()
    holdings.take(shipment=flagged, holder=cast.officer)
    review = _propose(flagged, cast.officer, "release")
    assert _holder(flagged) == cast.officer
    decisions.confirm(review=review, confirmed=True, note="", confirmer=cast.supervisor)
    assert _ends(flagged) == [End.DECIDED]


def test_what_is_sent_back_stays_with_its_holder(cast: Cast, flagged: models.Shipment) -> None:
    flagged.refresh_from_db()
    holdings.take(shipment=flagged, holder=cast.officer)
    review = _propose(flagged, cast.officer, "release")
    decisions.confirm(review=review, confirmed=False, note="look again", confirmer=cast.supervisor)
    assert _holder(flagged) == cast.officer


def test_what_is_decided_is_not_taken(cast: Cast, flagged: models.Shipment) -> None:
    flagged.refresh_from_db()
    _propose(flagged, cast.officer, "inspect")
    with pytest.raises(holdings.CannotHold, match="is decided"):
        holdings.take(shipment=flagged, holder=cast.officer)


# -- two at once -----------------------------------------------------------------------------------------


@pytest.mark.django_db(transaction=True)
def test_of_two_who_take_at_the_same_moment_one_wins(cast: Cast, flagged: models.Shipment, colleague: User) -> None:
    start, said = threading.Barrier(2), []

    def take(holder: User) -> None:
        try:
            start.wait(timeout=10)
            said.append(holdings.take(shipment=flagged, holder=holder).holder)
        except holdings.Held as error:
            said.append(error.holding.holder)
        finally:
            connections.close_all()

    both = [threading.Thread(target=take, args=[holder]) for holder in (cast.officer, colleague)]
    for one in both:
        one.start()
    for one in both:
        one.join(timeout=30)
    assert len(said) == 2 and said[0] == said[1] == _holder(flagged)
    assert models.Holding.objects.count() == 1
