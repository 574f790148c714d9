"""What became of decisions: in effect, waiting, sent back, corrected."""

from __future__ import annotations

from enum import StrEnum

from django.db.models import Exists, F, OuterRef, Q, QuerySet

from screening.models import Outcome, Review, Shipment


class Standing(StrEnum):
    """What became of a decision."""

    WAITS = "waits"  # for a second person
    SENT_BACK = "sent_back"
    LAPSED = "lapsed"  # screened again or decided otherwise before the second person spoke
    IN_EFFECT = "in_effect"
    CORRECTED = "corrected"  # a later decision put it right
    OVERTAKEN = "overtaken"  # took effect, then a worse screening or an amended declaration followed


def waiting() -> QuerySet[Review]:
    """Proposals that wait for a second person. A correction leaves the former decision in effect meanwhile."""
    open_shipment = Q(shipment__state=Shipment.State.CONFIRMING)
    correction = Q(shipment__state=Shipment.State.DECIDED, corrects__isnull=False)
    return Review.objects.filter(
        open_shipment | correction,
        ~Exists(_later_reviews()),
        needs_confirmation=True,
        confirmation=None,
        run=F("shipment__latest_run"),
    )


def with_standing(reviews: QuerySet[Review]) -> QuerySet[Review]:
    """Reviews with all that ``standing`` asks; no further statement."""
    outcomes = Outcome.objects.filter(shipment=OuterRef("shipment"))
    related = ("shipment", "proposer", "run", "confirmation__confirmer", "outcome")
    return reviews.select_related(*related).annotate(
        followed=Exists(_later_reviews()),
        corrected=Exists(outcomes.filter(review__corrects=OuterRef("outcome"))),
        outlived=Exists(outcomes.filter(created_at__gt=OuterRef("outcome__created_at"))),
    )


def standing(review: Review) -> Standing:
    """What became of a decision; the review comes from ``with_standing``."""
    if getattr(review, "outcome", None) is not None:
        return _of_an_outcome(review)
    if getattr(review, "confirmation", None) is not None:
        return Standing.SENT_BACK
    shipment = review.shipment
    open_states = {Shipment.State.CONFIRMING, *([Shipment.State.DECIDED] if review.corrects_id else [])}
    stands = shipment.state in open_states and review.run_id == shipment.latest_run_id
    return Standing.LAPSED if _says(review, "followed") or not stands else Standing.WAITS


def _of_an_outcome(review: Review) -> Standing:
    if _says(review, "corrected"):
        return Standing.CORRECTED
    in_effect = review.shipment.state == Shipment.State.DECIDED and not _says(review, "outlived")
    return Standing.IN_EFFECT if in_effect else Standing.OVERTAKEN


def _says(review: Review, annotation: str) -> bool:
    return bool(getattr(review, annotation))


def _later_reviews() -> QuerySet[Review]:
    return Review.objects.filter(shipment=OuterRef("shipment"), created_at__gt=OuterRef("created_at"))
