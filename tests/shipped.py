"""The catalogue that comes with the portal and its engine: read once, however many tests ask."""

from __future__ import annotations

from functools import cache

from screening.engine import Engine
from screening.engine.catalogue import Catalogue
from screening.lists.catalogue_file import read_catalogue
from screening.management.commands.load_catalogue import SHIPPED


@cache
def shipped_catalogue() -> Catalogue:
    return read_catalogue(SHIPPED)


@cache
def shipped_engine() -> Engine:
    return Engine.build(shipped_catalogue())
