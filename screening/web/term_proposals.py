"""Proposals to add or take away a term: those that wait, what was decided, and a list manager's word."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from typing import Final
from urllib.parse import urlencode
from uuid import UUID

from django.contrib import messages
from django.http import HttpResponse, HttpResponseRedirect
from django.shortcuts import get_object_or_404, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_POST
from django_htmx.http import HttpResponseClientRefresh

from checkpoints.actors import Actor
from checkpoints.roles import Ability
from screening.lists import term_proposals as service
from screening.lists import terms_draft
from screening.lists.term_proposals import BadTerm, Decided
from screening.models import TermChange, TermDrafting, TermProposal
from screening.selectors import term_proposals as selector
from screening.selectors.since import Since
from screening.selectors.term_proposals import TermState, decision_of, state_of
from screening.tasks import enqueue_terms
from screening.web import renewal
from screening.web.access import Request, actor_of, needs
from screening.web.timeline import name_of
from screening.web.words import TERM_CHANGES, TERM_STATES, TERM_WEIGHTS, word

_RUNNING: Final = TermDrafting.State.RUNNING


@dataclass(frozen=True)
class Filter:
    name: str
    url: str
    current: bool


@dataclass(frozen=True)
class Row:
    """A proposal; ``decide_url`` is where the reader decides on it, empty where they may not.

    ``edition_url`` is the draft that an accepted term stands in, for who manages lists; ``on_its_way``: accepted, and
    not in a draft yet.
    """

    key: str
    entry: str
    entry_url: str
    language: str
    text: str
    change: str
    weight: str
    reason: str
    by: str
    at: datetime
    state: str
    decider: str
    decided_at: datetime | None
    note: str
    edition: str
    edition_url: str
    on_its_way: bool
    decide_url: str
    own: bool


@dataclass(frozen=True)
class Draft:
    """A list whose accepted terms were, or could not be, written into a draft."""

    name: str
    url: str
    fault: str = ""


@dataclass(frozen=True)
class Drafts:
    """What a worker does with accepted terms. ``trigger`` says when the page asks for news, empty where none waits."""

    waiting: str
    url: str
    trigger: str
    written: list[Draft]
    failed: list[Draft]


@dataclass(frozen=True)
class TermProposals:
    drafts: Drafts
    rows: list[Row]
    filters: list[Filter]
    next_url: str
    first_url: str
    problem: str = ""
    problem_at: str = ""


@require_GET
@needs(Ability.PROPOSE_TERM)
def term_proposals(request: Request) -> HttpResponse:
    """The page; what waits on it asks for it again, and is told to load the whole once no more terms wait."""
    if request.htmx and not any(each.state == _RUNNING for each in selector.latest_draftings(actor_of(request))):
        return HttpResponseClientRefresh()
    return _show(request)


@require_POST
@needs(Ability.MANAGE_LISTS)
def resume_drafting(request: Request, key: UUID) -> HttpResponse:
    """Begins a draft of accepted terms again that failed."""
    found = get_object_or_404(selector.draftings(actor_of(request)), pk=key)
    if terms_draft.resume(found, request.user, enqueue_terms):
        messages.success(request, _("It goes on."))
    return HttpResponseRedirect(reverse("term-proposals"))


@require_POST
@needs(Ability.MANAGE_LISTS)
def decide_term(request: Request, key: UUID) -> HttpResponse:
    """Another list manager accepts a proposal into a draft edition, or refuses it with a note."""
    found = get_object_or_404(selector.proposals_of(actor_of(request)), pk=key)
    accepted, note = request.POST.get("accepted") == "yes", request.POST.get("note", "")
    try:
        service.decide(proposal=found, accepted=accepted, note=note, by=request.user, enqueue=enqueue_terms)
    except BadTerm as error:
        return _show(request, problem=str(error), at=str(found.pk), status=422)
    except Decided as error:
        messages.error(request, str(error))
    else:
        messages.success(request, _("Accepted.") if accepted else _("Refused."))
    return HttpResponseRedirect(reverse("term-proposals"))


def _show(request: Request, *, problem: str = "", at: str = "", status: int = 200) -> HttpResponse:
    actor, asked = actor_of(request), request.GET.get("state", "")
    state = TermState(asked) if asked in TERM_STATES else TermState.WAITING
    after = Since.read(request.GET.get("after", ""))
    found = selector.page(actor, state=state, after=after)
    page = TermProposals(
        drafts=_drafts(actor),
        rows=[_row(each, actor) for each in found.proposals],
        filters=[Filter(word(TERM_STATES, each), _address(each), each == state) for each in TermState],
        next_url=_address(state, found.next) if found.next else "",
        first_url=_address(state) if after else "",
        problem=problem,
        problem_at=at,
    )
    return render(request, "web/term_proposals.html", {"page": page}, status=status)


def _drafts(actor: Actor) -> Drafts:
    found = selector.latest_draftings(actor)
    waiting = [each for each in found if each.state == _RUNNING]
    return Drafts(
        waiting=", ".join(each.control_list.slug for each in waiting),
        url=reverse("term-proposals"),
        trigger=renewal.trigger(max(each.created_at for each in waiting)) if waiting else "",
        written=[
            Draft(str(each.edition), reverse("edition", args=[each.edition.pk]))
            for each in found
            if each.edition and each.state == TermDrafting.State.DONE
        ],
        failed=[
            Draft(each.control_list.slug, reverse("resume-drafting", args=[each.pk]), each.fault)
            for each in found
            if each.state == TermDrafting.State.FAILED
        ],
    )


def _address(state: TermState, after: Since | None = None) -> str:
    said = ({"state": str(state)} if state != TermState.WAITING else {}) | ({"after": str(after)} if after else {})
    return reverse("term-proposals") + ("?" + urlencode(said) if said else "")


def _row(row: TermProposal, actor: Actor) -> Row:
    decision, state = decision_of(row), state_of(row)
    manages, own = actor.may(Ability.MANAGE_LISTS), str(row.proposed_by_id) == actor.id
    edition = decision.edition if decision else None
    return Row(
        key=str(row.pk),
        entry=f"{row.control_list.slug} {row.entry_code}",
        entry_url=reverse("entry", args=[row.control_list.slug, row.entry_code]),
        language=row.language,
        text=row.text,
        change=word(TERM_CHANGES, row.change),
        weight=word(TERM_WEIGHTS, row.weight) if row.change == TermChange.ADD else "",
        reason=row.reason,
        by=name_of(row.proposed_by),
        at=row.created_at,
        state=word(TERM_STATES, state),
        decider=name_of(decision.decided_by) if decision else "",
        decided_at=decision.created_at if decision else None,
        note=decision.note if decision else "",
        edition=str(edition) if edition else "",
        on_its_way=decision is not None and decision.accepted and edition is None,
        edition_url=reverse("edition", args=[edition.pk]) if edition and manages else "",
        decide_url=reverse("decide-term", args=[row.pk]) if manages and not own and decision is None else "",
        own=own and decision is None and manages,
    )
