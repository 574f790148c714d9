"""Who did how much, and how fast: by checkpoint and by officer."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import timedelta
from typing import Any, Final
from uuid import UUID

from django.db.models import Count, DurationField, Exists, ExpressionWrapper, F, OuterRef, QuerySet, Window
from django.db.models.functions import RowNumber

from checkpoints.models import Checkpoint, User
from screening.models import Outcome, Review, ReviewConfirmation, ShipmentOffice
from screening.selectors.statistics.frame import Frame, first_flag, first_flagged, outcomes

MOST_PEOPLE: Final = 200


@dataclass(frozen=True, slots=True)
class Ages:
    """From the first flag to the decision, over ``count`` shipments: the values that half, and nine in ten, kept."""

    count: int
    median: timedelta
    ninth: timedelta


@dataclass(frozen=True, slots=True)
class PlaceWork:
    """``flagged``: for the first time in the period. ``decided``: what took effect, corrections included."""

    name: str
    received: int
    flagged: int
    decided: int
    confirmed: int
    sent_back: int
    ages: Ages | None


def work_by_checkpoint(frame: Frame) -> list[PlaceWork]:
    """Every checkpoint of the frame, by name. Eight statements."""
    offices = ShipmentOffice.objects.filter(checkpoint__in=frame.places)
    received = _counted(offices.filter(frame.within()), "checkpoint", "shipment")
    place = "shipment__offices__checkpoint"
    flagged = _counted(first_flagged(frame), place, "shipment")
    decided = _counted(outcomes(frame), place, "pk")
    said = ReviewConfirmation.objects.filter(frame.within(), frame.here("review__shipment"))
    confirmed = _counted(said.filter(confirmed=True), f"review__{place}", "pk")
    sent_back = _counted(said.filter(confirmed=False), f"review__{place}", "pk")
    ages = _ages_by(_at_each_place(_first_decisions(frame)), "place")
    places = Checkpoint.objects.filter(pk__in=frame.places).order_by("name", "id").values_list("pk", "name")
    return [
        PlaceWork(
            name=name,
            received=received.get(key, 0),
            flagged=flagged.get(key, 0),
            decided=decided.get(key, 0),
            confirmed=confirmed.get(key, 0),
            sent_back=sent_back.get(key, 0),
            ages=ages.get(key),
        )
        for key, name in places
    ]


def _counted(rows: QuerySet[Any], by: str, what: str) -> Mapping[UUID, int]:
    return dict(rows.order_by().values(by).annotate(n=Count(what, distinct=True)).values_list(by, "n"))


def _at_each_place(decisions: QuerySet[Outcome]) -> QuerySet[Outcome]:
    """Each outcome once at each of its shipment's checkpoints, however many roles the checkpoint has."""
    twin = ShipmentOffice.objects.filter(
        shipment=OuterRef("shipment"), checkpoint=OuterRef("place"), pk__lt=OuterRef("office")
    )
    offices = decisions.annotate(place=F("shipment__offices__checkpoint"), office=F("shipment__offices"))
    return offices.filter(~Exists(twin))


@dataclass(frozen=True, slots=True)
class PersonWork:
    """``decided``: own decisions that took effect; ``confirmed``: decisions of others; ``sent_back``: own ones."""

    name: str
    proposed: int
    decided: int
    sent_back: int
    confirmed: int
    ages: Ages | None


def work_by_officer(frame: Frame) -> list[PersonWork]:
    """The people assigned at the frame's checkpoints, by name; 200 at most. Seven statements."""
    assigned = User.objects.filter(assignments__checkpoint__in=frame.places).distinct()
    people = list(assigned.order_by("last_name", "first_name", "username")[:MOST_PEOPLE])
    reviews = Review.objects.filter(frame.within(), frame.here())
    said = ReviewConfirmation.objects.filter(frame.within(), frame.here("review__shipment"))
    proposed, decided = _counted(reviews, "proposer", "pk"), _counted(outcomes(frame), "review__proposer", "pk")
    sent_back = _counted(said.filter(confirmed=False), "review__proposer", "pk")
    confirmed = _counted(said.filter(confirmed=True), "confirmer", "pk")
    ages = _ages_by(_first_decisions(frame).annotate(who=F("review__proposer")), "who")
    return [
        PersonWork(
            name=person.get_full_name() or person.username,
            proposed=proposed.get(person.pk, 0),
            decided=decided.get(person.pk, 0),
            sent_back=sent_back.get(person.pk, 0),
            confirmed=confirmed.get(person.pk, 0),
            ages=ages.get(person.pk),
        )
        for person in people
    ]


# -- ages --------------------------------------------------------------------------------------------


def _first_decisions(frame: Frame) -> QuerySet[Outcome]:
    """The first outcome of each flagged shipment, with the age at which it came."""
    earlier = Outcome.objects.filter(shipment=OuterRef("shipment"), created_at__lt=OuterRef("created_at"))
    first = outcomes(frame).filter(~Exists(earlier)).annotate(flagged_at=first_flag("shipment"))
    age = ExpressionWrapper(F("created_at") - F("flagged_at"), DurationField())
    return first.filter(flagged_at__lte=F("created_at")).annotate(age=age)


def _ages_by(decisions: QuerySet[Outcome], by: str) -> Mapping[UUID, Ages]:
    """The nearest-rank percentiles of each group: ages that really occurred. Two statements."""
    ranked = decisions.annotate(
        rank=Window(RowNumber(), partition_by=[F(by)], order_by=[F("age").asc(), F("pk").asc()]),
        of=Window(Count("pk"), partition_by=[F(by)]),
    )
    # The rank is the smallest whole number not below a half, or nine tenths, of the count.
    median = ranked.filter(of__lte=F("rank") * 2, of__gt=F("rank") * 2 - 2)
    ninth = ranked.annotate(tenths=F("of") * 9).filter(tenths__lte=F("rank") * 10, tenths__gt=F("rank") * 10 - 10)
    ninths = dict(ninth.order_by().values_list(by, "age"))
    return {key: Ages(count, age, ninths[key]) for key, count, age in median.order_by().values_list(by, "of", "age")}
