"""The end user list of Japan's Ministry of Economy, Trade and Industry, as JSON: an array of organisations."""

from __future__ import annotations

from pathlib import Path
from typing import Final

from screening.engine.parties.listed import ALIAS, FULL
from screening.lists.faults import refused
from screening.lists.watchlists.countries import country_code
from screening.lists.watchlists.dates import as_date, day
from screening.lists.watchlists.json_records import json_in, text_of, texts
from screening.lists.watchlists.kinds import kind_of
from screening.lists.watchlists.publication import Collector, Draft, Publication

LAYOUT: Final = "japan-json"


def read_japan_json(path: Path) -> Publication:
    """``country`` is whose list it is; where a party sits is told by its addresses.

    Raises ListRefused for other JSON.
    """
    found = json_in(path)
    if not isinstance(found, list) or any(not isinstance(each, dict) or "entity_name" not in each for each in found):
        raise refused("watchlist-layout", "entity_name", known=LAYOUT)
    collector = Collector(LAYOUT)
    for place, each in enumerate(found, 1):
        draft = Draft(place, text_of(each, "id"), kind=kind_of(text_of(each, "entity_type")) or "")
        name, addresses = text_of(each, "entity_name"), texts(each.get("addresses") or [])
        if not name and addresses:
            name, addresses[0] = _name_behind_country(addresses[0])
            collector.faults.add(place, "entity_name", name, "name-in-address")
        draft.name(name, FULL)
        for alias in texts(each.get("aliases") or []):
            draft.name(alias, ALIAS)
        for address in addresses:
            draft.address(address)
            draft.countries.append(country_code(address) or country_code(address.rpartition(",")[2]))
        draft.programmes.append(text_of(each, "reason"))
        draft.listed_on = day(text_of(each, "date_added"))
        collector.take(draft)
    seen = [read for each in found if (read := as_date(text_of(each, "last_verified")))]
    collector.published_on = max(seen, default=None)
    return collector.publication()


def _name_behind_country(address: str) -> tuple[str, str]:
    """Name and country of "People's Republic of China Example Co. Ltd", as some copies of the list have it."""
    words = address.split()
    for end in range(len(words) - 1, 0, -1):
        if country_code(" ".join(words[:end])):
            return " ".join(words[end:]), " ".join(words[:end])
    return "", address
