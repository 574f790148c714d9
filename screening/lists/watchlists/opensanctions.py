"""OpenSanctions: entities.ftm.json, an entity a line, and targets.simple.csv, a target a row."""

from __future__ import annotations

import csv
from collections import defaultdict
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any, Final

from screening.engine.parties.listed import ALIAS, FULL, WEAK
from screening.lists.faults import refused
from screening.lists.watchlists.countries import country_code
from screening.lists.watchlists.csv_rows import header_of, named_rows
from screening.lists.watchlists.dates import day, days
from screening.lists.watchlists.json_records import records_of, text_of
from screening.lists.watchlists.kinds import kind_of, sex_of
from screening.lists.watchlists.publication import Collector, Draft, Publication

FTM_LAYOUT, CSV_LAYOUT = "opensanctions-ftm", "opensanctions-csv"
_NEEDED: Final = ("id", "schema", "name", "aliases", "birth_date", "countries", "addresses", "identifiers")
_IDENTIFIERS: Final = {
    "taxNumber": "tax",
    "innCode": "tax",
    "vatCode": "tax",
    "uscCode": "tax",
    "registrationNumber": "registration",
    "ogrnCode": "registration",
    "idNumber": "registration",
    "leiCode": "registration",
    "mmsi": "registration",
    "callSign": "registration",
    "serialNumber": "registration",
    "imoNumber": "imo",
    "passportNumber": "passport",
    "swiftBic": "swift",
    "phone": "phone",
    "email": "email",
}
_COUNTRIES: Final = ("nationality", "citizenship", "country", "jurisdiction", "flag")
_BESIDE: Final = ("Address", "Passport", "Identification", "Sanction")


@dataclass(slots=True)
class _Beside:
    """What other entities tell of a party, by its id."""

    addresses: dict[str, str] = field(default_factory=dict)
    documents: dict[str, list[tuple[str, str]]] = field(default_factory=lambda: defaultdict(list))
    programmes: dict[str, list[str]] = field(default_factory=lambda: defaultdict(list))
    listed_on: dict[str, str] = field(default_factory=dict)

    def take(self, schema: str, entity: Any, properties: Mapping[str, Any]) -> None:
        if schema == "Address":
            self.addresses[text_of(entity, "id")] = next(iter(texts_of(properties, "full")), "")
        elif schema == "Sanction":
            for party in texts_of(properties, "entity"):
                self.programmes[party] += texts_of(properties, "program")
                begun = next(iter([*texts_of(properties, "listingDate"), *texts_of(properties, "startDate")]), "")
                self.listed_on.setdefault(party, day(begun))
        else:
            kind = "passport" if schema == "Passport" or "passport" in str(properties.get("type")).casefold() else ""
            for holder in texts_of(properties, "holder"):
                numbers = [*texts_of(properties, "number"), *texts_of(properties, "passportNumber")]
                self.documents[holder] += [(kind or "registration", number) for number in numbers]


def read_opensanctions_ftm(path: Path) -> Publication:
    """The targets alone: relatives and owners of whom no list speaks are left out in silence.

    Raises ListRefused for a line that is no JSON, and where nothing has ``schema`` and ``properties``.
    """
    collector, beside = Collector(FTM_LAYOUT), _Beside()
    drafts: list[tuple[Draft, list[str]]] = []
    for line, entity in records_of(path):
        schema, properties = text_of(entity, "schema"), entity.get("properties") if isinstance(entity, dict) else None
        if not schema or not isinstance(properties, dict):
            raise refused("watchlist-layout", schema or "schema", line=line, known=FTM_LAYOUT)
        if schema in _BESIDE:
            beside.take(schema, entity, properties)
        elif (kind := kind_of(schema)) and entity.get("target") is not False:
            draft = _party(line, kind, entity, properties)
            drafts.append((draft, texts_of(properties, "addressEntity")))
    for draft, addresses in drafts:
        draft.addresses.extend(beside.addresses.get(each, "") for each in addresses)
        draft.identifiers.extend(beside.documents.get(draft.reference, ()))
        draft.programmes.extend(beside.programmes.get(draft.reference, ()))
        draft.listed_on = draft.listed_on or beside.listed_on.get(draft.reference, "")
        collector.take(draft)
    return collector.publication()


def _party(line: int, kind: str, entity: Any, properties: Mapping[str, Any]) -> Draft:
    draft = Draft(line, text_of(entity, "id"), kind=kind)
    draft.name(text_of(entity, "caption"), FULL)
    for name, strength in (("name", ALIAS), ("alias", ALIAS), ("previousName", ALIAS), ("weakAlias", WEAK)):
        for text in texts_of(properties, name):
            draft.name(text, strength)
    for name in _COUNTRIES:
        draft.countries.extend(map(country_code, texts_of(properties, name)))
    for born in texts_of(properties, "birthDate"):
        draft.born.extend(days(born))
    draft.sex = next((sex for each in texts_of(properties, "gender") if (sex := sex_of(each))), "")
    for name, identifier in _IDENTIFIERS.items():
        for value in texts_of(properties, name):
            draft.identifier(identifier, value.removeprefix("IMO") if identifier == "imo" else value)
    draft.addresses.extend(texts_of(properties, "address"))
    draft.programmes.extend(texts_of(properties, "program"))
    return draft


def read_opensanctions_csv(path: Path) -> Publication:
    """Raises ListRefused for a file that lacks the columns of targets.simple.csv or is cut."""
    collector = Collector(CSV_LAYOUT)
    for line, cells in named_rows(path, header_of(path, _NEEDED, CSV_LAYOUT)):
        draft = Draft(line, cells["id"], kind=kind_of(cells["schema"]) or "")
        draft.name(cells["name"], FULL)
        for alias in _split(cells["aliases"]):
            draft.name(alias, ALIAS)
        for born in _split(cells["birth_date"]):
            draft.born.extend(days(born))
        draft.countries.extend(map(country_code, _split(cells["countries"])))
        draft.addresses.extend(_split(cells["addresses"]))
        draft.programmes.extend(_split(cells.get("sanctions", "") or cells.get("program_ids", "")))
        for column, kind in (("identifiers", "registration"), ("phones", "phone"), ("emails", "email")):
            for value in _split(cells.get(column, "")):
                draft.identifier(kind, value)
        draft.listed_on = day(cells.get("first_seen", "")[:10])
        collector.take(draft)
    return collector.publication()


def texts_of(properties: Mapping[str, Any], name: str) -> list[str]:
    """The values of a property; nested entities are passed by."""
    value = properties.get(name)
    return [each.strip() for each in value if isinstance(each, str) and each.strip()] if isinstance(value, list) else []


def _split(cell: str) -> Iterator[str]:
    """Values between semicolons; one that holds a semicolon itself stands in quotation marks."""
    for row in csv.reader([cell], delimiter=";", skipinitialspace=True):
        yield from filter(None, map(str.strip, row))
