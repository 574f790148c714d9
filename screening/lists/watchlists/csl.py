"""The Consolidated Screening List of the United States: CSV and JSON as trade.gov publishes them, and a compact JSON
whose ``fieldKey`` explains its letters.

Entries without a number of their own are known by their list and name.
"""

from __future__ import annotations

import hashlib
import re
from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import Any, Final

from screening.engine.parties.listed import ALIAS, FULL
from screening.lists.faults import refused
from screening.lists.watchlists.countries import country_code
from screening.lists.watchlists.csv_rows import header_of, named_rows
from screening.lists.watchlists.dates import as_date, day, days
from screening.lists.watchlists.json_records import json_in, text_of, texts
from screening.lists.watchlists.kinds import kind_of
from screening.lists.watchlists.ofac_remarks import add_identifier
from screening.lists.watchlists.publication import Collector, Draft, Publication

CSV_LAYOUT, JSON_LAYOUT = "csl-csv", "csl-json"
_NEEDED: Final = ("source", "entity_number", "type", "programs", "name", "addresses", "alt_names", "ids")
_SHORT: Final = re.compile(r"\(([A-Z][A-Z-]*)\)")
_DIGITS_OF_NAME: Final = 12
_IDENTITY: Final = re.compile(r"(?:(?P<place>[A-Z]{2}), )?(?P<value>[^,]+), (?P<kind>.+)")


def read_csl_csv(path: Path) -> Publication:
    """Raises ListRefused for a file that lacks trade.gov's columns or is cut."""
    collector = Collector(CSV_LAYOUT)
    apart = _Apart(collector)
    header = header_of(path, _NEEDED, CSV_LAYOUT)
    for line, cells in named_rows(path, header):
        draft = _begun(line, cells, _split(cells.get("alt_names", "")))
        draft.programmes.extend(_split(cells["programs"]))
        for address in _split(cells["addresses"]):
            draft.address(address)
            draft.countries.append(country_code(address.rpartition(",")[2]))
        for identity in _split(cells["ids"]):
            if match := _IDENTITY.fullmatch(identity):
                add_identifier(draft, match["kind"], match["value"])
        _also(draft, cells)
        apart.take(draft)
    return collector.publication()


def read_csl_json(path: Path) -> Publication:
    """Either JSON. Raises ListRefused for other JSON, and for one with fewer entries than it tells."""
    found = json_in(path)
    collector = Collector(JSON_LAYOUT)
    if isinstance(found, dict) and "fieldKey" in found and isinstance(found.get("entries"), list):
        drafts = _compact(found, collector)
    elif isinstance(found, dict) and isinstance(found.get("results"), list):
        drafts = _published(found["results"])
    else:
        raise refused("watchlist-layout", "results", known=JSON_LAYOUT)
    apart = _Apart(collector)
    for draft in drafts:
        apart.take(draft)
    return collector.publication()


class _Apart:
    """Numbers the parties that one list has under one name without a number; what is the same twice is told."""

    def __init__(self, collector: Collector) -> None:
        self._collector = collector
        self._met: dict[str, list[Draft]] = {}

    def take(self, draft: Draft) -> None:
        met = self._met.setdefault(draft.reference, [])
        if met and all(_content(draft) != _content(each) for each in met):
            draft.reference = f"{draft.reference}-{len(met) + 1}"
        met.append(draft)
        self._collector.take(draft)


def _content(draft: Draft) -> tuple[object, ...]:
    return (draft.kind, draft.names, draft.countries, draft.addresses, draft.programmes, draft.identifiers)


def _published(results: list[Any]) -> Iterator[Draft]:
    for place, each in enumerate(results, 1):
        cells = each if isinstance(each, dict) else {}
        draft = _begun(place, cells, texts(cells.get("alt_names")))
        draft.programmes.extend(texts(cells.get("programs")))
        for address in _mappings(cells.get("addresses")):
            parts = [text_of(address, part) for part in ("address", "city", "state", "postal_code", "country")]
            draft.address(*parts)
            draft.countries.append(country_code(parts[-1]))
        for identity in _mappings(cells.get("ids")):
            add_identifier(draft, text_of(identity, "type"), text_of(identity, "number"))
        _also(draft, {name: "; ".join(texts(value)) for name, value in cells.items()})
        yield draft


def _compact(found: Mapping[str, Any], collector: Collector) -> Iterator[Draft]:
    entries, tables = found["entries"], found.get("tables") or {}
    if len(entries) < int(found.get("entryCount") or 0):
        raise refused("watchlist-cut", f"{len(entries)} < {found['entryCount']}")
    collector.published_on = as_date(str(found.get("sourceGeneratedAt") or "")[:10])
    for place, each in enumerate(entries, 1):
        short = each if isinstance(each, dict) else {}
        cells = {
            "source": _told(tables, "sources", short.get("s")),
            "name": text_of(short, "n"),
            "type": text_of(short, "t"),
            "entity_number": text_of(short, "e"),
            "federal_register_notice": text_of(short, "fr"),
        }
        draft = _begun(place, cells, texts(short.get("a")), texts(short.get("c")))
        draft.programmes.extend(texts(_programmes(_told(tables, "programmes", short.get("pg")))))
        draft.countries.extend(map(country_code, texts(short.get("c"))))
        yield draft


def _begun(line: int, cells: Mapping[str, Any], others: list[str], told_apart: list[str] | None = None) -> Draft:
    """A party with its names. ``told_apart`` helps to tell parties of one name apart."""
    source, name, number = text_of(cells, "source"), text_of(cells, "name"), text_of(cells, "entity_number")
    listed = match[1] if (match := _SHORT.search(source)) else source[:20]
    notice = text_of(cells, "federal_register_notice")
    reference = f"{listed}-{number}" if number else f"{listed}-{_short_hash(name, *(told_apart or []), notice)}"
    draft = Draft(line, reference, kind=kind_of(text_of(cells, "type")) or "")
    draft.name(name, FULL)
    for other in others:
        draft.name(other, ALIAS)
    draft.programmes.append(listed)
    draft.listed_on = day(text_of(cells, "start_date"))
    return draft


def _also(draft: Draft, cells: Mapping[str, str]) -> None:
    for column in ("citizenships", "nationalities"):
        draft.countries.extend(map(country_code, _split(cells.get(column, ""))))
    for born in _split(cells.get("dates_of_birth", "")):
        draft.born.extend(days(born))
    draft.countries.append(country_code(cells.get("vessel_flag", "")))
    draft.identifier("registration", cells.get("call_sign", ""))


def _split(cell: str) -> list[str]:
    return [part.strip() for part in cell.split(";") if part.strip()]


def _mappings(value: object) -> list[Any]:
    return [each for each in value if isinstance(each, dict)] if isinstance(value, list) else []


def _told(tables: Mapping[str, Any], table: str, index: object) -> Any:
    values = tables.get(table)
    if isinstance(values, list) and isinstance(index, int) and 0 <= index < len(values):
        return values[index]
    return ""


def _programmes(value: object) -> object:
    return value if isinstance(value, list) else str(value)


def _short_hash(*texts_of_it: str) -> str:
    return hashlib.sha256("\n".join(texts_of_it).encode()).hexdigest()[:_DIGITS_OF_NAME]
