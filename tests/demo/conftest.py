from collections.abc import Iterator

import pytest
from django.db import transaction
from pytest_django import DjangoDbBlocker

from screening.demo.load import Loaded, load_demo
from screening.lists.load import load_catalogue
from tests.shipped import shipped_catalogue


@pytest.fixture(scope="package")
def demo(django_db_setup: None, django_db_blocker: DjangoDbBlocker) -> Iterator[Loaded]:
    """The demo on the shipped lists, loaded once; nothing of it stays in the database."""
    with django_db_blocker.unblock(), transaction.atomic():
        load_catalogue(shipped_catalogue())
        yield load_demo()
        transaction.set_rollback(True)
