"""Reads every publication in a folder again; one that is bad never stops the others.

A folder holds ``watchlists.toml``, with a table for each list, or files named after their list:

    [ofac-sdn]
    file = "ofac/sdn.csv"
    format = "ofac-csv"
    title = "OFAC SDN"
    url = "https://…"

Without the table a file's format is told by its name, SLUG.FORMAT.ext (un-sc.un-xml.xml); a CSV called SLUG.csv is a
national list.
"""

from __future__ import annotations

import logging
import tomllib
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Final

from checkpoints.actors import SYSTEM, Actor
from checkpoints.models import Administration
from screening.lists.faults import Fault, ListRefused, refused
from screening.lists.table.columns import SLUG
from screening.lists.watchlists.formats import FORMATS
from screening.lists.watchlists.importing import (
    Imported,
    Source,
    WatchlistOfOthers,
    import_publication,
    record_refusal,
)
from screening.models import Watchlist

TABLE: Final = "watchlists.toml"
_KEYS: Final = ("file", "format", "title", "url", "administration")
_LONGEST_SLUG: Final = 40
log = logging.getLogger(__name__)


@dataclass(frozen=True, slots=True)
class Refreshed:
    """What came of one publication: either imported, or the faults for which it was refused."""

    slug: str
    imported: Imported | None = None
    faults: tuple[Fault, ...] = ()


def refresh(folder: Path, *, actor: Actor = SYSTEM) -> list[Refreshed]:
    """Reads all publications of a folder. Raises ListRefused where the table itself cannot be read."""
    return [_refreshed(slug, folder, told, actor) for slug, told in _feeds(folder)]


def _refreshed(slug: str, folder: Path, told: Mapping[str, Any], actor: Actor) -> Refreshed:
    try:
        source = _source(slug, folder, told)
    except ListRefused as error:
        return _failed(slug, error.faults, actor)
    try:
        return Refreshed(slug, import_publication(source, actor=actor))
    except ListRefused as error:
        return Refreshed(slug, faults=error.faults)
    except WatchlistOfOthers:
        return Refreshed(slug, faults=(Fault(0, "", slug, "watchlist-of-others"),))
    except Exception as error:  # whatever a feed does to its reader, the others are read
        log.exception("watchlist %s could not be read", slug)
        return _failed(slug, (Fault(0, "", slug, "watchlist-failed", type(error).__name__),), actor)


def _failed(slug: str, faults: tuple[Fault, ...], actor: Actor) -> Refreshed:
    """A list that is known shows as failed."""
    if watchlist := Watchlist.objects.filter(slug=slug).first():
        record_refusal(watchlist, faults, TABLE, actor)
    return Refreshed(slug, faults=faults)


def _feeds(folder: Path) -> Iterator[tuple[str, Mapping[str, Any]]]:
    table = folder / TABLE
    if table.exists():
        yield from _described(table).items()
        return
    for file in sorted(folder.iterdir()) if folder.is_dir() else ():
        slug, _, rest = file.name.partition(".")
        layout = rest.partition(".")[0]
        if SLUG.fullmatch(slug) and layout in FORMATS:
            yield slug, {"file": file.name, "format": layout}


def _described(table: Path) -> Mapping[str, Any]:
    try:
        return tomllib.loads(table.read_text("utf-8"))
    except (OSError, ValueError) as error:
        raise refused("watchlist-feed-unknown", TABLE, known=str(error)) from error


def _source(slug: str, folder: Path, told: Any) -> Source:
    """Raises ListRefused for a feed that is described wrongly."""
    wrong = _wrong(slug, told)
    if wrong:
        raise refused("watchlist-feed-unknown", slug, known=wrong)
    owner = Administration.objects.filter(code=told["administration"]).first() if "administration" in told else None
    if "administration" in told and owner is None:
        raise refused("watchlist-feed-unknown", slug, known=f"administration = {told['administration']}")
    return Source(
        slug=slug,
        file=folder / told["file"],
        format=told["format"],
        title=told.get("title", ""),
        owner=owner,
        url=told.get("url", ""),
    )


def _wrong(slug: str, told: Any) -> str:
    """What is wrong in the description of a feed; empty where nothing is."""
    if len(slug) > _LONGEST_SLUG or not SLUG.fullmatch(slug):
        return "a-z, 0-9, -"
    if not isinstance(told, dict) or any(key not in _KEYS or not isinstance(told[key], str) for key in told):
        return ", ".join(_KEYS)
    if missing := [key for key in ("file", "format") if key not in told]:
        return ", ".join(missing)
    return "" if told["format"] in FORMATS else f"format = {', '.join(FORMATS)}"
