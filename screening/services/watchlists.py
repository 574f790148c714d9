"""The watchlists in force, ready to be searched: one screener an edition, built once a process."""

from __future__ import annotations

from collections.abc import Sequence
from functools import lru_cache
from uuid import UUID

from django.db.models import Q

from screening import adapters
from screening.engine.parties.screening import NameMatch, PartyName, Screener
from screening.models import WatchlistEdition

MOST_EDITIONS = 32
"""Screeners that a process keeps."""


class NoWatchlist(Exception):
    """No watchlist is in force: no name can be screened. Run ``manage.py import_watchlist``."""


def screeners_in_force(administration: UUID | None, slugs: Sequence[str] = ()) -> list[Screener]:
    """Those of the lists that all share and of an administration's own, by slug; of some alone where ``slugs`` names
    them. Raises NoWatchlist where there is none.
    """
    owners = Q(watchlist__administration=None) | Q(watchlist__administration=administration)
    editions = WatchlistEdition.objects.filter(owners, state=WatchlistEdition.State.ACTIVE)
    if slugs:
        editions = editions.filter(watchlist__slug__in=slugs)
    keys = editions.order_by("watchlist__slug").values_list("pk", flat=True)
    if not keys:
        raise NoWatchlist("No watchlist is in force. Run: manage.py import_watchlist")
    return [screener_for(key) for key in keys]


@lru_cache(maxsize=MOST_EDITIONS)
def screener_for(edition: UUID) -> Screener:
    """The screener of a stored edition, which never changes once it is in force."""
    row = WatchlistEdition.objects.select_related("watchlist").get(pk=edition)
    return Screener(adapters.watchlist_of(row))


def screened(query: PartyName, screeners: Sequence[Screener]) -> list[NameMatch]:
    """The parties on any of the lists that a name may be, the likeliest first."""
    found = [match for screener in screeners for match in screener.screen(query)]
    return sorted(found, key=lambda match: (-match.score, match.list_slug, match.party.reference))
