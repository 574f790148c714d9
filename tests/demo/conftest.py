from collections.abc import Iterator

import pytest
from django.db import transaction
from pytest_django import DjangoDbBlocker

from screening.demo.load import Loaded, load_demo
from screening.lists.catalogue_file import read_catalogue
from screening.lists.load import load_catalogue
from screening.management.commands.load_catalogue import SHIPPED


@pytest.fixture(scope="package")
def demo(django_db_setup: None, django_db_blocker: DjangoDbBlocker) -> Iterator[Loaded]:
    """The demo on the shipped lists, loaded once; nothing of it stays in the database."""
    with django_db_blocker.unblock(), transaction.atomic():
        load_catalogue(read_catalogue(SHIPPED))
        yield load_demo()
        transaction.set_rollback(True)
