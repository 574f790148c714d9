"""Watchlists as people see them: editions in force and waiting, how fresh they are, and what came of reading them."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from typing import Final
from uuid import UUID

from django.db.models import Exists, F, OuterRef, QuerySet, Subquery

from checkpoints.actors import Actor
from screening.models import Watchlist, WatchlistActivation, WatchlistEdition, WatchlistReading
from screening.selectors.entries import InForce, applying_to

MOST: Final = 50
"""Editions, readings and activations that a page shows at most."""
_MOST_LISTS: Final = 200
_LIST: Final = "watchlist__"


@dataclass(frozen=True, slots=True)
class Kept:
    """A watchlist with its edition in force (None before the first good publication), the latest draft, whether that
    one is proposed, and the latest reading.
    """

    watchlist: Watchlist
    in_force: WatchlistEdition | None
    draft: WatchlistEdition | None
    proposed: bool
    reading: WatchlistReading | None


def watchlists_in_force(today: date, administration: UUID | None) -> list[InForce]:
    """The editions whose parties count for an administration, by list. One statement."""
    rows = WatchlistEdition.objects.filter(applying_to(administration, _LIST), state=WatchlistEdition.State.ACTIVE)
    return [
        InForce(
            slug=row.watchlist.slug,
            name=row.name,
            title={"en": row.watchlist.title},
            effective_from=row.published_on,
            review_by=row.review_by,
            stale=row.review_by < today,
        )
        for row in rows.select_related("watchlist").order_by("watchlist__slug")
    ]


def managed_watchlists(actor: Actor) -> QuerySet[Watchlist]:
    """Those that all share, and those of the actor's own administration."""
    return Watchlist.objects.filter(applying_to(actor.administration_id, ""))


def kept(actor: Actor) -> list[Kept]:
    """Every watchlist of the actor, by slug; four statements."""
    lists = list(managed_watchlists(actor).order_by("slug")[:_MOST_LISTS])
    editions = WatchlistEdition.objects.filter(watchlist__in=lists)
    active = {each.watchlist_id: each for each in editions.filter(state=WatchlistEdition.State.ACTIVE)}
    open_proposals = WatchlistActivation.objects.filter(edition=OuterRef("pk"), confirmation=None)
    drafts = editions.filter(state=WatchlistEdition.State.DRAFT).annotate(proposed=Exists(open_proposals))
    latest = {each.watchlist_id: each for each in drafts.order_by("created_at", "pk")}
    of_list = WatchlistReading.objects.filter(watchlist=OuterRef("watchlist")).order_by("-created_at", "-pk")
    readings = WatchlistReading.objects.filter(watchlist__in=lists, pk=Subquery(of_list.values("pk")[:1]))
    last = {each.watchlist_id: each for each in readings}
    return [
        Kept(
            each,
            active.get(each.pk),
            (draft := latest.get(each.pk)),
            bool(draft and draft.proposed),
            last.get(each.pk),
        )
        for each in lists
    ]


def managed_editions(actor: Actor) -> QuerySet[WatchlistEdition]:
    return WatchlistEdition.objects.filter(applying_to(actor.administration_id, _LIST)).select_related("watchlist")


def in_force_beside(edition: WatchlistEdition) -> WatchlistEdition | None:
    """The edition of the same list that an edition is compared with: the one in force, or for it the one before."""
    same = WatchlistEdition.objects.filter(watchlist=edition.watchlist_id).exclude(pk=edition.pk)
    if edition.state == WatchlistEdition.State.ACTIVE:
        return same.exclude(activated_at=None).order_by("-activated_at").first()
    return same.filter(state=WatchlistEdition.State.ACTIVE).first()


def history(edition: WatchlistEdition) -> list[WatchlistEdition]:
    """The editions of the same list, the latest first."""
    same = WatchlistEdition.objects.filter(watchlist=edition.watchlist_id)
    return list(same.order_by(F("activated_at").desc(nulls_first=True), "-created_at")[:MOST])


def activations(edition: WatchlistEdition) -> list[WatchlistActivation]:
    """Who proposed it and who confirmed, the latest first."""
    rows = WatchlistActivation.objects.filter(edition=edition).select_related("proposer", "confirmation__confirmer")
    return list(rows.order_by("-created_at", "-id")[:MOST])


def waiting_activation(edition: WatchlistEdition) -> WatchlistActivation | None:
    """The latest proposal that nobody has confirmed yet."""
    return next((each for each in activations(edition) if not hasattr(each, "confirmation")), None)


def taken_reading(edition: WatchlistEdition) -> WatchlistReading | None:
    """The reading that brought an edition in, with the faults of its publication."""
    return edition.readings.filter(result=WatchlistReading.Result.TAKEN).first()
