from pathlib import Path

import pytest

import screening
from screening.engine import Engine
from screening.engine.catalogue import Catalogue
from screening.lists.catalogue_file import read_catalogue

SHIPPED = Path(screening.__file__).parent / "catalogue"


@pytest.fixture(scope="session")
def catalogue() -> Catalogue:
    return read_catalogue(SHIPPED)


@pytest.fixture(scope="session")
def engine(catalogue: Catalogue) -> Engine:
    return Engine.build(catalogue)
