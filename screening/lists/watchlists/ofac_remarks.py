"""The remarks of the OFAC lists: "DOB 21 Nov 1964; Passport T707770 (Colombia); Linked To: MAHAN AIR."

What a list tells beside its columns stands there, each part in its own words. Parts that identify nobody are passed by.
"""

from __future__ import annotations

import re
from typing import Final

from screening.engine.parties.listed import WEAK
from screening.lists.watchlists.countries import country_code
from screening.lists.watchlists.dates import days
from screening.lists.watchlists.kinds import identifier_kind, sex_of
from screening.lists.watchlists.publication import Draft

_ALSO: Final = re.compile(r"(?:a\.k\.a\.|f\.k\.a\.|n\.k\.a\.) +['\"“](.+?)['\"”]\.?", re.IGNORECASE)
_BORN: Final = re.compile(r"DOB +(.+)")
_SEX: Final = re.compile(r"Gender +(\w+)")
_OF: Final = re.compile(r"(?:nationality|citizen) +(.+)")
_EMAIL: Final = re.compile(r"Email Address +(\S+@\S+)")
_IMO: Final = re.compile(r"\bIMO +(\d{7})\b")
_IDENTIFIER: Final = re.compile(
    r"(?P<kind>.*?"
    r"(?:Passport|No\.?|Number|#|ID|Code|\(MSN\)|SWIFT/BIC|MMSI|Telephone|Fax|C\.U\.R\.P\.|R\.F\.C\.|D\.N\.I\.)"
    r"(?: (?:No\.?|Number|#|\(MSN\)))*)"
    r"[ :]+(?P<value>[A-Z0-9(+][^()]*(?:\(\d+\)[^()]*)?)(?: \((?P<place>[^()]+)\))?(?: .*)?"
)
_NOT_OF_THE_PARTY: Final = (
    "linked to",
    "pob ",
    "organization established",
    "aircraft model",
    "aircraft operator",
    "aircraft manufacture date",
)


def read_remarks(remarks: str, draft: Draft) -> None:
    """Adds to a party what its remarks tell."""
    for part in remarks.rstrip(" .").split("; "):
        said = part.strip().removeprefix("alt. ").rstrip(".")
        if not said or said.casefold().startswith(_NOT_OF_THE_PARTY):
            continue
        if match := _BORN.fullmatch(said):
            draft.born.extend(days(match[1]))
        elif match := _ALSO.match(said):
            draft.name(match[1], WEAK)
        elif match := _SEX.match(said):
            draft.sex = draft.sex or sex_of(match[1])
        elif match := _OF.fullmatch(said):
            draft.countries.append(country_code(match[1]))
        else:
            _identifier(said, draft)


def add_identifier(draft: Draft, kind: str, value: str) -> None:
    """An identifier by a list's own words for its kind; nothing where they mean none that is kept."""
    if sex := sex_of(value) if kind.casefold() == "gender" else "":
        draft.sex = sex
    elif match := _IMO.search(f"{kind} {value}"):
        draft.identifier("imo", match[1])
    elif known := identifier_kind(kind):
        draft.identifier(known, value)


def _identifier(said: str, draft: Draft) -> None:
    if match := _IMO.search(said):
        draft.identifier("imo", match[1])
    elif match := _EMAIL.match(said):
        draft.identifier("email", match[1])
    elif (match := _IDENTIFIER.fullmatch(said)) and any(map(str.isdigit, match["value"])):
        add_identifier(draft, match["kind"], match["value"])
