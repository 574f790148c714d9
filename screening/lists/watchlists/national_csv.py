"""National lists: a CSV with a row for each name (docs/watchlists.md)."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from pathlib import Path
from typing import Final

from screening.engine.parties.listed import ALIAS, FULL, WEAK
from screening.lists.faults import Faults, refused
from screening.lists.watchlists.countries import country_code
from screening.lists.watchlists.csv_rows import rows_in, whole_rows
from screening.lists.watchlists.dates import day, days
from screening.lists.watchlists.kinds import KINDS, kind_of, sex_of
from screening.lists.watchlists.publication import Collector, Draft, Publication

LAYOUT: Final = "csv"
NEEDED: Final = ("entity_id", "name", "is_alias", "type", "country", "source")
OPTIONAL: Final = ("dates", "identifiers", "addresses", "sex", "programme", "listed_on")
_STRENGTHS: Final = {"": FULL, "0": FULL, "false": FULL, "1": ALIAS, "true": ALIAS, "weak": WEAK}
IDENTIFIERS: Final = ("tax", "passport", "imo", "registration", "swift", "phone", "email")
_SEXES: Final = "m, f"


def read_national_csv(path: Path) -> Publication:
    """Rows of one ``entity_id`` are one party. Raises ListRefused for other columns, for another encoding, for a file
    that is cut and for one without a name.
    """
    collector, reader = Collector(LAYOUT), _Rows()
    header = _header(path)
    for line, cells in _rows(path, header, collector):
        reader.take(line, cells, collector)
    for draft in reader.drafts.values():
        collector.take(draft)
    return collector.publication()


class _Rows:
    """Takes the rows of parties in any order."""

    def __init__(self) -> None:
        self.drafts: dict[str, Draft] = {}
        self._lines: dict[tuple[str, str], int] = {}

    def take(self, line: int, cells: Mapping[str, str], collector: Collector) -> None:
        """A row without id or name, or that stands there twice, is left out; a wrong value alone is."""
        reference, name, faults = cells["entity_id"], cells["name"], collector.faults
        missing = next((column for column in ("entity_id", "name") if not cells[column]), "")
        if missing:
            collector.leave_out(line, missing, "", "watchlist-cell-missing")
            return
        if first := self._lines.get((reference, name)):
            collector.leave_out(line, "name", name, "name-repeated", first)
            return
        self._lines[reference, name] = line
        draft = self.drafts.setdefault(reference, Draft(line, reference))
        strength = _STRENGTHS.get(cells["is_alias"].casefold())
        if strength is None:
            faults.add(line, "is_alias", cells["is_alias"], "watchlist-value-unknown", "0, 1, weak")
        draft.name(name, strength or ALIAS)
        _kind(line, cells["type"], draft, faults)
        _values(line, cells, draft, faults)


def _kind(line: int, text: str, draft: Draft, faults: Faults) -> None:
    kind = kind_of(text) if text else ""
    if kind is None or (draft.kind and kind and kind != draft.kind):
        faults.add(line, "type", text, "watchlist-value-unknown", draft.kind or ", ".join(KINDS))
    draft.kind = draft.kind or kind or ""


def _values(line: int, cells: Mapping[str, str], draft: Draft, faults: Faults) -> None:
    for text in _split(cells["country"]):
        if not (code := country_code(text)):
            faults.add(line, "country", text, "watchlist-value-unknown", "TJ, UZ, KZ")
        draft.countries.append(code)
    for text in _split(cells["dates"]):
        if not (found := list(days(text))):
            faults.add(line, "dates", text, "watchlist-value-unknown", "1964-11-21, 1964")
        draft.born.extend(found)
    for text in _split(cells["identifiers"]):
        kind, colon, value = text.partition(":")
        if colon and kind.strip().casefold() in IDENTIFIERS:
            draft.identifier(kind.strip().casefold(), value)
        else:
            faults.add(line, "identifiers", text, "watchlist-value-unknown", ", ".join(f"{k}:…" for k in IDENTIFIERS))
    if cells["sex"] and not sex_of(cells["sex"]):
        faults.add(line, "sex", cells["sex"], "watchlist-value-unknown", _SEXES)
    if cells["listed_on"] and not day(cells["listed_on"]):
        faults.add(line, "listed_on", cells["listed_on"], "watchlist-value-unknown", "2026-07-31")
    draft.sex = draft.sex or sex_of(cells["sex"])
    draft.addresses.extend(_split(cells["addresses"]))
    draft.programmes.append(cells["programme"] or cells["source"])
    draft.listed_on = draft.listed_on or day(cells["listed_on"])


def _header(path: Path) -> list[str]:
    """Raises ListRefused for columns that are missing or unknown."""
    _, cells = next(rows_in(path, delimiter=_delimiter(path)), (1, []))
    names = [cell.strip().casefold() for cell in cells]
    if not names:
        raise refused("watchlist-empty", known=LAYOUT)
    if missing := [name for name in NEEDED if name not in names]:
        raise refused("watchlist-layout", ", ".join(missing), line=1, known=LAYOUT)
    if unknown := next((name for name in names if name not in (*NEEDED, *OPTIONAL)), ""):
        raise refused("column-unknown", unknown, line=1, known=", ".join((*NEEDED, *OPTIONAL)))
    return names


def _rows(path: Path, header: Sequence[str], collector: Collector) -> Iterator[tuple[int, Mapping[str, str]]]:
    rows = rows_in(path, delimiter=_delimiter(path))
    next(rows)
    empty = dict.fromkeys((*NEEDED, *OPTIONAL), "")
    least = 1 + max(header.index(column) for column in ("entity_id", "name"))
    for line, cells in whole_rows(rows, len(header), least):
        if len(cells) > len(header):
            collector.leave_out(line, "", ",".join(cells), "row-width", len(header))
        else:
            yield line, {**empty, **dict(zip(header, map(str.strip, cells), strict=False))}


def _delimiter(path: Path) -> str:
    with path.open("rb") as file:
        first = file.readline()
    return ";" if first.count(b";") > first.count(b",") else ","


def _split(cell: str) -> list[str]:
    return [part.strip() for part in cell.split(";") if part.strip()]
