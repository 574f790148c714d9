"""The consolidated list of the United Nations Security Council: CONSOLIDATED_LIST of INDIVIDUAL and ENTITY."""

from __future__ import annotations

from pathlib import Path
from typing import Final

from lxml import etree

from screening.engine.parties.listed import ALIAS, FULL, WEAK
from screening.lists.watchlists.countries import country_code
from screening.lists.watchlists.dates import as_date, day, days, years
from screening.lists.watchlists.kinds import sex_of
from screening.lists.watchlists.ofac_remarks import add_identifier
from screening.lists.watchlists.publication import COMPANY, PERSON, Collector, Draft, Publication
from screening.lists.watchlists.xml_records import children, line_of, local, records_in, said

LAYOUT: Final = "un-xml"
_NAMES: Final = ("FIRST_NAME", "SECOND_NAME", "THIRD_NAME", "FOURTH_NAME")
_ADDRESS: Final = ("STREET", "CITY", "STATE_PROVINCE", "ZIP_CODE", "COUNTRY")


def read_un_xml(path: Path) -> Publication:
    """Raises ListRefused for a file that is no such XML or is cut."""
    collector = Collector(LAYOUT)
    for element in records_in(path, "INDIVIDUAL", "ENTITY"):
        if collector.published_on is None:
            root = element.getroottree().getroot()
            collector.published_on = as_date((root.get("dateGenerated") or "")[:10])
        collector.take(_party(element))
    return collector.publication()


def _party(element: etree._Element) -> Draft:
    what = local(element)
    reference = said(element, "REFERENCE_NUMBER") or said(element, "DATAID")
    draft = Draft(line_of(element), reference, kind=PERSON if what == "INDIVIDUAL" else COMPANY)
    draft.name(" ".join(filter(None, (said(element, name) for name in _NAMES))), FULL)
    draft.name(said(element, "NAME_ORIGINAL_SCRIPT"), ALIAS)
    for alias in children(element, f"{what}_ALIAS"):
        weak = said(alias, "QUALITY").casefold() == "low"
        draft.name(said(alias, "ALIAS_NAME"), WEAK if weak else ALIAS)
        draft.born.extend(days(said(alias, "DATE_OF_BIRTH")))
    draft.programmes.append(said(element, "UN_LIST_TYPE"))
    draft.listed_on = day(said(element, "LISTED_ON"))
    draft.sex = sex_of(said(element, "GENDER"))
    for nationality in children(element, "NATIONALITY"):
        draft.countries.extend(country_code(value.text or "") for value in children(nationality, "VALUE"))
    for address in children(element, f"{what}_ADDRESS"):
        draft.address(*(said(address, part) for part in _ADDRESS))
        draft.countries.append(country_code(said(address, "COUNTRY")))
    for born in children(element, "INDIVIDUAL_DATE_OF_BIRTH"):
        _born(born, draft)
    for document in children(element, "INDIVIDUAL_DOCUMENT"):
        kind = said(document, "TYPE_OF_DOCUMENT") or said(document, "TYPE_OF_DOCUMENT2")
        add_identifier(draft, kind, said(document, "NUMBER"))
    return draft


def _born(element: etree._Element, draft: Draft) -> None:
    begin, end = said(element, "FROM_YEAR"), said(element, "TO_YEAR")
    if begin.isdecimal() and end.isdecimal():
        draft.born.extend(years(int(begin), int(end)))
    else:
        draft.born.extend(days(said(element, "DATE") or said(element, "YEAR")))
