"""Shipments that were really screened, and another edition of the small list."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace

import pytest

from screening import models
from screening.engine.catalogue import Catalogue, Term
from screening.lists.catalogue_file import read_catalogue
from screening.lists.load import load_catalogue
from tests.cast import SMALL_LISTS
from tests.web.conftest import declared

__all__ = ["declared"]
Drafted = Callable[..., models.Edition]


@pytest.fixture
def drafted(lists: None) -> Drafted:
    """A draft in which 1C350.1 is called by other words: ``drafted("shirts")``; without words it names nothing."""

    def draft(*words: str) -> models.Edition:
        (edition,) = read_catalogue(SMALL_LISTS).editions
        terms = tuple(Term("en", word, "exact", "invented for tests", "drafted") for word in words)
        entries = tuple(
            replace(entry, terms=terms, identifiers=(), hs=(), parameters=()) if entry.code == "1C350.1" else entry
            for entry in edition.entries
        )
        (loaded,) = load_catalogue(Catalogue((replace(edition, name="of tests", entries=entries),)))
        return loaded.edition

    return draft
