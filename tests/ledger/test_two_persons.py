"""Two persons decide, and the database holds it: whatever the door, the same person or a changed
proposal is refused. Beside each refusal stands the case that passes.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import Any, Final

import pytest
from django.db import IntegrityError, connection, transaction
from django.db.models import Model
from django.utils import timezone

from screening import models as m
from screening.models.reviews import Decision
from tests import cast as make
from tests.cast import Cast

Door = Callable[[Model], Any]


def _raw_insert(row: Model, verb: str = "INSERT") -> None:
    fields = row._meta.concrete_fields
    names = ", ".join(f'"{field.column}"' for field in fields)
    values = [field.get_db_prep_save(field.pre_save(row, True), connection) for field in fields]
    with connection.cursor() as cursor:
        marks = ", ".join(["%s"] * len(fields))
        cursor.execute(f"{verb} INTO {row._meta.db_table} ({names}) VALUES ({marks})", values)


DOORS: Final[dict[str, Door]] = {
    "save": lambda row: row.save(force_insert=True),
    "bulk_create": lambda row: type(row)._base_manager.bulk_create([row]),
    "INSERT": _raw_insert,
    # On SQLite a conflict clause must not soften a refusal; PostgreSQL has no such clause.
    "INSERT OR IGNORE": lambda row: _raw_insert(row, "INSERT OR IGNORE" if connection.vendor == "sqlite" else "INSERT"),
}
every_door = pytest.mark.parametrize("door", DOORS.values(), ids=DOORS.keys())


def assert_refused(door: Door, row: Model) -> None:
    with pytest.raises(IntegrityError), transaction.atomic():
        door(row)
    assert not type(row)._base_manager.filter(pk=row.pk).exists()


@pytest.fixture
def flagged(cast: Cast) -> m.ScreeningRun:
    """A shipment at Dushanbe-2 at level 3, where a release needs two persons."""
    return make.run(make.shipment(cast), level=3)


@pytest.fixture
def proposal(cast: Cast, flagged: m.ScreeningRun) -> m.Review:
    """The officer at Dushanbe-2 proposes the release."""
    return make.review(flagged, cast.officer)


def a_review(run: m.ScreeningRun, by: Any, decision: str, *, needs_confirmation: bool) -> m.Review:
    return m.Review(
        shipment=run.shipment, run=run, proposer=by, decision=decision, needs_confirmation=needs_confirmation
    )


def a_confirmation(of: m.Review, by: Any, **changed: Any) -> m.ReviewConfirmation:
    said = {"proposer_repeated": of.proposer, "decision_repeated": of.decision, "confirmed": True} | changed
    return m.ReviewConfirmation(review=of, confirmer=by, **said)


def an_outcome(of: m.Review, **changed: Any) -> m.Outcome:
    return m.Outcome(**({"shipment": of.shipment, "review": of, "decision": of.decision} | changed))


# -- the proposal ------------------------------------------------------------------------------------


@every_door
@pytest.mark.parametrize("level", [2, 3])
def test_a_release_from_the_administrations_level_on_asks_for_a_second_person(
    cast: Cast, door: Door, level: int
) -> None:
    run = make.run(make.shipment(cast), level=level)
    assert_refused(door, a_review(run, cast.officer, Decision.RELEASE, needs_confirmation=False))
    door(a_review(run, cast.officer, Decision.RELEASE, needs_confirmation=True))


def test_a_release_below_that_level_needs_one_person(cast: Cast) -> None:
    make.review(make.run(make.shipment(cast), level=1), cast.officer, needs_confirmation=False)


def test_a_release_without_indication_needs_one_person(cast: Cast) -> None:
    make.review(make.run(make.shipment(cast), level=0, flagged=False), cast.officer, needs_confirmation=False)


def test_an_inspection_needs_one_person(cast: Cast, flagged: m.ScreeningRun) -> None:
    make.review(flagged, cast.officer, Decision.INSPECT)


@every_door
def test_a_decision_rests_on_the_latest_run(cast: Cast, flagged: m.ScreeningRun, door: Door) -> None:
    latest = make.run(flagged.shipment)
    assert_refused(door, a_review(flagged, cast.officer, Decision.INSPECT, needs_confirmation=False))
    door(a_review(latest, cast.officer, Decision.INSPECT, needs_confirmation=False))


@every_door
def test_a_decision_does_not_borrow_the_run_of_another_shipment(
    cast: Cast, flagged: m.ScreeningRun, door: Door
) -> None:
    clear = make.run(make.shipment(cast), level=0, flagged=False)
    borrowed = a_review(clear, cast.officer, Decision.RELEASE, needs_confirmation=False)
    borrowed.shipment = flagged.shipment
    assert_refused(door, borrowed)


# -- the confirmation --------------------------------------------------------------------------------


@every_door
def test_nobody_confirms_their_own_proposal(cast: Cast, proposal: m.Review, door: Door) -> None:
    assert_refused(door, a_confirmation(proposal, cast.officer))
    door(a_confirmation(proposal, cast.supervisor))


@every_door
def test_nobody_sends_back_their_own_proposal(cast: Cast, proposal: m.Review, door: Door) -> None:
    assert_refused(door, a_confirmation(proposal, cast.officer, confirmed=False))


@every_door
def test_a_confirmation_does_not_name_another_proposer(cast: Cast, proposal: m.Review, door: Door) -> None:
    assert_refused(door, a_confirmation(proposal, cast.officer, proposer_repeated=cast.supervisor))
    assert_refused(door, a_confirmation(proposal, cast.supervisor, proposer_repeated=cast.khorog_officer))


@every_door
def test_a_confirmation_repeats_the_decision_proposed(cast: Cast, proposal: m.Review, door: Door) -> None:
    assert_refused(door, a_confirmation(proposal, cast.supervisor, decision_repeated=Decision.INSPECT))


@every_door
def test_a_proposal_is_confirmed_once(cast: Cast, proposal: m.Review, door: Door) -> None:
    make.confirmation(proposal, cast.supervisor, confirmed=False)
    if connection.vendor == "sqlite" and door is DOORS["INSERT OR IGNORE"]:
        _ignored(door, a_confirmation(proposal, cast.khorog_officer))
    else:
        assert_refused(door, a_confirmation(proposal, cast.khorog_officer))
    assert list(m.ReviewConfirmation.objects.values_list("confirmed", flat=True)) == [False]


def _ignored(door: Door, row: Model) -> None:
    """Ignored silently or refused: what counts is that nothing was written."""
    try:
        with transaction.atomic():
            door(row)
    except IntegrityError:
        pass


@every_door
def test_a_proposal_lapses_when_its_shipment_is_screened_again(cast: Cast, proposal: m.Review, door: Door) -> None:
    make.run(proposal.shipment)
    assert_refused(door, a_confirmation(proposal, cast.supervisor))


# -- the outcome -------------------------------------------------------------------------------------


@every_door
def test_no_outcome_before_the_confirmation(cast: Cast, proposal: m.Review, door: Door) -> None:
    assert_refused(door, an_outcome(proposal))
    make.confirmation(proposal, cast.supervisor)
    door(an_outcome(proposal))


@every_door
def test_no_outcome_of_a_proposal_that_was_sent_back(cast: Cast, proposal: m.Review, door: Door) -> None:
    make.confirmation(proposal, cast.supervisor, confirmed=False)
    assert_refused(door, an_outcome(proposal))


@every_door
def test_an_outcome_is_what_was_decided(cast: Cast, flagged: m.ScreeningRun, door: Door) -> None:
    inspect = make.review(flagged, cast.officer, Decision.INSPECT)
    assert_refused(door, an_outcome(inspect, decision=Decision.RELEASE))
    door(an_outcome(inspect))


@every_door
def test_an_outcome_belongs_to_the_shipment_reviewed(cast: Cast, flagged: m.ScreeningRun, door: Door) -> None:
    clear = make.run(make.shipment(cast), level=0, flagged=False)
    released = make.review(clear, cast.officer, needs_confirmation=False)
    assert_refused(door, an_outcome(released, shipment=flagged.shipment))


# -- the shipment's state -----------------------------------------------------------------------------


def _save_decided(shipment: m.Shipment) -> None:
    shipment.state = m.Shipment.State.DECIDED
    shipment.save()


def _raw_decided(shipment: m.Shipment) -> None:
    with connection.cursor() as cursor:
        cursor.execute("UPDATE screening_shipment SET state = 'decided'")


STATE_DOORS: Final[dict[str, Callable[[m.Shipment], Any]]] = {
    "save": _save_decided,
    "QuerySet.update": lambda one: m.Shipment.objects.filter(pk=one.pk).update(state=m.Shipment.State.DECIDED),
    "UPDATE": _raw_decided,
}
every_state_door = pytest.mark.parametrize("door", STATE_DOORS.values(), ids=STATE_DOORS.keys())


@every_state_door
def test_a_shipment_is_decided_by_an_outcome(cast: Cast, proposal: m.Review, door: Callable[[m.Shipment], Any]) -> None:
    shipment = m.Shipment.objects.get(pk=proposal.shipment_id)
    with pytest.raises(IntegrityError), transaction.atomic():
        door(shipment)
    make.confirmation(proposal, cast.supervisor)
    make.outcome(proposal)
    door(m.Shipment.objects.get(pk=proposal.shipment_id))


@every_state_door
def test_an_outcome_on_an_earlier_run_decides_nothing(
    cast: Cast, flagged: m.ScreeningRun, door: Callable[[m.Shipment], Any]
) -> None:
    make.outcome(make.review(flagged, cast.officer, Decision.INSPECT))
    make.run(flagged.shipment)
    with pytest.raises(IntegrityError), transaction.atomic():
        door(m.Shipment.objects.get(pk=flagged.shipment_id))


# -- editions of lists --------------------------------------------------------------------------------


def _activate(edition: m.Edition, **also: Any) -> None:
    m.Edition.objects.filter(pk=edition.pk).update(state=m.Edition.State.ACTIVE, activated_at=timezone.now(), **also)


def assert_not_activated(edition: m.Edition, **also: Any) -> None:
    with pytest.raises(IntegrityError), transaction.atomic():
        _activate(edition, **also)
    with pytest.raises(IntegrityError), transaction.atomic():
        _save_active(edition, **also)
    with pytest.raises(IntegrityError), transaction.atomic(), connection.cursor() as cursor:
        cursor.execute("UPDATE screening_edition SET state = 'active'")
    edition.refresh_from_db()
    assert edition.state == m.Edition.State.DRAFT


def _save_active(edition: m.Edition, **also: Any) -> None:
    changed = m.Edition.objects.get(pk=edition.pk)
    changed.state = m.Edition.State.ACTIVE
    for name, value in also.items():
        setattr(changed, name, value)
    changed.save()


@pytest.fixture
def draft(cast: Cast) -> m.Edition:
    return make.edition()


def test_an_edition_is_activated_by_two_persons(cast: Cast, draft: m.Edition) -> None:
    assert_not_activated(draft)
    proposed = make.activation(draft, cast.list_manager)
    assert_not_activated(draft)
    make.activation_confirmation(proposed, cast.other_list_manager)
    _activate(draft)


@every_door
def test_nobody_confirms_their_own_activation(cast: Cast, draft: m.Edition, door: Door) -> None:
    proposed = make.activation(draft, cast.list_manager)
    said: dict[str, Any] = {"proposer_id_repeated": cast.list_manager.pk, "checksum_repeated": draft.checksum}

    def confirmed_by(user: Any, **changed: Any) -> m.ActivationConfirmation:
        return m.ActivationConfirmation(activation=proposed, confirmer=user, **(said | changed))

    assert_refused(door, confirmed_by(cast.list_manager))
    assert_refused(door, confirmed_by(cast.list_manager, proposer_id_repeated=cast.other_list_manager.pk))
    assert_refused(door, confirmed_by(cast.other_list_manager, checksum_repeated="0" * 64))
    door(confirmed_by(cast.other_list_manager))


def test_an_edition_that_changed_after_the_proposal_stays_a_draft(cast: Cast, draft: m.Edition) -> None:
    make.activation_confirmation(make.activation(draft, cast.list_manager), cast.other_list_manager)
    m.Edition.objects.filter(pk=draft.pk).update(checksum="0" * 64)
    assert_not_activated(draft)


def test_the_confirmation_of_one_edition_does_not_serve_another(cast: Cast, draft: m.Edition) -> None:
    other = make.edition(name="2")
    make.activation_confirmation(make.activation(draft, cast.list_manager), cast.other_list_manager)
    _activate(draft)
    m.Edition.objects.filter(pk=draft.pk).update(state=m.Edition.State.RETIRED)
    assert_not_activated(other, checksum=draft.checksum + " ")


def test_in_an_emergency_one_person_activates_an_edition_for_a_reason(cast: Cast, draft: m.Edition) -> None:
    with pytest.raises(IntegrityError), transaction.atomic():
        make.activation(draft, cast.list_manager, emergency=True)
    assert_not_activated(draft)
    make.activation(draft, cast.list_manager, emergency=True, reason="invented")
    _activate(draft)
    draft.refresh_from_db()
    assert draft.state == m.Edition.State.ACTIVE


def test_a_former_edition_comes_back_by_a_new_activation_alone(cast: Cast, draft: m.Edition) -> None:
    make.activation_confirmation(make.activation(draft, cast.list_manager), cast.other_list_manager)
    _activate(draft)
    m.Edition.objects.filter(pk=draft.pk).update(state=m.Edition.State.RETIRED)
    with pytest.raises(IntegrityError, match="two persons"), transaction.atomic():
        _activate(draft)
    make.activation(draft, cast.other_list_manager, emergency=True, reason="invented")
    _activate(draft)
    draft.refresh_from_db()
    assert draft.state == m.Edition.State.ACTIVE


def test_the_first_edition_of_a_list_is_activated_alone(draft: m.Edition) -> None:
    _activate(draft, bootstrap=True)


def test_the_second_edition_of_a_list_is_not(draft: m.Edition) -> None:
    _activate(draft, bootstrap=True)
    m.Edition.objects.filter(pk=draft.pk).update(state=m.Edition.State.RETIRED)
    assert_not_activated(make.edition(name="2"), bootstrap=True)


@every_door
def test_an_edition_begins_as_a_draft(draft: m.Edition, door: Door) -> None:
    born = m.Edition.objects.get(pk=draft.pk)
    born.pk, born.checksum, born.state = None, "1" * 64, m.Edition.State.ACTIVE
    born.pk = m.Edition().pk
    assert_refused(door, born)


def test_an_edition_in_force_keeps_its_content(draft: m.Edition) -> None:
    _activate(draft, bootstrap=True)
    editions = m.Edition.objects.filter(pk=draft.pk)
    changes: list[Callable[[], Any]] = [
        lambda: editions.update(checksum="0" * 64),
        lambda: editions.update(state=m.Edition.State.DRAFT),
        editions.delete,
        lambda: m.Entry.objects.update(code="changed"),
        lambda: m.Entry.objects.all().delete(),
        lambda: m.Term.objects.update(text="changed"),
        lambda: m.Term.objects.all().delete(),
        lambda: m.Identifier.objects.update(value="changed"),
        lambda: m.HsCorrelation.objects.update(code="000000"),
        lambda: m.Parameter.objects.update(limit="99"),
        lambda: m.EntryText.objects.update(title="changed"),
    ]
    for change in changes:
        with pytest.raises(IntegrityError), transaction.atomic():
            change()


@every_door
def test_nothing_is_added_to_an_edition_in_force(draft: m.Edition, door: Door) -> None:
    _activate(draft, bootstrap=True)
    assert_refused(door, m.Entry(edition=draft, position=2, code="new", kind="good", hazards=""))
    entry = m.Entry.objects.get(edition=draft)
    assert_refused(door, m.Identifier(entry=entry, position=2, kind="cas", value="50-00-0"))


# -- terms of entries ----------------------------------------------------------------------------------


@pytest.fixture
def term(cast: Cast, draft: m.Edition) -> m.TermProposal:
    """An officer proposes a further name for the goods of an entry."""
    return make.term_proposal(draft.control_list, cast.officer)


def a_term_decision(of: m.TermProposal, by: Any, **changed: Any) -> m.TermDecision:
    said = {"proposed_by_repeated": of.proposed_by, "change_repeated": of.change, "text_repeated": of.text}
    said |= {"accepted": True, "edition": m.Edition.objects.get(control_list=of.control_list_id), "note": ""}
    return m.TermDecision(proposal=of, decided_by=by, **{**said, **changed})


@every_door
def test_another_person_accepts_a_term(cast: Cast, term: m.TermProposal, door: Door) -> None:
    assert_refused(door, a_term_decision(term, cast.officer))
    assert_refused(door, a_term_decision(term, cast.officer, accepted=False, edition=None, note="No"))
    assert_refused(door, a_term_decision(term, cast.officer, proposed_by_repeated=cast.supervisor))
    assert_refused(door, a_term_decision(term, cast.ayritom_officer))
    door(a_term_decision(term, cast.list_manager))


@every_door
def test_a_term_is_decided_as_it_was_proposed(cast: Cast, term: m.TermProposal, door: Door) -> None:
    assert_refused(door, a_term_decision(term, cast.list_manager, text_repeated="Kromfaks"))
    assert_refused(door, a_term_decision(term, cast.list_manager, change_repeated="remove"))


@every_door
def test_a_term_is_accepted_into_a_draft_of_its_list_or_refused_with_a_note(
    cast: Cast, term: m.TermProposal, draft: m.Edition, door: Door
) -> None:
    assert_refused(door, a_term_decision(term, cast.list_manager, edition=make.edition("other-list")))
    _activate(draft, bootstrap=True)
    assert_refused(door, a_term_decision(term, cast.list_manager))
    door(a_term_decision(term, cast.list_manager, accepted=False, edition=None, note="A brand"))


def test_the_draft_of_an_accepted_term_is_named_once_and_nothing_else_changes(
    cast: Cast, term: m.TermProposal, draft: m.Edition
) -> None:
    decision = a_term_decision(term, cast.list_manager, edition=None)
    decision.save(force_insert=True)
    row = m.TermDecision.objects.filter(pk=decision.pk)
    other = make.edition("other-list")
    for changed in (
        {"edition": other},
        {"edition": draft, "note": "changed"},
        {"edition": draft, "decided_by": cast.other_list_manager},
        {"edition": draft, "created_at": draft.created_at},
        {"note": "changed"},
    ):
        with pytest.raises(IntegrityError), transaction.atomic():
            row.update(**changed)
    row.update(edition=draft)
    for again in (draft, None):
        with pytest.raises(IntegrityError), transaction.atomic():
            row.update(edition=again)


def test_neither_an_edition_for_a_refusal_nor_a_refusal_without_a_note(cast: Cast, term: m.TermProposal) -> None:
    for changed in ({"accepted": False, "note": "No"}, {"accepted": False, "edition": None}):
        with pytest.raises(IntegrityError), transaction.atomic():
            a_term_decision(term, cast.list_manager, **changed).save(force_insert=True)


@every_door
def test_a_term_is_proposed_by_a_person_of_the_administration_for_a_list_of_its_own(
    cast: Cast, draft: m.Edition, door: Door
) -> None:
    said = {"entry_code": "1C350.1", "change": "add", "language": "en", "text": "x", "weight": "weak", "reason": "x"}
    own = {"control_list": draft.control_list, "administration": cast.tajikistan, **said}
    assert_refused(door, m.TermProposal(proposed_by=cast.ayritom_officer, **own))
    m.ControlList.objects.update(administration=cast.uzbekistan)
    assert_refused(door, m.TermProposal(proposed_by=cast.officer, **own))
    m.ControlList.objects.update(administration=cast.tajikistan)
    door(m.TermProposal(proposed_by=cast.officer, **own))
