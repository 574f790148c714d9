"""The catalogue that comes with the portal and its engine: read once, however many tests ask."""

from __future__ import annotations

from functools import cache
from pathlib import Path

import screening
from screening.engine import Engine
from screening.engine.catalogue import Catalogue
from screening.lists.catalogue_file import read_catalogue


@cache
def shipped_catalogue() -> Catalogue:
    return read_catalogue(Path(screening.__file__).parent / "catalogue")


@cache
def shipped_engine() -> Engine:
    return Engine.build(shipped_catalogue())
