"""The formats that a control list can be imported from."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Final

from screening.engine.catalogue import Edition
from screening.lists.ccl_json import read_ccl_json
from screening.lists.ecfr import read_ccl_xml
from screening.lists.eu_annex import read_eu_annex
from screening.lists.table.reading import read_table

Read = Callable[[bytes], Edition]
"""Raises ListRefused (faults.py) with everything that is wrong."""

FORMATS: Final[Mapping[str, Read]] = {
    "table": read_table,
    "ccl-xml": read_ccl_xml,
    "ccl-json": read_ccl_json,
    "eu-annex": read_eu_annex,
}
