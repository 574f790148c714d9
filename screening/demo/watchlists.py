"""The demo's watchlist of invented parties: an edition in force, and a later one that waits as a draft."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import timedelta
from pathlib import Path
from typing import Final

from checkpoints.models import Administration
from screening.demo.tables import DATA
from screening.lists.watchlists.importing import Source, import_publication
from screening.models import Watchlist

SLUG: Final = "tj-demo-parties"


@dataclass(frozen=True, slots=True)
class Demonstrated:
    """A publication, and how long before the moment of loading it came in."""

    file: Path
    ago: timedelta


_PUBLICATIONS: Final = (
    Demonstrated(DATA / "watchlist.csv", timedelta(days=12)),
    Demonstrated(DATA / "watchlist-later.csv", timedelta(days=1)),
)


def not_known() -> tuple[Demonstrated, ...]:
    """What is to be brought in: both, or nothing where the list is there."""
    return () if Watchlist.objects.filter(slug=SLUG).exists() else _PUBLICATIONS


def bring_in(publication: Demonstrated) -> None:
    owner = Administration.objects.get(code="tj")
    import_publication(Source(SLUG, publication.file, "csv", "Demo watchlist (invented)", owner))
