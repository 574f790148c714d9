"""The formats that a watchlist can be imported from."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Final

from screening.lists.watchlists.csl import read_csl_csv, read_csl_json
from screening.lists.watchlists.eu_xml import read_eu_xml
from screening.lists.watchlists.japan_json import read_japan_json
from screening.lists.watchlists.national_csv import read_national_csv
from screening.lists.watchlists.ofac_csv import read_ofac_csv
from screening.lists.watchlists.ofac_xml import read_ofac_xml
from screening.lists.watchlists.opensanctions import read_opensanctions_csv, read_opensanctions_ftm
from screening.lists.watchlists.publication import Read
from screening.lists.watchlists.uk_csv import read_uk_csv
from screening.lists.watchlists.un_xml import read_un_xml

FORMATS: Final[Mapping[str, Read]] = {
    "csv": read_national_csv,
    "ofac-csv": read_ofac_csv,
    "ofac-xml": read_ofac_xml,
    "csl-csv": read_csl_csv,
    "csl-json": read_csl_json,
    "un-xml": read_un_xml,
    "eu-xml": read_eu_xml,
    "uk-csv": read_uk_csv,
    "opensanctions-ftm": read_opensanctions_ftm,
    "opensanctions-csv": read_opensanctions_csv,
    "japan-json": read_japan_json,
}
REVIEWED_WITHIN: Final[Mapping[str, int]] = {"csv": 365, "japan-json": 365}
"""Days after its publication on which a list of a format counts as stale; 14 for those that are published daily."""
DAILY: Final = 14
