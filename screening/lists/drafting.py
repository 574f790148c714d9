"""Stores an imported edition as a draft of a list that somebody owns; two persons put it in force."""

from __future__ import annotations

from dataclasses import dataclass

from django.db import transaction

from checkpoints.actors import Actor
from checkpoints.models import Administration
from screening.engine import catalogue as c
from screening.lists.load import ListOfOthers, Loaded, Prepared, prepare, store, tell
from screening.models import ControlList, Edition


@dataclass
class ListShrunk(Exception):
    """The list has at most half of the entries in force: too much to be stored unless a person says that it is meant.

    ``before`` and ``after`` count entries.
    """

    before: int
    after: int


def store_draft(
    edition: c.Edition,
    *,
    owner: Administration | None,
    actor: Actor,
    may_shrink: bool = False,
    prepared: Prepared | None = None,
) -> Loaded:
    """Stores the edition, whole or not at all; also the first of its list waits for two persons. Who calls it inside a
    transaction has ``prepared`` it before.

    ``owner`` is the administration that the list belongs to, None for a list that all share. What is stored already
    is not stored again. Raises ListOfOthers where the list has another owner, and ListShrunk unless ``may_shrink``.
    """
    prepared = prepared or prepare(edition)
    with transaction.atomic():
        control_list, _ = ControlList.objects.get_or_create(slug=edition.list_slug, defaults={"administration": owner})
        if control_list.administration_id != (owner.pk if owner else None):
            raise ListOfOthers(edition.list_slug)
        if not may_shrink:
            _refuse_shrunk(control_list, edition)
        loaded = store(control_list, prepared)
        if loaded.new:
            tell(loaded.edition, actor, "edition.drafted")
    return loaded


def _refuse_shrunk(control_list: ControlList, edition: c.Edition) -> None:
    in_force = control_list.editions.filter(state=Edition.State.ACTIVE).first()
    before, after = in_force.entries.count() if in_force else 0, len(edition.entries)
    if after * 2 <= before:
        raise ListShrunk(before, after)
