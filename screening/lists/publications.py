"""What authorities publish, as an edition of headings and paragraphs: codes and titles, and no terms yet.

A manager compares it with the edition in force and adds the words of trade.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Final

from screening.engine.catalogue import Edition, Entry
from screening.lists.faults import refused

LONGEST_TITLE: Final = 250
LANGUAGE: Final = "en"
"""Of the publications that are read so far."""
GROUP: Final = re.compile(r"[0-9][A-E]")
HEADING: Final = re.compile(r"[0-9][A-E][0-9]{3}")
_LONGEST_CODE: Final = 40
_HS_EDITION: Final = "2022"
_REVIEWED_WITHIN: Final = timedelta(days=365)
_NUCLEAR: Final = "0"
_TRAILING: Final = re.compile(r"[;:,.\s]+(?:(?:and|or)[;:,.\s]*)?$")


@dataclass(frozen=True, slots=True)
class Printed:
    """A heading or paragraph as it is printed; ``under`` is the code above it, empty at the top."""

    code: str
    under: str
    title: str


@dataclass(frozen=True, slots=True)
class Publication:
    """What a publication says of itself; ``effective_from`` is an ISO date."""

    slug: str
    name: str
    title: str
    source: str
    effective_from: str


def edition_of(publication: Publication, printed: Iterable[Printed]) -> Edition:
    """The edition that a publication makes up. Raises ListRefused where nothing was found in it."""
    entries = tuple(_entries(printed))
    if not entries:
        raise refused("headings-missing")
    begin = date.fromisoformat(publication.effective_from)
    return Edition(
        list_slug=publication.slug,
        name=publication.name,
        title={LANGUAGE: publication.title},
        source=publication.source,
        effective_from=publication.effective_from,
        review_by=(begin + _REVIEWED_WITHIN).isoformat(),
        hs_edition=_HS_EDITION,
        entries=entries,
    )


def group_of(heading: str, title: str = "") -> Printed:
    """The product group above a heading: 1A of 1A001."""
    return Printed(heading[:2], "", title or f"Category {heading[0]}, product group {heading[1]}")


def _entries(printed: Iterable[Printed]) -> Iterator[Entry]:
    """Each code once, the first time it is printed; what is under a code that was left out is left out too."""
    known: set[str] = set()
    for each in printed:
        fits = len(each.code) <= _LONGEST_CODE and (not each.under or each.under in known)
        if fits and each.code not in known and each.title:
            known.add(each.code)
            yield _entry(each)


def _entry(printed: Printed) -> Entry:
    return Entry(
        code=printed.code,
        parent=printed.under,
        kind="heading" if printed.under else "group",
        hazards=("nuclear", "dual-use") if printed.code.startswith(_NUCLEAR) else ("dual-use",),
        title={LANGUAGE: shortened(printed.title)},
        looks_like={},
        excluded={},
        text_review={LANGUAGE: "drafted"},
    )


def shortened(text: str) -> str:
    """As much of a printed text as a title holds, whole words, without the punctuation that leads on."""
    clean = " ".join(text.split())
    if len(clean) > LONGEST_TITLE:
        return clean[: LONGEST_TITLE - 1].rpartition(" ")[0] + "…"
    return _TRAILING.sub("", clean) or clean
