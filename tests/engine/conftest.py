import pytest

from screening.engine import Engine
from screening.engine.catalogue import Catalogue
from tests.shipped import shipped_catalogue, shipped_engine


@pytest.fixture(scope="session")
def catalogue() -> Catalogue:
    return shipped_catalogue()


@pytest.fixture(scope="session")
def engine() -> Engine:
    return shipped_engine()
