"""The European Union's consolidated list of financial sanctions, version 1.1: export of sanctionEntity."""

from __future__ import annotations

from pathlib import Path
from typing import Final

from lxml import etree

from screening.engine.parties.listed import ALIAS, FULL, WEAK
from screening.lists.watchlists.countries import country_code
from screening.lists.watchlists.dates import as_date, day, years
from screening.lists.watchlists.kinds import kind_of, sex_of
from screening.lists.watchlists.ofac_remarks import add_identifier
from screening.lists.watchlists.publication import Collector, Draft, Publication, tidy
from screening.lists.watchlists.xml_records import children, line_of, records_in

LAYOUT: Final = "eu-xml"
_ADDRESS: Final = ("street", "poBox", "city", "zipCode", "region", "place", "countryDescription")
_IDENTITIES: Final = {
    "passport": "passport",
    "fiscalcode": "tax",
    "id": "identification",
    "regnumber": "registration",
    "imo": "imo",
    "swiftbic": "swift",
    "ssn": "ssn",
    "tradelic": "license",
}


def read_eu_xml(path: Path) -> Publication:
    """Raises ListRefused for a file that is no such XML or is cut."""
    collector = Collector(LAYOUT)
    for element in records_in(path, "sanctionEntity"):
        if collector.published_on is None:
            root = element.getroottree().getroot()
            collector.published_on = as_date((root.get("generationDate") or "")[:10])
        collector.take(_party(element))
    return collector.publication()


def _party(element: etree._Element) -> Draft:
    reference = element.get("euReferenceNumber") or element.get("logicalId") or ""
    draft = Draft(line_of(element), reference)
    for subject in children(element, "subjectType"):
        draft.kind = kind_of(subject.get("code") or subject.get("classificationCode") or "") or ""
    _names(element, draft)
    for regulation in children(element, "regulation"):
        draft.programmes.append(regulation.get("programme") or "")
        draft.listed_on = draft.listed_on or day(regulation.get("publicationDate") or "")
    for citizenship in children(element, "citizenship"):
        draft.countries.append(country_code(citizenship.get("countryIso2Code") or ""))
    for born in children(element, "birthdate"):
        _born(born, draft)
    for identity in children(element, "identification"):
        code = identity.get("identificationTypeCode") or ""
        kind = _IDENTITIES.get(code.casefold(), identity.get("identificationTypeDescription") or code)
        add_identifier(draft, kind, tidy(identity.get("number") or identity.get("latinNumber")))
    for address in children(element, "address"):
        draft.address(*(address.get(part) or "" for part in _ADDRESS))
        draft.countries.append(country_code(address.get("countryIso2Code") or ""))
        for contact in children(address, "contactInfo"):
            add_identifier(draft, contact.get("key") or "", tidy(contact.get("value")))
    return draft


def _names(element: etree._Element, draft: Draft) -> None:
    """The list marks no name as the main one: the first that is not weak leads."""
    strength = FULL
    for alias in children(element, "nameAlias"):
        parts = (alias.get(part) or "" for part in ("firstName", "middleName", "lastName"))
        text = tidy(alias.get("wholeName")) or " ".join(filter(None, parts))
        draft.sex = draft.sex or sex_of(alias.get("gender") or "")
        if alias.get("strong") == "false":
            draft.name(text, WEAK)
        elif text:
            draft.name(text, strength)
            strength = ALIAS


def _born(element: etree._Element, draft: Draft) -> None:
    begin, end = element.get("yearRangeFrom") or "", element.get("yearRangeTo") or ""
    if whole := day(element.get("birthdate") or ""):
        draft.born.append(whole)
    elif begin.isdecimal() and end.isdecimal():
        draft.born.extend(years(int(begin), int(end)))
    else:
        draft.born.append(day(element.get("year") or ""))
