"""The OFAC list as sdn.csv, with alt.csv (other names) and add.csv (addresses) beside it: no header, -0- is empty.

The three files lie in one folder and differ in that part of their name alone: sdn.csv, alt.csv, add.csv, or
ofac_sdn.csv, ofac_alt.csv, ofac_add.csv. Rows whose party is not in sdn.csv are told and left out.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from pathlib import Path
from typing import Final

from screening.engine.parties.listed import ALIAS, FULL, WEAK
from screening.lists.faults import refused
from screening.lists.watchlists.countries import country_code
from screening.lists.watchlists.csv_rows import rows_in, whole_rows
from screening.lists.watchlists.kinds import kind_of
from screening.lists.watchlists.ofac_remarks import read_remarks
from screening.lists.watchlists.publication import COMPANY, Collector, Draft, Publication

LAYOUT: Final = "ofac-csv"
_SDN, _ALT, _ADD = 12, 5, 6
"""Columns of the three files."""
_EMPTY: Final = "-0-"
_PART: Final = re.compile(r"sdn", re.IGNORECASE)


def read_ofac_csv(path: Path) -> Publication:
    """Raises ListRefused for a file that is empty, cut or no sdn.csv, also where a file beside it is cut."""
    collector = Collector(LAYOUT)
    drafts = {draft.reference: draft for draft in _parties(path, collector)}
    for _, cells in _beside(path, "alt", _ALT, drafts, collector):
        remark = cells[4].casefold()
        drafts[cells[0]].name(cells[3], WEAK if "weak" in remark else ALIAS)
    for _, cells in _beside(path, "add", _ADD, drafts, collector):
        draft = drafts[cells[0]]
        draft.address(*cells[2:5])
        draft.countries.append(country_code(cells[4]))
    for draft in drafts.values():
        collector.take(draft)
    return collector.publication()


def _parties(path: Path, collector: Collector) -> Iterator[Draft]:
    known: dict[str, int] = {}
    for line, cells in _rows(path, _SDN, collector):
        if not cells[0].isdecimal():
            raise refused("watchlist-layout", cells[0], line=line, known=LAYOUT)
        if cells[0] in known:
            collector.leave_out(line, "", cells[0], "party-repeated", known[cells[0]])
            continue
        known[cells[0]] = line
        yield _party(line, cells)


def _party(line: int, cells: list[str]) -> Draft:
    draft = Draft(line, cells[0], kind=kind_of(cells[2]) or COMPANY)
    draft.name(cells[1], FULL)
    draft.programmes.extend(cells[3].split("] ["))
    if cells[5]:
        draft.identifier("registration", cells[5])  # a call sign
    draft.countries.append(country_code(cells[9]))
    read_remarks(cells[11], draft)
    return draft


def _beside(
    path: Path, part: str, width: int, drafts: dict[str, Draft], collector: Collector
) -> Iterator[tuple[int, list[str]]]:
    """Rows of the file beside it that belong to a party; nothing where the file is not there."""
    beside = path.with_name(_PART.sub(part, path.name, count=1))
    if beside == path or not beside.exists():
        return
    for line, cells in _rows(beside, width, collector):
        if cells[0] in drafts:
            yield line, cells
        else:
            collector.faults.add(line, beside.name, cells[0], "party-unknown", path.name)


def _rows(path: Path, width: int, collector: Collector) -> Iterator[tuple[int, list[str]]]:
    for line, cells in whole_rows(rows_in(path), width):
        if len(cells) == width:
            yield line, ["" if cell.strip() == _EMPTY else cell.strip() for cell in cells]
        elif line == 1:
            raise refused("watchlist-layout", ",".join(cells), line=line, known=LAYOUT)
        else:
            collector.leave_out(line, path.name, ",".join(cells), "row-width", width)
