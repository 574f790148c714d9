"""Proposals to add or take away a term, as the people of an administration see them."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import timedelta
from enum import StrEnum
from typing import Final

from django.db.models import Exists, OuterRef, Q, QuerySet
from django.utils import timezone

from checkpoints.actors import Actor
from checkpoints.roles import Ability
from screening.models import TermDecision, TermDrafting, TermProposal
from screening.selectors.entries import EntryKey, applying_to
from screening.selectors.since import Since

PAGE: Final = 25
MOST_OF_AN_ENTRY: Final = 10
LATELY: Final = timedelta(minutes=10)
"""For so long after its end a page says which draft accepted terms were written into."""


class TermState(StrEnum):
    """Where a proposal stands."""

    WAITING = "waiting"
    ACCEPTED = "accepted"
    REFUSED = "refused"


@dataclass(frozen=True, slots=True)
class Page:
    """``next`` is where the page after this one begins; None at the end."""

    proposals: list[TermProposal]
    next: Since | None


def proposals_of(actor: Actor) -> QuerySet[TermProposal]:
    """Those of the actor's administration, the latest first; none for who may not propose."""
    rows = TermProposal.objects.select_related("control_list", "proposed_by", "decision__decided_by")
    if not actor.administration_id or not actor.may(Ability.PROPOSE_TERM):
        return rows.none()
    own = rows.filter(administration=actor.administration_id)
    return own.select_related("decision__edition__control_list").order_by("-created_at", "-id")


def page(actor: Actor, *, state: TermState, after: Since | None) -> Page:
    """One page in one statement."""
    rows = proposals_of(actor).filter(_IN_STATE[state])
    if after:
        rows = rows.filter(Q(created_at__lt=after.at) | Q(created_at=after.at, pk__lt=after.id))
    found = list(rows[: PAGE + 1])
    last = found[PAGE - 1] if len(found) > PAGE else None
    return Page(found[:PAGE], Since(last.created_at, last.pk) if last else None)


def waiting_of(actor: Actor, entry: EntryKey) -> list[TermProposal]:
    """The latest that wait on an entry; 10 at most, one statement."""
    slug, code = entry
    rows = proposals_of(actor).filter(_IN_STATE[TermState.WAITING], control_list__slug=slug, entry_code=code)
    return list(rows[:MOST_OF_AN_ENTRY])


def draftings(actor: Actor) -> QuerySet[TermDrafting]:
    """Accepted terms on their way into drafts of lists that concern the actor; none for who manages no lists."""
    rows = TermDrafting.objects.select_related("control_list", "edition__control_list")
    if not actor.administration_id or not actor.may(Ability.MANAGE_LISTS):
        return rows.none()
    return rows.filter(applying_to(actor.administration_id))


def latest_draftings(actor: Actor) -> list[TermDrafting]:
    """The last one of each list that is under way, failed, or ended lately. One statement."""
    later = TermDrafting.objects.filter(control_list=OuterRef("control_list"), created_at__gt=OuterRef("created_at"))
    shown = ~Q(state=TermDrafting.State.DONE) | Q(ended_at__gt=timezone.now() - LATELY)
    return list(draftings(actor).filter(shown).exclude(Exists(later)).order_by("control_list__slug"))


def decision_of(row: TermProposal) -> TermDecision | None:
    return getattr(row, "decision", None)


def state_of(row: TermProposal) -> TermState:
    """``decision`` was read with the row."""
    decision = decision_of(row)
    if decision is None:
        return TermState.WAITING
    return TermState.ACCEPTED if decision.accepted else TermState.REFUSED


_IN_STATE: Final = {
    TermState.WAITING: Q(decision=None),
    TermState.ACCEPTED: Q(decision__accepted=True),
    TermState.REFUSED: Q(decision__accepted=False),
}
