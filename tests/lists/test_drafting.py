"""An imported list is a draft of its owner's: never in force alone, never another's, never halved unnoticed."""

from __future__ import annotations

from dataclasses import replace

import pytest

from checkpoints.actors import SYSTEM, person
from ledger.models import AuditEvent
from screening import adapters, models
from screening.engine.catalogue import Edition
from screening.lists import activation
from screening.lists.drafting import ListShrunk, store_draft
from screening.lists.load import ListOfOthers
from screening.lists.table.reading import read_table
from screening.services.index import engine_in_force
from tests.cast import Cast
from tests.lists.table.tables import as_csv

pytestmark = pytest.mark.django_db


@pytest.fixture
def edition() -> Edition:
    return read_table(as_csv())


def test_the_first_edition_of_a_national_list_waits_for_two_persons(cast: Cast, edition: Edition) -> None:
    actor = person(cast.list_manager)
    loaded = store_draft(edition, owner=cast.tajikistan, actor=actor)
    assert (loaded.new, loaded.activated, loaded.edition.state) == (True, False, "draft")
    assert loaded.edition.control_list.administration == cast.tajikistan
    event = AuditEvent.objects.get(action="edition.drafted")
    assert (event.actor, event.administration) == (actor.name, cast.tajikistan.pk)
    proposal = activation.propose(edition=loaded.edition, proposer=cast.list_manager)
    activation.confirm(proposal=proposal, confirmer=cast.other_list_manager)
    assert engine_in_force().editions == ("uz-national 2026-1",)


def test_what_comes_out_of_the_database_is_what_went_in(cast: Cast, edition: Edition) -> None:
    store_draft(edition, owner=cast.tajikistan, actor=SYSTEM)
    assert adapters.catalogue_of(models.Edition.objects.all()).editions == (edition,)


def test_the_same_edition_is_stored_once(cast: Cast, edition: Edition) -> None:
    store_draft(edition, owner=cast.tajikistan, actor=SYSTEM)
    assert not store_draft(edition, owner=cast.tajikistan, actor=SYSTEM).new
    assert models.Edition.objects.count() == 1


def test_a_list_of_another_owner_is_not_touched(cast: Cast, lists: None, edition: Edition) -> None:
    store_draft(edition, owner=cast.uzbekistan, actor=SYSTEM)
    for owner, slug in ((cast.tajikistan, "uz-national"), (None, "uz-national"), (cast.tajikistan, "eu-dual-use")):
        with pytest.raises(ListOfOthers):
            store_draft(replace(edition, name="2", list_slug=slug), owner=owner, actor=SYSTEM)
    assert models.Edition.objects.filter(name="2").count() == 0


def test_a_list_that_shrinks_by_half_is_stored_only_when_that_is_said(cast: Cast, edition: Edition) -> None:
    first = store_draft(edition, owner=cast.tajikistan, actor=SYSTEM).edition
    activation.activate_at_once(edition=first, by=cast.list_manager, reason="test")
    shrunk = replace(edition, name="2", entries=edition.entries[:1])
    with pytest.raises(ListShrunk) as raised:
        store_draft(shrunk, owner=cast.tajikistan, actor=SYSTEM)
    assert (raised.value.before, raised.value.after) == (2, 1)
    assert models.Edition.objects.count() == 1
    assert store_draft(shrunk, owner=cast.tajikistan, actor=SYSTEM, may_shrink=True).new
    first.refresh_from_db()
    assert first.state == "active"
