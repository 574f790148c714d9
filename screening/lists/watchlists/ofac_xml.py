"""The OFAC list as SDN.XML (and CONS_PRIM.XML of the same layout): sdnList of sdnEntry."""

from __future__ import annotations

from pathlib import Path
from typing import Final

from lxml import etree

from screening.engine.parties.listed import ALIAS, FULL, WEAK
from screening.lists.faults import refused
from screening.lists.watchlists.countries import country_code
from screening.lists.watchlists.dates import american_date, days
from screening.lists.watchlists.kinds import kind_of
from screening.lists.watchlists.ofac_remarks import add_identifier, read_remarks
from screening.lists.watchlists.publication import Collector, Draft, Publication
from screening.lists.watchlists.xml_records import below, line_of, local, records_in, said

LAYOUT: Final = "ofac-xml"
_ADDRESS: Final = ("address1", "address2", "address3", "city", "stateOrProvince", "postalCode", "country")


def read_ofac_xml(path: Path) -> Publication:
    """Raises ListRefused for a file that is no such XML or holds fewer records than it tells."""
    collector, told, found = Collector(LAYOUT), 0, 0
    for element in records_in(path, "publshInformation", "sdnEntry"):
        if local(element) == "sdnEntry":
            found += 1
            collector.take(_party(element))
        else:
            collector.published_on = american_date(said(element, "Publish_Date"))
            told = int("".join(filter(str.isdigit, said(element, "Record_Count"))) or 0)
    if found < told:
        raise refused("watchlist-cut", f"{found} < {told}")
    return collector.publication()


def _party(element: etree._Element) -> Draft:
    draft = Draft(line_of(element), said(element, "uid"), kind=kind_of(said(element, "sdnType")) or "")
    draft.name(_name(element), FULL)
    for alias in below(element, "akaList", "aka"):
        draft.name(_name(alias), WEAK if said(alias, "category").casefold() == "weak" else ALIAS)
    draft.programmes.extend(each.text or "" for each in below(element, "programList", "program"))
    for identity in below(element, "idList", "id"):
        add_identifier(draft, said(identity, "idType"), said(identity, "idNumber"))
    for address in below(element, "addressList", "address"):
        draft.address(*(said(address, part) for part in _ADDRESS))
        draft.countries.append(country_code(said(address, "country")))
    for path in (("nationalityList", "nationality"), ("citizenshipList", "citizenship")):
        draft.countries.extend(country_code(said(each, "country")) for each in below(element, *path))
    for each in below(element, "dateOfBirthList", "dateOfBirthItem"):
        draft.born.extend(days(said(each, "dateOfBirth")))
    draft.countries.append(country_code(said(element, "vesselInfo", "vesselFlag")))
    draft.identifier("registration", said(element, "vesselInfo", "callSign"))
    read_remarks(said(element, "remarks"), draft)
    return draft


def _name(element: etree._Element) -> str:
    """Family name first, as sdn.csv writes it."""
    return ", ".join(filter(None, (said(element, "lastName"), said(element, "firstName"))))
