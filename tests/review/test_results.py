"""What a check found: who records it, on which decisions, and that the latest counts."""

from __future__ import annotations

import pytest
from django.core.exceptions import PermissionDenied

from checkpoints.roles import Role
from ledger.models import AuditEvent
from screening import models
from screening.review import decisions, results
from tests import cast as c
from tests.cast import Cast

pytestmark = pytest.mark.django_db
Found = models.InspectionResult.Found


def _decided(cast: Cast, decision: str) -> models.Outcome:
    shipment = c.run(c.shipment(cast)).shipment
    shipment.refresh_from_db()
    run = str(shipment.latest_run_id)
    review = decisions.propose(shipment=shipment, run_id=run, decision=decision, note="", proposer=cast.officer)
    return review.outcome


@pytest.mark.parametrize("decision", ["inspect", "documents"])
@pytest.mark.parametrize("found", [Found.AS_FLAGGED, Found.NOTHING])
def test_an_officer_records_what_was_found(cast: Cast, decision: str, found: str) -> None:
    results.record(outcome=_decided(cast, decision), found=found, note="", by=cast.officer)
    assert models.InspectionResult.objects.get().found == found
    assert AuditEvent.objects.order_by("sequence").last().action == "result.recorded"  # type: ignore[union-attr]


def test_a_later_result_counts_and_the_former_stays(cast: Cast) -> None:
    outcome = _decided(cast, "inspect")
    results.record(outcome=outcome, found=Found.NOTHING, note="", by=cast.officer)
    later = results.record(outcome=outcome, found=Found.AS_FLAGGED, note="Second drum", by=cast.supervisor)
    assert outcome.results.count() == 2
    assert outcome.results.latest("created_at") == later


def test_a_referral_asks_for_no_check(cast: Cast) -> None:
    with pytest.raises(results.BadResult, match="asks for no check"):
        results.record(outcome=_decided(cast, "refer"), found=Found.NOTHING, note="", by=cast.officer)


def test_a_decision_that_was_corrected_gets_no_result(cast: Cast) -> None:
    outcome = _decided(cast, "inspect")
    shipment = models.Shipment.objects.get(pk=outcome.shipment_id)
    decisions.propose(
        shipment=shipment,
        run_id=str(shipment.latest_run_id),
        decision="refer",
        note="licensing authority asks",
        proposer=cast.supervisor,
        corrects=outcome,
    )
    with pytest.raises(results.BadResult, match="Look at the shipment again"):
        results.record(outcome=outcome, found=Found.NOTHING, note="", by=cast.officer)


@pytest.mark.parametrize(
    ("found", "note", "said"),
    [("", "", "Choose"), ("gold", "", "Choose"), ("other", " ", "not in order"), ("nothing", "x" * 2001, "2,000")],
)
def test_a_result_that_cannot_be_kept_says_why(cast: Cast, found: str, note: str, said: str) -> None:
    with pytest.raises(results.BadResult, match=said):
        results.record(outcome=_decided(cast, "inspect"), found=found, note=note, by=cast.officer)
    assert not models.InspectionResult.objects.exists()


def test_readers_and_strangers_record_nothing(cast: Cast) -> None:
    outcome = _decided(cast, "inspect")
    for stranger in (c.person("auditor", cast.tajikistan, Role.AUDITOR), cast.khorog_officer, cast.ayritom_officer):
        with pytest.raises(PermissionDenied):
            results.record(outcome=outcome, found=Found.NOTHING, note="", by=stranger)
