"""The consolidated list of the United Kingdom, ConList.csv: a line "Last Updated", then a row for each name and
address of a group.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from pathlib import Path
from typing import Final

from screening.engine.parties.listed import ALIAS, FULL, WEAK
from screening.lists.faults import refused
from screening.lists.watchlists.countries import country_code
from screening.lists.watchlists.csv_rows import header_of, named_rows, rows_in
from screening.lists.watchlists.dates import as_date, day, days
from screening.lists.watchlists.kinds import kind_of
from screening.lists.watchlists.publication import Collector, Draft, Publication

LAYOUT: Final = "uk-csv"
_NEEDED: Final = ("Name 6", "Name 1", "Group Type", "Alias Type", "Regime", "Group ID")
_GIVEN: Final = tuple(f"Name {number}" for number in range(1, 6))
_ADDRESS: Final = (*(f"Address {number}" for number in range(1, 7)), "Post/Zip Code", "Country")
_OTHERS: Final = (
    (re.compile(r"IMO number\)?:? *(?:IMO *)?(\d{7})", re.IGNORECASE), "imo"),
    (re.compile(r"Email address\)?:? *(\S+@[^\s;,)]+)", re.IGNORECASE), "email"),
    (re.compile(r"Tax[^:;]*:? *([0-9]{8,15})", re.IGNORECASE), "tax"),
    (re.compile(r"Business Reg(?:istration)? No\)?:? *([\w-]*\d[\w-]*)", re.IGNORECASE), "registration"),
)
_NUMBER: Final = re.compile(r"[A-Z0-9][A-Z0-9 /-]*\d[A-Z0-9/-]*", re.IGNORECASE)
_HEADER: Final = 2


def read_uk_csv(path: Path) -> Publication:
    """Raises ListRefused for a file that lacks the first line or the columns of ConList.csv, or is cut."""
    _, first = next(rows_in(path), (0, [""]))
    if first[0].strip().casefold() != "last updated":
        raise refused("watchlist-layout", first[0], line=1, known=LAYOUT)
    collector = Collector(LAYOUT, as_date(first[1]) if len(first) > 1 else None)
    drafts: dict[str, Draft] = {}
    for line, cells in named_rows(path, header_of(path, _NEEDED, LAYOUT, begin=_HEADER), begin=_HEADER):
        group = cells["Group ID"]
        if group:
            _read(cells, drafts.setdefault(group, Draft(line, group)))
        else:
            collector.leave_out(line, "Group ID", "", "party-without-reference")
    for draft in drafts.values():
        collector.take(draft)
    return collector.publication()


def _read(cells: Mapping[str, str], draft: Draft) -> None:
    draft.kind = draft.kind or kind_of(cells["Group Type"]) or ""
    name = " ".join(filter(None, (*(cells.get(part, "") for part in _GIVEN), cells["Name 6"])))
    draft.name(name, _strength(cells))
    draft.name(cells.get("Name Non-Latin Script", ""), ALIAS)
    draft.programmes.append(cells["Regime"])
    draft.listed_on = draft.listed_on or day(cells.get("Listed On", ""))
    for born in re.split(r"\(\d+\)", cells.get("DOB", "")):
        draft.born.extend(days(born))
    for nation in re.split(r"\(\d+\)|;", cells.get("Nationality", "")):
        draft.countries.append(country_code(nation))
    draft.address(*(cells.get(part, "") for part in _ADDRESS))
    draft.countries.append(country_code(cells.get("Country", "")))
    for column, kind in (("Passport Number", "passport"), ("National Identification Number", "registration")):
        for number in re.split(r"\(\d+\)", cells.get(column, "")):
            if _NUMBER.fullmatch(number.strip()):
                draft.identifier(kind, number)
    for pattern, kind in _OTHERS:
        for number in pattern.findall(cells.get("Other Information", "")):
            draft.identifier(kind, number)


def _strength(cells: Mapping[str, str]) -> str:
    if cells.get("Alias Quality", "").casefold().startswith("low"):
        return WEAK
    return FULL if cells["Alias Type"].casefold() == "primary name" else ALIAS
