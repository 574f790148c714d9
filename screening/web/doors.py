"""Where people without a queue of work begin: the pages that their roles open, each with what it is for."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import TYPE_CHECKING, Final

from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from checkpoints.actors import Actor
from screening.web.chrome import MENU

if TYPE_CHECKING:
    from django.utils.functional import _StrPromise


@dataclass(frozen=True)
class Door:
    url: str
    title: str
    text: str


PURPOSES: Final[Mapping[str, _StrPromise]] = {
    "check": _("Ask about one goods line without a shipment."),
    "lists": _("Which editions are in force, what is stale, which drafts wait."),
    "oversight": _("What waits at each checkpoint, what is overdue, who holds what."),
    "statistics": _("Work, ages, hit rates and false flags, with tables to download."),
    "map": _("The checkpoints and the state of each."),
    "audit": _("Who did what and when, and whether the chain is whole."),
    "exercises": _("Screen invented declarations and see how well you did."),
    "groups": _("Your trainees, their progress and their results."),
}
"""What a page of the menu is for, by name of the route."""


def doors(actor: Actor) -> list[Door]:
    """The pages of the menu that the actor may open, in its order, but for those that a queue of work needs."""
    return [
        Door(reverse(name), str(text), str(PURPOSES[name]))
        for name, text, ability in MENU
        if name in PURPOSES and (ability is None or actor.may(ability))
    ]
