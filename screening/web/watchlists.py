"""The watchlists: editions, freshness and failures; what a draft changes, and how two persons put it in force."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import date, datetime
from functools import lru_cache
from typing import Final
from uuid import UUID

from django.contrib import messages
from django.http import HttpResponse, HttpResponseRedirect
from django.shortcuts import get_object_or_404, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import get_language
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_POST

from checkpoints.roles import Ability
from screening.lists.activation import BadActivation
from screening.lists.compare import Kind
from screening.lists.faults import Fault, sentence
from screening.lists.watchlists import activation
from screening.lists.watchlists.delta import PartyChange, delta, parties_in
from screening.models import WatchlistActivation, WatchlistEdition, WatchlistReading
from screening.selectors import watchlists as selector
from screening.selectors.watchlists import Kept
from screening.web.access import Request, actor_of, needs
from screening.web.edition_parts import PAGE, Act, ChangeRow, act_row, change_row, place_in
from screening.web.words import EDITION_STATES, READINGS, word

_MOST_FAULTS: Final = 20


@dataclass(frozen=True)
class ListRow:
    """A watchlist as the table shows it. ``failed`` are the reasons where the latest publication was refused."""

    slug: str
    title: str
    owner: str
    edition: str
    url: str
    published_on: date | None
    review_by: date | None
    stale: bool
    parties: int
    names: int
    read_at: datetime | None
    result: str
    left_out: int
    failed: list[str]
    draft: str
    draft_url: str
    proposed: bool


@dataclass(frozen=True)
class May:
    """What the reader can do with the edition now."""

    propose: bool
    confirm: bool
    at_once: bool
    roll_back: bool


@dataclass(frozen=True)
class WatchlistPage:
    edition: WatchlistEdition
    title: str
    state: str
    stale: bool
    url: str
    act_url: str
    others: list[tuple[str, str, str]]
    against: str
    counts: list[tuple[str, int]]
    changes: list[ChangeRow]
    next_from: int
    acts: list[Act]
    waiting: WatchlistActivation | None
    faults: list[str]
    left_out: int
    manages: bool
    may: May


@dataclass(frozen=True)
class _Changes:
    """Those on one page, how many of each kind there are, and how many together."""

    shown: list[PartyChange]
    counts: Mapping[Kind, int]
    number: int


@require_GET
@needs(Ability.WATCHLISTS)
def watchlists(request: Request) -> HttpResponse:
    """Every watchlist of the reader's administration, and those that all share."""
    language, today = get_language() or "en", timezone.localdate()
    rows = [_row(each, language, today) for each in selector.kept(actor_of(request))]
    return render(request, "web/watchlists.html", {"rows": rows})


@require_GET
@needs(Ability.WATCHLISTS)
def watchlist_edition(request: Request, key: UUID) -> HttpResponse:
    return _show(request, _edition_or_404(request, key))


@require_POST
@needs(Ability.MANAGE_LISTS)
def watchlist_edition_act(request: Request, key: UUID) -> HttpResponse:
    """Everything that a manager does with an edition, by the name of the button."""
    found = _edition_or_404(request, key)
    act = _ACTS.get(request.POST.get("act", ""))
    try:
        if act is None:
            raise BadActivation(_("Choose what to do."))
        shown, said = act(request, found)
    except BadActivation as error:
        return _show(request, found, problem=str(error), status=422)
    messages.success(request, said)
    return HttpResponseRedirect(reverse("watchlist-edition", args=[shown.pk]))


def _edition_or_404(request: Request, key: UUID) -> WatchlistEdition:
    return get_object_or_404(selector.managed_editions(actor_of(request)), pk=key)


# -- acts ------------------------------------------------------------------------------------------

Done = tuple[WatchlistEdition, str]


def _propose(request: Request, found: WatchlistEdition) -> Done:
    activation.propose(edition=found, proposer=request.user)
    return found, _("Proposed. Another list manager has to confirm it.")


def _confirm(request: Request, found: WatchlistEdition) -> Done:
    waiting = selector.waiting_activation(found)
    if waiting is None:
        raise BadActivation(_("Nothing waits for a confirmation."))
    activation.confirm(proposal=waiting, confirmer=request.user)
    return found, _("Confirmed. The edition is in force.")


def _at_once(request: Request, found: WatchlistEdition) -> Done:
    activation.activate_at_once(edition=found, by=request.user, reason=request.POST.get("reason", ""))
    return found, _("The edition is in force. Another list manager has to confirm it afterwards.")


def _roll_back(request: Request, found: WatchlistEdition) -> Done:
    former = activation.roll_back(edition=found, by=request.user, reason=request.POST.get("reason", ""))
    return former, _("The former edition is in force again. Another list manager has to confirm it afterwards.")


_ACTS: Final[dict[str, Callable[[Request, WatchlistEdition], Done]]] = {
    "propose": _propose,
    "confirm": _confirm,
    "at-once": _at_once,
    "roll-back": _roll_back,
}


# -- the pages -------------------------------------------------------------------------------------


def _row(each: Kept, language: str, today: date) -> ListRow:
    edition, draft, reading = each.in_force, each.draft, each.reading
    failed = reading is not None and reading.result == WatchlistReading.Result.REFUSED
    return ListRow(
        slug=each.watchlist.slug,
        title=each.watchlist.title,
        owner=_("own list") if each.watchlist.administration_id else "",
        edition=edition.name if edition else "",
        url=_url(edition),
        published_on=edition.published_on if edition else None,
        review_by=edition.review_by if edition else None,
        stale=edition is not None and edition.review_by < today,
        parties=edition.party_count if edition else 0,
        names=edition.name_count if edition else 0,
        read_at=reading.created_at if reading else None,
        result=word(READINGS, reading.result) if reading else "",
        left_out=reading.left_out if reading else 0,
        failed=_told(reading, language, 3) if reading and failed else [],
        draft=draft.name if draft else "",
        draft_url=_url(draft),
        proposed=each.proposed,
    )


def _url(edition: WatchlistEdition | None) -> str:
    return reverse("watchlist-edition", args=[edition.pk]) if edition else ""


def _told(reading: WatchlistReading, language: str, most: int) -> list[str]:
    return [sentence(Fault(**each), language) for each in reading.faults[:most]]


def _show(request: Request, found: WatchlistEdition, *, problem: str = "", status: int = 200) -> HttpResponse:
    page = _page(request, found, get_language() or "en")
    context = {"page": page, "problem": problem, "reason": request.POST.get("reason", "")}
    return render(request, "web/watchlist_edition.html", context, status=status)


def _page(request: Request, found: WatchlistEdition, language: str) -> WatchlistPage:
    beside = selector.in_force_beside(found)
    begin = place_in(request.GET.get("from", ""))
    changes = _changes(found, beside, begin)
    waiting, taken = selector.waiting_activation(found), selector.taken_reading(found)
    return WatchlistPage(
        edition=found,
        title=found.watchlist.title,
        state=word(EDITION_STATES, found.state),
        stale=found.state == WatchlistEdition.State.ACTIVE and found.review_by < timezone.localdate(),
        url=_url(found),
        act_url=reverse("watchlist-edition-act", args=[found.pk]),
        others=[
            (each.name, _url(each), word(EDITION_STATES, each.state))
            for each in selector.history(found)
            if each.pk != found.pk
        ],
        against=beside.name if beside else "",
        counts=[(word(EDITION_STATES, kind), changes.counts.get(kind, 0)) for kind in Kind],
        changes=[change_row(each.reference, each.kind, each.parts, each.name) for each in changes.shown],
        next_from=begin + PAGE if changes.number > begin + PAGE else 0,
        acts=[act_row(each) for each in selector.activations(found)],
        waiting=waiting,
        faults=_told(taken, language, _MOST_FAULTS) if taken else [],
        left_out=taken.left_out if taken else 0,
        manages=actor_of(request).may(Ability.MANAGE_LISTS),
        may=_may(request, found, waiting),
    )


def _may(request: Request, found: WatchlistEdition, waiting: WatchlistActivation | None) -> May:
    manages = actor_of(request).may(Ability.MANAGE_LISTS)
    return May(
        propose=manages and found.state == WatchlistEdition.State.DRAFT and waiting is None,
        confirm=manages and waiting is not None and waiting.proposer_id != request.user.pk,
        at_once=manages and found.state != WatchlistEdition.State.ACTIVE,
        roll_back=manages and activation.former_of(found) is not None,
    )


def _changes(found: WatchlistEdition, beside: WatchlistEdition | None, begin: int) -> _Changes:
    """What one page shows. The first edition of a list is all of its parties, of which only a page is read."""
    if beside is None:
        return _Changes(parties_in(found, begin, PAGE), {Kind.ADDED: found.party_count}, found.party_count)
    changes = _compared(beside.pk, found.pk)
    return _Changes(changes[begin : begin + PAGE], Counter(change.kind for change in changes), len(changes))


@lru_cache(maxsize=4)
def _compared(before: UUID, after: UUID) -> list[PartyChange]:
    """Kept for the pages behind the first: an edition's content never changes."""
    return delta(WatchlistEdition.objects.get(pk=before), WatchlistEdition.objects.get(pk=after))
