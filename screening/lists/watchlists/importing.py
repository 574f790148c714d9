"""Brings a publication into the database: nothing where it is known, else a draft; the first of its list in force.

Whatever comes of it is kept as a reading. A publication that is refused changes nothing else: the last good edition
stays.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import asdict, dataclass
from datetime import date, timedelta
from pathlib import Path
from typing import Final

from django.db import transaction
from django.utils import timezone

from checkpoints.actors import SYSTEM, Actor
from checkpoints.models import Administration
from ledger import audit
from screening.engine.parties.listed import ListedParty
from screening.lists.faults import Fault, ListRefused, refused
from screening.lists.watchlists.canonical import checksum_of, details_of, party_digest
from screening.lists.watchlists.formats import DAILY, FORMATS, REVIEWED_WITHIN
from screening.lists.watchlists.publication import Publication
from screening.models import EditionParty, ListedName, Watchlist, WatchlistEdition, WatchlistReading
from screening.models import ListedParty as PartyRow

MOST_KEPT: Final = 50
"""Faults of a reading that are kept."""
_BATCH: Final = 2_000


@dataclass(frozen=True, slots=True)
class Source:
    """Where a publication comes from. ``url`` is told to people alone, nothing is fetched."""

    slug: str
    file: Path
    format: str
    title: str = ""
    owner: Administration | None = None
    url: str = ""

    @property
    def told(self) -> str:
        return " ".join(filter(None, (self.url, self.file.name, f"({self.format})")))


@dataclass(frozen=True, slots=True)
class Imported:
    """What came of it. ``edition`` is the one that was stored, or the known one that equals the publication."""

    edition: WatchlistEdition
    reading: WatchlistReading
    faults: tuple[Fault, ...]

    @property
    def new(self) -> bool:
        return self.reading.result == WatchlistReading.Result.TAKEN


class WatchlistOfOthers(Exception):
    """The slug belongs to a list of another owner."""


def import_publication(source: Source, *, actor: Actor = SYSTEM, may_shrink: bool = False) -> Imported:
    """Reads and stores a publication, whole or not at all.

    Raises ListRefused, after the refusal is recorded with its list, and WatchlistOfOthers.
    """
    watchlist = _watchlist(source)
    try:
        publication = _read(source)
        with transaction.atomic():
            return _take(watchlist, source, publication, actor, may_shrink)
    except ListRefused as error:
        record_refusal(watchlist, error.faults, source.told, actor)
        raise


def record_refusal(watchlist: Watchlist, faults: Sequence[Fault], told: str, actor: Actor = SYSTEM) -> WatchlistReading:
    """The list shows as failed from now on, until a publication is taken."""
    with transaction.atomic():
        reading = _reading(watchlist, WatchlistReading.Result.REFUSED, told, faults)
        audit.record(actor=actor.name, action="watchlist.refused", subject=watchlist, detail={"list": watchlist.slug})
    return reading


def _watchlist(source: Source) -> Watchlist:
    days = REVIEWED_WITHIN.get(source.format, DAILY)
    defaults = {"administration": source.owner, "title": source.title or source.slug, "review_days": days}
    watchlist, _ = Watchlist.objects.get_or_create(slug=source.slug, defaults=defaults)
    if watchlist.administration_id != (source.owner.pk if source.owner else None):
        raise WatchlistOfOthers(source.slug)
    if source.title and watchlist.title != source.title:
        watchlist.title = source.title
        watchlist.save(update_fields=["title"])
    return watchlist


def _read(source: Source) -> Publication:
    try:
        return FORMATS[source.format](source.file)
    except OSError as error:
        raise refused("watchlist-file-missing", source.file.name, known=error.strerror or "") from error


def _take(watchlist: Watchlist, source: Source, publication: Publication, actor: Actor, may_shrink: bool) -> Imported:
    Watchlist.objects.select_for_update().get(pk=watchlist.pk)
    by_digest = {party_digest(party): party for party in publication.parties}
    checksum = checksum_of(by_digest)
    published_on = publication.published_on or timezone.localdate()
    known = watchlist.editions.filter(checksum=checksum).first()
    if known:
        _read_again(known, watchlist, published_on)
        return _told(known, WatchlistReading.Result.UNCHANGED, source, publication)
    first = not watchlist.editions.exclude(activated_at=None).exists()
    if not may_shrink:
        _refuse_shrunk(watchlist, len(by_digest))
    edition = _store(watchlist, source, by_digest, checksum, published_on)
    if first:
        edition.state, edition.bootstrap, edition.activated_at = WatchlistEdition.State.ACTIVE, True, timezone.now()
        edition.save(update_fields=["state", "bootstrap", "activated_at"])
    action = "watchlist.bootstrapped" if first else "watchlist.drafted"
    detail = {"edition": str(edition), "checksum": checksum}
    audit.record(actor=actor.name, action=action, subject=edition, detail=detail)
    return _told(edition, WatchlistReading.Result.TAKEN, source, publication)


def _read_again(edition: WatchlistEdition, watchlist: Watchlist, published_on: date) -> None:
    """What is published again unchanged is fresh for longer."""
    review_by = published_on + timedelta(days=watchlist.review_days)
    if review_by > edition.review_by:
        edition.review_by = review_by
        edition.save(update_fields=["review_by"])


def _refuse_shrunk(watchlist: Watchlist, after: int) -> None:
    in_force = watchlist.editions.filter(state=WatchlistEdition.State.ACTIVE).first()
    if in_force and after * 2 <= in_force.party_count:
        raise refused("watchlist-shrunk", str(after), known=in_force.party_count)


def _store(
    watchlist: Watchlist, source: Source, by_digest: Mapping[str, ListedParty], checksum: str, published_on: date
) -> WatchlistEdition:
    """The edition as a draft. Only parties that the list never held so are written; the others are named."""
    edition = WatchlistEdition.objects.create(
        watchlist=watchlist,
        name=_name(watchlist, published_on),
        source=source.told,
        checksum=checksum,
        published_on=published_on,
        review_by=published_on + timedelta(days=watchlist.review_days),
        party_count=len(by_digest),
        name_count=sum(len(party.names) for party in by_digest.values()),
    )
    keys = dict(watchlist.parties.values_list("digest", "pk"))
    fresh = {digest: _row(watchlist, digest, party) for digest, party in by_digest.items() if digest not in keys}
    PartyRow.objects.bulk_create(fresh.values(), batch_size=_BATCH)
    names = (
        ListedName(party=row, position=place, text=text, strength=strength)
        for digest, row in fresh.items()
        for place, (text, strength) in enumerate(by_digest[digest].names)
    )
    ListedName.objects.bulk_create(names, batch_size=_BATCH)
    members = (
        EditionParty(edition=edition, party_id=fresh[digest].pk if digest in fresh else keys[digest])
        for digest in by_digest
    )
    EditionParty.objects.bulk_create(members, batch_size=_BATCH)
    return edition


def _row(watchlist: Watchlist, digest: str, party: ListedParty) -> PartyRow:
    return PartyRow(
        watchlist=watchlist,
        reference=party.reference,
        digest=digest,
        kind=party.kind,
        programme=party.programme,
        details=details_of(party),
    )


def _name(watchlist: Watchlist, published_on: date) -> str:
    """The day of publication; a second edition of that day is numbered."""
    name = published_on.isoformat()
    others = watchlist.editions.filter(published_on=published_on).count()
    return f"{name}.{others + 1}" if others else name


def _told(
    edition: WatchlistEdition, result: WatchlistReading.Result, source: Source, publication: Publication
) -> Imported:
    reading = _reading(
        edition.watchlist, result, source.told, publication.faults, edition=edition, left_out=publication.left_out
    )
    return Imported(edition, reading, publication.faults)


def _reading(
    watchlist: Watchlist,
    result: WatchlistReading.Result,
    told: str,
    faults: Sequence[Fault],
    *,
    edition: WatchlistEdition | None = None,
    left_out: int = 0,
) -> WatchlistReading:
    return WatchlistReading.objects.create(
        watchlist=watchlist,
        edition=edition,
        result=result,
        source=told,
        left_out=left_out,
        fault_count=len(faults),
        faults=[asdict(fault) for fault in faults[:MOST_KEPT]],
    )
