"""The page of a list edition: what it changes, what it would flag, and how it is put in force and brought back."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable
from dataclasses import dataclass
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
from screening import adapters
from screening.lists import activation, compare, passes
from screening.lists.activation import BadActivation
from screening.lists.compare import EntryChange, Kind
from screening.lists.table.writing import TYPES
from screening.models import Activation, Edition, ListPass
from screening.selectors import editions as selector
from screening.selectors.entries import in_language
from screening.tasks import enqueue_pass
from screening.web.access import Request, actor_of, needs
from screening.web.edition_parts import PAGE, Act, ChangeRow, act_row, change_row, place_in
from screening.web.words import EDITION_STATES, PASS_STATES, word


@dataclass(frozen=True)
class FindingRow:
    number: str
    line: int
    description: str
    is_new: bool
    codes: str


@dataclass(frozen=True)
class PassPanel:
    """How far a pass is; ``running`` pages load themselves again."""

    walk: ListPass
    state: str
    running: bool
    can_resume: bool
    rows: list[FindingRow]


@dataclass(frozen=True)
class May:
    """What the reader can do with the edition now."""

    propose: bool
    confirm: bool
    at_once: bool
    roll_back: bool
    preview: bool


@dataclass(frozen=True)
class EditionPage:
    edition: Edition
    title: str
    state: str
    stale: bool
    url: str
    act_url: str
    extensions: list[str]
    others: list[tuple[str, str, str]]
    against: str
    counts: list[tuple[str, int]]
    changes: list[ChangeRow]
    next_from: int
    acts: list[Act]
    waiting: Activation | None
    preview: PassPanel | None
    rescreen: PassPanel | None
    may: May


@require_GET
@needs(Ability.MANAGE_LISTS)
def edition(request: Request, key: UUID) -> HttpResponse:
    return _show(request, _edition_or_404(request, key))


@require_POST
@needs(Ability.MANAGE_LISTS)
def edition_act(request: Request, key: UUID) -> HttpResponse:
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
    return HttpResponseRedirect(reverse("edition", args=[shown.pk]))


def _edition_or_404(request: Request, key: UUID) -> Edition:
    return get_object_or_404(selector.managed_editions(actor_of(request)), pk=key)


# -- acts ------------------------------------------------------------------------------------------

Done = tuple[Edition, str]


def _propose(request: Request, found: Edition) -> Done:
    activation.propose(edition=found, proposer=request.user)
    return found, _("Proposed. Another list manager has to confirm it.")


def _confirm(request: Request, found: Edition) -> Done:
    waiting = selector.waiting_activation(found)
    if waiting is None:
        raise BadActivation(_("Nothing waits for a confirmation."))
    activation.confirm(proposal=waiting, confirmer=request.user, enqueue=enqueue_pass)
    return found, _("Confirmed. The edition is in force.")


def _at_once(request: Request, found: Edition) -> Done:
    reason = request.POST.get("reason", "")
    activation.activate_at_once(edition=found, by=request.user, reason=reason, enqueue=enqueue_pass)
    return found, _("The edition is in force. Another list manager has to confirm it afterwards.")


def _roll_back(request: Request, found: Edition) -> Done:
    reason = request.POST.get("reason", "")
    former = activation.roll_back(edition=found, by=request.user, reason=reason, enqueue=enqueue_pass)
    return former, _("The former edition is in force again. Another list manager has to confirm it afterwards.")


def _preview(request: Request, found: Edition) -> Done:
    if found.state != Edition.State.DRAFT:
        raise BadActivation(_("The edition is no draft any more."))
    passes.start(edition=found, purpose=ListPass.Purpose.PREVIEW, by=request.user, enqueue=enqueue_pass)
    return found, _("The shipments of the last 90 days are being compared.")


def _stop(request: Request, found: Edition) -> Done:
    passes.stop(_pass(request, found), request.user)
    return found, _("Stopped. It can go on where it was.")


def _resume(request: Request, found: Edition) -> Done:
    passes.resume(_pass(request, found), request.user, enqueue_pass)
    return found, _("It goes on.")


def _pass(request: Request, found: Edition) -> ListPass:
    walk = selector.latest_pass(found, request.POST.get("purpose", ""))
    if walk is None:
        raise BadActivation(_("No comparison was begun."))
    return walk


_ACTS: Final[dict[str, Callable[[Request, Edition], Done]]] = {
    "propose": _propose,
    "confirm": _confirm,
    "at-once": _at_once,
    "roll-back": _roll_back,
    "preview": _preview,
    "stop": _stop,
    "resume": _resume,
}


# -- the page --------------------------------------------------------------------------------------


def _show(request: Request, found: Edition, *, problem: str = "", status: int = 200) -> HttpResponse:
    page = _page(request, found, get_language() or "en")
    context = {"page": page, "problem": problem, "reason": request.POST.get("reason", "")}
    return render(request, "web/edition.html", context, status=status)


def _page(request: Request, found: Edition, language: str) -> EditionPage:
    beside = selector.in_force_beside(found)
    changes = _compared(beside.pk if beside else None, found.pk, found.checksum)
    begin = place_in(request.GET.get("from", ""))
    counted = Counter(change.kind for change in changes)
    waiting = selector.waiting_activation(found)
    return EditionPage(
        edition=found,
        title=in_language(found.title, language)[1] or found.control_list.slug,
        state=word(EDITION_STATES, found.state),
        stale=found.state == Edition.State.ACTIVE and found.review_by < timezone.localdate(),
        url=reverse("edition", args=[found.pk]),
        act_url=reverse("edition-act", args=[found.pk]),
        extensions=list(TYPES),
        others=[
            (each.name, reverse("edition", args=[each.pk]), word(EDITION_STATES, each.state))
            for each in selector.history(found)
            if each.pk != found.pk
        ],
        against=beside.name if beside else "",
        counts=[(word(EDITION_STATES, kind), counted[kind]) for kind in Kind],
        changes=[change_row(each.code, each.kind, each.parts) for each in changes[begin : begin + PAGE]],
        next_from=begin + PAGE if len(changes) > begin + PAGE else 0,
        acts=[act_row(each) for each in selector.activations(found)],
        waiting=waiting,
        preview=_panel(request, found, ListPass.Purpose.PREVIEW),
        rescreen=_panel(request, found, ListPass.Purpose.RESCREEN),
        may=May(
            propose=found.state == Edition.State.DRAFT and waiting is None,
            confirm=waiting is not None and waiting.proposer_id != request.user.pk,
            at_once=found.state != Edition.State.ACTIVE,
            roll_back=activation.former_of(found) is not None,
            preview=found.state == Edition.State.DRAFT,
        ),
    )


@lru_cache(maxsize=4)
def _compared(before: UUID | None, after: UUID, checksum: str) -> list[EntryChange]:
    """Kept, since reading two whole editions takes a second; ``checksum`` tells a draft that was loaded anew apart."""
    rows = adapters.catalogue_of(Edition.objects.filter(pk=after)).editions
    former = adapters.catalogue_of(Edition.objects.filter(pk=before)).editions if before else ()
    return compare.compare(former[0] if former else None, rows[0])


def _panel(request: Request, found: Edition, purpose: str) -> PassPanel | None:
    walk = selector.latest_pass(found, purpose)
    if walk is None:
        return None
    actor = actor_of(request)
    rows = selector.findings(walk, actor)
    said = selector.descriptions(rows)
    return PassPanel(
        walk=walk,
        state=word(PASS_STATES, walk.state),
        running=walk.state == ListPass.State.RUNNING,
        can_resume=walk.state in (ListPass.State.STOPPED, ListPass.State.FAILED),
        rows=[
            FindingRow(
                each.shipment.declaration_number if actor.may(Ability.VIEW) else "",
                each.item_number,
                said.get((each.shipment_id, each.item_number), ""),
                each.is_new,
                each.codes,
            )
            for each in rows
        ],
    )
